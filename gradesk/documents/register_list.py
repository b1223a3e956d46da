"""The register as a table: the columns and their order are the school's, the head of the table stands on each side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents import leaves
from gradesk.documents.bricks import Bricks
from gradesk.documents.families import Face
from gradesk.documents.flow import Block
from gradesk.documents.grid import Bit, Cell, grid
from gradesk.documents.look import INK, Look
from gradesk.documents.paper import Format, Paper
from gradesk.services.class_sheets import RegisterLine, RegisterSheet

TITLE = "SEN register"
FORM = Format(wide=True)
FULL, INITIALS = "full", "initials"
LESS = 1.5  # points smaller than running text: a list is looked up, not read
SHARES = {"class": 1.5, "year": 1.8, "status": 1.7, "needs": 3.2, "lead": 2.1, "review": 2.6, "contacts": 1.4}
NAME_SHARE, USUAL_SHARE = 3.0, 1.7


def draw(paper: Paper, sheet: RegisterSheet, variant: str) -> None:
    """As many sides as the list needs."""
    look = replace(paper.look, name="initials") if variant == INITIALS else paper.look
    day = look.say("As on {date}", date=look.language.date(sheet.made_on))
    about = (f"{look.say('{count} pupils', count=len(sheet.lines))} · {day}",)
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room, 20.0)

    def groups(size: float) -> list[list[Block]]:
        bricks = Bricks(look, paper.room, size - LESS)
        if not sheet.lines:
            return [bricks.said(look.say("Nothing is recorded here yet."))]
        rows = [_row(line, sheet, look) for line in sheet.lines]
        titles = [look.say("Name"), *(look.say(column.title) for column in sheet.columns)]
        shares = [NAME_SHARE, *(SHARES.get(column.code, USUAL_SHARE) for column in sheet.columns)]
        return [grid(bricks, titles, rows, shares)]

    sides, _ = leaves.fitted(paper, head, groups, look.size, 1)
    leaves.draw(paper, sheet, head, sides)


def _row(line: RegisterLine, sheet: RegisterSheet, look: Look) -> list[Cell]:
    name = [Bit(look.who(line.heading), look.style(Face.BOLD, INK))]
    return [name, *(_cell(line, column.code, sheet, look) for column in sheet.columns)]


def _cell(line: RegisterLine, code: str, sheet: RegisterSheet, look: Look) -> Cell:
    who, tongue = line.heading, look.tongue
    if code == "needs":
        return [Bit(need, look.body if place == 0 else look.small) for place, need in enumerate(line.needs)] or _none(
            look
        )
    if code == "review":
        if line.review_on is None:
            return _none(look)
        found = [Bit(look.language.date(line.review_on), look.body, tongue=tongue)]
        return [*found, Bit(look.say("late"), look.bold, tongue=tongue)] if line.review_on < sheet.made_on else found
    if code == "contacts":
        return [Bit(look.say("{count} of {wanted}", count=line.contacts, wanted=line.wanted), look.body, tongue=tongue)]
    if code == "born":
        return [Bit(look.language.date(who.date_of_birth) if who.date_of_birth else "", look.body, tongue=tongue)]
    typed = {"class": who.class_name, "lead": line.lead, "key_adult": who.key_adult, "layer": line.layer}
    fixed = {"year": who.year_label, "status": line.status, "plan": line.plan}
    if code in fixed:
        return [Bit(look.say(fixed[code]), look.body, tongue=tongue)] if fixed[code] else _none(look)
    return [Bit(typed[code], look.body)] if typed[code].strip() else _none(look)


def _none(look: Look) -> Cell:
    return [Bit("–", look.small)]


def texts(sheet: RegisterSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the list", f"{sheet.heading.preferred_name} {sheet.school_name} {sheet.pupil_word}"
    yield "the headings", " ".join(column.title for column in sheet.columns)
    for line in sheet.lines:
        who = line.heading
        yield "a name", f"{who.preferred_name} {who.surname} {who.class_name} {who.key_adult}"
        yield "Layer", line.layer
        yield "Lead", line.lead
