"""How a surface writes, and where the rows of a story lie."""

from __future__ import annotations

from dataclasses import dataclass

from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.window import Measure


@dataclass(frozen=True)
class Ink:
    """How a surface writes: the height of a line, and how wide a text is, in its own units."""

    line: float
    measure: Measure

    @property
    def mark(self) -> float:
        """How wide a mark is."""
        return self.line * 0.72


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a story lie, from the top."""

    terms: float
    numbers: float
    cycles: float
    cycle_height: float
    planned: float
    bars: float
    bar_height: float
    marks: float
    mark_height: float
    height: float


def rows(index: Index, ink: Ink) -> Rows:
    """The heights of the rows; a row of which nothing is known takes no room."""
    line = ink.line
    terms = line * 1.15
    numbers = terms + line * 1.2
    cycles = numbers + line
    cycle_height = line * 1.6
    planned = cycles + cycle_height + line * 0.15
    bars = planned + line * 0.6
    bar_height = line * 1.15
    marks = bars + index.lanes * (bar_height + line * 0.15) + line * 0.15
    mark_height = line * 1.25
    height = marks + len(index.rows) * mark_height + line * 1.15
    return Rows(terms, numbers, cycles, cycle_height, planned, bars, bar_height, marks, mark_height, height)
