"""Sheets that go between and after the pages of a batch: whose pages follow, and a list of all that is in the file.

They are the school's own and in English, whatever the language of the pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.checks import Unprintable
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.sheets import Sheet

NOT_TO_HAND_OUT = "For the school only. Take this sheet out before anything is handed over."


def draw(paper: Paper, sheet: Sheet, titles: Sequence[str]) -> None:
    """One sheet that says whose pages follow, and which."""
    look, who = paper.look, sheet.heading
    bricks = Bricks(look, paper.room, 14.0)
    head = leaves.Head(sheet, look, "The next pages are about", look.who(who), (look.in_class(who),), paper.room, 42)
    list_of = "\n".join(f"- {title}" for title in titles)
    groups = [[*bricks.text(list_of)], [*bricks.said(NOT_TO_HAND_OUT, quiet=True, grow=0.8)]]
    leaves.draw(paper, sheet, head, leaves.pages(paper, head, groups))


def draw_manifest(
    paper: Paper, sheet: Sheet, rows: Sequence[tuple[str, str, str, str]], refused: Sequence[Unprintable] = ()
) -> None:
    """The list of everything in the file, in its order, with the pages; and of what could not be printed."""
    look = paper.look
    bricks = Bricks(look, paper.room, 11.0)
    titles = ("No.", "Who", "Document", "Pages in the file")
    head = leaves.Head(sheet, look, "For the school", "What is in this file", (), paper.room)
    groups = [
        [*bricks.said(NOT_TO_HAND_OUT, quiet=True)],
        bricks.table(titles, rows, (0.6, 4, 4, 1.6)),
    ]
    if refused:
        # The signs themselves are what no font has, so only their names are printed.
        lines = "\n".join(f"- {one.name}, {one.title}" for one in refused)
        groups.append([bricks.heading("Not printed, since no font of Gradesk has a sign in it"), *bricks.text(lines)])
    leaves.draw(paper, sheet, head, leaves.pages(paper, head, groups))
