"""A half-term on one page: its weeks across, a bar for each support, days without school shaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, PINE_EDGE, PINE_TINT, QUIET, RULE, SUN, WHITE, Look
from gradesk.documents.press.often import said_often
from gradesk.documents.press.paper import Box, Format, Paper
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.class_sheets import Often
from gradesk.services.paper.week_sheets import TermLine, TermPart, TermSheet

TITLE = "Term on one page"
SMALL, LARGE, WALL, WALL_LARGE = "a4", "a3", "wall", "wall-a3"
FORMS = {
    SMALL: Format(wide=True),
    WALL: Format(wide=True),
    LARGE: Format(size=A3, wide=True),
    WALL_LARGE: Format(size=A3, wide=True),
}
VARIANTS = (
    (SMALL, "With names, A4"),
    (LARGE, "With names, A3"),
    (WALL, "For the staff room, without names, A4"),
    (WALL_LARGE, "For the staff room, without names, A3"),
)
LABEL = 0.16  # of the room, for the adult, class or area
LARGEST, LEAST, STEP = 0.8, 7.5, 0.5  # of the running text's size (on A3 all of it), and the smallest type
PAD, AFTER = 2.6, 2.0  # points inside a bar, and below it
TIGHT_PAD, TIGHT_AFTER = 1.3, 1.0  # the same where only that keeps it to one side
WORDS = 0.36  # of the grid: a bar that begins so near the end has its words before it
SHADE = HexColor("#e4e9ea")


def draw(paper: Paper, sheet: TermSheet, variant: str) -> None:
    """One side where the words let it."""
    look, names = paper.look, variant in (SMALL, LARGE)
    span = look.say("From {start} to {end}", start=look.language.date(sheet.first), end=look.language.date(sheet.last))
    title = look.say(TITLE) + (f" · {look.say('Draft')}" if sheet.is_draft else "")
    about = f"{span} · {look.say('Shaded: no school')}"
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), (about,), paper.room, 22.0)
    size = look.size * (1.0 if variant in (LARGE, WALL_LARGE) else LARGEST)
    tries = [
        (size - STEP * step, is_tight) for is_tight in (False, True) for step in range(int((size - LEAST) / STEP) + 1)
    ]
    sides: list[list[Block]] = []
    for each, is_tight in tries:
        found = leaves.pages(
            paper, head, _groups(sheet, Bricks(look, paper.room, each), names=names, is_tight=is_tight)
        )
        sides = sides or found  # where it takes several anyway, they are set in a size to read at ease
        if len(found) == 1:
            sides = found
            break
    if head.height > (paper.top - paper.bottom) / 2:
        leaves.fitted(paper, head, lambda _size: [], look.size, 1)
    leaves.draw(paper, sheet, head, sides)


def table(sheet: TermSheet, look: Look, variant: str) -> list[list[str]]:
    """A line for each support, for a workbook."""
    say, names = look.say, variant in (SMALL, LARGE)
    titles = ("Name", "Support", "How", "Led by", "Times a week", "Minutes each time", "From", "Until")
    found = [[*(say(one) for one in titles), say("{count} sessions", count="").strip(), say("Who gets it")]]
    for part in sheet.parts:
        for line in part.lines:
            found.append(
                [
                    say(part.title) if part.is_fixed else part.title,
                    line.what,
                    say(line.form) if line.form else "",
                    line.led_by,
                    f"{line.times:g}" if line.times else "",
                    str(line.minutes) if line.minutes else "",
                    look.language.date(line.starts_on) if line.starts_on else "",
                    look.language.date(line.until) if line.until else "",
                    str(line.sessions),
                    _who(line, look, names=names),
                ]
            )
    return found


def texts(sheet: TermSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the term", f"{sheet.heading.preferred_name} {sheet.school_name}"
    for part in sheet.parts:
        yield "the heading of a part", part.title
        for line in part.lines:
            yield "Support", f"{line.what} {line.led_by}"
            yield "Who gets it", " ".join(f"{one.preferred_name} {one.surname}" for one in line.pupils)


def _who(line: TermLine, look: Look, *, names: bool) -> str:
    if names:
        return ", ".join(look.who(one) for one in line.pupils)
    if len(line.pupils) == 1:
        return look.say("one pupil")
    return look.say("{count} pupils", count=len(line.pupils)) if line.pupils else ""


def _groups(sheet: TermSheet, bricks: Bricks, *, names: bool, is_tight: bool) -> list[list[Block]]:
    look = bricks.look
    if not sheet.parts:
        return [bricks.said(look.say("No support beyond the class is recorded."))]
    pad, after = (TIGHT_PAD, TIGHT_AFTER) if is_tight else (PAD, AFTER)
    ground = _Ground(sheet, look, bricks.room, bricks.size, pad, after)
    found: list[list[Block]] = [[ground]]
    for part in sheet.parts:
        points = Node("L")
        rows: list[Block] = []
        for place, line in enumerate(part.lines):
            rows.append(_Row(ground, part, line, points, names=names, is_first=place == 0))
        found.append(rows)
    return found


@dataclass(frozen=True)
class _Ground:
    """The weeks over the bars; drawn once more on each later side."""

    sheet: TermSheet
    look: Look
    room: float
    size: float
    pad: float
    after: float

    @property
    def label(self) -> float:
        """How wide the names at the side are, in points."""
        return self.room * LABEL

    @property
    def week(self) -> float:
        """How wide a week is."""
        return (self.room - self.label) / max(len(self.sheet.weeks), 1)

    @cached_property
    def _days(self) -> list[SetText]:
        style = self.look.style(Face.BOLD, PINE, 1.2)
        return [
            SafeParagraph(f"{one.monday.day}/{one.monday.month}", style).fitted(self.week - 2, (self.size, LEAST, 6.0))
            for one in self.sheet.weeks
        ]

    @property
    def leads(self) -> bool:
        """It never stands alone at a side's foot."""
        return True

    @property
    def height(self) -> float:
        """Of the days with a line below."""
        return max((one.height for one in self._days), default=0.0) + 6

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The Monday of each week."""
        canvas.setFillColor(PINE_TINT)
        canvas.rect(canvas.left, top - self.height, self.room, self.height, stroke=0, fill=1)
        for place, said in enumerate(self._days):
            left = canvas.left + self.label + place * self.week
            said.tight().draw(canvas, left + 3, top - 3, Node("P"))
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.9)
        canvas.line(canvas.left, top - self.height, canvas.left + self.room, top - self.height)

    def shade(self, canvas: TaggedCanvas, top: float, tall: float) -> None:
        """Days without school, and a line between two weeks."""
        day = self.week / 5
        canvas.setFillColor(SHADE)
        for place, week in enumerate(self.sheet.weeks):
            left = canvas.left + self.label + place * self.week
            for number, is_open in enumerate(week.open_days):
                if not is_open:
                    canvas.rect(left + number * day, top - tall, day, tall, stroke=0, fill=1)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        for place in range(len(self.sheet.weeks) + 1):
            x = canvas.left + self.label + place * self.week
            canvas.line(x, top, x, top - tall)

    def split(self, room: float) -> None:
        """Never."""


class _Row:
    """One support: a bar over its weeks with its words; the first of an adult, class or area with that one's name."""

    def __init__(
        self, ground: _Ground, part: TermPart, line: TermLine, points: Node, *, names: bool, is_first: bool
    ) -> None:
        self.again = ground
        self._line, self._points, self._is_first = line, points, is_first
        look, size = ground.look, ground.size
        self._title: list[tuple[SetText, Node]] = []
        wide = ground.label - 8
        if is_first:
            title = look.say(part.title) if part.is_fixed else part.title
            words = SafeParagraph(title, look.style(Face.BOLD, INK, 1.15)).set(wide, size * 1.05)
            self._title.append((words, heading(2, look.tongue if part.is_fixed else "")))
            if part.minutes:
                minutes = look.say("{count} minutes a week", count=part.minutes)
                said = SafeParagraph(minutes, look.style(Face.REGULAR, QUIET, 1.15)).set(wide, size * 0.88)
                self._title.append((said, Node("P", language=look.tongue)))
        grid = ground.room - ground.label
        left = line.first * ground.week
        is_late = left > grid * (1 - WORDS)
        self._x, self._wide = (0.0, left - 8) if is_late else (left + 8, grid - left - 10)
        self._words = self._set(names=names, is_by_adult=part.title == line.led_by)

    def _set(self, *, names: bool, is_by_adult: bool) -> list[tuple[SetText, float, float]]:
        """The words with how far right and down each stands."""
        line, ground = self._line, self.again
        look, size = ground.look, ground.size
        name = SafeParagraph(line.what, look.style(Face.BOLD, INK, 1.18))
        parts = [look.say(line.form) if line.form else "", said_often(Often(line.times, line.minutes), look)]
        parts += [] if is_by_adult else [line.led_by or look.say("Nobody leads it yet")]
        parts += [_who(line, look, names=names), self._days()]
        rest = SafeParagraph(" · ".join(part for part in parts if part), look.style(Face.REGULAR, INK, 1.18))
        beside = name.width(size) + 6
        if beside + rest.width(size * 0.92) <= self._wide:
            shown = rest.set(self._wide - beside, size * 0.92)
            return [(name.set(self._wide, size), 0.0, 0.0), (shown, beside, size * 0.08)]
        first = name.set(self._wide, size)
        return [(first, 0.0, 0.0), (rest.set(self._wide, size * 0.92), 0.0, first.height)]

    def _days(self) -> str:
        """From when to when, where that is not the whole of it."""
        line, sheet = self._line, self.again.sheet
        first = line.starts_on if line.starts_on is not None and line.starts_on > sheet.first else None
        last = line.until if line.until is not None and line.until < sheet.last else None
        say = self.again.look.say
        if first is not None and last is not None:
            return f"{first.day}/{first.month}–{last.day}/{last.month}"
        if first is not None:
            return f"{say('From')} {first.day}/{first.month}"
        ends = say("until {date}", date=f"{last.day}/{last.month}") if last is not None else ""
        return f"{say('Planned')}: {ends}" if ends and line.is_overdue else ends

    @property
    def height(self) -> float:
        """Of the words or the name at the side."""
        words = max(down + said.height for said, _, down in self._words)
        title = sum(said.height for said, _ in self._title)
        return max(words + 2 * self.again.pad, title + self.again.pad) + self.again.after

    def split(self, room: float) -> None:
        """Never."""

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The name at the side, the ground, the bar, then its words."""
        ground, line = self.again, self._line
        down = top
        for said, node in self._title:
            said.draw(canvas, canvas.left + 2, down - ground.pad, node)
            down -= said.height
        canvas.into(None)
        ground.shade(canvas, top, self.height)
        if self._is_first:
            canvas.setStrokeColor(QUIET)
            canvas.setLineWidth(0.7)
            canvas.line(canvas.left, top, canvas.left + ground.room, top)
        left = canvas.left + ground.label
        x, wide = left + line.first * ground.week, (line.last - line.first + 1) * ground.week
        fill, edge, mark = (WHITE, SUN, SUN) if not line.led_by else (PINE_TINT, PINE_EDGE, PINE)
        tall = self.height - ground.after
        Box(fill, edge, radius=3.0, edge_width=0.8).draw(canvas, x + 1.5, top - 1, wide - 3, tall)
        canvas.setFillColor(mark)
        canvas.rect(x + 2.5, top - tall, 3, tall - 2, stroke=0, fill=1)
        with canvas.group(self._points), canvas.group(Node("LI")), canvas.group(Node("LBody")):
            for said, across, drop in self._words:
                said.draw(canvas, left + self._x + across, top - ground.pad - drop, Node("P"))
