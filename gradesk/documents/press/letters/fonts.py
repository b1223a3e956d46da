"""The faces on paper: which of them has a character, how wide it is, and where a loose accent belongs.

A word with a letter that the chosen family lacks is set whole in the next family that has all of it, so no word changes
face in the middle if it can be helped. A character that none has is reported, never drawn as a box.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from gradesk.documents.press.letters.families import FAMILIES, Face, Family, chain
from gradesk.system.forgetting import forgotten_on_closing
from gradesk.system.paths import resource

Box = tuple[int, int, int, int]  # x_min, y_min, x_max, y_max in thousandths of an em
MARK_GAP = 62  # thousandths of an em between a letter and an accent put on it
SMALL_HEIGHT = 500  # thousandths of an em, about a small letter's, for a face without Latin ones
GLYPHS = 0xF0000  # shaped glyphs are handed to ReportLab as characters of their own, from this one on
LAST_GLYPH = 0x10FFFF
_JOINER = "\u200d"  # stands for a glyph that is only a part of a letter


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shaped glyph: its character for ReportLab, the way to the next, and its place; all in ems."""

    code: str
    advance: float
    across: float
    up: float


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font; `width` in ems.

    `marked` when it holds combining marks, which need placing by hand; `glyphs`, from left to right, when its letters join
    or change their shape; `level` is odd where it is read from right to left (Unicode Annex 9).
    """

    font: str
    text: str
    width: float
    marked: bool = False
    glyphs: tuple[Glyph, ...] = ()
    level: int = 0


class _Embedded(TTFont):
    """A font whose shaped glyphs can be copied out of the file as the letters they stand for.

    A glyph has a character for each text it can stand for. What is written into a file depends on the order in which it is
    used there and on nothing else, so other documents leave no trace in it.
    """

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), shapable=False)
        self.meant: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._handing_out = Lock()

    def code(self, glyph: int, meant: str) -> int:
        """The character by which ReportLab draws a glyph that stands for a text; its width is the font program's."""
        found = self._codes.get((glyph, meant))
        if found is None:
            with self._handing_out:
                found = self._codes.get((glyph, meant)) or self._new_code(glyph, meant)
        return found

    def _new_code(self, glyph: int, meant: str) -> int:
        code = GLYPHS + len(self._codes)
        if code > LAST_GLYPH:  # a month of prints in every script; what the words say is written beside the glyphs
            return next(known for (other, _), known in self._codes.items() if other == glyph)
        face = self.face
        face.charWidths[code] = round(face.hmetrics[glyph][0] * 1000 / face.unitsPerEm)
        face.charToGlyph[code] = glyph
        self.meant[code] = meant or _JOINER
        self._codes[glyph, meant] = code
        return code

    def addObjects(self, doc: PDFDocument) -> None:
        """Embed what was used; the map to Unicode is ours, since ReportLab's knows no shaped glyphs."""
        subsets = [list(codes) for codes in self.state[doc].subsets] if doc in self.state else []
        super().addObjects(doc)
        for number, codes in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = self._to_unicode(codes)

    def _to_unicode(self, codes: list[int]) -> str:
        lines = [
            f"<{place:02X}> <{self._written(code).encode('utf-16-be').hex().upper()}>"
            for place, code in enumerate(codes)
            if code
        ]
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Gradesk def"
        parts = [head, "1 begincodespacerange <00> <FF> endcodespacerange"]
        for start in range(0, len(lines), 100):
            some = lines[start : start + 100]
            parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        return "\n".join([*parts, "endcmap CMapName currentdict /CMap defineresource pop end end"])

    def _written(self, code: int) -> str:
        return self.meant[code] if code >= GLYPHS else chr(code)


@dataclass
class Font:
    """One font file: its widths in ems (marks take no room of their own) and the outlines' boxes."""

    name: str
    widths: dict[int, float] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        font = _Embedded(self.name, resource("fonts", f"{self.name}.ttf"))
        pdfmetrics.registerFont(font)
        self.embedded = font
        self._face = font.face
        self.widths = {
            code: 0.0 if unicodedata.combining(chr(code)) else font.face.charWidths[code] / 1000
            for code, glyph in font.face.charToGlyph.items()
            if glyph and code < GLYPHS
        }

    @property
    def data(self) -> bytes:
        """The font file."""
        return bytes(self._face._ttf_data)

    def glyph(self, number: int, meant: str) -> str:
        """The character by which ReportLab draws a glyph; `meant` are the letters it says, none for a part of a letter."""
        return chr(self.embedded.code(number, meant))

    @property
    def small_height(self) -> int:
        """The height of a small letter in thousandths of an em: what stands wholly above it is an accent on top."""
        return self.box("x")[3] if ord("x") in self.widths else SMALL_HEIGHT

    def box(self, character: str) -> Box:
        """The outline's box of a character the font has; all noughts for a blank one."""
        if character not in self.boxes:
            self.boxes[character] = self._read_box(self._face.charToGlyph[ord(character)])
        return self.boxes[character]

    def _read_box(self, glyph: int) -> Box:
        wide = struct.unpack_from(">h", self._face.get_table("head"), 50)[0]
        places = self._face.get_table("loca")
        start, end = struct.unpack_from(">II" if wide else ">HH", places, glyph * (4 if wide else 2))
        if start == end:
            return (0, 0, 0, 0)
        outline = start if wide else start * 2
        x0, y0, x1, y1 = struct.unpack_from(">hhhh", self._face.get_table("glyf"), outline + 2)
        scale = 1000 / self._face.unitsPerEm
        return (round(x0 * scale), round(y0 * scale), round(x1 * scale), round(y1 * scale))


_FONTS: dict[str, Font] = {}
_READING = Lock()


def font(name: str) -> Font:
    """A bundled font, read and registered when it is first needed and kept for the life of the program.

    There is one of each, whoever asks: glyphs handed out by a second one would be missing in the first.
    """
    found = _FONTS.get(name)
    if found is None:
        with _READING:
            found = _FONTS.get(name) or Font(name)
            _FONTS[name] = found
    return found


def body_font() -> str:
    """The registered name of the reading face."""
    return font(chain(FAMILIES[0], Face.REGULAR)[0]).name


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no bundled font can draw, each once, in order of appearance."""
    # Families differ in the Latin letters they have, but the wide font stands behind each of them.
    names = chain(FAMILIES[0], Face.REGULAR)
    return tuple(c for c in dict.fromkeys(text) if not any(ord(c) in font(name).widths for name in names))


def clusters(text: str) -> list[str]:
    """The text cut into letters, each with the combining marks that belong to it."""
    parts: list[str] = []
    for character in text:
        if parts and unicodedata.combining(character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def letter_width(name: str, letter: str) -> float:
    """The width in ems of a character the font has."""
    return font(name).widths[ord(letter)]


class Known(dict[str, tuple[Run, ...]]):
    """Words of one face with their runs, remembered, since a few hundred words make up most of what a school writes.

    A word is set in one font if any has all of it, else cut by letter, and a letter from its accents. Raises KeyError for a
    missing one.
    """

    MOST = 8192

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, word: str) -> tuple[Run, ...]:
        found = self._found(word)
        if len(self) >= self.MOST:
            self.clear()
        self[word] = found
        return found

    def _found(self, word: str) -> tuple[Run, ...]:
        codes = [ord(c) for c in word]
        names = self._names
        marked = not word.isascii() and any(map(unicodedata.combining, word))
        if marked:
            names = (names[1], names[0], *names[2:])  # Noto's accents stand close to where they belong
        for name in names:
            widths: Mapping[int, float] = font(name).widths
            try:
                return (Run(name, word, sum([widths[code] for code in codes]), marked),)
            except KeyError:
                continue
        letters = clusters(word)
        if len(letters) == 1:
            letters = list(word)  # a letter of one font under an accent of another
        if len(letters) == 1:
            raise KeyError(word)
        return tuple(run for letter in letters for run in self[letter])


@forgotten_on_closing  # each word that was ever laid out is remembered with its width
@lru_cache(maxsize=64)
def known(family: Family, face: Face) -> Known:
    """The words of a face."""
    return Known(chain(family, face))


def mark_offsets(name: str, cluster: str) -> list[tuple[float, float]]:
    """Where each mark of a cluster goes, in ems from its letter's own start: centred, clear of letter and other marks.

    The letter and its marks are told apart by their boxes, since ReportLab reads no anchor tables.
    """
    known = font(name)
    left, low, right, high = known.box(cluster[0])
    places = []
    for mark in cluster[1:]:
        x0, y0, x1, y1 = known.box(mark)
        across = (left + right - x0 - x1) / 2
        up = 0
        if y0 > known.small_height:
            up = max(0, high + MARK_GAP - y0)
            high = y1 + up
        elif y1 < 0:
            up = min(0, low - MARK_GAP - y1)
            low = y0 + up
        places.append((across / 1000, up / 1000))
    return places
