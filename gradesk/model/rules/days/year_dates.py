"""Dates that follow from a school's year: census days, deadlines, windows for reviews, and how a year is copied forward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import FRIDAY, Span, typical_half_terms

THURSDAY = 3
WINDOW_WEEKS = 3
YEAR_OF_WEEKS = timedelta(weeks=52)
DAY = timedelta(days=1)


def census_days(start: int) -> list[Span]:
    """School census days of the academic year that begins in `start`: the first Thursday of October, the third of January
    and the third of May (DfE, complete the school census)."""
    days = (
        ("Autumn census day", _weekday_of(date(start, 10, 1), THURSDAY, 1)),
        ("Spring census day", _weekday_of(date(start + 1, 1, 1), THURSDAY, 3)),
        ("Summer census day", _weekday_of(date(start + 1, 5, 1), THURSDAY, 3)),
    )
    return [Span(name, day, day) for name, day in days]


def deadlines(start: int) -> list[Span]:
    """Days by which plans are final for those who move to another phase (SEND Regulations 2014, reg. 18)."""
    phase, post_16 = date(start + 1, 2, 15), date(start + 1, 3, 31)
    return [
        Span("Final EHC plans of those who change phase", phase, phase),
        Span("Final EHC plans of those who move to post-16", post_16, post_16),
    ]


def review_windows(terms: Sequence[Span]) -> list[Span]:
    """The last three weeks of each term, in which its reviews are usually held."""
    return [
        Span(
            f"Reviews of the {term.name} term",
            max(term.starts_on, monday_of(term.ends_on) - timedelta(weeks=WINDOW_WEEKS - 1)),
            term.ends_on,
        )
        for term in terms
    ]


def next_half_terms(halves: Sequence[Span], start: int) -> list[Span]:
    """The half-terms of the year after, as far from the typical dates as those of the year that began in `start`.

    Where a school has other than six, each is moved by 52 weeks, which keeps its weekdays.
    """
    before, after = typical_half_terms(start), typical_half_terms(start + 1)
    if len(halves) != len(before):
        return [Span(half.name, half.starts_on + YEAR_OF_WEEKS, half.ends_on + YEAR_OF_WEEKS) for half in halves]
    found: list[Span] = []
    for half, typical, coming in zip(halves, before, after, strict=True):
        first = _to_monday(coming.starts_on + (half.starts_on - typical.starts_on))
        last = _to_friday(coming.ends_on + (half.ends_on - typical.ends_on))
        if found and first <= found[-1].ends_on:
            first = _to_monday(found[-1].ends_on + DAY)
        found.append(Span(half.name, first, max(last, first)))
    # A school breaks up for the summer on its own weekday, whatever the typical last day falls on.
    summer = _nearest(found[-1].ends_on, halves[-1].ends_on.weekday())
    found[-1] = Span(found[-1].name, found[-1].starts_on, max(summer, found[-1].starts_on))
    return found


def _nearest(day: date, weekday: int) -> date:
    """The day with this weekday that is nearest: at most three days away."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


def moved_with(day: date, halves: Sequence[Span], coming: Sequence[Span]) -> date:
    """Where a day of one year lies in the next: as far from the nearest edge of a half-term as now, and never on a weekend."""
    edges = [
        (old, new)
        for half, other in zip(halves, coming, strict=True)
        for old, new in ((half.starts_on, other.starts_on), (half.ends_on, other.ends_on))
    ]
    old, new = min(edges, key=lambda edge: abs((edge[0] - day).days), default=(day, day + YEAR_OF_WEEKS))
    found = new + (day - old)
    if found.weekday() <= FRIDAY or day.weekday() > FRIDAY:
        return found
    return _to_friday(found) if day < old else _to_monday(found)


def _weekday_of(first: date, weekday: int, number: int) -> date:
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)


def _to_monday(day: date) -> date:
    return day if day.weekday() <= FRIDAY else day + timedelta(days=7 - day.weekday())


def _to_friday(day: date) -> date:
    return day if day.weekday() <= FRIDAY else day - timedelta(days=day.weekday() - FRIDAY)
