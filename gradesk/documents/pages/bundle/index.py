"""The index of a bundle: every document with its number, day, title, what to know of it, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gradesk.documents.pages.bundle.linked import Landing, Target, linked_grid
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.bundle_sheets import BundleSheet, IndexRow

TITLE = "Index"
SIZE = 11.0  # points
TITLES = ("No.", "Date", "Document", "Page")
SHARES = (0.8, 2.3, 7.2, 1.5)
APART = 14.0  # points between two sections
DOCUMENT = 2  # the column that is the link


def draw(paper: Paper, sheet: BundleSheet) -> list[Landing]:
    """As many sides as it takes; gives the rows that lead to a page."""
    look = paper.look
    bricks = Bricks(look, paper.room, SIZE)
    landings: list[Landing] = []
    head = leaves.Head(sheet, look, sheet.title, TITLE, (), paper.room)
    groups: list[list[Block]] = []
    for heading, found in groupby(sheet.rows, lambda row: row.heading):
        rows = [(_cells(row, look), Target(row.number - 1, f"{row.title}, page {row.first}")) for row in found]
        table = linked_grid(bricks, TITLES, rows, SHARES, DOCUMENT, landings)
        above = [bricks.gap(APART)] if groups else []
        above += [bricks.heading(heading)] if heading.strip() else []
        groups.append([*above, *table])
    leaves.draw(paper, sheet, head, leaves.pages(paper, head, groups), counted=False)
    return landings


def _cells(row: IndexRow, look: Look) -> list[Cell]:
    day = look.language.date(row.day) if row.day is not None else "No date"
    pages = f"{row.first}" if row.first == row.last else f"{row.first}–{row.last}"
    title = [Bit(row.title, look.bold), *(Bit(one, look.small, 0.92) for one in row.remarks)]
    return [[Bit(f"{row.number}", look.body)], [Bit(day, look.body)], title, [Bit(pages, look.bold)]]


def texts(sheet: BundleSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    for row in sheet.rows:
        yield f"the title of document {row.number}", row.title
        yield f"the heading of document {row.number}", row.heading
