"""The cover of a bundle: what it is, whom it is about, what it is for, what is in it, and how its pages are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.bundle_sheets import BundleSheet

TITLE = "Bundle"
HIGH = 110.0  # points above the title, so that the cover reads as one
HOW_TO_READ = (
    "Every page has its number at its upper right corner, counted from this cover. On the screen, each line of the index "
    "leads to its document, and every document has a bookmark."
)


def draw(paper: Paper, sheet: BundleSheet) -> None:
    """One side, more for a purpose of many words."""
    look = paper.look
    bricks = Bricks(look, paper.room, 12.0)
    head = leaves.Head(sheet, look, sheet.school_name, sheet.title, (), paper.room, 34.0)
    groups: list[list[Block]] = [bricks.text(look.who(sheet.heading), look.bold, grow=1.6, after=14)]
    if sheet.purpose.strip():
        groups.append([*bricks.panels([("What it is for", sheet.purpose)], KEY)])
    groups.append([bricks.gap(8), *bricks.text("\n".join(_facts(sheet, look.language.date)))])
    groups.append([bricks.gap(10), *bricks.said(HOW_TO_READ, quiet=True, grow=0.92)])
    top, paper.top = paper.top, paper.top - HIGH
    try:
        leaves.draw(paper, sheet, head, leaves.pages(paper, head, groups), counted=False)
    finally:
        paper.top = top


def _facts(sheet: BundleSheet, said: Callable[[date], str]) -> Iterator[str]:
    count = len(sheet.rows)
    yield f"Made on {said(sheet.made_on)}"
    yield f"{count} {'document' if count == 1 else 'documents'}, {sheet.page_count} pages in all"
    days = sorted(row.day for row in sheet.rows if row.day is not None)
    if days and days[0] != days[-1]:
        yield f"Documents from {said(days[0])} to {said(days[-1])}"


def texts(sheet: BundleSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the title of the bundle", sheet.title
    yield "what the bundle is for", sheet.purpose
    yield "the name on the cover", f"{sheet.heading.preferred_name} {sheet.heading.surname}"
    yield "the school", sheet.school_name
