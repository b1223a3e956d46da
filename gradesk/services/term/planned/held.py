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
    cover: Cover | None = None

    def is_of(self, adult: str) -> bool:
        """Whether an adult leads it, is talked to in it, or would have led it."""
        wanted = known(adult)
        return wanted in {known(one) for one in (*self.adults, *self.bar.everybody)}


def of_week(store: Store, week: Week, on: date) -> tuple[Held, ...]:
    """Everything of the week in which a day lies, by day and time."""
    covers = {(one.provision_id or one.entry_id or "", one.happened_on): one for one in away.covers_of_week(store, on)}
    found = []
    for dated in in_weeks.sessions(store, week, week.bars, on):
        cover = covers.get((dated.bar.uuid, dated.day))
        found.append(
            Held(dated.bar, dated.when, dated.day, _time(dated.when.at, cover), _adults(dated.bar, cover), cover)
        )
    return tuple(found)


def _time(at: int | None, cover: Cover | None) -> int | None:
    moved = read_clock(cover.begins_at) if cover is not None and cover.how == "moved" else None
    return at if moved is None else moved


def _adults(bar: Bar, cover: Cover | None) -> tuple[str, ...]:
    if cover is None or cover.how == "suspended" or not cover.taken_by:
        return bar.leaders
    stay = tuple(one for one in bar.leaders if known(one) not in (known(cover.away), known(cover.taken_by)))
    return (cover.taken_by, *stay)
