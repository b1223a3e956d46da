"""What is known of a booked meeting, as the papers that go out before it and lie on its table are given it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import listed
from gradesk.services.meetings.listed import Line
from gradesk.services.paper.meeting_sheets import Arranged
from gradesk.store.work import Store

MOST_DAYS = 60  # that are over and offered


def meeting_days(store: Store) -> list[tuple[str, str]]:
    """The days with meetings that are booked, to choose one from: its key, and the day with the number of meetings."""
    return _told(store, listed.days(store))


def held_days(store: Store) -> list[tuple[str, str]]:
    """The same of the last days on which anybody met."""
    return _told(store, listed.held_days(store, MOST_DAYS))


def _told(store: Store, found: Sequence[tuple[date, int]]) -> list[tuple[str, str]]:
    today = store.clock.today()
    return [
        (day.isoformat(), f"{day_words(day, today)}: {count} meeting{'' if count == 1 else 's'}")
        for day, count in found
    ]


def day_of(key: str) -> date | None:
    """The day a key of `meeting_days` stands for; None for none."""
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None


def lines(session: Session, pupil_ids: Sequence[str], today: date, which: str) -> Mapping[str, Line]:
    """By pupil, the next meeting that is booked, or that of the day chosen."""
    return listed.arranged(session, pupil_ids, today, day_of(which))


def arranged(line: Line | None) -> Arranged | None:
    """Day, time, room and the adults who come; those who said that they cannot are left out."""
    if line is None:
        return None
    meeting = line.meeting
    people = tuple(one.name for one in line.people if one.part != "pupil" and one.answer != "no")
    return Arranged(
        day=meeting.happened_on, at=meeting.starts_at, place=meeting.place, people=people, about=meeting.title
    )
