"""What a week is made of, as plain values: sessions of support, lessons, duties, the adults and the pupils in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gradesk.model.rules.week.hours import ALWAYS, Hours
from gradesk.model.rules.week.times import When, read_days
from gradesk.model.rules.words.people import people

SUPPORT, LESSON = "provision", "lesson"
IN_CLASS, ALONE = "class", "one_to_one"


@dataclass(frozen=True)
class Period:
    """A period of the school's day: its name, from and to in minutes of the day, and whether one is taught in it.

    `days` and `years` are empty where it is the same on all of them.
    """

    name: str
    begins: int
    ends: int
    kind: str = "lesson"
    days: frozenset[int] = frozenset()
    years: frozenset[str] = frozenset()

    def is_on(self, day: int, year: str = "") -> bool:
        """Whether a day, and the day of a year group, has it."""
        return (not self.days or day in self.days) and (not self.years or not year or year in self.years)


@dataclass(frozen=True)
class Adult:
    """Somebody who works here: when, for how many minutes a week by contract, and what they were trained in."""

    name: str
    role: str = ""
    hours: Hours = ALWAYS
    contract: int | None = None
    trained: frozenset[str] = frozenset()
    leaves_on: date | None = None


@dataclass(frozen=True)
class Who:
    """A pupil of the week."""

    name: str
    class_name: str = ""
    year: str = ""


@dataclass(frozen=True)
class Bar:
    """One thing of the week: support (`kind` provision), or a lesson, class support, a duty, PPA, cover, travel, talk.

    `times` is how many sessions a week it is meant to have, `whens` those that have a day; a session without its time is
    still to be placed. `largest` is how many pupils it is meant for at most; `overdue` its planned end where that is
    over and nobody ended it.
    """

    uuid: str
    kind: str
    name: str
    minutes: int = 0
    adult: str = ""
    stands_in: str = ""
    with_whom: str = ""
    pupils: tuple[str, ...] = ()
    class_name: str = ""
    room: str = ""
    whens: tuple[When, ...] = ()
    times: float = 0
    starts_on: date | None = None
    ends_on: date | None = None
    overdue: date | None = None
    form: str = ""
    area: str = ""
    needs: str = ""
    ehc_line: str = ""
    ehc_minutes: int | None = None
    scope: str = ""
    protected: bool = False
    largest: int | None = None

    @property
    def leaders(self) -> tuple[str, ...]:
        """Those who lead it, one name each."""
        return tuple(people(self.adult))

    @property
    def everybody(self) -> tuple[str, ...]:
        """Those who lead it and those they are with, one name each."""
        return (*self.leaders, *people(self.with_whom))

    @property
    def is_support(self) -> bool:
        """Whether it is support of pupils and not another use of an adult's time."""
        return self.kind == SUPPORT

    @property
    def takes_out(self) -> bool:
        """Whether pupils miss their lesson for it."""
        return self.is_support and self.form != IN_CLASS

    @property
    def holds_room(self) -> bool:
        """Whether nobody else can be in its room: several adults share a playground on duty, or the staff room for PPA."""
        return bool(self.room.strip()) and self.kind in (SUPPORT, LESSON)

    @property
    def wanted(self) -> int:
        """How many sessions a week it wants."""
        return max(round(self.times), 1 if self.times else 0)

    @property
    def placed(self) -> tuple[When, ...]:
        """Its sessions that have a day and a time."""
        return tuple(one for one in self.whens if one.at is not None)

    @property
    def missing(self) -> int:
        """How many of its sessions of a week have no time yet; one in every other week is half of one."""
        return max(int(self.wanted - sum(0.5 if one.week else 1 for one in self.placed)), 0)

    def runs_with(self, other: Bar) -> bool:
        """Whether the days from which to which both run have one in common."""
        first = max(self.starts_on or date.min, other.starts_on or date.min)
        last = min(self.ends_on or date.max, other.ends_on or date.max)
        return first <= last


@dataclass(frozen=True)
class Week:
    """A week of a school: whatever takes place in it, and everything that is known of those who are in it."""

    periods: tuple[Period, ...]
    bars: tuple[Bar, ...]
    adults: Mapping[str, Adult] = field(default_factory=dict)  # by name, as `known` writes it
    pupils: Mapping[str, Who] = field(default_factory=dict)
    two_weeks: bool = False

    def adult(self, name: str) -> Adult | None:
        """The adult of a name; None for a role or somebody from outside."""
        return self.adults.get(known(name))

    def bar(self, uuid: str) -> Bar | None:
        """The bar of a uuid."""
        return next((one for one in self.bars if one.uuid == uuid), None)


def known(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def days_of(typed: str) -> frozenset[int]:
    """The days of a period as they are written; none where it is every day."""
    return frozenset(day for day, _ in read_days(typed))
