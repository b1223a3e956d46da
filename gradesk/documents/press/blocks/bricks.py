"""The bricks documents are built of, all in one look and one size of type: headings, texts, panels, tables, lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gradesk.documents.press.blocks.cards import Body, SetBody, Tone
from gradesk.documents.press.blocks.flow import Block, Cell, Row
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, PINE_TINT, QUIET, RULE, Look, Style
from gradesk.documents.press.tags import Node
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.sheets import Agreement

GUTTER = 10.0  # points between columns
PAD = 9.0  # points inside a panel
CELL_PAD = 4.0  # points inside a cell of a table
LINE_STEP = 24.0  # points between lines to write on by hand
LEAST_STEP = 20.0
LEAST_WHO = 9.0  # points in which somebody who signs is named; a longer name takes another line


@dataclass(frozen=True, slots=True)
class Bricks:
    """Makes blocks for a frame `room` points wide."""

    look: Look
    room: float
    size: float

    def heading(self, text: str, level: int = 2, *, after: float = 4.0) -> Block:
        """A heading across the page."""
        grow = {2: 1.25, 3: 1.08}.get(level, 1.0)
        body = Body(text, self.look.label, level=level, tongue=self.look.tongue)
        return Row((Cell(0, self.room, (body.set(self.room, self.size * grow),)),), after=after, leads=True)

    def text(self, text: str, style: Style | None = None, *, grow: float = 1.0, after: float = 6.0) -> list[Block]:
        """Paragraphs and points across the page; nothing for an empty text."""
        body = Body(text, style or self.look.body)
        return [Row((Cell(0, self.room, (body.set(self.room, self.size * grow),)),), after=after)] if body else []

    def said(self, text: str, *, quiet: bool = False, grow: float = 1.0, after: float = 6.0) -> list[Block]:
        """A fixed phrase as running text."""
        body = Body(text, self.look.small if quiet else self.look.body, tongue=self.look.tongue)
        return [Row((Cell(0, self.room, (body.set(self.room, self.size * grow),)),), after=after)] if body else []

    def labelled(self, parts: Sequence[tuple[str, str]], *, left: float = 0.0, absence: str = "") -> list[Block]:
        """Labels with their texts under them, side by side; a part without text says its absence or is left out."""
        shown = [(label, text.strip() or absence, not text.strip()) for label, text in parts]
        shown = [part for part in shown if part[1]]
        if not shown:
            return []
        width = (self.room - left - GUTTER * (len(shown) - 1)) / len(shown)
        cells = tuple(
            Cell(left + place * (width + GUTTER), width, self._pair(label, text, width, quiet=quiet))
            for place, (label, text, quiet) in enumerate(shown)
        )
        return [Row(cells, after=7)]

    def panels(
        self, parts: Sequence[tuple[str, str]], tone: Tone, *, absence: str = "", level: int = 2, grow: float = 1.0
    ) -> list[Block]:
        """Headed panels of equal width, side by side; a part without text says its absence or is left out.

        `grow` is how many times as large as the rest of the page their texts are.
        """
        shown = [(title, text.strip() or absence, not text.strip()) for title, text in parts]
        shown = [part for part in shown if part[1]]
        if not shown:
            return []
        width = (self.room - GUTTER * (len(shown) - 1)) / len(shown)
        cells = tuple(
            Cell(
                place * (width + GUTTER),
                width,
                self._pair(title, text, width - 2 * PAD, quiet=quiet, tone=tone, level=level, grow=grow),
                tone.box,
                PAD,
            )
            for place, (title, text, quiet) in enumerate(shown)
        )
        return [Row(cells, after=9)]

    def _pair(
        self,
        label: str,
        text: str,
        width: float,
        *,
        quiet: bool,
        tone: Tone | None = None,
        level: int = 0,
        grow: float = 1.0,
    ) -> tuple[SetBody, ...]:
        style = self.look.style(Face.BOLD, tone.heading) if tone else self.look.label
        head = Body(label, style, level=level, tongue=self.look.tongue).set(
            width, self.size * (1.05 if level else 0.92)
        )
        body = Body(text, self.look.aside if quiet else self.look.body, tongue=self.look.tongue if quiet else "")
        return head, body.set(width, self.size * grow)

    def table(
        self, titles: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], *, tall: float = 0.0
    ) -> list[Block]:
        """A table with a head that comes again on each side; `tall` is the least height of a row in points."""
        node = Node("Table")
        known = sum(shares)
        widths = [self.room * share / known for share in shares]
        head = self._line(titles, widths, node, head=True)
        return [head, *(self._line(row, widths, node, tall=tall, again=head) for row in rows)]

    def _line(
        self,
        texts: Sequence[str],
        widths: Sequence[float],
        table: Node,
        *,
        head: bool = False,
        tall: float = 0.0,
        again: Line | None = None,
    ) -> Line:
        style = self.look.style(Face.BOLD, PINE) if head else self.look.body
        cells = tuple(
            Body(text, style, tongue=self.look.tongue if head else "").set(width - 2 * CELL_PAD, self.size * 0.9)
            for text, width in zip(texts, widths, strict=True)
        )
        boxes = tuple(Node("TH" if head else "TD") for _ in cells)
        return Line(cells, tuple(widths), table, Node("TR"), boxes, head, tall, again)

    def gap(self, tall: float) -> Block:
        """Room between two parts, in points."""
        return Row((Cell(0, self.room, ()),), after=tall)

    def lines(self, count: int) -> Block:
        """Lines to write on by hand."""
        return Lines(self.room, count, max(LEAST_STEP, min(LINE_STEP, self.size * 2)))

    def signatures(self, title: str, people: Sequence[Agreement]) -> Block:
        """Who agrees, with the day where it is known and lines to sign on where not."""
        return Signatures(self.look, title, tuple(people), self.room, self.size)


@dataclass(frozen=True)
class Line:
    """One row of a table; a head's cells name their columns. `again` is the head, drawn once more on a later side.

    A row that is cut stays one row, with one element for each cell, to whoever has it read aloud.
    """

    cells: tuple[SetBody, ...]
    widths: tuple[float, ...]
    table: Node
    row: Node
    boxes: tuple[Node, ...]
    head: bool = False
    tall: float = 0.0
    again: Line | None = None

    @cached_property
    def height(self) -> float:
        """Of the tallest cell."""
        return max(self.tall, max(cell.height for cell in self.cells) + 2 * CELL_PAD)

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """With a rule below; a head on a tint."""
        x, wide = canvas.left, sum(self.widths)
        if self.head:
            canvas.setFillColor(PINE_TINT)
            canvas.rect(x, top - self.height, wide, self.height, stroke=0, fill=1)
        canvas.setStrokeColor(QUIET if self.head else RULE)
        canvas.setLineWidth(0.9 if self.head else 0.6)
        canvas.line(x, top - self.height, x + wide, top - self.height)
        with canvas.group(self.table), canvas.group(self.row):
            for cell, width, box in zip(self.cells, self.widths, self.boxes, strict=True):
                with canvas.group(box):
                    if cell.parts:
                        cell.draw(canvas, x + CELL_PAD, top - CELL_PAD)
                    elif not box.kids:
                        # An empty cell is still a cell: without it the columns would not be regular.
                        canvas.into(Node("P"))
                        canvas.into(None)
                x += width

    @property
    def leads(self) -> bool:
        """A head never stands alone at a side's foot."""
        return self.head

    def split(self, room: float) -> tuple[Block, Block] | None:
        """A row longer than a side is cut between its lines."""
        if room < 4 * CELL_PAD + 40:
            return None
        pairs = [cell.split(room - 2 * CELL_PAD) for cell in self.cells]
        first = replace(self, cells=tuple(a for a, _ in pairs), tall=0.0)
        return first, replace(self, cells=tuple(b for _, b in pairs), tall=0.0)


@dataclass(frozen=True)
class Lines:
    """Faint lines across the page."""

    room: float
    count: int
    step: float

    @property
    def height(self) -> float:
        """In points, with room below."""
        return self.count * self.step + 8

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """On the page in hand."""
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.7)
        for number in range(1, self.count + 1):
            line = top - number * self.step
            canvas.line(canvas.left, line, canvas.left + self.room, line)

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Lines go on overleaf."""
        count = int((room - 8) / self.step)
        if not 0 < count < self.count:
            return None
        return Lines(self.room, count, self.step), Lines(self.room, self.count - count, self.step)


@dataclass(frozen=True)
class Signatures:
    """Who agrees: role, name, a line to sign on, and the day."""

    look: Look
    title: str
    people: tuple[Agreement, ...]
    room: float
    size: float

    @property
    def height(self) -> float:
        """A heading and a line for each person."""
        return self._title.height + self.size * 1.9 + sum(self._step(self._who(person)) for person in self.people)

    @property
    def _title(self) -> SetText:
        size = self.size
        return SafeParagraph(self.title, self.look.label).fitted(self.room, (size * 1.05, size, size * 0.9))

    def _who(self, person: Agreement) -> SetText:
        """Role and name: on two lines rather than in small print."""
        role = self.look.say(person.role)
        who = f"{role}: {person.name}" if person.name.strip() else role
        sizes = (self.size, self.size * 0.9, max(LEAST_WHO, self.size * 0.8))
        return SafeParagraph(who, self.look.body).fitted(self.room * 0.34, sizes)

    def _step(self, who: SetText) -> float:
        return max(self.size * 2.35, who.height + self.size * 0.7)

    def split(self, room: float) -> None:
        """Signatures stay together."""

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """On the page in hand."""
        title = self._title
        title.draw(canvas, canvas.left, top - self.size * 0.9, Node("H2", language=self.look.tongue))
        top -= title.height + self.size * 1.7
        for person in self.people:
            who = self._who(person)
            self._draw_one(canvas, person, who, top)
            top -= self._step(who)

    def _draw_one(self, canvas: TaggedCanvas, person: Agreement, who: SetText, top: float) -> None:
        left, room = canvas.left, self.room
        base = top - self.size * 1.15
        who.draw(canvas, left, top)
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.6)
        canvas.line(left + room * 0.36, base, left + room * 0.74, base)
        said = self.look.language.date(person.agreed_on) if person.agreed_on else self.look.say("Date")
        day = SafeParagraph(said, self.look.small).set(room * 0.24, self.size * 0.9)
        day.draw(canvas, left + room * 0.77, top)
        if not person.agreed_on:
            canvas.line(left + room * 0.77 + day.width + 6, base, left + room, base)


def strong(look: Look) -> Style:
    """What a child should read first."""
    return look.style(Face.BOLD, INK)
