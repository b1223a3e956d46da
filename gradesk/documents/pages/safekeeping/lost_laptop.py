"""The lost-laptop sheet: what was on it, how it is protected, and whom to tell within 72 hours."""

from __future__ import annotations

from gradesk.documents.pages.safekeeping import leaf
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.services.safekeeping.laptop import Laptop

TITLE = "If the laptop is lost or stolen"
_DO = (
    "Tell the head teacher and the data protection officer at once, with this sheet. Do not wait until it is found.",
    "Note when and where it was last seen, and whether Gradesk stood open then. Locked or switched off, nobody reads the file.",
    "The data protection officer decides whether the ICO is told; the law gives 72 hours from when the school knew of it "
    "(UK GDPR, Article 33).",
    "If somebody may know the passphrase or has the recovery sheet, say so first: then the file may be read.",
    "Put the newest backup back on another computer, with the passphrase or the recovery sheet; replace the key there.",
)


def draw(laptop: Laptop) -> bytes:
    """One side of A4 as PDF; no pupil is named on it."""
    return leaf.draw(
        TITLE, "For the head teacher’s drawer", laptop.school_name, laptop.made_on,
        lambda bricks: _blocks(bricks, laptop), 10.5, practice=laptop.practice,
    )  # fmt: skip


def _blocks(bricks: Bricks, laptop: Laptop) -> list[Block]:
    blocks: list[Block] = [bricks.heading("What to do"), *bricks.text("\n".join(f"- {one}" for one in _DO))]
    for heading, lines in laptop.facts:
        blocks += [bricks.heading(heading), *bricks.text("\n".join(f"- {line}" for line in lines))]
    rows = [("Data protection officer", ""), ("Head teacher", ""), ("Who looks after the laptops", "")]
    blocks += [
        bricks.heading("Whom to tell"),
        *bricks.table(("Who", "Name and telephone"), rows, (1.2, 3), tall=24),
        *bricks.said("Information Commissioner’s Office: 0303 123 1113, ico.org.uk, “Report a breach”.", quiet=True),
    ]
    return blocks
