"""The text of a page as its own instructions spell it, by the tables of its fonts: a second reading beside PDFium’s.

It is not laid out: strings come in the order in which they are drawn. What a font does not say is read as Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

GAP = -180  # thousandths of an em: a wider step stands for a space
_SHOWS = ("Tj", "TJ", "'", '"')
_MOVES = ("Td", "TD", "Tm", "T*", "BT", "ET")
_FOLLOWED = " ".join(("Tf", "Do", "BDC", "DP", *_SHOWS, *_MOVES))
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_DEEPEST = 12  # forms in forms


class Font:
    """How the bytes of a font's strings are read."""

    def __init__(self, raw: Any) -> None:
        self.width = 2 if raw.get("/Subtype") == "/Type0" else 1
        self.table: dict[int, str] = {}
        if isinstance(raw.get("/ToUnicode"), pikepdf.Stream):
            self.table = _to_unicode(raw.ToUnicode.read_bytes())

    def read(self, data: bytes) -> str:
        """A string."""
        codes = (int.from_bytes(data[at : at + self.width], "big") for at in range(0, len(data), self.width))
        return "".join(self.table.get(code) or (chr(code) if code < 256 else "") for code in codes)


def spelt(page: Any) -> Iterator[str]:
    """What a page draws with letters, and what its marks say was meant by them; also in the forms it shows."""
    yield from _walk(page, page.get("/Resources", pikepdf.Dictionary()), {}, 0)


def _walk(stream: Any, resources: Any, fonts: dict[Any, Font], depth: int) -> Iterator[str]:
    font: Font | None = None
    said: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream, _FOLLOWED):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in _SHOWS:
            said.append(_shown(font, operator, operands))
        elif operator in _MOVES:
            said.append(_moved(operator, operands))
        elif operator == "Tf":
            font = _font(resources, str(operands[0]), fonts)
        elif operator in ("BDC", "DP"):
            yield from _meant(operands, resources)
        elif operator == "Do" and depth < _DEEPEST:
            form = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                yield from _walk(form, form.get("/Resources", resources), fonts, depth + 1)
    yield "".join(said)


def _moved(operator: str, operands: list[Any]) -> str:
    """A step to another line ends the line; one along it is a space."""
    if operator in ("Td", "TD") and len(operands) == 2 and float(operands[1]) == 0:
        return " "
    return "\n"


def _shown(font: Font | None, operator: str, operands: list[Any]) -> str:
    parts = operands[0] if operator == "TJ" else operands[-1:]
    said = ""
    for part in parts:
        if isinstance(part, pikepdf.String):
            said += font.read(bytes(part)) if font is not None else bytes(part).decode("latin-1")
        elif operator == "TJ" and float(part) < GAP:
            said += " "
    return said


def _meant(operands: list[Any], resources: Any) -> Iterator[str]:
    values = operands[1] if len(operands) > 1 else None
    if isinstance(values, pikepdf.Name):
        values = resources.get("/Properties", pikepdf.Dictionary()).get(str(values))
    if isinstance(values, pikepdf.Dictionary):
        yield from (str(value) for _, value in values.items() if isinstance(value, pikepdf.String))


def _font(resources: Any, name: str, fonts: dict[Any, Font]) -> Font | None:
    raw = resources.get("/Font", pikepdf.Dictionary()).get(name)
    if raw is None:
        return None
    key = raw.objgen if raw.is_indirect else name
    if key not in fonts:
        fonts[key] = Font(raw)
    return fonts[key]


def _to_unicode(raw: bytes) -> dict[int, str]:
    """The codes of a ToUnicode table (9.10.3 of ISO 32000-1) with their text."""
    table: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", raw, re.S):
        found = [_bytes(one) for one in _HEX.findall(block)]
        for code, text in zip(found[::2], found[1::2], strict=False):
            table[int.from_bytes(code, "big")] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", raw, re.S):
        for low, high, many, one in re.findall(rb"<(.*?)>\s*<(.*?)>\s*(?:\[(.*?)\]|<(.*?)>)", block, re.S):
            start, end = int(low, 16), min(int(high, 16), 0xFFFF)
            if many:
                texts = [_utf16(_bytes(text)) for text in _HEX.findall(many)]
                table |= dict(zip(range(start, end + 1), texts, strict=False))
                continue
            base = _bytes(one)
            for step in range(end - start + 1):
                last = (int.from_bytes(base[-2:], "big") + step) & 0xFFFF
                table[start + step] = _utf16(base[:-2] + last.to_bytes(2, "big"))
    return table


def _bytes(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def _utf16(raw: bytes) -> str:
    return raw.decode("utf-16-be", "replace")
