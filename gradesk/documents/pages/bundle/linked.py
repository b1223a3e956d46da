"""Rows of a table that lead to a page of the bundle: where each stands, so that it becomes a link once all pages are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradesk.documents.press.blocks.bricks import Bricks, Line
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Cell, grid
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.tags import Node


@dataclass(frozen=True, slots=True)
class Landing:
    """A link to be: on which page of the front it stands, counted from nought, its place there in points (left, bottom,
    right, top), the part it leads to, and what it says of itself.

    Landings are in the order in which their elements ("Link") stand in the structure.
    """

    page: int
    place: tuple[float, float, float, float]
    part: int
    says: str


@dataclass(frozen=True)
class LinkedLine(Line):
    """A row that notes where it is drawn."""

    part: int = 0
    says: str = ""
    column: int = 0
    landings: list[Landing] | None = None

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """As any row; the text of its column is the link, and all of the row can be clicked."""
        if self.landings is not None and self.cells[self.column].parts:
            part = self.cells[self.column].parts[0][0]
            part.node = part.inner = Node("Link")
            place = (canvas.left, top - self.height, canvas.left + sum(self.widths), top)
            self.landings.append(Landing(len(canvas.tree.page_numbers), place, self.part, self.says))
        super().draw(canvas, top)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row leads, and what the link says of itself."""

    part: int
    says: str


def linked_grid(
    bricks: Bricks,
    titles: Sequence[str],
    rows: Sequence[tuple[Sequence[Cell], Target | None]],
    shares: Sequence[float],
    column: int,
    landings: list[Landing],
) -> list[Block]:
    """A table as `grid` makes it. The first text of the `column` of a row with a target becomes a link."""
    blocks = grid(bricks, titles, [cells for cells, _ in rows], shares)
    made: list[Block] = blocks[:1]
    for block, (_, target) in zip(blocks[1:], rows, strict=True):
        assert isinstance(block, Line)
        if target is None:
            made.append(block)
            continue
        made.append(
            LinkedLine(
                block.cells, block.widths, block.table, block.row, block.boxes, block.head, block.tall, block.again,
                target.part, target.says, column, landings,
            )
        )  # fmt: skip
    return made
