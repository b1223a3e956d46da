"""The week of the practice school: lessons, duties, PPA and talk, the hours of its assistants, and times for its groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.offers import FORBIDS, STEP
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.model.rules.week.times import DAYS, When
from gradesk.model.school.staff import StaffMember
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.school import staff
from gradesk.services.term import registers
from gradesk.services.term.planned import away, entries, gathering, moving
from gradesk.store.work import Store

# By period of the usual day, what each class has from Monday to Friday; the first two are never missed.
_LESSONS = (
    ("9:00", 50, ("English",) * 5),
    ("9:50", 50, ("Maths",) * 5),
    ("11:00", 60, ("Science", "History", "Geography", "Art", "Design and technology")),
    ("13:00", 70, ("Reading", "Phonics", "Reading", "Computing", "PSHE")),
    ("14:10", 65, ("PE", "Music", "RE", "PE", "Assembly")),
)
_PROTECTED = ("English", "Maths")
_HOURS = (("mon-fri 8:30-15:30", 32.5), ("mon-fri 8:30-13:00", 22.5), ("mon-thu 8:30-15:30", 26.0))
_ASSISTANTS = ("ta", "hlta", "elsa")
_ROOMS = ("Library", "Rainbow room", "The Nest")
_LEFT = 5  # every so many support is left to be placed


def add_week(store: Store, days: SchoolDays, class_names: Sequence[str]) -> None:
    """Write the week down, and give most groups that somebody known leads their times."""
    people = staff.staff(store)
    teachers = {one.class_name: one.name for one in people if one.class_name}
    assistants = [one for one in people if one.role in _ASSISTANTS]
    with on_day(store, days.first), store.work("Write the week down"):
        for place, one in enumerate(assistants):
            works, hours = _HOURS[place % len(_HOURS)]
            staff.change_staff(store, one.uuid, {"works": works, "hours_a_week": hours})
        for values in (*_lessons(class_names, teachers), *_others(assistants, list(teachers.values()))):
            entries.add(store, values)
    _give_times(store)
    _be_away(store, assistants)


def _lessons(class_names: Sequence[str], teachers: dict[str, str]) -> Iterator[dict[str, Any]]:
    for class_name in class_names:
        for at, minutes, subjects in _LESSONS:
            for subject in dict.fromkeys(subjects):
                on = [DAYS[day] for day, name in enumerate(subjects) if name == subject]
                yield {
                    "kind": "lesson", "name": subject, "class_name": class_name, "adult": teachers.get(class_name, ""),
                    "weekdays": " ".join(on), "begins_at": at, "minutes": minutes, "protected": subject in _PROTECTED,
                }  # fmt: skip


def _others(assistants: Sequence[StaffMember], teachers: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Duties in the break, and ten minutes of talk before the day begins."""
    for place, one in enumerate(assistants):
        yield {
            "kind": "duty", "name": "Playground", "adult": one.name, "weekdays": DAYS[place % 3], "begins_at": "10:40",
            "minutes": 20, "room": "Playground",
        }  # fmt: skip
        if place < len(teachers):
            yield {
                "kind": "talk", "adult": one.name, "with_whom": teachers[place], "weekdays": DAYS[(place + 1) % 3],
                "begins_at": "8:40",
            }  # fmt: skip


def _give_times(store: Store) -> None:
    """The same time on each of its days, the first at which nothing clashes; some are left for whoever plans."""
    week = gathering.week(store, store.clock.today())
    with store.work("Give groups their times"):
        for place, bar in enumerate(week.bars):
            if not bar.is_support or not bar.minutes or not bar.times or place % _LEFT == 0:
                continue
            if any(week.adult(name) is None for name in bar.leaders) or not bar.leaders:
                continue
            placed = _placed(week, replace(bar, room=_ROOMS[place % len(_ROOMS)] if bar.takes_out else bar.room))
            if placed is not None:
                moving.place(store, bar, placed.whens)
                moving.change(store, bar, {"room": placed.room})
                week = replace(week, bars=tuple(placed if one.uuid == bar.uuid else one for one in week.bars))


def _be_away(store: Store, assistants: Sequence[StaffMember]) -> None:
    """Somebody with most support to give is away on a day of the coming week: others take what they can."""
    today = store.clock.today()
    with store.read() as session:
        school = registers.calendar(session)
    days = [day for day in (today + timedelta(days=number) for number in range(1, 15)) if school.has_school(day)]
    found = [away.day_of(store, one.name, day) for day in days[:5] for one in assistants]
    busiest = max(found, key=_to_settle, default=None)
    if busiest is not None:
        away.settle_all(store, busiest)


def _to_settle(day: away.Away) -> tuple[int, int]:
    return sum(one.bar.is_support for one in day.sessions), len(day.sessions)


def _placed(week: Week, bar: Bar) -> Bar | None:
    days = [when.day for when in bar.whens] or registers.spread(bar.times)
    clashing = Clashing(week)
    for period in week.periods:
        for at in range(period.begins, period.ends - bar.minutes + 1, STEP) if period.kind == "lesson" else ():
            tried = replace(bar, whens=tuple(When(day, at) for day in days))
            if not any(one.kind in FORBIDS for one in clashing.of(tried)):
                return tried
    return None
