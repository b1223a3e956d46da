"""Words into the page's instructions. ReportLab's own text object says the same in twice the time."""

from __future__ import annotations

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.fonts import font
from gradesk.documents.press.letters.scripts import tongue_of
from gradesk.documents.press.look import Style

_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {ord(one): f"\\{one}" for one in "\\()"}


class Pen:
    """Writes in one style and size; what it wrote goes onto the canvas with `done`."""

    def __init__(self, canvas: TaggedCanvas, style: Style, size: float) -> None:
        self._canvas = canvas
        self._size = f"{size:.2f}"
        self._font = ""
        colour = canvas.paint(style.colour)
        begin = f"BT {colour.red:.4g} {colour.green:.4g} {colour.blue:.4g} rg"
        # Space between letters and words outlives a text object, so it is set aside with the rest of the state.
        self._spaced = bool(style.track or style.gap)
        if self._spaced:
            begin = f"q {begin} {size * style.track:.3f} Tc {size * style.gap:.3f} Tw"
        self._code = [begin]

    def write(self, name: str, text: str, x: float, y: float) -> None:
        """A text in one font from a place on the line, in points."""
        self._code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        self.go_on(name, text)

    def go_on(self, name: str, text: str) -> None:
        """A text where the last one ended."""
        embedded, tree, code = font(name).embedded, self._canvas.tree, self._code
        for subset, data in embedded.splitString(text, tree):
            internal = embedded.getSubsetInternalName(subset, tree)
            if internal != self._font:
                code.append(f"{internal} {self._size} Tf")
                self._font = internal
            code.append(f"({data.decode('latin-1').translate(_ESCAPES)}) Tj")

    def begin_said(self, text: str) -> None:
        """What follows, glyph by glyph, stands for this text (`ActualText`, PDF 32000-1, 14.9.4)."""
        tongue = tongue_of(text, self._canvas.tongue)
        lang = f"/Lang({tongue})" if tongue else ""
        self._code.append(f"/Span <</ActualText <{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>{lang}>> BDC")

    def end_said(self) -> None:
        """The end of that."""
        self._code.append("EMC")

    def done(self) -> None:
        """Onto the canvas."""
        self._code.append("ET Q" if self._spaced else "ET")
        self._canvas.addLiteral(" ".join(self._code))
