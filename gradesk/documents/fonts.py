"""The faces on paper: which of them has a character, how wide it is, and where a loose accent belongs.

Atkinson Hyperlegible Next is the reading face. A word with a letter it lacks is set whole in Noto Sans, so no word
changes face in the middle. A character that neither has is reported, never drawn as a box.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gradesk.system.paths import resource

Box = tuple[int, int, int, int]  # x_min, y_min, x_max, y_max in thousandths of an em
MARK_GAP = 62  # thousandths of an em between a letter and an accent put on it
LAST_PLANE_0 = 0xFFFF  # ReportLab writes four hex digits for each character, so copying text needs plane 0


class Face(Enum):
    """A style of letter and the font files that supply it, best first."""

    REGULAR = ("AtkinsonHyperlegibleNext-Regular", "NotoSans-Regular")
    BOLD = ("AtkinsonHyperlegibleNext-Bold", "NotoSans-Bold")
    ITALIC = ("AtkinsonHyperlegibleNext-Italic", "NotoSans-Regular")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font; `width` in ems; `marked` when it holds combining marks, which need placing by hand."""

    font: str
    text: str
    width: float
    marked: bool = False


@dataclass
class _Font:
    """One font file: its widths in ems (marks take no room of their own) and the outlines' boxes."""

    name: str
    widths: dict[int, float] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        font = TTFont(self.name, str(resource("fonts", f"{self.name}.ttf")))
        pdfmetrics.registerFont(font)
        self._face = font.face
        self.widths = {
            code: 0.0 if unicodedata.combining(chr(code)) else font.face.charWidths[code] / 1000
            for code, glyph in font.face.charToGlyph.items()
            if glyph and code <= LAST_PLANE_0
        }

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


@lru_cache(maxsize=1)
def _fonts() -> dict[str, _Font]:
    """All bundled fonts, read and registered once for the life of the program."""
    return {name: _Font(name) for name in dict.fromkeys(name for face in Face for name in face.value)}


def body_font() -> str:
    """The registered name of the reading face."""
    _fonts()
    return str(Face.REGULAR.value[0])


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no bundled font can draw, each once, in order of appearance."""
    found = _fonts()
    drawable = [found[name].widths for name in Face.REGULAR.value]
    return tuple(c for c in dict.fromkeys(text) if not any(ord(c) in widths for widths in drawable))


def clusters(text: str) -> list[str]:
    """The text cut into letters, each with the combining marks that belong to it."""
    parts: list[str] = []
    for character in text:
        if parts and unicodedata.combining(character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def letter_width(font: str, letter: str) -> float:
    """The width in ems of a character the font has."""
    return _fonts()[font].widths[ord(letter)]


@lru_cache(maxsize=4096)
def runs(word: str, face: Face) -> tuple[Run, ...]:
    """The word as runs, in one font if any has all of it, else cut by letter; raises KeyError for a missing one.

    Remembered, since a few hundred words make up most of what a school writes.
    """
    codes = [ord(c) for c in word]
    found = _fonts()
    marked = not word.isascii() and any(map(unicodedata.combining, word))
    for name in reversed(face.value) if marked else face.value:  # Noto's accents stand close to where they belong
        widths = found[name].widths
        try:
            return (Run(name, word, sum([widths[code] for code in codes]), marked),)
        except KeyError:
            continue
    letters = clusters(word)
    if len(letters) == 1:
        raise KeyError(word)
    return tuple(run for letter in letters for run in runs(letter, face))


def mark_offsets(font: str, cluster: str) -> list[tuple[float, float]]:
    """Where each mark of a cluster goes, in ems from its letter's own start: centred, clear of letter and other marks.

    The letter and its marks are told apart by their boxes, since the font's own anchor table needs a shaping engine.
    """
    known = _fonts()[font]
    left, low, right, high = known.box(cluster[0])
    places = []
    for mark in cluster[1:]:
        x0, y0, x1, y1 = known.box(mark)
        across = (left + right - x0 - x1) / 2
        up = 0
        if y0 > known.box("x")[3]:
            up = max(0, high + MARK_GAP - y0)
            high = y1 + up
        elif y1 < 0:
            up = min(0, low - MARK_GAP - y1)
            low = y0 + up
        places.append((across / 1000, up / 1000))
    return places
