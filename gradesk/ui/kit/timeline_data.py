"""What the timeline draws: spans, dots and the terms behind them, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class TimeSpan:
    """A stage of a cycle. `role` names the colour, `letter` stands in it; `ends_on` None means it still goes on.

    A span that is not `begun` is only planned, and drawn as such.
    """

    key: str
    role: str
    letter: str
    label: str
    starts_on: date
    ends_on: date | None
    planned_from: date
    planned_to: date
    detail: str = ""
    overdue: bool = False
    begun: bool = True


@dataclass(frozen=True)
class TimeDot:
    """Something that happened on a day. `shape` is circle, square, diamond or triangle."""

    key: str
    shape: str
    label: str
    day: date
    detail: str = ""


@dataclass(frozen=True)
class Background:
    """A half-term behind the spans."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class TimelineData:
    """All there is to draw. Dots and spans are in order of time."""

    today: date
    spans: Sequence[TimeSpan] = ()
    dots: Sequence[TimeDot] = ()
    terms: Sequence[Background] = field(default_factory=tuple)
