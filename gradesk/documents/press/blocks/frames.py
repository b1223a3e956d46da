"""Bricks to write on: a frame round other bricks, faces and boxes to mark, pictures for words, a line to tear along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO

from reportlab.lib.utils import ImageReader

from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, WHITE, Look
from gradesk.documents.press.paper import Box
from gradesk.documents.press.symbols import Symbol, content
from gradesk.documents.press.tags import Node
from gradesk.documents.press.text import SafeParagraph, SetText

SHEET_OF_PAPER = Box(WHITE, QUIET, radius=3.0, edge_width=0.8)
FIELD_SIZE = 11.0  # points of what is typed into a form


@dataclass(frozen=True, slots=True)
class Framed:
    """Blocks one below another inside a panel; they are made for a frame narrower by twice the padding."""

    blocks: tuple[Block, ...]
    box: Box
    room: float
    pad: float
    after: float = 10.0

    @property
    def height(self) -> float:
        """Of the blocks, the padding and the room below."""
        return sum(block.height for block in self.blocks) + 2 * self.pad + self.after

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The panel first, then what stands on it."""
        self.box.draw(canvas, canvas.left, top, self.room, self.height - self.after)
        before, canvas.left = canvas.left, canvas.left + self.pad
        top -= self.pad
        for block in self.blocks:
            block.draw(canvas, top)
            top -= block.height
        canvas.left = before

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Between two blocks, or inside one that can be cut; the rest goes on in a panel like it."""
        left, kept = room - 2 * self.pad, []
        rest = list(self.blocks)
        while rest and rest[0].height <= left:
            kept.append(rest.pop(0))
            left -= kept[-1].height
        parts = rest[0].split(left) if rest else None
        if parts is not None:
            kept.append(parts[0])
            rest[0] = parts[1]
        if not kept or not rest:
            return None
        return replace(self, blocks=tuple(kept), after=0.0), replace(self, blocks=tuple(rest))


BESIDE = 0.26  # of the room: a face with its word, where the label stands beside the three


@dataclass(frozen=True)
class Faces:
    """What they are about, then three faces to colour, from not yet to yes, each with its word."""

    look: Look
    room: float
    size: float
    about: str
    words: tuple[str, str, str]

    @property
    def _across(self) -> float:
        return self.size * 2.5

    @cached_property
    def _said(self) -> tuple[SetText, list[SetText]]:
        """The label, and the words, each set for its room."""
        size = self.size
        label = SafeParagraph(self.about, self.look.label)
        style = self.look.style(Face.BOLD, INK, 1.15)
        sizes = (size, size * 0.85)
        words = [SafeParagraph(word, style) for word in self.words]
        beside = [word.fitted(self.room * BESIDE - self._across - 14, sizes) for word in words]
        if all(len(word.lines) == 1 for word in beside):
            return label.set(self.room * (1 - 3 * BESIDE) - 8, size * 0.92), beside
        return label.set(self.room, size * 0.92), [
            word.fitted(self.room / 3 - self._across - 14, sizes) for word in words
        ]

    @property
    def _is_stacked(self) -> bool:
        """Whether the label stands above the faces, where the words are too wide for it to stand beside them."""
        return self._said[0].room == self.room

    @property
    def height(self) -> float:
        """Of the faces or the tallest words, with room below; and of a label above them."""
        label, words = self._said
        row = max(self._across, *(said.height for said in words)) + 4
        return row + label.height if self._is_stacked else max(row, label.height + 4)

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """Side by side."""
        label, words = self._said
        tongue = self.look.tongue
        beside = self.height - (label.height if self._is_stacked else 0.0)
        middle = top - self.height + (beside + 4) / 2
        label_top = top if self._is_stacked else middle + label.height / 2
        label.draw(canvas, canvas.left, label_top, Node("P", language=tongue))
        step = self.room / 3 if self._is_stacked else self.room * BESIDE
        for place, said in enumerate(words):
            x = canvas.left + self.room - (3 - place) * step
            draw_face(canvas, x + self._across / 2, middle, self._across / 2 - 1, place)
            said.tight().draw(canvas, x + self._across + 8, middle + said.height / 2, Node("P", language=tongue))

    def split(self, room: float) -> None:
        """Faces stay together."""


def draw_face(canvas: TaggedCanvas, x: float, y: float, radius: float, smile: int) -> None:
    """A face about (x, y): 0 has a straight mouth, 1 a small smile, 2 a wide one. None of them is sad: it is "not yet"."""
    canvas.setStrokeColor(PINE)
    canvas.setFillColor(WHITE)
    canvas.setLineWidth(1.4)
    canvas.circle(x, y, radius, stroke=1, fill=1)
    canvas.setFillColor(PINE)
    for side in (-1, 1):
        canvas.circle(x + side * radius * 0.36, y + radius * 0.26, radius * 0.1, stroke=0, fill=1)
    reach = radius * (0.36, 0.42, 0.56)[smile]
    drop = radius * (0.0, 0.22, 0.46)[smile]
    mouth = y - radius * (0.34, 0.24, 0.14)[smile]
    canvas.setLineCap(1)
    canvas.bezier(x - reach, mouth, x - reach / 2, mouth - drop, x + reach / 2, mouth - drop, x + reach, mouth)
    canvas.setLineCap(0)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick, each with its words, in as many lines as they need; in a form they can be ticked on the screen.

    `names` are the fields of the form, none on paper; `about` says for a screen reader what is ticked there.
    """

    look: Look
    room: float
    size: float
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    about: str = ""

    @property
    def _side(self) -> float:
        return self.size * 1.1

    def _laid(self) -> list[tuple[float, int, SetText]]:
        """Each word with its place along the line, and its line."""
        found: list[tuple[float, int, SetText]] = []
        x, line = 0.0, 0
        for word in self.words:
            paragraph = SafeParagraph(word, self.look.body)
            wide = self._side + 6 + paragraph.width(self.size)
            if x and x + wide > self.room:
                x, line = 0.0, line + 1
            found.append((x, line, paragraph.set(self.room - self._side - 6, self.size).tight()))
            x += wide + 18
        return found

    def _tops(self) -> list[float]:
        """Where each line begins, from the top; and where the last one ends."""
        tops = [0.0]
        laid = self._laid()
        for line in range(laid[-1][1] + 1 if laid else 0):
            tall = max(said.height for _, at, said in laid if at == line)
            tops.append(tops[-1] + max(tall, self._side) + 5)
        return tops

    @property
    def height(self) -> float:
        """Of all lines, with room below."""
        return self._tops()[-1] + 4

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """A box, then its words."""
        tops = self._tops()
        for place, (x, line, said) in enumerate(self._laid()):
            left, upper = canvas.left + x, top - tops[line]
            words = left + self._side + 6
            if said.turned:  # read from the right: the first box stands there, its words at its left
                left = canvas.left + self.room - x - self._side
                words = left - 6 - said.room
            lower = upper - self._side - self.size * 0.12
            SHEET_OF_PAPER.draw(canvas, left, lower + self._side, self._side, self._side)
            if self.names:
                spot = (left, lower, left + self._side, lower + self._side)
                canvas.tick_box(self.names[place], f"{self.about} {self.words[place]}".strip(), spot)
            node = Node("P", language=self.look.tongue)
            said.draw(canvas, words, upper, node)

    def split(self, room: float) -> None:
        """Boxes stay together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Room for an answer on a form: a box to type into, `label` its name for a screen reader."""

    room: float
    tall: float
    name: str
    label: str

    @property
    def height(self) -> float:
        """Of the box, with room below."""
        return self.tall + 8

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """With its edge drawn, since not every reader shows where a field is."""
        left, bottom = canvas.left, top - self.tall
        SHEET_OF_PAPER.draw(canvas, left, top, self.room, self.tall)
        place = (left + 3, bottom + 3, left + self.room - 3, top - 3)
        canvas.text_field(self.name, self.label, place, size=FIELD_SIZE)

    def split(self, room: float) -> None:
        """A field stays whole."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures for words side by side at the right of the frame, each with its word below it."""

    look: Look
    room: float
    side: float
    shown: tuple[tuple[Symbol, str], ...]

    @property
    def width(self) -> float:
        """Of all of them with the gaps between, in points."""
        return len(self.shown) * (self.side * 1.5 + 6)

    @property
    def height(self) -> float:
        """Of a picture and its word."""
        return self.side + 20

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """Each is a figure that a screen reader says in words."""
        wide = self.side * 1.5
        for place, (symbol, word) in enumerate(self.shown):
            x = canvas.left + self.room - self.width + place * (wide + 6) + 6
            said = SafeParagraph(word, self.look.body).fitted(wide, (11, 10, 9, 8))
            with canvas.figure(Node("Figure", alt=symbol.alt), x, top - self.height + 2, x + wide, top):
                picture = ImageReader(BytesIO(content(symbol)))
                canvas.drawImage(
                    picture, x + (wide - self.side) / 2, top - self.side, self.side, self.side, mask="auto"
                )
                said.draw(canvas, x + (wide - said.width) / 2, top - self.side - 1)

    def split(self, room: float) -> None:
        """Pictures stay together."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Words with pictures at their right; the words are made that much narrower."""

    words: Block
    pictures: Pictures

    @property
    def height(self) -> float:
        """Of the taller."""
        return max(self.words.height, self.pictures.height)

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """The words are read first."""
        self.words.draw(canvas, top)
        self.pictures.draw(canvas, top)

    def split(self, room: float) -> tuple[Block, Block] | None:
        """The words go on without pictures."""
        parts = self.words.split(room) if self.pictures.height <= room else None
        return (Beside(parts[0], self.pictures), parts[1]) if parts else None


@dataclass(frozen=True, slots=True)
class Blank:
    """A frame with nothing in it but a quiet heading: room for a drawing."""

    look: Look
    room: float
    tall: float
    title: str

    @property
    def height(self) -> float:
        """As given."""
        return self.tall

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """On the page in hand."""
        Box(WHITE, QUIET, radius=12, edge_width=0.8).draw(canvas, canvas.left, top, self.room, self.tall)
        words = SafeParagraph(self.title, self.look.small).set(self.room - 24, 11)
        words.draw(canvas, canvas.left + 12, top - 8, Node("P", language=self.look.tongue))

    def split(self, room: float) -> None:
        """Never."""


@dataclass(frozen=True, slots=True)
class TearLine:
    """A dashed line with scissors' words, above what is torn off and handed back."""

    look: Look
    room: float
    words: str

    @property
    def height(self) -> float:
        """Of the words and the line."""
        return 26.0

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """Dashes to the edge of the frame, the words in the middle."""
        said = SafeParagraph(self.words, self.look.small).fitted(self.room * 0.7, (9, 8, 7)).tight()
        y, gap = top - 14, (self.room - said.width) / 2 - 8
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.8)
        canvas.setDash(4, 3)
        canvas.line(canvas.left, y, canvas.left + gap, y)
        canvas.line(canvas.left + self.room - gap, y, canvas.left + self.room, y)
        canvas.setDash()
        said.draw(canvas, canvas.left + gap + 8, y + said.height / 2, Node("P", language=self.look.tongue))

    def split(self, room: float) -> None:
        """Never."""
