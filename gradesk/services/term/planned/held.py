"""What takes place in a week, by its day, as it was settled where an adult is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import When, read_clock
from gradesk.model.term.week import Cover
from gradesk.services.term.planned import away, in_weeks
from gradesk.store.work import Store


@dataclass(frozen=True)
class Held:
    """A part of the week on its day: who has it, and when, as it was settled."""

    bar: Bar
    when: When
    day: date
    at: int | None
    adults: tuple[str, ...]
    covers: tuple[Cover, ...] = ()

    @property
    def cover(self) -> Cover | None:
        """How it was settled: for the first of those who lead it and are away, where more than one is."""
        return self.covers[0] if self.covers else None

    def is_of(self, adult: str) -> bool:
        """Whether an adult leads it, is talked to in it, or would have led it."""
        wanted = known(adult)
        return wanted in {known(one) for one in (*self.adults, *self.bar.everybody)}


def of_week(store: Store, week: Week, on: date) -> tuple[Held, ...]:
    """Everything of the week in which a day lies, by day and time."""
    covers: dict[tuple[str, date], tuple[Cover, ...]] = {}
    for one in away.covers_of_week(store, on):
        key = one.provision_id or one.entry_id or "", one.happened_on
        covers[key] = (*covers.get(key, ()), one)
    found = []
    for dated in in_weeks.sessions(store, week, week.bars, on):
        mine = covers.get((dated.bar.uuid, dated.day), ())
        adults = away.with_those_who_take_it(dated.bar.leaders, mine)
        found.append(Held(dated.bar, dated.when, dated.day, _time(dated.when.at, mine), adults, mine))
    return tuple(found)


def _time(at: int | None, covers: tuple[Cover, ...]) -> int | None:
    moved = next((read_clock(one.begins_at) for one in covers if one.how == "moved"), None)
    return at if moved is None else moved
