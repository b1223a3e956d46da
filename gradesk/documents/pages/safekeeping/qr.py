"""A QR code as a block of a page: dark squares, and the words for whoever listens."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import Color, black

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.tags import Node

ACROSS = 84.0  # points
QUIET = 4  # squares of nothing around it, which readers need
_ALT = "The same code as a QR code, for a telephone without a network to read out."


@dataclass(frozen=True, slots=True)
class QrBlock:
    """A code of plain text."""

    words: str
    after: float = 12.0

    @property
    def height(self) -> float:
        """In points, with the room below."""
        return ACROSS + self.after

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """At the left margin; black on whatever the paper is, as it must be read."""
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(self.words)
        code.make()
        count = code.getModuleCount()
        side = ACROSS / (count + 2 * QUIET)
        left = canvas.left
        with canvas.figure(Node("Figure", alt=_ALT), left, top - ACROSS, left + ACROSS, top):
            canvas.setFillColor(Color(1, 1, 1))
            canvas.rect(left, top - ACROSS, ACROSS, ACROSS, stroke=0, fill=1)
            canvas.setFillColor(black)
            for row in range(count):
                for column in range(count):
                    if code.isDark(row, column):
                        x, y = left + (column + QUIET) * side, top - (row + QUIET + 1) * side
                        canvas.rect(x, y, side + 0.05, side + 0.05, stroke=0, fill=1)

    def split(self, room: float) -> None:
        """Never."""
