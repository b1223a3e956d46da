"""Headed panels of text, the bricks of a passport."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, pi, sin

from reportlab.lib.colors import Color

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import PINE, PINE_EDGE, PINE_TINT, RULE, SUN, SUN_EDGE, SUN_TINT, WHITE, Look, Style
from gradesk.documents.press.paper import Box, draw_dots
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph, SetText, items

INDENT = 0.95  # of a point's text from its dot, in type sizes
BETWEEN = 0.28  # between two lines of a list, in type sizes
PAD = 0.8  # inside a card, in type sizes
UNDER_HEAD = 0.3  # from a heading to its text, in type sizes
HEAD = 1.08  # a heading's size, in type sizes
NOT_WRITTEN = "not written yet"
LINE_STEP = 20.0  # points between lines to write on by hand


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of a panel and how much larger than the rest its text is."""

    box: Box
    heading: Color
    grow: float = 1.0
    star: bool = False


PLAIN = Tone(Box(WHITE, RULE), PINE)
WARM = Tone(Box(SUN_TINT, SUN_EDGE), SUN)
WARM_LARGE = Tone(Box(SUN_TINT, SUN_EDGE), SUN, 1.08, star=True)
KEY = Tone(Box(PINE_TINT, PINE_EDGE, edge_width=1.3), PINE)


class Body:
    """A typed text of several lines: paragraphs and points."""

    def __init__(self, text: str, style: Style, *, level: int = 0, tongue: str = "") -> None:
        """As a heading of a level where one is given; `tongue` is the language where it is not English."""
        self._style = style
        if level:
            title = Part(False, SafeParagraph(" ".join(text.split()), style))
            title.node = title.inner = heading(level, tongue)
            self._parts = [title] if title.words.words else []
            return
        self._parts = [Part(item.bullet, SafeParagraph(item.text, style), tongue) for item in items(text)]
        points: Node | None = None
        for part in self._parts:
            points = (points or Node("L")) if part.bullet else None
            part.points = points

    def __bool__(self) -> bool:
        return bool(self._parts)

    def set(self, width: float, size: float) -> SetBody:
        """Broken into lines for a width and a size, both in points."""
        indent = size * INDENT
        parts = tuple((part, part.bullet, part.words.set(width - indent * part.bullet, size)) for part in self._parts)
        return SetBody(parts, size, self._style.colour, width)


class Part:
    """A paragraph, or a point of a list, with its elements of the structure."""

    __slots__ = ("bullet", "inner", "node", "points", "words")

    def __init__(self, bullet: bool, words: SafeParagraph, tongue: str = "") -> None:
        self.bullet = bullet
        self.words = words
        self.points: Node | None = None
        self.node = Node("LI" if bullet else "P", language=tongue)
        self.inner = Node("LBody") if bullet else self.node

    def draw(self, canvas: TaggedCanvas, text: SetText, x: float, top: float) -> None:
        """Its lines, or those of them that go onto this page."""
        if self.points is None:
            text.draw(canvas, x, top, self.node)
            return
        with canvas.group(self.points), canvas.group(self.node):
            text.draw(canvas, x, top, self.inner)


@dataclass(frozen=True)
class SetBody:
    """A text of several lines at its size; all measures in points. Each part knows whether its point is still to be drawn."""

    parts: tuple[tuple[Part, bool, SetText], ...]
    size: float
    colour: Color
    room: float

    @cached_property
    def height(self) -> float:
        """Of all its lines and the little gaps between them."""
        return sum(text.height for _, _, text in self.parts) + max(0, len(self.parts) - 1) * self.size * BETWEEN

    def split(self, room: float) -> tuple[SetBody, SetBody]:
        """The lines that go into `room` points, and the rest; either may be empty."""
        head: list[tuple[Part, bool, SetText]] = []
        tail: list[tuple[Part, bool, SetText]] = []
        for part, dot, text in self.parts:
            count = 0 if tail else min(len(text.lines), max(0, int((room + 1e-6) / text.step)))
            if count:
                head.append((part, dot, replace(text, lines=text.lines[:count])))
            if count < len(text.lines):
                tail.append((part, dot and not count, replace(text, lines=text.lines[count:])))
            room -= text.height + self.size * BETWEEN
        return replace(self, parts=tuple(head)), replace(self, parts=tuple(tail))

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Points have a dot drawn, not typed, so that copied text is what was written."""
        dots = []
        indent = self.size * INDENT
        for part, dot, text in self.parts:
            if dot:
                side = self.room - self.size * 0.3 if text.turned else self.size * 0.3
                dots.append((x + side, top - self.size * 0.67))
            part.draw(canvas, text, x + (0.0 if text.turned else indent * part.bullet), top)
            top -= text.height + self.size * BETWEEN
        if dots:
            draw_dots(canvas, dots, self.size * 0.28, self.colour)


class Card:
    """A panel with a heading and a text; an empty one has lines to write on."""

    def __init__(self, title: str, text: str, tone: Tone, look: Look, level: int = 2) -> None:
        self.tone = tone
        self._title = SafeParagraph(title, look.style(Face.BOLD, tone.heading, 1.2))
        self._head = heading(level, look.tongue)
        self._body = Body(text, look.body)
        self._note = SafeParagraph(look.say(NOT_WRITTEN), look.aside)
        self._known: dict[tuple[float, float], tuple[SetText, SetBody]] = {}

    def _set(self, width: float, size: float) -> tuple[SetText, SetBody]:
        if (width, size) not in self._known:
            inner = width - 2 * PAD * size
            self._known[width, size] = self._title.set(inner, size * HEAD), self._body.set(inner, size * self.tone.grow)
        return self._known[width, size]

    def height(self, width: float, size: float) -> float:
        """The least height in points."""
        title, body = self._set(width, size)
        return title.height + (UNDER_HEAD + 2 * PAD) * size + (body.height if self._body else LINE_STEP)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float, size: float) -> None:
        """In points, from the upper left corner; `height` is at least what `height()` says."""
        self.tone.box.draw(canvas, x, top, width, height)
        title, body = self._set(width, size)
        left, line = x + PAD * size, top - PAD * size
        if self.tone.star:
            side = x + PAD * size + size * 0.6 if title.turned else x + width - PAD * size - size * 0.6
            _draw_star(canvas, side, line - size * 0.6, size * 0.72, self.tone.box.edge)
        title.draw(canvas, left, line, self._head)
        line -= title.height + UNDER_HEAD * size
        if self._body:
            body.draw(canvas, left, line)
            return
        inner = width - 2 * PAD * size
        note = self._note.set(inner, size * 0.8)
        aside = left if note.turned else left + inner - note.width
        note.tight().draw(canvas, aside, line - LINE_STEP + 5 + note.height)
        draw_lines(canvas, left, line, inner, top - height + PAD * size - 4)


def draw_lines(canvas: TaggedCanvas, x: float, top: float, width: float, bottom: float) -> None:
    """Faint lines to write on by hand, from `top` down to `bottom`."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    line = top - LINE_STEP + 4
    while line >= bottom:
        canvas.line(x, line, x + width, line)
        line -= LINE_STEP


def _draw_star(canvas: TaggedCanvas, x: float, y: float, radius: float, colour: Color) -> None:
    """A five-pointed star about (x, y), in points."""
    path = canvas.beginPath()
    for corner in range(10):
        reach = radius * (1 if corner % 2 == 0 else 0.46)
        angle = pi / 2 + corner * pi / 5
        (path.lineTo if corner else path.moveTo)(x + reach * cos(angle), y + reach * sin(angle))
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)
