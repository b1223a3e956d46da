"""The stretch of time in view: which day lies where, zoom, pan, and the ticks of the axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

SHORTEST_DAYS, LONGEST_DAYS = 7.0, 3660.0
_CENTURY = 1200  # months; no axis is coarser, however narrow
_FIRST, _LAST = date(1980, 1, 1).toordinal(), date(2120, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Window:
    """`days` from the ordinal `start` on, shown between the pixels `left` and `left + width`."""

    start: float
    days: float
    left: float = 0.0
    width: float = 1000.0

    def x(self, day: float) -> float:
        """Where a day begins; parts of a day are parts of its width."""
        return self.left + (day - self.start) / self.days * self.width

    def day_at(self, x: float) -> float:
        """The day at a place, with its part."""
        return self.start + (x - self.left) / self.width * self.days

    @property
    def per_day(self) -> float:
        """How wide a day is."""
        return self.width / self.days

    @property
    def end(self) -> float:
        """The day at the right edge."""
        return self.start + self.days

    def placed(self, left: float, width: float) -> Window:
        """The same stretch in another place."""
        return replace(self, left=left, width=max(width, 1.0))

    def zoomed(self, factor: float, at: float | None = None) -> Window:
        """`factor` times as many days, from a week to ten years; the day at the place `at` (the middle) stays there."""
        place = self.left + self.width / 2 if at is None else at
        day = self.day_at(place)
        days = min(max(self.days * factor, SHORTEST_DAYS), LONGEST_DAYS)
        return replace(self, start=day - (place - self.left) / self.width * days, days=days)._kept()

    def panned(self, share: float) -> Window:
        """Moved by a share of what is shown; positive goes to later days."""
        return replace(self, start=self.start + self.days * share)._kept()

    def around(self, day: date) -> Window:
        """Moved, if it must be, so that a day is in view with some room on both sides."""
        here = day.toordinal() + 0.5
        margin = self.days * 0.05
        if self.start + margin <= here <= self.end - margin:
            return self
        return replace(self, start=here - self.days / 2)._kept()

    def over(self, first: date, last: date) -> Window:
        """Exactly the days from one to another, a week at least and ten years at most."""
        days = min(max(float((last - first).days + 1), SHORTEST_DAYS), LONGEST_DAYS)
        spare = days - ((last - first).days + 1)
        return replace(self, start=first.toordinal() - max(spare, 0.0) / 2, days=days)._kept()

    def _kept(self) -> Window:
        """Within the years a school can speak of."""
        return replace(self, start=min(max(self.start, _FIRST), _LAST - self.days))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis with its words; a `major` one begins a year, or a month among days."""

    x: float
    words: str
    major: bool


Measure = Callable[[str], float]


def ticks(window: Window, measure: Measure) -> list[Tick]:
    """Days, weeks, months, quarters or years, whichever have room for their words."""
    first = date.fromordinal(max(int(window.start), 1))
    last = date.fromordinal(int(window.end) + 1)
    if window.per_day >= measure("Wed 30") + 10:
        return _by_days(window, first, last, 1, "{:%a} {}")
    if window.per_day * 7 >= measure("30 Nov") + 10:
        return _by_days(window, first - timedelta(days=first.weekday()), last, 7, "{1} {0:%b}")
    room = measure("Jan 2026") + 12
    step = next((months for months in (1, 3, 6) if window.per_day * 30 * months >= room), 12)
    while 12 <= step < _CENTURY and window.per_day * 30.4 * step < measure("2026") + 8:
        step *= 2
    return _by_months(window, first, last, step)


def _by_days(window: Window, first: date, last: date, step: int, pattern: str) -> list[Tick]:
    found = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1, step):
        day = date.fromordinal(ordinal)
        found.append(Tick(window.x(ordinal), pattern.format(day, day.day), day.day <= step and step == 7))
    return found


def _by_months(window: Window, first: date, last: date, step: int) -> list[Tick]:
    found = []
    month = first.year * 12 + first.month - 1
    month -= month % step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        begins_year = day.month == 1
        words = f"{day.year}" if step >= 12 else f"{day:%b}" + (f" {day.year}" if begins_year else "")
        found.append(Tick(window.x(day.toordinal()), words, begins_year))
        month += step
    return found
