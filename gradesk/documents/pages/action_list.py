"""What one colleague has agreed to do, as a courteous letter with a table: what, for whom, by when, agreed on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.meetings.actions import CLOSING, OPENING
from gradesk.services.paper.meeting_sheets import ActionListSheet, PromiseLine

TITLE = "Action list"
FULL, INITIALS = "full", "initials"
SIDES = 1


def draw(paper: Paper, sheet: ActionListSheet, variant: str) -> None:
    """A letter of one side for a usual list."""
    look = replace(paper.look, name="initials") if variant == INITIALS else paper.look
    about = (look.say("As on {date}", date=look.language.date(sheet.made_on)),)
    head = leaves.Head(sheet, look, look.say(TITLE), sheet.to, about, paper.room, 24.0)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: ActionListSheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    opening = [*bricks.said(say("Dear {name}", name=sheet.to), after=8), *bricks.said(say(OPENING), after=10)]
    titles = [say("What"), say("For whom"), say("By when"), say("Agreed on")]
    table = grid(bricks, titles, [_row(line, look) for line in sheet.lines], (5.0, 2.4, 2.0, 2.0))
    closing = [*bricks.said(say(CLOSING), after=16), *bricks.text(sheet.writes)]
    return [opening, table, after_table(bricks, closing)]


def _row(line: PromiseLine, look: Look) -> list[Cell]:
    who = "–"
    if line.heading is not None:
        who = ", ".join(filter(None, (look.who(line.heading), line.heading.class_name)))
    day = look.language.date(line.by) if line.by else "–"
    return [
        [Bit(line.what, look.body)],
        [Bit(who, look.body)],
        [Bit(day, look.bold, tongue=look.tongue)],
        [Bit(look.language.date(line.agreed_on), look.body, tongue=look.tongue)],
    ]


def texts(sheet: ActionListSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the colleague", f"{sheet.to} {sheet.writes} {sheet.heading.preferred_name} {sheet.school_name}"
    for line in sheet.lines:
        who = line.heading
        yield "an action", f"{line.what} {who.preferred_name} {who.surname} {who.class_name}" if who else line.what
