"""The recovery sheet: the code that opens the school's file when nobody knows the passphrase, on one side for the safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gradesk.documents.pages.safekeeping import leaf
from gradesk.documents.pages.safekeeping.qr import QrBlock
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block

TITLE = "Recovery sheet"
_A_ROW = 3  # groups
_LARGE = 1.5  # times the text of the page: it is typed from the paper, perhaps in a hurry
_STEPS = (
    "Have Gradesk installed on any computer, by who looks after the school’s laptops, and start it. It needs no network.",
    "With the school’s file: choose “I have a school’s file already”, and its folder. Without it: choose “Put a backup back”, "
    "and the newest backup.",
    "Where the passphrase is asked for, type this code. Capitals, spaces and dashes do not matter; O is read as 0, I as 1.",
    "Under School, Safety, “Who can open the file”: SENCO, Change. Type this code once more, set a new passphrase and print a "
    "new sheet. This one opens nothing then.",
)


def draw(
    school_name: str, made_on: date, groups: Sequence[str], places: Sequence[tuple[str, str]] = (), *, practice: bool
) -> bytes:
    """One side of A4 as PDF. Its title names the kind of page and not the school. `places` are what lay where on that day."""
    return leaf.draw(
        TITLE, "For the safe", school_name, made_on, lambda bricks: _blocks(bricks, groups, places), 11.0,
        practice=practice,
    )  # fmt: skip


def _blocks(bricks: Bricks, groups: Sequence[str], places: Sequence[tuple[str, str]]) -> list[Block]:
    rows = [
        tuple(f"{start + place + 1}  {group}" for place, group in enumerate(groups[start : start + _A_ROW]))
        for start in range(0, len(groups), _A_ROW)
    ]
    return [
        *bricks.said(
            "Whoever has this sheet and the school’s file, or a backup of it, can read everything in it. Keep it where the school "
            "keeps what is worth most, apart from the laptop; make no photograph of it."
        ),
        bricks.heading("The code"),
        *(block for row in rows for block in _code_row(bricks, row)),
        QrBlock("-".join(groups)),
        *bricks.said("The same code for a camera that is in no network. Nobody needs it to type the code.", quiet=True),
        bricks.heading("When nobody knows the passphrase"),
        *bricks.text("\n".join(f"- {step}" for step in _STEPS)),
        bricks.heading("Where the laptop and the backups are"),
        *bricks.text("\n".join(f"- {what}: {where}" for what, where in places)),
        *bricks.table(("Other backups: stick, drive, where it lies", "Put here by, on"), [("", "")], (3, 2), tall=24),
    ]


def _code_row(bricks: Bricks, row: Sequence[str]) -> list[Block]:
    return bricks.panels([(group.split("  ")[0], group.split("  ")[1]) for group in row], PLAIN, level=3, grow=_LARGE)
