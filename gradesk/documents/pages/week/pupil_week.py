"""A pupil's own sessions in a week, to hang up: large words with pictures, a column a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader

from gradesk.documents.pages.week import slots
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD as INSIDE
from gradesk.documents.press.blocks.bricks import Bricks, strong
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block, Cell, Row
from gradesk.documents.press.blocks.frames import Beside, Framed, Pictures
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, PINE_EDGE, PINE_TINT, QUIET, SUN, SUN_EDGE, SUN_TINT, WHITE, Look
from gradesk.documents.press.paper import Box, Format, Paper
from gradesk.documents.press.symbols import CREDIT, Symbol, content, pictured, symbols
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.week_sheets import PUPIL, WeekDay, WeekSheet, WeekSlot

TITLE = "My week"
FORM = Format(wide=True)
PICTURES, PLAIN_ONE = "pictures", "plain"
GAP, PAD, AFTER = 8.0, 8.0, 9.0  # points: between days, inside a card, below one
LARGEST, LEAST, STEP = 1.5, 10.0, 0.5  # of the running text's size; the smallest type of a card
PICTURE = 3.4  # times the type
BY_FORM = {"In a group": "group", "In class": "school", "One to one": "friend"}
# A colour of its own for each day, beside its name: what is quickly found again.
GROUNDS: tuple[tuple[Color, Color], ...] = (
    (PINE_TINT, PINE_EDGE),
    (SUN_TINT, SUN_EDGE),
    (HexColor("#eaf0fa"), HexColor("#9db4d6")),
    (HexColor("#f3ecf7"), HexColor("#bda5cc")),
    (HexColor("#edf5e6"), HexColor("#a8c68f")),
)


def draw(paper: Paper, sheet: WeekSheet, variant: str) -> None:
    """One side; in a list below one another where the words are too many."""
    look = paper.look
    about = (look.in_class(sheet.heading), slots.stretch(sheet, look))
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room, 30.0)
    room = paper.top - paper.bottom - head.height + leaves.SLACK
    size = look.size * LARGEST
    while size >= LEAST and head.height < (paper.top - paper.bottom) / 2:
        page = _Page(sheet, look, paper.room, size, pictures=variant != PLAIN_ONE)
        if page.height <= room:
            leaves.draw(paper, sheet, head, [[page.filled(room)]])
            return
        size -= STEP
    sides, _ = leaves.fitted(
        paper,
        head,
        lambda size: _list(sheet, Bricks(look, paper.room, size), pictures=variant != PLAIN_ONE),
        look.size,
        2,
    )
    leaves.draw(paper, sheet, head, sides)


def picture_of(slot: WeekSlot) -> Symbol | None:
    """What stands beside a session: what its name says, else how it is given."""
    found = pictured(slot.what, 1)
    if found:
        return found[0].symbol
    return next((one for one in symbols() if one.name == BY_FORM.get(slot.form)), None)


@dataclass(frozen=True)
class _Card:
    """One session: picture, time, name, with whom and where."""

    symbol: Symbol | None
    lines: tuple[SetText, ...]
    side: float

    @property
    def height(self) -> float:
        above = self.side + 4 if self.symbol is not None else 0.0
        return above + sum(line.height for line in self.lines) + 2 * PAD

    def draw(self, canvas: TaggedCanvas, left: float, top: float, wide: float, colours: tuple[Color, Color]) -> None:
        fill, edge = colours
        Box(fill, edge, radius=9.0, edge_width=1.2).draw(canvas, left, top, wide, self.height)
        line = top - PAD
        if self.symbol is not None:
            x = left + (wide - self.side) / 2
            with canvas.figure(Node("Figure", alt=self.symbol.alt), x, line - self.side, x + self.side, line):
                made = ImageReader(BytesIO(content(self.symbol)))
                canvas.drawImage(made, x, line - self.side, self.side, self.side, mask="auto")
            line -= self.side + 4
        for said in self.lines:
            tight = said.tight()
            tight.draw(canvas, left + (wide - tight.width) / 2, line, Node("P"))
            line -= said.height


@dataclass
class _Page:
    """All of the week; a block that stays whole."""

    sheet: WeekSheet
    look: Look
    room: float
    size: float
    pictures: bool
    tall: float = 0.0
    heads: list[SetText] = field(default_factory=list)
    days: list[list[_Card]] = field(default_factory=list)

    def __post_init__(self) -> None:
        style = self.look.style(Face.BOLD, WHITE, 1.2)
        wide = self.column - 10
        for day in self.sheet.days:
            name = self.look.language.weekdays[day.day.weekday()]
            self.heads.append(SafeParagraph(name, style).fitted(wide, (self.size * 1.15, self.size, self.size * 0.8)))
            self.days.append([self._card(slot) for slot in day.slots])

    def _card(self, slot: WeekSlot) -> _Card:
        look, wide = self.look, self.column - 2 * PAD
        parts = [
            (slots.span(slot), look.style(Face.BOLD, PINE, 1.25), 1.0),
            (slots.name(slot, look), look.style(Face.BOLD, INK, 1.2), 1.12),
            (slot.adult, look.style(Face.REGULAR, INK, 1.25), 0.92),
            (slot.room, look.style(Face.REGULAR, QUIET, 1.25), 0.85),
        ]
        lines = tuple(
            SafeParagraph(text, style).set(wide, self.size * grow) for text, style, grow in parts if text.strip()
        )
        return _Card(picture_of(slot) if self.pictures else None, lines, self.size * PICTURE)

    @property
    def column(self) -> float:
        """Of a day, in points."""
        return (self.room - GAP * (len(self.sheet.days) - 1)) / len(self.sheet.days)

    @property
    def _above(self) -> float:
        return max(one.height for one in self.heads) + 8

    @property
    def _credit(self) -> float:
        return 14.0 if any(card.symbol for day in self.days for card in day) else 0.0

    @property
    def height(self) -> float:
        """Of the longest day, with what is said of the pictures."""
        longest = max((sum(card.height + AFTER for card in day) for day in self.days), default=0.0)
        return max(self.tall, self._above + AFTER + longest + self._credit)

    def filled(self, room: float) -> _Page:
        """The same as tall as the side."""
        self.tall = room
        return self

    def split(self, room: float) -> None:
        """Never."""

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """Day by day, so that it is read so."""
        tall = self.height - self._credit
        for place, day in enumerate(self.sheet.days):
            left = canvas.left + place * (self.column + GAP)
            Box(WHITE, GROUNDS[place % 5][1], radius=10.0, edge_width=1.0).draw(canvas, left, top, self.column, tall)
            Box(PINE, PINE, radius=10.0).draw(canvas, left, top, self.column, self._above)
            head = self.heads[place].tight()
            across, drop = (self.column - head.width) / 2, (self._above - head.height) / 2
            head.draw(canvas, left + across, top - drop, heading(2, self.look.tongue))
            self._draw_cards(canvas, place, day, left, top - self._above - AFTER)
        if self._credit:
            words = SafeParagraph(CREDIT, self.look.small).set(self.room, 8.0)
            words.draw(canvas, canvas.left, top - tall - 3)

    def _draw_cards(self, canvas: TaggedCanvas, place: int, day: WeekDay, left: float, top: float) -> None:
        if not day.is_open:
            style = self.look.style(Face.BOLD, SUN, 1.2)
            said = SafeParagraph(self.look.say("School is closed"), style).set(self.column - 2 * PAD, self.size)
            said.draw(canvas, left + PAD, top, Node("P", language=self.look.tongue))
        for card in self.days[place]:
            card.draw(canvas, left + 4, top, self.column - 8, GROUNDS[place % 5])
            top -= card.height + AFTER


def _list(sheet: WeekSheet, bricks: Bricks, *, pictures: bool) -> list[list[Block]]:
    """Each session in a panel of its own, under its day."""
    look = bricks.look
    found: list[list[Block]] = []
    for day in sheet.days:
        blocks = [bricks.heading(look.language.weekdays[day.day.weekday()])]
        if not day.is_open:
            blocks += bricks.said(look.say("School is closed"))
        panels: list[Block] = [_panel(slot, bricks, pictures=pictures) for slot in day.slots]
        if not panels and day.is_open:
            continue
        found += [[*blocks, *panels[:1]], *([panel] for panel in panels[1:])]
    if pictures and any(picture_of(slot) for slot in sheet.slots):
        found.append(bricks.text(CREDIT, look.small, grow=0.7))
    return found or [bricks.said(look.say("Nothing is recorded here yet."))]


def _panel(slot: WeekSlot, bricks: Bricks, *, pictures: bool) -> Framed:
    look, symbol = bricks.look, picture_of(slot) if pictures else None
    shown: Sequence[tuple[Symbol, str]] = ((symbol, ""),) if symbol is not None else ()
    beside = Pictures(look, bricks.room - 2 * INSIDE, bricks.size * PICTURE, tuple(shown))
    inner = Bricks(look, bricks.room - 2 * INSIDE - (beside.width if shown else 0), bricks.size)
    head = " ".join(part for part in (slots.span(slot), slots.name(slot, look)) if part)
    rows = [*inner.text(head, strong(look), grow=1.15, after=2), *inner.text(slots.place(slot, look, PUPIL), after=0)]
    cells = tuple(cell for row in rows if isinstance(row, Row) for cell in row.cells)
    words = Row((Cell(0, inner.room, tuple(piece for cell in cells for piece in cell.pieces)),), 0)
    return Framed((Beside(words, beside) if shown else words,), PLAIN.box, bricks.room, INSIDE)
