"""A line of a table to be marked: its cells have edges, and on a form each can be typed into."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradesk.documents.press.blocks.bricks import Line
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.look import RULE

FIELD_SIZE = 10.0  # points of what is typed


@dataclass(frozen=True)
class Marking:
    """`fields` are the place of a cell, the name of its field, what a screen reader says of it, and what stands in it."""

    line: Line
    fields: tuple[tuple[int, str, str, str], ...]

    @property
    def height(self) -> float:
        """Of the line."""
        return self.line.height

    @property
    def leads(self) -> bool:
        """A head never stands alone at a side’s foot."""
        return self.line.leads

    @property
    def again(self) -> Line | None:
        """The head, drawn once more on a later side."""
        return self.line.again

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The line, edges between its cells, then the fields."""
        self.line.draw(canvas, top)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        lefts = [canvas.left]
        for width in self.line.widths:
            lefts.append(lefts[-1] + width)
        for x in lefts:
            canvas.line(x, top, x, top - self.height)
        for place, name, label, value in self.fields:
            with canvas.group(self.line.table), canvas.group(self.line.row), canvas.group(self.line.boxes[place]):
                spot = (lefts[place] + 1, top - self.height + 1, lefts[place + 1] - 1, top - 1)
                canvas.text_field(name, label, spot, size=FIELD_SIZE, value=value)

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Between the lines of its words, with the fields on the first part."""
        parts = self.line.split(room)
        if parts is None:
            return None
        first, rest = parts
        assert isinstance(first, Line)
        return replace(self, line=first), rest
