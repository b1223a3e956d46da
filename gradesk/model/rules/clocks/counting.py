"""Counting by a rule: the day that follows from a start, and the sum in words. Holidays never move it; they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from gradesk.model.rules.clocks.closures import Closures
from gradesk.model.rules.clocks.rule import BACKWARDS, DAY, ClockRule
from gradesk.model.rules.days.days import FIRST, LAST
from gradesk.model.rules.days.freshness import months_after

_MONTHS_IN = {"months": 1, "years": 12}
_DAYS_IN = {"weeks": 7, "calendar_days": 1}


@dataclass(frozen=True)
class Sum:
    """What a rule makes of a start: the day, the sum in words, and the clash with a closed day (empty where there is none).

    The words are put together when they are first asked for: of a season of 450 plans only those in sight are.
    """

    rule: ClockRule
    start: date
    due: date
    closures: Closures = field(default_factory=Closures, repr=False, compare=False)

    @cached_property
    def clash(self) -> str:
        """That the day falls on one without school, as a sentence; empty for an open or an unknown day."""
        closed = self.closures.said(self.due)
        return f"It falls {closed}, and does not move." if closed else ""

    @cached_property
    def words(self) -> str:
        """The sum in words: start, span, day, whether holidays count, and on what it falls."""
        rule, due = self.rule, self.due
        parts = [_sum_words(rule, self.start, due), _clipped(rule, self.start, due)]
        if rule.holidays_count and rule.day is None:
            parts.append("School holidays count.")
        parts.append(self.clash)
        if self.clash and (before := self.closures.last_open(due)) is not None:
            parts.append(f"The last school day before it is {day_said(before)}.")
        if not self.clash and not self.closures.knows(due):
            parts.append("The school’s calendar does not reach that day.")
        return " ".join(part for part in parts if part)

    @property
    def source(self) -> str:
        """Where the figure stands."""
        return self.rule.source

    @property
    def made_under(self) -> str:
        """Statute, regulation, Code, or the school's own rule."""
        return self.rule.made_under


def due_on(rule: ClockRule, start: date) -> date:
    """The day that follows from a start, in calendar days: nothing moves it.

    Months and years clip to the end of a month that is shorter, so that the anniversary of 29 February is 28 February in
    other years. A rule with a fixed day has it in the calendar year of the start (SEND Regulations 2014, reg. 18).

    Raises:
        ValueError: the start lies outside the days a record can be about (1990 to 2100).
    """
    if not FIRST <= start <= LAST:
        raise ValueError(f"{start} is not from {FIRST.year} to {LAST.year}")
    if rule.day is not None:
        return date(start.year, rule.day[1], rule.day[0])
    sign = -1 if rule.direction == BACKWARDS else 1
    number = sign * (rule.number or 0)
    if rule.unit in _DAYS_IN:
        found = start + timedelta(days=number * _DAYS_IN[rule.unit])
    else:
        found = months_after(start, number * _MONTHS_IN[rule.unit])
    return found - timedelta(days=sign) if rule.first_counts else found


def count(rule: ClockRule, start: date, closures: Closures) -> Sum:
    """Count by a rule from a start, and say how.

    Args:
        rule: what to count by.
        start: the day of what starts it, from 1990 to 2100.
        closures: when the school is closed; it changes what is said, never the day.

    Raises:
        ValueError: the start lies outside the days a record can be about (1990 to 2100).
    """
    return Sum(rule, start, due_on(rule, start), closures)


def as_row(found: Sum) -> dict[str, object]:
    """A sum as plain values: the code of the rule, start, the span under its unit (or "day"), due, sum and source.

    Days are written as ISO 8601 has them, as other programs read them.
    """
    span = found.rule.span if found.rule.unit == DAY else found.rule.number
    return {
        "rule": found.rule.code,
        "start": found.start.isoformat(),
        found.rule.unit: span,
        "due": found.due.isoformat(),
        "sum": found.words,
        "source": found.source,
    }


def day_said(day: date) -> str:
    """A day in full, as it is said in Britain: "Monday 2 March 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _sum_words(rule: ClockRule, start: date, due: date) -> str:
    if rule.day is not None:
        return f"{day_said(start)}: {rule.span} of that year is {day_said(due)}."
    sign = "−" if rule.direction == BACKWARDS else "+"
    first = ", that day being the first," if rule.first_counts else ""
    return f"{day_said(start)} {sign} {rule.span}{first} = {day_said(due)}."


def _clipped(rule: ClockRule, start: date, due: date) -> str:
    """Why the day of the month is another one, where its month is shorter."""
    if rule.unit not in _MONTHS_IN or rule.first_counts or due.day == start.day:
        return ""
    if (start.month, start.day, due.month) == (2, 29, 2):
        return "An anniversary of 29 February falls on 28 February in other years."
    return f"That month has no {start.day}{'st' if start.day == 31 else 'th'}, so it is the last day of it."
