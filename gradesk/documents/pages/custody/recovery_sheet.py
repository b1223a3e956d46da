"""The recovery sheet: the code that opens the school's file when nobody knows the passphrase, on one side for the safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gradesk.documents.pages.custody.qr import QrBlock
from gradesk.documents.press import text
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.sheets import PupilHeading, Sheet

TITLE = "Recovery sheet"
_A_ROW = 3  # groups
_STEPS = (
    "Install Gradesk on any computer and start it. Nothing else is needed, and no network.",
    "Choose the folder of the school’s file; without it choose “Put a backup back”, and its newest backup.",
    "Where the passphrase is asked for, type this code. Capitals, spaces and dashes do not matter.",
    "Under School, Safety: set a new passphrase and print a new sheet. This one opens nothing then.",
)


def draw(school_name: str, made_on: date, groups: Sequence[str], *, practice: bool) -> bytes:
    """One side of A4 as PDF. Its title names the kind of page and not the school."""
    sheet = Sheet(
        heading=PupilHeading(preferred_name=TITLE, is_group=True), school_name=school_name, made_on=made_on,
        practice=practice, is_versioned=False,
    )  # fmt: skip
    paper = Paper(USUAL, TITLE, Format())
    bricks = Bricks(USUAL, paper.room, 12.0)
    head = leaves.Head(sheet, USUAL, "For the safe", TITLE, (school_name,), paper.room)
    rows = [
        tuple(f"{start + place + 1}  {group}" for place, group in enumerate(groups[start : start + _A_ROW]))
        for start in range(0, len(groups), _A_ROW)
    ]
    blocks: list[Block] = [
        *bricks.said(
            "Whoever has this sheet and the school’s file, or a backup of it, can read everything in it. Keep it where the school "
            "keeps what is worth most, apart from the laptop; make no photograph of it."
        ),
        bricks.heading("The code"),
        *(block for row in rows for block in _code_row(bricks, row)),
        QrBlock("-".join(groups)),
        bricks.heading("When nobody knows the passphrase"),
        *bricks.text("\n".join(f"- {step}" for step in _STEPS)),
        bricks.heading("Where it is kept, and who put it there"),
        bricks.lines(2),
    ]
    paper.begin(sheet)
    try:
        leaves.draw(paper, sheet, head, leaves.pages(paper, head, [blocks]))
        return paper.finish().pdf
    finally:
        text.forget()


def _code_row(bricks: Bricks, row: Sequence[str]) -> list[Block]:
    return bricks.panels([(group.split("  ")[0], group.split("  ")[1]) for group in row], PLAIN, level=3)
