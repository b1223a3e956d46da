"""Minutes of support: planned by the calendar, given and missed by the register, and owed where the school did not give them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span, span_of
from gradesk.model.term.words import OWED

SCHOOL_DAYS = 5


@dataclass(frozen=True)
class Held:
    """One session as it was for one pupil. `minutes` is its whole length; `part` what they had of it where it was a part.

    `extra` is one that was put on to make good another.
    """

    minutes: int
    ran: bool = True
    mark: str = ""
    part: int = 0
    reason: str = ""
    extra: bool = False


@dataclass(frozen=True)
class Tally:
    """Minutes of one pupil, or the sum of several."""

    planned: int = 0
    delivered: int = 0
    missed: int = 0
    owed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.planned + other.planned,
            self.delivered + other.delivered,
            self.missed + other.missed,
            self.owed + other.owed,
        )


class SchoolWeeks:
    """The weeks of a school, laid out once, so that those between two days are found by looking them up."""

    def __init__(self, half_terms: Sequence[Span], closures: Mapping[date, str]) -> None:
        self._knows_days = bool(half_terms)
        days: set[date] = set()
        for half in half_terms:
            number = (half.ends_on - half.starts_on).days + 1
            days.update(half.starts_on + timedelta(days=place) for place in range(number))
        self._days = sorted(day for day in days if is_school_day(day, half_terms, closures))
        self._week: list[int] = []  # of each day, the first being week 1
        for place, day in enumerate(self._days):
            is_new = place == 0 or monday_of(day) != monday_of(self._days[place - 1])
            self._week.append((self._week[-1] if self._week else 0) + is_new)

    def between(self, first: date, last: date) -> int:
        """How many weeks have a school day from one day to another, both counted; all where nobody entered the calendar."""
        if last < first:
            return 0
        if not self._knows_days:
            return (monday_of(last) - monday_of(first)).days // 7 + 1
        begin, end = bisect_left(self._days, first), bisect_right(self._days, last)
        return self._week[end - 1] - self._week[begin] + 1 if begin < end else 0


def is_school_day(day: date, half_terms: Sequence[Span], closures: Mapping[date, str]) -> bool:
    """Whether pupils are there: a weekday in a half-term that is not closed."""
    return day.weekday() < SCHOOL_DAYS and span_of(day, half_terms) is not None and day not in closures


def planned_minutes(times_a_week: float | None, minutes: int | None, weeks: int) -> int:
    """Sessions a week, times their length, times weeks; 0 where one of them was not said (domain 5.3)."""
    if not times_a_week or not minutes:
        return 0
    return round(Fraction(str(times_a_week)) * minutes * weeks)


def tally(planned: int, sessions: Iterable[Held]) -> Tally:
    """What became of what was planned. A session that made another good pays back what is owed."""
    delivered = missed = owed = 0
    for one in sessions:
        had = _had(one)
        delivered += had
        if one.extra:
            owed -= had
            continue
        missed += one.minutes - had if one.mark or not one.ran else 0
        if not one.ran and one.reason in OWED:
            owed += one.minutes
    return Tally(planned, delivered, missed, max(owed, 0))


def _had(one: Held) -> int:
    if not one.ran:
        return 0
    return {"here": one.minutes, "part": min(one.part, one.minutes)}.get(one.mark, 0)
