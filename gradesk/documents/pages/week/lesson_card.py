"""What an adult needs to know before a lesson: who has support and what helps, who is out when, who comes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gradesk.documents.pages import supply
from gradesk.documents.pages.week import slots
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.week_sheets import LessonSheet, OutOfClass, WeekSlot

TITLE = "Need-to-know card"
SIDES = 1


def draw(paper: Paper, sheet: LessonSheet, _variant: str) -> None:
    """One side for a usual class; the type shrinks a little to keep to it. All that helps stands there, on a second side if
    it must.
    """
    look = paper.look
    about = [sheet.lesson or look.say("The whole week"), sheet.adult]
    lines = (
        " · ".join(part for part in about if part),
        f"{look.language.date(sheet.made_on)} · {look.say('There is more on the whole passport.')}",
    )
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), lines, paper.room, 24.0)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: LessonSheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    first = [bricks.heading(say("Whom to know about"))]
    if sheet.rows:
        first += supply.rows(sheet.rows, bricks, whole=True)
    else:
        first += bricks.said(say("Nothing is recorded here yet."))
    titles = [say("When"), say("Who"), say("Support"), say("Led by")]
    out = [bricks.heading(say("Who is out"))]
    if sheet.out:
        rows = [_out(slot, when, look) for slot, when in _together(sheet.out, look)]
        out += grid(bricks, titles, rows, (2.7, 3.4, 3.0, 2.4))
    else:
        out += bricks.said(say("Nobody is out of it."))
    comes = [bricks.heading(say("Who comes in"))]
    if sheet.comes_in:
        titles = [say("When"), say("Who"), say("Support"), say("Who gets it")]
        rows = [_comes(slot, when, look) for slot, when in _together(sheet.comes_in, look)]
        comes += grid(bricks, titles, rows, (2.7, 2.4, 3.0, 3.4))
    else:
        comes += bricks.said(say("Nobody comes in."))
    return [first, after_table(bricks, out), after_table(bricks, comes)]


def _together(found: Iterable[OutOfClass], look: Look) -> list[tuple[WeekSlot, str]]:
    """What is the same on several days once, with its days and its time."""
    days: dict[WeekSlot, list[str]] = {}
    for one in found:
        days.setdefault(one.slot, []).append(look.language.weekdays[one.day.weekday()])
    return [(slot, _when(slot, names, look)) for slot, names in days.items()]


def _when(slot: WeekSlot, names: Sequence[str], look: Look) -> str:
    return f"{', '.join(names)} · {slots.span(slot) or look.say('No time yet')}"


def _out(slot: WeekSlot, when: str, look: Look) -> list[Cell]:
    where = [Bit(slot.room, look.small, 0.92)] if slot.room else []
    return [
        [Bit(when, look.body)],
        [Bit(slots.pupils(slot, look), look.bold)],
        [Bit(slots.name(slot, look), look.body), *where],
        [Bit(slot.adult, look.body)],
    ]


def _comes(slot: WeekSlot, when: str, look: Look) -> list[Cell]:
    return [
        [Bit(when, look.body)],
        [Bit(slot.adult or look.say("Nobody leads it yet"), look.bold)],
        [Bit(slots.name(slot, look), look.body)],
        [Bit(slots.pupils(slot, look), look.body)],
    ]


def texts(sheet: LessonSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the class", f"{sheet.heading.preferred_name} {sheet.school_name} {sheet.lesson} {sheet.adult}"
    for row in sheet.rows:
        yield from supply.texts_of(row)
    for one in (*sheet.out, *sheet.comes_in):
        yield from slots.texts_of(one.slot)
