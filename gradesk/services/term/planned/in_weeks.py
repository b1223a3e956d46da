"""The sessions of a week by their day: without those that fall into holidays, INSET or the other of two weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.model.rules.week.times import EVERY, When
from gradesk.services.term import registers, trips
from gradesk.store.work import Store


@dataclass(frozen=True)
class Dated:
    """A session on its day."""

    bar: Bar
    when: When
    day: date


def sessions(store: Store, week: Week, bars: Iterable[Bar], on: date) -> list[Dated]:
    """The sessions of the week in which a day lies, by day and time; those without a time last. Who is on a trip has none."""
    with store.read() as session:
        school, out = registers.calendar(session), trips.read(session)
    monday = monday_of(on)
    letter = school.letter(monday)
    found = []
    for bar in bars:
        for when in bar.whens:
            day = monday + timedelta(days=when.day)
            runs = (bar.starts_on or date.min) <= day <= (bar.ends_on or date.max)
            away = out.are_out(day, _classes(week, bar))
            if runs and when.week in (EVERY, letter) and school.has_school(day) and not away:
                found.append(Dated(bar, when, day))
    return sorted(found, key=lambda one: (one.day, one.when.at is None, one.when.at or 0, one.bar.name, one.bar.uuid))


def _classes(week: Week, bar: Bar) -> set[str]:
    names = {week.pupils[one].class_name for one in bar.pupils if one in week.pupils} | {bar.class_name}
    return names - {""}
