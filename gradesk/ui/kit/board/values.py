"""What a board shows, as plain values: weeks, lanes and bars with their words."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 0.35  # of a week's room, for a holiday before it


@dataclass(frozen=True)
class Week:
    """A week: two lines of heading, what lies before it (a holiday), what closes days of it, and what else is in it."""

    heading: str
    under: str
    gap: str = ""
    closed: str = ""
    load: str = ""
    words: str = ""
    is_tall: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class BarOf:
    """A bar: from which week to which, what is written in it, what is said of it, and whether something clashes or lacks."""

    key: str
    first: int
    last: int
    label: str
    words: str
    clashes: bool = False
    lacks: bool = False
    is_open_ended: bool = False


@dataclass(frozen=True)
class Lane:
    """A lane: its name, a note below it, and its bars in order."""

    name: str
    note: str
    bars: tuple[BarOf, ...]
    is_over: bool = False


@dataclass(frozen=True)
class Laid:
    """Where a bar lies: in which lane, and in which row of it."""

    lane: int
    row: int
    bar: BarOf
