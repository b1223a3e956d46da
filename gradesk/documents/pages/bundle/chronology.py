"""The chronology of a bundle: what happened, day by day, and on which page it can be read."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.pages.bundle.linked import Landing, Target, linked_grid
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.grid import Bit, Cell
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.bundle_sheets import BundleSheet, EventRow

TITLE = "Chronology"
SIZE = 11.0  # points
TITLES = ("Date", "What happened", "Where it is written", "Page")
SHARES = (2.3, 5.4, 3.0, 1.1)
SOURCE = 2  # the column that is the link


def draw(paper: Paper, sheet: BundleSheet) -> list[Landing]:
    """As many sides as it takes; gives the rows that lead to a page."""
    look = paper.look
    bricks = Bricks(look, paper.room, SIZE)
    landings: list[Landing] = []
    head = leaves.Head(sheet, look, sheet.title, TITLE, (), paper.room)
    rows = [(_cells(event, look), _target(event)) for event in sheet.events]
    table = linked_grid(bricks, TITLES, rows, SHARES, SOURCE, landings)
    leaves.draw(paper, sheet, head, leaves.pages(paper, head, [table]), counted=False)
    return landings


def _cells(event: EventRow, look: Look) -> list[Cell]:
    page = f"{event.page}" if event.page is not None else "–"
    return [
        [Bit(look.language.date(event.day), look.bold)],
        [Bit(event.what, look.body)],
        [Bit(event.source or "–", look.body)],
        [Bit(page, look.bold)],
    ]


def _target(event: EventRow) -> Target | None:
    if event.part is None or event.page is None:
        return None
    return Target(event.part, f"{event.source or 'Where it is written'}, page {event.page}")


def texts(sheet: BundleSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    for place, event in enumerate(sheet.events, start=1):
        yield f"line {place} of the chronology", f"{event.what} {event.source}"
