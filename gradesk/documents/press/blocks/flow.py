"""Text that runs over as many sides as it needs: rows of cells, kept together where they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from gradesk.documents.press.blocks.cards import SetBody
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import PINE, WHITE, Style
from gradesk.documents.press.paper import Box
from gradesk.documents.press.tags import Node
from gradesk.documents.press.text import SafeParagraph

PIECE_GAP = 2.0  # points between a label and its text
LEAST_SPLIT = 60.0  # points; less room than this is left empty rather than filled with two stray lines
LONG_TABLE = 0.3  # of a side; a shorter table stays together
BADGE = 22.0  # points across


class Block(Protocol):
    """Something that takes the full width; all measures in points."""

    @property
    def height(self) -> float:
        """From its top to the top of what follows."""

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """On the page in hand."""

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Cut so that the first part goes into `room`; None if it cannot be cut there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of texts under each other, `x` from the margin; with a panel behind it or a number before it."""

    x: float
    width: float
    pieces: tuple[SetBody, ...]
    box: Box | None = None
    pad: float = 0.0
    badge: str = ""

    @property
    def height(self) -> float:
        """Of the texts and the padding."""
        gaps = PIECE_GAP * max(0, len(self.pieces) - 1)
        return sum(piece.height for piece in self.pieces) + gaps + 2 * self.pad

    def draw(self, canvas: TaggedCanvas, top: float, height: float) -> None:
        """`height` is the row's, so that panels side by side end together."""
        x = canvas.left + self.x
        if self.box:
            self.box.draw(canvas, x, top, self.width, height)
        x += self.pad
        line = top - self.pad
        if self.badge:
            canvas.setFillColor(PINE)
            canvas.circle(x + BADGE / 2, line - BADGE / 2 + 2, BADGE / 2, stroke=0, fill=1)
            number = SafeParagraph(self.badge, Style(Face.BOLD, WHITE)).set(BADGE, 13)
            number.draw(canvas, x + (BADGE - number.width) / 2, line - BADGE / 2 + 2 + 7.8, Node("P"))
            x += BADGE + 8
        for piece in self.pieces:
            piece.draw(canvas, x, line)
            line -= piece.height + PIECE_GAP

    def split(self, room: float) -> tuple[Cell, Cell]:
        """The texts that go into `room`, and the rest in a cell like it."""
        head: list[SetBody] = []
        tail: list[SetBody] = []
        room -= 2 * self.pad
        for piece in self.pieces:
            fits, rest = (piece.split(0)[0], piece) if tail else piece.split(room)
            head += [fits] if fits.parts else []
            tail += [rest] if rest.parts else []
            room -= piece.height + PIECE_GAP
        return replace(self, pieces=tuple(head)), replace(self, pieces=tuple(tail), badge="")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, and the room below them; one that `leads` never stands alone at a side's foot."""

    cells: tuple[Cell, ...]
    after: float = 8.0
    leads: bool = False

    @property
    def height(self) -> float:
        """Of the tallest cell, with the room below."""
        return max(cell.height for cell in self.cells) + self.after

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """All cells at one height."""
        for cell in self.cells:
            cell.draw(canvas, top, self.height - self.after)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Every cell is cut at the same height."""
        if room < LEAST_SPLIT:
            return None
        pairs = [cell.split(room) for cell in self.cells]
        head = replace(self, cells=tuple(first for first, _ in pairs))
        return head, replace(self, cells=tuple(second for _, second in pairs))


@dataclass(frozen=True, slots=True)
class Repeated:
    """A block that stood on an earlier side, drawn once more for the eye; a reader aloud has heard it."""

    block: Block

    @property
    def height(self) -> float:
        """The block's own."""
        return self.block.height

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """As part of the page's furniture."""
        with canvas.furniture():
            self.block.draw(canvas, top)

    def split(self, room: float) -> None:
        """Never."""


def _may_break(group: Sequence[Block], room: float) -> bool:
    rows = [block for block in group if getattr(block, "again", None) is not None]
    return len(rows) > 2 and sum(row.height for row in rows) > room * LONG_TABLE


def _leading(page: list[Block]) -> list[Block]:
    """The headings at a side's foot, taken from it; none when the side would be left empty."""
    count = 0
    while count < len(page) and getattr(page[-1 - count], "leads", False):
        count += 1
    if not 0 < count < len(page):
        return []
    led = page[-count:]
    del page[-count:]
    return led


def _repeat_head(page: list[Block], row: Block) -> float:
    """The head of a table once more above a row that begins a later side; the points it takes."""
    again = getattr(row, "again", None)
    if again is None:
        return 0.0
    page.append(Repeated(again))
    return float(again.height)


def paginate(groups: Sequence[Sequence[Block]], first: float, room: float) -> list[list[Block]]:
    """Fill sides, the first with `first` points and the others with `room`.

    A group stays together if a whole side can hold it; a longer one is cut between its blocks or, if need be, lines. A
    table of some length is cut between its rows rather than leave half a side empty before it.
    """
    pages: list[list[Block]] = [[]]
    left = first
    for group in groups:
        waiting = list(group)
        total = sum(block.height for block in waiting)
        if left + 1e-6 < total <= room and pages[-1] and not _may_break(waiting, room):
            pages.append([])
            left = room - _repeat_head(pages[-1], waiting[0])
        while waiting:
            block = waiting.pop(0)
            if block.height > left + 1e-6:
                fresh = all(isinstance(one, Repeated) for one in pages[-1])
                parts = block.split(left) if block.height > room or fresh else None
                if parts is None and not fresh:
                    led = _leading(pages[-1])
                    pages.append(led)
                    left = room - sum(before.height for before in led)
                    if led:
                        waiting.insert(0, block)
                        continue
                    left -= _repeat_head(pages[-1], block)
                    waiting.insert(0, block)
                    continue
                if parts is not None:
                    block = parts[0]
                    waiting.insert(0, parts[1])
            pages[-1].append(block)
            left -= block.height
    return pages
