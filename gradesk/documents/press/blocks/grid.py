"""Tables whose cells hold more than one kind of text: a name with a line below it, points with what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gradesk.documents.press.blocks.bricks import CELL_PAD, Bricks, Line
from gradesk.documents.press.blocks.cards import Body, SetBody
from gradesk.documents.press.blocks.flow import Block, Row
from gradesk.documents.press.blocks.flow import Cell as Box
from gradesk.documents.press.look import Style
from gradesk.documents.press.tags import Node

GAP = 7.0  # points
LESS = 0.9  # of the running text's size, as in all tables


@dataclass(frozen=True, slots=True)
class Bit:
    """One text of a cell; `grow` times the table's size, in another language where `tongue` says so."""

    text: str
    style: Style
    grow: float = 1.0
    tongue: str = ""


Cell = Sequence[Bit]  # at least one, of which every text may be empty


def grid(bricks: Bricks, titles: Sequence[str], rows: Sequence[Sequence[Cell]], shares: Sequence[float]) -> list[Block]:
    """A table with a head that comes again on each side; the texts of a cell stand below one another."""
    head = bricks.table(titles, (), shares)[0]
    assert isinstance(head, Line)
    return [
        head,
        *(
            Line(
                tuple(_cell(cell, width, bricks.size * LESS) for cell, width in zip(row, head.widths, strict=True)),
                head.widths,
                head.table,
                Node("TR"),
                tuple(Node("TD") for _ in row),
                again=head,
            )
            for row in rows
        ),
    ]


def after_table(bricks: Bricks, blocks: list[Block]) -> list[Block]:
    """What follows a table, with room between."""
    return [Row((Box(0, bricks.room, ()),), after=GAP), *blocks]


def _cell(bits: Cell, width: float, size: float) -> SetBody:
    inner = width - 2 * CELL_PAD
    made = [Body(bit.text, bit.style, tongue=bit.tongue).set(inner, size * bit.grow) for bit in bits]
    return replace(made[0], parts=tuple(part for body in made for part in body.parts))
