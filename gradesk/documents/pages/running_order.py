"""A day of meetings at a glance: time, room, child and who comes, three points each, and lines to write on by hand."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import GUTTER, Bricks, strong
from gradesk.documents.press.blocks.cards import KEY, Body
from gradesk.documents.press.blocks.flow import Block, Cell, Row
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.model.rules.days.clock_time import minutes_of
from gradesk.services.paper.meeting_sheets import RunningLine, RunningOrderSheet

TITLE = "Running order"
TIMES = 100.0  # points of the column in which time and room stand
LINES = 2  # to write on, below each meeting
LEAST_BREAK = 5  # minutes between two meetings that are told as a break
SIDES = 2


def draw(paper: Paper, sheet: RunningOrderSheet, _variant: str) -> None:
    """As many sides as the day needs; a meeting stays together."""
    look = paper.look
    count = look.say("{count} meetings", count=len(sheet.lines))
    head = leaves.Head(sheet, look, look.say(TITLE), look.language.weekday_date(sheet.day), (count,), paper.room, 24.0)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: RunningOrderSheet, bricks: Bricks) -> list[list[Block]]:
    groups: list[list[Block]] = []
    until = ""
    for line in sheet.lines:
        pause = minutes_of(line.at) - minutes_of(until) if until and line.at else 0
        if pause >= LEAST_BREAK:
            words = bricks.look.say("Break from {start} to {end}", start=until, end=line.at)
            groups.append(bricks.said(words, quiet=True, after=8))
        groups.append(_meeting(line, bricks))
        until = max(until, line.until)
    return groups


def _meeting(line: RunningLine, bricks: Bricks) -> list[Block]:
    look, size = bricks.look, bricks.size
    room = bricks.room - TIMES - GUTTER
    at = f"{line.at} – {line.until}" if line.at else look.say("No time is set")
    times = [Body(at, look.label).set(TIMES - 12, size), Body(line.place, look.body).set(TIMES - 12, size * 0.92)]
    about = look.who(line.heading) if line.heading else line.kind
    where = look.in_class(line.heading) if line.heading else ""
    told = " · ".join(filter(None, (where, line.kind if line.heading else "")))
    words = [
        Body(about, strong(look), level=2).set(room - 12, size * 1.15),
        Body(told, look.small).set(room - 12, size * 0.92),
        Body(_people(line, look), look.body).set(room - 12, size * 0.95),
    ]
    words += [
        Body(f"- {_point(one.label, one.words, look)}", look.body).set(room - 12, size * 0.95) for one in line.points
    ]
    cells = (
        Cell(0, TIMES, tuple(one for one in times if one.parts), KEY.box, 6),
        Cell(TIMES + GUTTER, room, tuple(one for one in words if one.parts)),
    )
    return [Row(cells, after=0), bricks.lines(LINES), bricks.gap(6)]


def _people(line: RunningLine, look: Look) -> str:
    said = [f"{name} ({look.say(answer).lower()})" if answer else name for name, answer in line.people]
    return ", ".join(said)


def _point(label: str, words: str, look: Look) -> str:
    return f"{look.say(label)}: {' '.join(words.split())}"


def texts(sheet: RunningOrderSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the school's name", f"{sheet.heading.preferred_name} {sheet.school_name}"
    for line in sheet.lines:
        who = line.heading
        name = f"{who.preferred_name} {who.surname} {who.class_name}" if who else ""
        yield "a meeting", " ".join((name, line.kind, line.at, line.place, *(one for one, _ in line.people)))
        yield "a point", " ".join(f"{one.label} {one.words}" for one in line.points)
