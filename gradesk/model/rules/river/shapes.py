"""The few shapes of which the river is drawn. Colours are roles of a theme; each surface draws them in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

GLYPHS = (
    "circle",
    "ring",
    "plus",
    "hexagon",
    "square",
    "diamond",
    "page",
    "right",
    "left",
    "up",
    "down",
    "bars",
    "star",
)


class Rect(NamedTuple):
    """A panel. `style` is solid, hatch, soft (quarter dense), or dash (an outline only); `edge` may be empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    style: str = "solid"
    edge: str = ""
    radius: float = 0.0


class Words(NamedTuple):
    """A line of text in a box, in the middle of its height; `align` is left, centre or right."""

    x: float
    y: float
    width: float
    height: float
    text: str
    role: str
    align: str = "left"
    bold: bool = False


class Glyph(NamedTuple):
    """One of the `GLYPHS` around a point."""

    shape: str
    x: float
    y: float
    size: float
    role: str


class Pill(NamedTuple):
    """Several marks in one: their count on a rounded panel around a point; filled where all are of one kind."""

    x: float
    y: float
    width: float
    height: float
    number: str
    alike: bool

    def parts(self) -> tuple[Rect, Words]:
        """The panel and the words of which it is made."""
        left, top = self.x - self.width / 2, self.y - self.height / 2
        fill, words = ("text", "card") if self.alike else ("card", "text")
        return (
            Rect(left, top, self.width, self.height, fill, "solid", "text", self.height / 2.6),
            Words(left, top, self.width, self.height, self.number, words, "centre", bold=True),
        )


class Stroke(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str
    width: float = 1.0


Shape = Rect | Words | Glyph | Pill | Stroke


class Hit(NamedTuple):
    """Where something lies: what is under a pointer, and the keys of all that was merged into it."""

    x: float
    y: float
    width: float
    height: float
    keys: tuple[str, ...]

    def holds(self, x: float, y: float, near: float = 0.0) -> bool:
        """Whether a point lies in it, or `near` it."""
        return self.x - near <= x <= self.x + self.width + near and self.y - near <= y <= self.y + self.height + near


Corners = Sequence[tuple[float, float]]
_ARM = 0.34
_OUTLINES: dict[str, Sequence[Corners]] = {
    "square": [((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85))],
    "diamond": [((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0))],
    "up": [((0, -1), (1, 0.85), (-1, 0.85))],
    "down": [((0, 1), (1, -0.85), (-1, -0.85))],
    "right": [((-0.85, -1), (1, 0), (-0.85, 1))],
    "left": [((0.85, -1), (-1, 0), (0.85, 1))],
    "hexagon": [((-1, 0), (-0.5, -0.9), (0.5, -0.9), (1, 0), (0.5, 0.9), (-0.5, 0.9))],
    "page": [((-0.75, -1), (0.2, -1), (0.75, -0.45), (0.75, 1), (-0.75, 1))],
    "bars": [((x, 1), (x, 1 - length), (x + 0.5, 1 - length), (x + 0.5, 1)) for x, length in ((-1, 0.8), (-0.25, 1.4), (0.5, 2))],
    "star": [(
        (0, -1.1), (0.28, -0.35), (1.05, -0.34), (0.44, 0.14), (0.65, 0.9),
        (0, 0.44), (-0.65, 0.9), (-0.44, 0.14), (-1.05, -0.34), (-0.28, -0.35),
    )],
    "plus": [(
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    )],
}  # fmt: skip


def outlines(shape: str) -> Sequence[Corners]:
    """The corners of a mark around the origin, for a mark two units wide; none for those that are round."""
    return _OUTLINES.get(shape, ())
