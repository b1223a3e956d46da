"""Promised and done: for one family, what support was promised and how much of it was given so far, and why not all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD, Bricks, strong
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.frames import Framed
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.look import PINE, RULE, Look
from gradesk.documents.press.often import said_often
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.support_sheets import PromisedLine, PromisedSheet

TITLE = "Promised and done"
SIDES = 1
BAR = 7.0  # points high


def draw(paper: Paper, sheet: PromisedSheet, _variant: str) -> None:
    """One side for most."""
    look = paper.look
    about = (
        look.in_class(sheet.heading),
        look.say("Support in {year}, as on {date}", year=sheet.year, date=look.language.date(sheet.made_on)),
    )
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: PromisedSheet, bricks: Bricks) -> list[list[Block]]:
    say = bricks.look.say
    inner = Bricks(bricks.look, bricks.room - 2 * PAD, bricks.size)
    groups: list[list[Block]] = [
        [Framed(tuple(_support(line, inner, sheet)), PLAIN.box, bricks.room, PAD)] for line in sheet.lines
    ]
    if not groups:
        groups.append(bricks.said(say("No support beyond the class is recorded.")))
    if sheet.asks.strip():
        asks = say("If you have a question, please ask {name} at {school}.", name=sheet.asks, school=sheet.school_name)
        groups.append(bricks.said(asks))
    return groups


def _support(line: PromisedLine, bricks: Bricks, sheet: PromisedSheet) -> list[Block]:
    look, say = bricks.look, bricks.look.say
    blocks = [*bricks.text(line.what, strong(look), grow=1.15, after=2)]
    parts = [said_often(line.often, look), say(line.form) if line.form else ""]
    blocks += bricks.said(" · ".join(filter(None, (*parts, _days(line, look)))), quiet=True, after=4)
    blocks += bricks.labelled([(say("Led by"), line.led_by), (say("What it is for"), "\n".join(line.targets))])
    if line.due and line.unnoted == line.due:
        return blocks + bricks.said(say("Its sessions are not noted one by one."))
    if line.due:
        blocks.append(_Bar(bricks.room, line.had, line.due))
        blocks += bricks.text(_had(line, look), look.bold, after=3)
    elif line.often.minutes_a_week:
        blocks += bricks.said(say("It has not begun yet."))
    blocks += bricks.said("\n".join(f"- {words}" for words in _why(line, sheet, look)), after=4)
    blocks += (
        bricks.labelled([(say("Measure"), line.measure), (say("Before"), line.before), (say("After"), line.after)])
        if line.before
        else []
    )
    return blocks


def _days(line: PromisedLine, look: Look) -> str:
    begins = f"{look.say('From')} {look.language.date(line.starts_on)}"
    return f"{begins}, {look.say('until {date}', date=look.language.date(line.until))}" if line.until else begins


def _had(line: PromisedLine, look: Look) -> str:
    if line.has_ended:
        return look.say("{count} of {total} sessions were given", count=line.had, total=line.due)
    return look.say("{count} of {total} sessions so far were given", count=line.had, total=line.due)


def _why(line: PromisedLine, sheet: PromisedSheet, look: Look) -> list[str]:
    """What the rest became, a sentence each."""
    say = look.say
    said = [
        say("Did not take place: {count} ({reason})", count=count, reason=say(reason))
        for reason, count in line.fell_out
    ]
    if line.away:
        said.append(say("{name} was away: {count}", name=look.who(sheet.heading), count=line.away))
    if line.extra:
        said.append(say("Made good on another day: {count}", count=line.extra))
    if line.owed:
        said.append(say("Still owed: {count} minutes", count=line.owed))
    if line.planned_extra:
        said.append(say("Put on for days to come: {count} minutes", count=line.planned_extra))
    if line.unnoted:
        said.append(say("Not noted yet: {count}", count=line.unnoted))
    return said


@dataclass(frozen=True, slots=True)
class _Bar:
    """How much of the promise was kept, beside the words that say it."""

    room: float
    had: int
    due: int

    @property
    def height(self) -> float:
        """Of the bar with room below it."""
        return BAR + 6

    def split(self, room: float) -> None:
        """It stays together."""
        del room

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """A frame, filled as far as it goes."""
        with canvas.furniture():
            canvas.setStrokeColor(RULE)
            canvas.setFillColor(PINE)
            canvas.rect(canvas.left, top - BAR, self.room * min(self.had / self.due, 1), BAR, stroke=0, fill=1)
            canvas.rect(canvas.left, top - BAR, self.room, BAR, stroke=1, fill=0)


def texts(sheet: PromisedSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "whom to ask", f"{sheet.asks} {sheet.year}"
    for line in sheet.lines:
        yield "Support", f"{line.what} {line.led_by} {line.measure} {line.before} {line.after}"
        yield "What it is for", " ".join(line.targets)
