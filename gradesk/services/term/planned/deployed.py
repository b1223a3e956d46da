"""How adults are deployed: with how many each pupil works, how much of it with the same one, and whether that fades over terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.vocabulary import AREAS
from gradesk.services.term.planned import drafts, gathering
from gradesk.store.work import Store

MOST_ADULTS = 4  # with whom one pupil works in a week; more are told (usual practice, unverified)
MUCH = 75  # per cent of a pupil's support with one adult from which it is told, where they have two hours or more of it
LONG = 120  # minutes a week
BEFORE = timedelta(weeks=12)  # about a term


@dataclass(frozen=True)
class Deployed:
    """A pupil’s adults in a week: minutes with each, the one with most of them, its share now and a term before in per cent."""

    pupil_id: str
    name: str
    class_name: str
    minutes: Mapping[str, int]
    main: str
    share: int
    before: int | None

    @property
    def total(self) -> int:
        """Minutes of support in the week."""
        return sum(self.minutes.values())

    @property
    def minded(self) -> str:
        """What is to be minded, in words; empty for nothing."""
        if len(self.minutes) > MOST_ADULTS:
            return f"{len(self.minutes)} adults in a week are many for one child"
        if self.share >= MUCH and self.total >= LONG:
            fades = self.before is not None and self.before > self.share
            return f"{self.share} % with {self.main}" + (
                f", {self.before} % a term ago" if fades else "; let others share it"
            )
        return ""


@dataclass(frozen=True)
class Deployment:
    """By pupil; and minutes of adults by class and by area of need."""

    pupils: tuple[Deployed, ...]
    classes: Mapping[str, int]
    areas: Mapping[str, int]


def deployment(store: Store, draft_id: str = "") -> Deployment:
    """How adults are deployed this week, or in a draft; those to be minded first."""
    day = drafts.draft(store, draft_id).starts_on if draft_id else store.clock.today()
    week, before = gathering.week(store, day, draft_id), _before(store, day)
    now = _by_pupil(week)
    found = [_deployed(week, pupil_id, mine, before.get(pupil_id, Counter())) for pupil_id, mine in now.items()]
    found.sort(key=lambda one: (not one.minded, -one.share, one.name))
    classes: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    for bar in _support(week):
        minutes = _minutes(bar)
        areas[AREAS.label(bar.area) if bar.area else "Other support"] += minutes
        for class_name in {week.pupils[one].class_name or "No class" for one in bar.pupils if one in week.pupils}:
            classes[class_name] += minutes
    return Deployment(tuple(found), dict(classes.most_common()), dict(areas.most_common()))


def _deployed(week: Week, pupil_id: str, mine: Counter[str], before: Counter[str]) -> Deployed:
    main, most = mine.most_common(1)[0]
    total, had = sum(mine.values()), sum(before.values())
    who = week.pupils[pupil_id]
    share = round(most * 100 / total) if total else 0
    then = round(before[known(main)] * 100 / had) if had else None
    return Deployed(pupil_id, who.name, who.class_name, dict(mine), main, share, then)


def _by_pupil(week: Week) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for bar in _support(week):
        for pupil_id in bar.pupils:
            for name in bar.leaders:
                if pupil_id in week.pupils and _minutes(bar):
                    found.setdefault(pupil_id, Counter())[name] += _minutes(bar)
    return found


def _before(store: Store, day: date) -> dict[str, Counter[str]]:
    """The same a term before, by names as they are compared."""
    week = gathering.week(store, day - BEFORE)
    found: dict[str, Counter[str]] = {}
    for pupil_id, mine in _by_pupil(week).items():
        for name, minutes in mine.items():
            found.setdefault(pupil_id, Counter())[known(name)] += minutes
    return found


def _support(week: Week) -> Iterable[Bar]:
    return (bar for bar in week.bars if bar.is_support)


def _minutes(bar: Bar) -> int:
    return round(bar.minutes * bar.times)
