"""What a family takes to the fridge door: the next dates, and what helps at home."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY, WARM
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.sheets import DatesSheet

TITLE = "Next dates"


def draw(paper: Paper, sheet: DatesSheet, _variant: str) -> None:
    """One side for a usual number of dates."""
    look = paper.look
    who = sheet.heading
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(who), (look.in_class(who),), paper.room)

    def groups(size: float) -> list[list[Block]]:
        bricks = Bricks(look, paper.room, size)
        rows = [(look.language.date(line.day), look.say(line.words, name=line.name)) for line in sheet.dates]
        titles = (look.say("When"), look.say("What"))
        found: list[list[Block]] = []
        if rows:
            found.append(bricks.table(titles, rows, (2, 5), tall=size * 2.6))
        else:
            found.append([*bricks.said(look.say("No dates are set yet; the school will tell you."))])
        found.append(bricks.panels([(look.say("What helps at home"), "\n".join(sheet.at_home))], WARM))
        found.append(bricks.panels([(look.say("Who to ask"), sheet.ask)], KEY))
        found.append([bricks.heading(look.say("Your own notes")), bricks.lines(6)])
        return [group for group in found if group]

    sides, _ = leaves.fitted(paper, head, groups, look.size, 1)
    leaves.draw(paper, sheet, head, sides)


def texts(sheet: DatesSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {sheet.school_name}"
    yield "What helps at home", " ".join(sheet.at_home)
    yield "Who to ask", sheet.ask
    yield "the dates", " ".join(line.name for line in sheet.dates)
