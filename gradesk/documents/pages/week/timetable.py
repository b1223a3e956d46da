"""The week of an adult, a class or a room on one landscape page: days across, times down.

Where the words are too many for one page, the same stands in tables on as many sides as they need.
"""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.colors import HexColor

from gradesk.documents.pages.week import slots
from gradesk.documents.pages.week.boxes import (
    BETWEEN,
    GAP,
    PAD,
    STRIPE,
    Scale,
    TimeBox,
    Words,
    boxes,
    untimed,
)
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, RULE, WHITE, Look, Style
from gradesk.documents.press.paper import Box, Format, Paper
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.model.rules.week.times import clock
from gradesk.services.paper.week_sheets import ADULT, CLASS, ROOM, Pause, WeekDay, WeekSheet, WeekSlot

TITLES = {ADULT: "Week of an adult", CLASS: "Week of a class", ROOM: "Week of a room"}
FORM = Format(wide=True)
NAMES, INITIALS = "names", "initials"
AXIS, COLUMN_GAP = 34.0, 5.0  # points
LARGEST, LEAST = 0.84, 7.5  # of the running text's size, and the smallest type in a box
SHADE = HexColor("#eef2f2")
STEP = 0.5


def draw(paper: Paper, sheet: WeekSheet, variant: str) -> None:
    """One side for most."""
    look = replace(paper.look, name="initials") if variant == INITIALS else paper.look
    title = look.say(TITLES[sheet.of])
    head = leaves.Head(
        sheet, look, title, sheet.heading.preferred_name, (slots.stretch(sheet, look),), paper.room, 21.0
    )
    room = paper.top - paper.bottom - head.height + leaves.SLACK
    size = look.size * LARGEST
    while size >= LEAST and head.height < (paper.top - paper.bottom) / 2:
        page = _Page(sheet, look, paper.room, size)
        if page.height <= room:
            page.scale.stretch(room - page.above - page.below)
            leaves.draw(paper, sheet, head, [[page]])
            return
        size -= STEP
    sides, _ = leaves.fitted(paper, head, lambda size: _tables(sheet, Bricks(look, paper.room, size)), look.size, 1)
    leaves.draw(paper, sheet, head, sides)


def table(sheet: WeekSheet, look: Look, variant: str) -> list[list[str]]:
    """A line for each session, for a workbook."""
    look = replace(look, name="initials") if variant == INITIALS else look
    say = look.say
    titles = ("Name", "Date", "From", "Until", "What", "How", "Where", "Led by", "Class", "Who gets it", "Note")
    found = [[say(one) for one in titles]]
    for day in sheet.days:
        for slot in day.slots:
            found.append(
                [
                    sheet.heading.preferred_name,
                    look.language.weekday_date(day.day),
                    clock(slot.at) if slot.at is not None else "",
                    clock(slot.at + slot.minutes) if slot.at is not None and slot.minutes else "",
                    slots.name(slot, look),
                    say(slot.form) if slot.form else "",
                    slot.room,
                    ", ".join(part for part in (slot.adult, slot.with_whom) if part),
                    ", ".join(slot.classes),
                    slots.pupils(slot, look),
                    slots.settled(slot, look, sheet.heading.preferred_name),
                ]
            )
    return found


class _Page:
    """The grid of a week; a block that stays whole."""

    def __init__(self, sheet: WeekSheet, look: Look, room: float, size: float) -> None:
        self._sheet, self._look, self._size, self._room = sheet, look, size, room
        self.column = (room - AXIS - COLUMN_GAP * len(sheet.days)) / len(sheet.days)
        self.boxes = boxes(sheet, look, self.column, size)
        self.bare = untimed(sheet, look, self.column, size)
        self.scale = Scale(sheet, self.boxes, size)
        style = look.style(Face.BOLD, WHITE, 1.2)
        self.heads = [_fitted(slots.short_day(day.day, look), style, self.column - 8, size) for day in sheet.days]
        foot = SafeParagraph(slots.unplaced(sheet, look), look.style(Face.REGULAR, INK, 1.2))
        self._foot = foot.set(room, size)
        self._no_time = SafeParagraph(look.say("No time yet"), look.style(Face.BOLD, QUIET, 1.16)).set(AXIS - 4, LEAST)

    @property
    def above(self) -> float:
        """Of the heads of the days."""
        return max(one.height for one in self.heads) + 7 + GAP * 2

    @property
    def below(self) -> float:
        """Of what has no time yet, and what has no day."""
        return self._bare + (self._foot.height + 5 if self._foot.lines else 0.0)

    @property
    def _bare(self) -> float:
        return max((max(box.need for box in self.bare), self._no_time.height)) + 8 if self.bare else 0.0

    @property
    def height(self) -> float:
        """Of all of it."""
        return self.above + self.scale.height + self.below

    def split(self, room: float) -> None:
        """Never."""

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The ground first, then day by day, so that it is read so."""
        below = top - self.above
        with canvas.furniture():
            self._draw_ground(canvas, below)
        for place, day in enumerate(self._sheet.days):
            self._draw_day(canvas, place, day, top)
        self._foot.draw(canvas, canvas.left, below - self.scale.height - self._bare - 5)

    def _left(self, canvas: TaggedCanvas, place: int) -> float:
        return canvas.left + AXIS + COLUMN_GAP + place * (self.column + COLUMN_GAP)

    def _draw_ground(self, canvas: TaggedCanvas, top: float) -> None:
        """Closed days and pauses shaded, a line and its time wherever something begins."""
        scale, look = self.scale, self._look
        canvas.setFillColor(SHADE)
        for place, day in enumerate(self._sheet.days):
            if not day.is_open:
                tall = scale.height + self._bare
                canvas.rect(self._left(canvas, place), top - tall, self.column, tall, stroke=0, fill=1)
        for pause in scale.pauses:
            self._draw_pause(canvas, pause, top)
        canvas.setLineWidth(0.5)
        last = -99.0
        for edge in self._marks():
            down = scale.down(edge)
            if down - last < self._size * 1.1:
                continue
            last = down
            canvas.setStrokeColor(RULE)
            canvas.line(canvas.left, top - down, canvas.left + self._room, top - down)
            said = SafeParagraph(clock(edge), look.style(Face.BOLD, QUIET, 1.16)).fitted(AXIS - 2, (self._size, LEAST))
            said.tight().draw(canvas, canvas.left + AXIS - 2 - said.width, top - down - 1)
        if self.bare:
            down = scale.height + 6
            canvas.setStrokeColor(QUIET)
            canvas.line(canvas.left, top - down + 3, canvas.left + self._room, top - down + 3)
            self._no_time.draw(canvas, canvas.left, top - down)

    def _draw_pause(self, canvas: TaggedCanvas, pause: Pause, top: float) -> None:
        """Its name on each day on which nothing takes place in it."""
        high, low = self.scale.down(pause.begins), self.scale.down(pause.ends)
        canvas.setFillColor(SHADE)
        canvas.rect(canvas.left, top - low, self._room, low - high, stroke=0, fill=1)
        style = self._look.style(Face.REGULAR, QUIET, 1.16)
        said = SafeParagraph(self._look.say(pause.name), style).fitted(self.column, (self._size, LEAST)).tight()
        for place, day in enumerate(self._sheet.days):
            mine = [box for box in self.boxes if box.day == place]
            is_free = all(box.ends <= pause.begins or pause.ends <= box.begins for box in mine)
            if day.is_open and is_free and said.height <= low - high:
                across = self._left(canvas, place) + (self.column - said.width) / 2
                said.draw(canvas, across, top - (high + low - said.height) / 2)

    def _marks(self) -> list[int]:
        """The times that stand at the side: the periods of the day or, without any, whatever begins."""
        usual = [edge for edge in self._sheet.marks[:-1] if edge]
        begins = usual or sorted({box.begins for box in self.boxes})
        return sorted({self.scale.edges[0], *begins})

    def _draw_day(self, canvas: TaggedCanvas, place: int, day: WeekDay, top: float) -> None:
        left, look = self._left(canvas, place), self._look
        canvas.into(None)
        head = self.heads[place]
        Box(PINE, PINE, radius=3.0).draw(canvas, left, top, self.column, self.above - GAP * 2)
        across = left + (self.column - head.width) / 2
        head.tight().draw(canvas, across, top - (self.above - GAP * 2 - head.height) / 2, heading(2, look.tongue))
        below = top - self.above
        if not day.is_open:
            self._draw_closed(canvas, left, below, day)
        mine = [(box, self.scale.down(box.begins), self.scale.down(box.ends)) for box in self.boxes if box.day == place]
        mine += [(box, self.scale.height + 6, self.scale.height + self._bare) for box in self.bare if box.day == place]
        if not mine:
            return
        points = Node("L")
        for box, high, low in mine:
            self._draw_box(canvas, box, left, below - high, low - high - GAP, points)

    def _draw_closed(self, canvas: TaggedCanvas, left: float, top: float, day: WeekDay) -> None:
        look, wide = self._look, self.column - 12
        said = SafeParagraph(look.say("School is closed"), look.style(Face.BOLD, QUIET, 1.2)).set(wide, self._size)
        said.draw(canvas, left + 6, top - 8, Node("P", language=look.tongue))
        if day.reason.strip():
            why = SafeParagraph(day.reason, look.style(Face.REGULAR, QUIET, 1.2)).set(wide, self._size)
            why.draw(canvas, left + 6, top - 10 - said.height, Node("P"))

    def _draw_box(self, canvas: TaggedCanvas, box: TimeBox, left: float, top: float, tall: float, points: Node) -> None:
        box.frame.draw(canvas, left, top, self.column, tall)
        line = top - PAD
        for number, one in enumerate(box.words):
            if number:
                line -= BETWEEN + PAD
            self._mark(canvas, one, left, line, top - tall if len(box.words) == 1 else line - one.height, bool(number))
            inner = left + PAD + STRIPE
            with canvas.group(points), canvas.group(Node("LI")), canvas.group(Node("LBody")):
                for said in one.lines:
                    said.draw(canvas, inner, line, Node("P"))
                    line -= said.height

    def _mark(self, canvas: TaggedCanvas, one: Words, left: float, top: float, low: float, inside: bool) -> None:
        """The stripe that tells support from lessons; what stands inside a lesson has a ground of its own."""
        fill, edge, mark = one.tone
        if inside:
            Box(fill, edge, radius=2.0, edge_width=0.5).draw(canvas, left + 2, top + 2, self.column - 4, one.height + 4)
            low -= 1
        canvas.setFillColor(mark)
        canvas.rect(left + 2, low + 1, STRIPE - 0.8, top - low - (0 if inside else 1), stroke=0, fill=1)


def _fitted(text: str, style: Style, width: float, size: float) -> SetText:
    return SafeParagraph(text, style).fitted(width, (size * 1.2, size, size * 0.85))


def _tables(sheet: WeekSheet, bricks: Bricks) -> list[list[Block]]:
    """A table a day."""
    look, say = bricks.look, bricks.look.say
    titles = [say("When"), say("What"), say("Where"), say("Who gets it"), say("Note")]
    found: list[list[Block]] = []
    for day in sheet.days:
        blocks = [bricks.heading(look.language.weekday_date(day.day))]
        if not day.is_open:
            blocks += bricks.said(" · ".join(part for part in (say("School is closed"), day.reason) if part))
        elif day.slots:
            rows = [_row(slot, sheet, look) for slot in day.slots]
            blocks += grid(bricks, titles, rows, (1.6, 3.0, 3.2, 3.6, 2.2))
        else:
            blocks += bricks.said(say("Nothing is recorded here yet."), quiet=True)
        found.append(after_table(bricks, blocks) if found else blocks)
    found.append(after_table(bricks, bricks.text(slots.unplaced(sheet, look))))
    return found


def _row(slot: WeekSlot, sheet: WeekSheet, look: Look) -> list[Cell]:
    return [
        [Bit(slots.span(slot) or look.say("No time yet"), look.body)],
        [Bit(slots.name(slot, look), look.bold)],
        [Bit(slots.place(slot, look, sheet.of, sheet.heading.preferred_name), look.body)],
        [Bit(slots.pupils(slot, look), look.body)],
        [Bit(slots.settled(slot, look, sheet.heading.preferred_name), look.body)],
    ]
