"""Where a session could go: every beginning of the week in which nothing clashes, with what it would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gradesk.model.rules.week import clashes
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.parts import LESSON, Bar, Period, Week, known
from gradesk.model.rules.week.times import NAMES, When, clock

STEP = 10  # minutes between two beginnings that are offered within a period
NOON = 12 * 60
# What makes a place no place; all else is told and costs.
FORBIDS = frozenset({clashes.ADULT, clashes.PUPIL, clashes.ROOM, clashes.DAYS, clashes.PROTECTED, clashes.BOUND})
# A clash of the whole bar is the same wherever the session goes.
_OF_PLACE = FORBIDS | {clashes.ALWAYS, clashes.HOURS}


@dataclass(frozen=True)
class Offer:
    """A beginning: in which period, what stands against it, which lessons are missed, and what it costs: the less the better."""

    when: When
    period: str
    clashes: tuple[Clash, ...]
    missed: tuple[str, ...]
    cost: float

    @property
    def is_free(self) -> bool:
        """Whether a session can take place there."""
        return not any(one.kind in FORBIDS for one in self.clashes)

    @property
    def words(self) -> str:
        """What it costs, in words."""
        if not self.is_free:
            return next(one.words for one in self.clashes if one.kind in FORBIDS)
        parts = [f"misses {', '.join(self.missed)}"] if self.missed else []
        parts += [one.words for one in self.clashes]
        parts += ["in the afternoon"] if (self.when.at or 0) >= NOON else []
        return "; ".join(parts) or "nothing is missed"

    @property
    def at(self) -> str:
        """Such as Tuesday 9:30."""
        return f"{NAMES[self.when.day]} {clock(self.when.at or 0)}"


def offers(clashing: Clashing, bar: Bar, *, all_: bool = False) -> list[Offer]:
    """The beginnings for one more session of a bar, the cheapest first; with `all_` those too at which something clashes.

    Days on which it has a session already are left out: one a day.
    """
    taken = {one.day for one in bar.placed}
    found = [
        made
        for day, at, period in beginnings(clashing.week, bar)
        if day not in taken and ((made := offer(clashing, bar, When(day, at), period.name)).is_free or all_)
    ]
    return sorted(found, key=lambda one: (not one.is_free, one.cost, one.when))


def offer(clashing: Clashing, bar: Bar, when: When, period: str = "") -> Offer:
    """What a session of a bar at a time would mean."""
    one = replace(bar, whens=(when,))
    found = tuple(each for each in clashing.of(one) if each.kind in _OF_PLACE)
    missed = tuple(dict.fromkeys(_missed(clashing.week, one, when))) if bar.takes_out else ()
    cost = len(missed) + 3 * sum(each.kind not in FORBIDS for each in found) + 0.3 * ((when.at or 0) >= NOON)
    return Offer(when, period, found, missed, cost)


def beginnings(week: Week, bar: Bar) -> Iterator[tuple[int, int, Period]]:
    """Every beginning within a lesson of the day of the bar's pupils, in steps; day, minute and period. Duties and other parts
    of the week that are no support have their place in a break too.
    """
    years = {week.pupils[one].year for one in bar.pupils if one in week.pupils} or {""}
    minutes = bar.minutes or STEP
    for day in range(len(NAMES)):
        for period in week.periods:
            if (period.kind in ("lesson", "registration") or not bar.is_support) and all(
                period.is_on(day, year) for year in years
            ):
                for at in range(period.begins, period.ends - minutes + 1, STEP):
                    yield day, at, period


def _missed(week: Week, bar: Bar, when: When) -> Iterator[str]:
    classes = {known(week.pupils[one].class_name) for one in bar.pupils if one in week.pupils} - {""}
    for other in week.bars:
        if other.kind != LESSON or not bar.runs_with(other):
            continue
        if known(other.class_name) not in classes and not set(other.pupils) & set(bar.pupils):
            continue
        for lesson in other.placed:
            begins, at = lesson.at or 0, when.at or 0
            if lesson.meets(when) and begins < at + bar.minutes and at < begins + other.minutes:
                yield other.name
