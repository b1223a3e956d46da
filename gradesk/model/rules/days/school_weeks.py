"""The weeks in which a school is open: which days they have, what closes a day, and how long a holiday lies before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.days.school_year import Span, span_of

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONGEST_HOLIDAY = 12  # weeks without school after which the calendar has come to its end


@dataclass(frozen=True)
class SchoolWeek:
    """One week with school in it: its Monday, its open days, what closes the others, and the weeks of holiday before it."""

    monday: date
    name: str
    days: tuple[date, ...]
    closed: tuple[tuple[date, str], ...]
    holiday_weeks: int

    @property
    def last(self) -> date:
        """The Sunday it ends with."""
        return self.monday + 6 * DAY


def monday_of(day: date) -> date:
    """The Monday of the week that holds a day."""
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))


def school_weeks(
    start: date, half_terms: Sequence[Span], closures: Mapping[date, str], count: int
) -> tuple[SchoolWeek, ...]:
    """The next weeks with at least one open day, from the week of `start` on; fewer where the calendar ends.

    Args:
        start: any day of the first week to look at.
        half_terms: the school's half-terms.
        closures: the days inside them without pupils, with the reason.
        count: how many weeks are wanted.
    """
    found: list[SchoolWeek] = []
    monday, holiday = monday_of(start), 0
    while len(found) < count and holiday <= LONGEST_HOLIDAY and monday <= date.max - 2 * WEEK:
        week = [monday + number * DAY for number in range(5)]
        termly = [day for day in week if span_of(day, half_terms) is not None]
        days = tuple(day for day in termly if day not in closures)
        if days:
            closed = tuple((day, closures[day]) for day in termly if day in closures)
            found.append(SchoolWeek(monday, _name(days[0], half_terms), days, closed, holiday if found else 0))
            holiday = 0
        else:
            holiday += 1
        monday += WEEK
    return tuple(found)


def nearest_open(week: SchoolWeek, weekday: int, earliest: date) -> date | None:
    """The open day of a week nearest to a weekday (0 for Monday), not before `earliest`; of two the earlier."""
    days = [day for day in week.days if day >= earliest]
    return min(days, key=lambda day: (abs(day.weekday() - weekday), day), default=None)


def _name(day: date, half_terms: Sequence[Span]) -> str:
    half = span_of(day, half_terms)
    if half is None:
        return ""
    return f"wk {(monday_of(day) - monday_of(half.starts_on)).days // 7 + 1} of {half.name}"
