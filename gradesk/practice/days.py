"""Days of the practice school: everything it tells of happened on a school day, and the clock goes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from gradesk.model.rules.days.school_year import FRIDAY, Span, span_of
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock

_DAY = timedelta(days=1)
_TWO_WEEKS = timedelta(days=14)


class SchoolDays:
    """Finds school days near any day; in the long holidays a weekday has to do."""

    def __init__(self, half_terms: Sequence[Span], today: date) -> None:
        self._spans = list(half_terms)
        self.today = today
        self.first = self._spans[0].starts_on
        begun = [span for span in self._spans if span.starts_on <= today]
        self.half = begun[-1] if begun else self._spans[0]
        # Until a term is two weeks old, silence is counted from the term before.
        opened = [span for span in begun if span.name.endswith(" 1") and span.starts_on + _TWO_WEEKS <= today]
        self.silent_from = opened[-1].starts_on if opened else self.first

    def on_or_before(self, day: date) -> date:
        """The last school day up to a day, never before the school's first term."""
        while day > self.first and not self._is_open(day):
            day -= _DAY
        return max(day, self.first)

    def on_or_after(self, day: date, within: int = 10) -> date:
        """The next school day from a day on; a mere weekday when none is so near."""
        for ahead in range(within + 1):
            if self._is_open(day + ahead * _DAY):
                return day + ahead * _DAY
        while day.weekday() > FRIDAY:
            day += _DAY
        return day

    def _is_open(self, day: date) -> bool:
        return day.weekday() <= FRIDAY and span_of(day, self._spans) is not None


@contextmanager
def on_day(store: Store, day: date) -> Iterator[None]:
    """Write as if it were that day, so that the history of a pupil reads as it would have grown."""
    before = store.clock
    # Today is written at its own hour: noon may still be to come, and would read as a clock set back.
    store.clock = fixed_clock(day) if day < before.today() else before
    try:
        yield
    finally:
        store.clock = before
