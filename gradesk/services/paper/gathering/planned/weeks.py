"""Filling the week of an adult, a class, a room and a pupil."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import LESSON, Bar, known
from gradesk.services.paper.gathering.classes import people as the_pupils
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.gathering.planned.held import HeldWeek, coming_day, held_week, pupils_of
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.paper.week_sheets import ADULT, CLASS, PUPIL, ROOM, SUSPENDED, WeekSheet
from gradesk.services.term.planned import gathering
from gradesk.services.term.planned.held import Held, of_week
from gradesk.store.work import Store

Names = Callable[[Iterable[Held]], list[str]]


def offered_adults(store: Store) -> list[tuple[str, str]]:
    """Each adult in this week; then everybody, and each adult, in the next."""
    return _offered(store, _adults, "Everybody")


def offered_rooms(store: Store) -> list[tuple[str, str]]:
    """Each room in this week; then all of them, and each, in the next."""
    return _offered(store, _rooms, "All rooms")


def offered_weeks(store: Store) -> list[tuple[str, str]]:
    """The weeks a week can be printed of, besides the one in which the next day with school lies."""
    monday = monday_of(coming_day(store))
    days = [monday + timedelta(weeks=number) for number in range(1, 4)]
    return [(day.isoformat(), f"The week of {written_day(day)}") for day in days]


def adult_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[WeekSheet]:
    """A week for each adult who has anything in it, or for the one who is asked for. Whoever is chosen besides changes
    nothing: an adult's week is of everybody in it.
    """
    day, name = _wanted(store, which)
    found = held_week(store, day)
    names = _adults(found.held)
    if name:
        names = [one for one in names if known(one) == known(name)]
    fixed = _fixed(store, found)
    sheets = []
    for one in names:
        unplaced = _unplaced(bar for bar in found.week.bars if known(one) in {known(each) for each in bar.leaders})
        mine = [held for held in found.held if held.is_of(one)]
        sheets.append(replace(_sheet(found, fixed, ADULT, one, mine), unplaced=unplaced))
    return sheets


def room_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[WeekSheet]:
    """A week for each room with anything in it, or for the one that is asked for."""
    day, name = _wanted(store, which)
    found = held_week(store, day)
    names = [one for one in _rooms(found.held) if not name or known(one) == known(name)]
    fixed = _fixed(store, found)
    return [
        _sheet(found, fixed, ROOM, one, [held for held in found.held if known(held.bar.room) == known(one)])
        for one in names
    ]


def class_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[WeekSheet]:
    """A week for each class of these pupils: its lessons, who comes in, and what takes its pupils out. Of those who are not
    chosen it says only how many there are.
    """
    day, _ = _wanted(store, which)
    found = held_week(store, day)
    with store.read() as session:
        here = {one.uuid: one.heading for one in the_pupils(session, pupil_ids)}
    classes: dict[str, list[str]] = {}
    for uuid in (one for one in dict.fromkeys(pupil_ids) if one in here):
        classes.setdefault(here[uuid].class_name, []).append(uuid)
    fixed, sheets = _fixed(store, found), []
    for name, ids in classes.items():
        held = [one for one in found.held if _is_of_class(found, one, name, set(ids))]
        if held and name:
            unplaced = _unplaced(bar for bar in found.week.bars if set(ids) & set(bar.pupils))
            sheets.append(replace(_sheet(found, fixed, CLASS, name, held, ids), unplaced=unplaced))
    return sheets


def pupil_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[WeekSheet]:
    """The week of each of these pupils who has support in it: their own sessions and nobody else's name."""
    day, _ = _wanted(store, which)
    found = held_week(store, day)
    with store.read() as session:
        headings = headings_of(session, pupil_ids)
    fixed, sheets = _fixed(store, found), []
    for uuid in (one for one in dict.fromkeys(pupil_ids) if one in headings):
        own = [one for one in found.held if uuid in one.bar.pupils and one.bar.kind != LESSON]
        own = [one for one in own if one.cover is None or one.cover.how != SUSPENDED]
        if own:
            days = found.days((one, replace(found.slot(one, ()), others=0, rule="", away="")) for one in own)
            sheets.append(WeekSheet(**fixed, pupil_ids=(uuid,), heading=headings[uuid], of=PUPIL, days=days))
    return sheets


def _sheet(
    found: HeldWeek, fixed: dict[str, Any], of: str, name: str, held: Sequence[Held], ids: Sequence[str] | None = None
) -> WeekSheet:
    return WeekSheet(
        **fixed,
        pupil_ids=pupils_of(held, found.headings) if ids is None else tuple(ids),
        heading=PupilHeading(preferred_name=name, is_group=True),
        of=of,
        days=found.days((one, found.slot(one, ids)) for one in held),
    )


def _fixed(store: Store, found: HeldWeek) -> dict[str, Any]:
    return {**common(store), "letter": found.letter, "pauses": found.pauses, "marks": found.marks}


def _is_of_class(found: HeldWeek, one: Held, name: str, ids: Collection[str]) -> bool:
    if known(one.bar.class_name) == known(name):
        return True
    return any(
        uuid in ids or found.week.pupils[uuid].class_name == name for uuid in one.bar.pupils if uuid in found.headings
    )


def _unplaced(bars: Iterable[Bar]) -> tuple[tuple[str, int], ...]:
    """Support with sessions that have no day, and how many of them."""
    found = [(bar.name, bar.wanted - len(bar.whens)) for bar in bars if bar.is_support]
    return tuple((name, count) for name, count in found if count > 0)


def _adults(held: Iterable[Held]) -> list[str]:
    return _each_once(name for one in held for name in (*one.adults, *one.bar.everybody))


def _rooms(held: Iterable[Held]) -> list[str]:
    return _each_once(one.bar.room for one in held)


def _each_once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        if known(name):
            found.setdefault(known(name), " ".join(name.split()))
    return sorted(found.values(), key=str.casefold)


def _offered(store: Store, names: Names, everybody: str) -> list[tuple[str, str]]:
    day = coming_day(store)
    after = monday_of(day) + timedelta(weeks=1)
    now, then = (of_week(store, gathering.week(store, one), one) for one in (day, after))
    key = after.isoformat()
    found = [(name, name) for name in names(now)]
    found.append((key, f"{everybody}, the week of {written_day(after)}"))
    return found + [(f"{key} {name}", f"{name}, the week of {written_day(after)}") for name in names(then)]


def named(store: Store, which: str) -> str:
    """The name of any week that can be printed: of somebody, of a room, or of all; empty for what is none."""
    day, name = _wanted(store, which)
    held = of_week(store, gathering.week(store, day), day) if name else []
    if name and known(name) not in {known(one) for one in (*_adults(held), *_rooms(held))}:
        return ""
    week = f"the week of {written_day(monday_of(day))}"
    return f"{name}, {week}" if name else f"T{week[1:]}"


def _wanted(store: Store, which: str) -> tuple[date, str]:
    """A day of the week that is asked for, and of whom."""
    first, _, rest = which.partition(" ")
    try:
        return date.fromisoformat(first), rest.strip()
    except ValueError:
        return coming_day(store), which.strip()
