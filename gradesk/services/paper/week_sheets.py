"""What the pages about a planned week and a planned term are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.services.paper.class_sheets import SupplyRow
from gradesk.services.paper.sheets import PupilHeading, Sheet

ADULT, CLASS, ROOM, PUPIL = "adult", "class", "room", "pupil"
TAKEN, MOVED, SUSPENDED = "taken", "moved", "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSlot:
    """One session, lesson or duty on its day; `at` and `minutes` in minutes, without `at` it has no time yet.

    `is_fixed` says that its name is a phrase and is translated. `others` counts pupils who are not named. Where somebody is
    `away`, `how` says what became of it, and `taken_by` who has it.
    """

    what: str
    kind: str = "provision"
    is_fixed: bool = False
    form: str = ""
    at: int | None = None
    minutes: int = 0
    adult: str = ""
    with_whom: str = ""
    room: str = ""
    classes: tuple[str, ...] = ()
    pupils: tuple[PupilHeading, ...] = ()
    others: int = 0
    takes_out: bool = False
    how: str = ""
    away: str = ""
    taken_by: str = ""
    rule: str = ""

    @property
    def until(self) -> int | None:
        """When it ends, if it has a time."""
        return self.at + self.minutes if self.at is not None else None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of a week: what takes place on it by its time, or why there is no school."""

    day: date
    slots: tuple[WeekSlot, ...] = ()
    is_open: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A break or a lunch of the school's day, in minutes."""

    name: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet(Sheet):
    """The week of an adult, a class, a room or one pupil; `letter` says which of two weeks in turn it is.

    `marks` are the minutes at which the periods of the usual day begin, and the last of them ends. `unplaced` is support with
    how many of its sessions have not even a day.
    """

    of: str
    days: tuple[WeekDay, ...]
    marks: tuple[int, ...] = ()
    unplaced: tuple[tuple[str, int], ...] = ()
    pauses: tuple[Pause, ...] = ()
    letter: str = ""
    is_versioned: bool = False

    @property
    def slots(self) -> tuple[WeekSlot, ...]:
        """All of the week."""
        return tuple(slot for day in self.days for slot in day.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet(Sheet):
    """A day with somebody away: by adult, the sessions and what became of each."""

    day: date
    away: tuple[tuple[str, tuple[WeekSlot, ...]], ...] = ()
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class OutOfClass:
    """A pupil who leaves a lesson or somebody who comes in, on a day."""

    day: date
    slot: WeekSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSheet(Sheet):
    """A lesson of a class, or its whole week where `lesson` is empty: whom to know about, who is out, who comes in."""

    lesson: str = ""
    adult: str = ""
    rows: tuple[SupplyRow, ...] = ()
    out: tuple[OutOfClass, ...] = ()
    comes_in: tuple[OutOfClass, ...] = ()
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class TermWeek:
    """A week of a term: its Monday, and for each of its days whether there is school."""

    monday: date
    open_days: tuple[bool, ...]

    @property
    def is_open(self) -> bool:
        """Whether any day has school."""
        return any(self.open_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """Support on the page of a term, from one of its weeks to another."""

    what: str
    form: str = ""
    led_by: str = ""
    times: float | None = None
    minutes: int | None = None
    first: int = 0
    last: int = 0
    starts_on: date | None = None
    until: date | None = None
    is_overdue: bool = False  # past its planned end, and nobody ended it
    pupils: tuple[PupilHeading, ...] = ()
    sessions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPart:
    """The support of one adult, class or area. `minutes` a week at the most."""

    title: str
    is_fixed: bool = False
    minutes: int = 0
    lines: tuple[TermLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSheet(Sheet):
    """A term on one page: its weeks, and a line for each support."""

    first: date
    last: date
    weeks: tuple[TermWeek, ...]
    parts: tuple[TermPart, ...] = ()
    is_draft: bool = False
    is_versioned: bool = False
