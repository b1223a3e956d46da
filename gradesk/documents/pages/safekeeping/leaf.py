"""A sheet of the school itself: its head, its blocks, and the PDF of as many sides as they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from gradesk.documents.press import text
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.sheets import PupilHeading, Sheet


def draw(
    title: str,
    over: str,
    school_name: str,
    made_on: date,
    blocks: Callable[[Bricks], Sequence[Block]],
    size: float,
    *,
    practice: bool,
) -> bytes:
    """A4 as PDF. `over` stands above the title and says where the sheet is kept; the file's own title names no school."""
    sheet = Sheet(
        heading=PupilHeading(preferred_name=title, is_group=True), school_name=school_name, made_on=made_on,
        practice=practice, is_versioned=False,
    )  # fmt: skip
    paper = Paper(USUAL, title, Format())
    head = leaves.Head(sheet, USUAL, over, title, (school_name,), paper.room)
    paper.begin(sheet)
    try:
        leaves.draw(paper, sheet, head, leaves.pages(paper, head, [blocks(Bricks(USUAL, paper.room, size))]))
        return paper.finish().pdf
    finally:
        text.forget()
