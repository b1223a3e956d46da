"""What stands on a page, marked content by marked content: for the structural check and for reading in order.

Content streams are followed as PDF 32000-1 (7.8, 14.6) has them: text, painted paths, shadings, images and forms, the
fonts in use, and the text that every code stands for by the font's ToUnicode map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from struct import unpack_from
from typing import Any

import pikepdf

PAINTS = {
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), "a painted path"),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), "text"),
    "sh": "a shading",
    "INLINE IMAGE": "an image",
}
# What is followed: the rest moves and colours, and would be handed over in vain.
FOLLOWED = " ".join(("q", "Q", "Tf", "BDC", "BMC", "EMC", "Do", "BI", "ID", "EI", *PAINTS)).replace("INLINE IMAGE", "")
NEVER = {0x0000: "U+0000", 0xFEFF: "U+FEFF", 0xFFFE: "U+FFFE"}
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
GAP = -180  # thousandths of an em: a wider step in a TJ stands for a space


@dataclass
class Font:
    """One font as content uses it: whether its file is inside, bytes to a code, and its ToUnicode map."""

    name: str
    embedded: bool
    width: int
    unicode: dict[int, str] | None
    widths: dict[int, tuple[float, float]] = field(
        default_factory=dict
    )  # said in the dictionary, and in the font program
    used: set[int] = field(default_factory=set)

    def text(self, raw: bytes) -> str:
        codes = [int.from_bytes(raw[at : at + self.width], "big") for at in range(0, len(raw), self.width)]
        self.used.update(codes)
        return "".join((self.unicode or {}).get(code, "") for code in codes)


@dataclass
class Content:
    """What one page (or form with marks of its own) shows."""

    place: str
    faults: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)  # MCID to text, in the order of the content
    fonts: dict[Any, Font] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)  # MCID, language of its own, text said for glyphs


@dataclass
class _Mark:
    tag: str
    mcid: int | None
    actual: str | None


def read_page(page: Any, place: str, fonts: dict[Any, Font]) -> Content:
    """Follow the content of a page and of the forms it shows; `fonts` are those of the file that were read so far."""
    found = Content(place)
    _Walker(found, fonts).walk(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()))
    for font in found.fonts.values():
        found.faults += _font_faults(font, place)
    return found


class _Walker:
    def __init__(self, found: Content, fonts: dict[Any, Font]) -> None:
        self._found, self._fonts = found, fonts
        self._marks: list[_Mark] = []
        self._font: Font | None = None
        self._inside: set[Any] = set()

    def walk(self, stream: Any, resources: Any) -> None:
        kept: list[Font | None] = []
        depth = len(self._marks)
        for instruction in pikepdf.parse_content_stream(stream, FOLLOWED):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "q":
                kept.append(self._font)
            elif operator == "Q":
                if not kept:
                    self._say("Q without q")
                self._font = kept.pop() if kept else None
            elif operator == "Tf":
                self._font = self._font_of(resources, str(operands[0]))
            elif operator in ("BDC", "BMC"):
                self._begin(operands, resources)
            elif operator == "EMC":
                if len(self._marks) <= depth:
                    self._say("EMC without a beginning")
                else:
                    self._marks.pop()
            elif operator == "Do":
                self._show(operands, resources)
            elif operator in PAINTS:
                self._need_mark(PAINTS[operator])
                if PAINTS[operator] == "text":
                    self._take_text(operator, operands)
        if len(self._marks) != depth:
            self._say("marked content that does not end")
            del self._marks[depth:]
        if kept:
            self._say("q without Q")

    def _say(self, fault: str) -> None:
        self._found.faults.append(f"{self._found.place}: {fault}")

    def _begin(self, operands: list[Any], resources: Any) -> None:
        tag, values = str(operands[0]), operands[1] if len(operands) > 1 else None
        if isinstance(values, pikepdf.Name):
            values = resources.get("/Properties", pikepdf.Dictionary()).get(str(values))
        isdict = isinstance(values, pikepdf.Dictionary)
        mcid = int(values["/MCID"]) if isdict and "/MCID" in values else None
        actual = str(values["/ActualText"]) if isdict and "/ActualText" in values else None
        if tag == "/Artifact" and self._mcid is not None:
            self._say("an artifact inside tagged content")
        if mcid is not None:
            if any(mark.tag == "/Artifact" for mark in self._marks):
                self._say("tagged content inside an artifact")
            if self._mcid is not None:
                self._say("tagged content inside other tagged content")
            if mcid in self._found.texts:
                self._say(f"MCID {mcid} twice on one page")
            self._found.texts.setdefault(mcid, "")
        self._marks.append(_Mark(tag, mcid, actual))
        if actual is not None:
            self._put(actual)
            if self._mcid is not None:
                self._found.said.append((self._mcid, str(values.get("/Lang", "")), actual))

    @property
    def _mcid(self) -> int | None:
        return next((mark.mcid for mark in reversed(self._marks) if mark.mcid is not None), None)

    def _need_mark(self, what: str) -> None:
        if self._mcid is None and not any(mark.tag == "/Artifact" for mark in self._marks):
            self._say(f"{what} is neither tagged nor an artifact")

    def _put(self, text: str) -> None:
        if self._mcid is not None:
            self._found.texts[self._mcid] += text
        else:
            self._found.artifacts.append(text)

    def _take_text(self, operator: str, operands: list[Any]) -> None:
        if self._font is None:
            self._say("text without a font")
            return
        parts = operands[0] if operator == "TJ" else operands[-1:]
        said = ""
        for part in parts:
            if isinstance(part, pikepdf.String):
                said += self._font.text(bytes(part))
            elif operator == "TJ" and float(part) < GAP:
                said += " "
        if all(mark.actual is None for mark in self._marks):
            self._put(said)

    def _show(self, operands: list[Any], resources: Any) -> None:
        shown = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
        if shown is None:
            self._say(f"{operands[0]} is shown and not there")
        elif shown.get("/Subtype") != "/Form":
            self._need_mark("an image")
        elif shown.objgen not in self._inside:
            self._inside.add(shown.objgen)
            before, self._font = self._font, None
            self.walk(shown, shown.get("/Resources", resources))
            self._font = before
            self._inside.discard(shown.objgen)

    def _font_of(self, resources: Any, name: str) -> Font | None:
        raw = resources.get("/Font", pikepdf.Dictionary()).get(name)
        if raw is None:
            return None
        key = raw.objgen if raw.is_indirect else name
        if key not in self._found.fonts:
            known = self._fonts.get(key) if raw.is_indirect else None
            self._found.fonts[key] = replace(known, used=set()) if known is not None else read_font(raw, name)
            self._fonts[key] = self._found.fonts[key]
        return self._found.fonts[key]


def read_font(raw: Any, name: str) -> Font:
    """A font dictionary as content sees it."""
    composite = raw.get("/Subtype") == "/Type0"
    bearer = raw.DescendantFonts[0] if composite else raw
    descriptor = bearer.get("/FontDescriptor", pikepdf.Dictionary())
    embedded = raw.get("/Subtype") == "/Type3" or any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
    table = to_unicode(raw.ToUnicode.read_bytes()) if "/ToUnicode" in raw else None
    widths = _widths(raw, descriptor) if not composite and "/FontFile2" in descriptor else {}
    return Font(str(raw.get("/BaseFont", name)), embedded, 2 if composite else 1, table, widths)


def _widths(raw: Any, descriptor: Any) -> dict[int, tuple[float, float]]:
    """Of every code its width as the dictionary and as the font program has it, in thousandths of an em (7.21.5)."""
    drawn = program_widths(descriptor.FontFile2.read_bytes())
    first = int(raw.FirstChar)
    said = {first + place: float(width) for place, width in enumerate(raw.Widths)}
    return {code: (said[code], drawn[code]) for code in said.keys() & drawn.keys()}


def program_widths(data: bytes) -> dict[int, float]:
    """The advance of every code of a TrueType program with a trimmed table of codes (`cmap` format 6)."""
    count = unpack_from(">H", data, 4)[0]
    records = (unpack_from(">4sIII", data, 12 + 16 * place) for place in range(count))
    tables = {name.decode(): offset for name, _, offset, _ in records}
    em = unpack_from(">H", data, tables["head"] + 18)[0]
    metrics = unpack_from(">H", data, tables["hhea"] + 34)[0]
    at = tables["cmap"] + unpack_from(">I", data, tables["cmap"] + 8)[0]
    kind, _, _, first, codes = unpack_from(">5H", data, at)
    assert kind == 6
    glyphs = unpack_from(f">{codes}H", data, at + 10)
    advances = [unpack_from(">H", data, tables["hmtx"] + 4 * min(one, metrics - 1))[0] for one in glyphs]
    return {first + place: advance * 1000 / em for place, advance in enumerate(advances)}


def to_unicode(raw: bytes) -> dict[int, str]:
    """The codes of a ToUnicode CMap with their text."""
    table: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", raw, re.S):
        found = [_bytes(one) for one in _HEX.findall(block)]
        for code, text in zip(found[::2], found[1::2], strict=False):
            table[int.from_bytes(code, "big")] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", raw, re.S):
        for low, high, many, one in re.findall(rb"<(.*?)>\s*<(.*?)>\s*(?:\[(.*?)\]|<(.*?)>)", block, re.S):
            start, end = int(low, 16), int(high, 16)
            if many:
                texts = [_utf16(_bytes(text)) for text in _HEX.findall(many)]
                table |= dict(zip(range(start, end + 1), texts, strict=False))
                continue
            base = _bytes(one)
            for step in range(end - start + 1):
                table[start + step] = _utf16(base[:-2] + (int.from_bytes(base[-2:], "big") + step).to_bytes(2, "big"))
    return table


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii"))


def _utf16(raw: bytes) -> str:
    return raw.decode("utf-16-be", "surrogatepass")


def _font_faults(font: Font, place: str) -> list[str]:
    faults = [] if font.embedded else [f"{place}: font {font.name} is not embedded"]
    if font.unicode is None:
        return [*faults, f"{place}: font {font.name} has no ToUnicode map"]
    lost = sorted(font.used - font.unicode.keys())
    if lost:
        faults.append(f"{place}: font {font.name} says nothing of code {lost[0]}")
    zeros = [code for code, text in font.unicode.items() if "\0" in text]
    if zeros:
        faults.append(f"{place}: font {font.name} maps code {zeros[0]} to U+0000, used or not")
    for code in sorted(font.used & font.widths.keys()):
        said, drawn = font.widths[code]
        if abs(said - drawn) > 1:
            faults.append(f"{place}: font {font.name} says {said:g} of code {code}, its program {drawn:g}")
    for code in sorted(font.used & font.unicode.keys()):
        wrong = [NEVER[ord(letter)] for letter in font.unicode[code] if ord(letter) in NEVER]
        if wrong or not font.unicode[code]:
            faults.append(f"{place}: font {font.name} maps code {code} to {wrong[0] if wrong else 'nothing'}")
    return faults
