"""When a school is closed: the holidays between its half-terms, the closed days inside them, and weekends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from gradesk.model.rules.days.school_weeks import LONGEST_HOLIDAY
from gradesk.model.rules.days.school_year import FRIDAY, Span, span_of

DAY = timedelta(days=1)
SHORTEST = timedelta(days=2)  # from the first to the last day of a holiday: a weekend between two half-terms is none
# By the month in the middle of it; terms are local, and schools name half-terms as they like.
_HOLIDAYS = {
    10: "the autumn half-term holiday", 11: "the autumn half-term holiday",
    12: "the Christmas holidays", 1: "the Christmas holidays", 2: "the February half-term holiday",
    3: "the Easter holidays", 4: "the Easter holidays", 5: "the May half-term holiday", 6: "the May half-term holiday",
    7: "the summer holidays", 8: "the summer holidays", 9: "the summer holidays",
}  # fmt: skip


@dataclass(frozen=True)
class Closures:
    """The half-terms of all years a school has entered, by date, and the days inside them without pupils."""

    halves: tuple[Span, ...] = ()
    days: Mapping[date, str] = field(default_factory=dict)

    def knows(self, day: date) -> bool:
        """Whether the calendar reaches a day: it lies in a half-term, or in a holiday between two of them."""
        return span_of(day, self.halves) is not None or self._gap(day) is not None

    def said(self, day: date) -> str:
        """What keeps the school closed on a day, as the rest of "It falls …"; empty for an open or an unknown day."""
        gap = self._gap(day)
        if gap is not None and gap.ends_on - gap.starts_on >= SHORTEST:
            return f"in {gap.name}"
        if day in self.days and span_of(day, self.halves) is not None:
            return f"on a closed day ({self.days[day]})"
        return f"on a {day:%A}" if day.weekday() > FRIDAY else ""

    def last_open(self, day: date) -> date | None:
        """The last day with school on or before a day; None where the calendar does not reach back that far."""
        while self.knows(day):
            if not self.said(day):
                return day
            day -= DAY
        return None

    def _gap(self, day: date) -> Span | None:
        """The days between two half-terms around a day; a year that nobody entered is none."""
        for before, after in pairwise(self.halves):
            first, last = before.ends_on + DAY, after.starts_on - DAY
            if first <= day <= last and last - first <= timedelta(weeks=LONGEST_HOLIDAY):
                return Span(_HOLIDAYS[(first + (last - first) / 2).month], first, last)
        return None
