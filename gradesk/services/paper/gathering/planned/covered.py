"""Filling the sheet of a day with somebody away: each of their sessions, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import known
from gradesk.model.term.week import Cover
from gradesk.services.paper.gathering.arranged import day_of
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.gathering.planned.held import held_week, pupils_of
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.paper.week_sheets import CoverSheet
from gradesk.services.school import school
from gradesk.services.term.planned import away
from gradesk.services.term.planned.held import Held
from gradesk.store.work import Store


def offered(store: Store) -> list[tuple[str, str]]:
    """The days with somebody away, the newest first."""
    return [(day.isoformat(), written_day(day)) for day in reversed(_days(store))]


def cover_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[CoverSheet]:
    """The sheet of a day, or of the next with somebody away; none where nobody is. Whoever is chosen besides changes nothing:
    it is of everybody who would have had a session.
    """
    day = day_of(which) or _next(_days(store), store.clock.today())
    covers = away.covers(store, day) if day is not None else []
    if day is None or not covers:
        return []
    found = held_week(store, day)
    here = [one for one in found.held if one.day == day]
    parts, listed = [], []
    for adult in _each_once(covers):
        mine = [one for one in here if _was_of(one, adult)]
        listed += mine
        slots = sorted(
            (found.slot(one, away=adult) for one in mine), key=lambda slot: (slot.at is None, slot.at or 0, slot.what)
        )
        parts.append((adult, tuple(slots)))
    return [
        CoverSheet(
            **common(store),
            pupil_ids=pupils_of(listed, found.headings),
            heading=PupilHeading(preferred_name=school.card(store).name, is_group=True),
            day=day,
            away=tuple(parts),
        )
    ]


def _was_of(one: Held, adult: str) -> bool:
    """What is settled belongs to whom it was settled for; all else to those who lead it."""
    if any(known(each.away) == known(adult) for each in one.covers):
        return True
    if one.cover is not None and one.cover.how != "taken":
        return False
    return known(adult) in {known(name) for name in one.bar.leaders}


def _each_once(covers: Iterable[Cover]) -> list[str]:
    found: dict[str, str] = {}
    for one in covers:
        found.setdefault(known(one.away), one.away)
    return sorted(found.values(), key=str.casefold)


def _days(store: Store) -> list[date]:
    """Near today, as far as somebody can be said to be away."""
    today = store.clock.today()
    monday, last = monday_of(today - away.BEHIND), today + away.AHEAD
    found: set[date] = set()
    while monday <= last:
        found |= {one.happened_on for one in away.covers_of_week(store, monday)}
        monday += timedelta(weeks=1)
    return sorted(found)


def _next(days: Sequence[date], today: date) -> date | None:
    return next((day for day in days if day >= today), days[-1] if days else None)
