"""Headed panels of text, the bricks of a passport."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, pi, sin

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.fonts import Face
from gradesk.documents.paper import (
    ASIDE,
    BODY,
    PINE,
    PINE_EDGE,
    PINE_TINT,
    RULE,
    SUN,
    SUN_EDGE,
    SUN_TINT,
    WHITE,
    Box,
    draw_dots,
)
from gradesk.documents.text import SafeParagraph, SetText, Style, items

INDENT = 0.95  # of a point's text from its dot, in type sizes
BETWEEN = 0.28  # between two lines of a list, in type sizes
PAD = 0.8  # inside a card, in type sizes
UNDER_HEAD = 0.3  # from a heading to its text, in type sizes
HEAD = 1.08  # a heading's size, in type sizes
NOT_WRITTEN = "not written yet"
LINE_STEP = 20.0  # points between lines to write on by hand


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a card and how much larger than the rest its text is."""

    box: Box
    heading: Color
    grow: float = 1.0
    star: bool = False


PLAIN = Look(Box(WHITE, RULE), PINE)
WARM = Look(Box(SUN_TINT, SUN_EDGE), SUN)
WARM_LARGE = Look(Box(SUN_TINT, SUN_EDGE), SUN, 1.08, star=True)
KEY = Look(Box(PINE_TINT, PINE_EDGE, edge_width=1.3), PINE)


class Body:
    """A typed text of several lines: paragraphs and points."""

    def __init__(self, text: str, style: Style = BODY) -> None:
        self._parts = [(item.bullet, SafeParagraph(item.text, style)) for item in items(text)]
        self._style = style

    def __bool__(self) -> bool:
        return bool(self._parts)

    def set(self, width: float, size: float) -> SetBody:
        """Broken into lines for a width and a size, both in points."""
        indent = size * INDENT
        parts = tuple((bullet, part.set(width - indent * bullet, size)) for bullet, part in self._parts)
        return SetBody(parts, size, self._style.colour)


@dataclass(frozen=True)
class SetBody:
    """A text of several lines at its size; all measures in points."""

    parts: tuple[tuple[bool, SetText], ...]
    size: float
    colour: Color

    @cached_property
    def height(self) -> float:
        """Of all its lines and the little gaps between them."""
        return sum(part.height for _, part in self.parts) + max(0, len(self.parts) - 1) * self.size * BETWEEN

    def split(self, room: float) -> tuple[SetBody, SetBody]:
        """The lines that go into `room` points, and the rest; either may be empty."""
        head: list[tuple[bool, SetText]] = []
        tail: list[tuple[bool, SetText]] = []
        for bullet, part in self.parts:
            count = 0 if tail else min(len(part.lines), max(0, int((room + 1e-6) / part.step)))
            if count:
                head.append((bullet, replace(part, lines=part.lines[:count])))
            if count < len(part.lines):
                tail.append((bullet and not count, replace(part, lines=part.lines[count:])))
            room -= part.height + self.size * BETWEEN
        return replace(self, parts=tuple(head)), replace(self, parts=tuple(tail))

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Points have a dot drawn, not typed, so that copied text is what was written."""
        dots = []
        for bullet, part in self.parts:
            if bullet:
                dots.append((x + self.size * 0.3, top - self.size * 0.67))
            part.draw(canvas, x + self.size * INDENT * bullet, top)
            top -= part.height + self.size * BETWEEN
        if dots:
            draw_dots(canvas, dots, self.size * 0.28, self.colour)


class Card:
    """A panel with a heading and a text; an empty one has lines to write on."""

    def __init__(self, title: str, text: str, look: Look) -> None:
        self.look = look
        self._title = SafeParagraph(title, Style(Face.BOLD, look.heading, 1.2))
        self._body = Body(text)
        self._note = SafeParagraph(NOT_WRITTEN, ASIDE)
        self._known: dict[tuple[float, float], tuple[SetText, SetBody]] = {}

    def _set(self, width: float, size: float) -> tuple[SetText, SetBody]:
        if (width, size) not in self._known:
            inner = width - 2 * PAD * size
            self._known[width, size] = self._title.set(inner, size * HEAD), self._body.set(inner, size * self.look.grow)
        return self._known[width, size]

    def height(self, width: float, size: float) -> float:
        """The least height in points."""
        title, body = self._set(width, size)
        return title.height + (UNDER_HEAD + 2 * PAD) * size + (body.height if self._body else LINE_STEP)

    def draw(self, canvas: Canvas, x: float, top: float, width: float, height: float, size: float) -> None:
        """In points, from the upper left corner; `height` is at least what `height()` says."""
        self.look.box.draw(canvas, x, top, width, height)
        title, body = self._set(width, size)
        left, line = x + PAD * size, top - PAD * size
        if self.look.star:
            _draw_star(canvas, x + width - PAD * size - size * 0.6, line - size * 0.6, size * 0.72, self.look.box.edge)
        title.draw(canvas, left, line)
        line -= title.height + UNDER_HEAD * size
        if self._body:
            body.draw(canvas, left, line)
            return
        inner = width - 2 * PAD * size
        note = self._note.set(inner, size * 0.8)
        note.draw(canvas, left + inner - note.width, line - LINE_STEP + 5 + note.height)
        draw_lines(canvas, left, line, inner, top - height + PAD * size - 4)


def draw_lines(canvas: Canvas, x: float, top: float, width: float, bottom: float) -> None:
    """Faint lines to write on by hand, from `top` down to `bottom`."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    line = top - LINE_STEP + 4
    while line >= bottom:
        canvas.line(x, line, x + width, line)
        line -= LINE_STEP


def _draw_star(canvas: Canvas, x: float, y: float, radius: float, colour: Color) -> None:
    """A five-pointed star about (x, y), in points."""
    path = canvas.beginPath()
    for corner in range(10):
        reach = radius * (1 if corner % 2 == 0 else 0.46)
        angle = pi / 2 + corner * pi / 5
        (path.lineTo if corner else path.moveTo)(x + reach * cos(angle), y + reach * sin(angle))
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)
