"""All meetings of the school as lists: coming, to be written up, held; and the days on which anybody meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting, MeetingPerson, MeetingPupil
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules.days.clock_time import minutes_of
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.sittings import USUAL, Sitting, against
from gradesk.model.vocabulary import ANSWERS
from gradesk.services.meetings import booking, kinds
from gradesk.services.portions import chunked
from gradesk.store.work import Store


@dataclass(frozen=True)
class Line:
    """One meeting in a list: what it is called, about whom, who is invited, and what stands against it in words."""

    meeting: Meeting
    kind: str
    name: str
    class_name: str
    people: tuple[MeetingPerson, ...] = ()
    against: tuple[str, ...] = ()
    late: str = ""  # that invitations are late, as a sentence
    left_on: date | None = None  # the pupil's last day
    is_brief: bool = False  # logged in a line: it has no steps

    @property
    def uninvited(self) -> list[str]:
        """Who is to come and is not invited yet."""
        return [one.name for one in self.people if one.part != "pupil" and one.invited_on is None and not one.answer]

    @property
    def silent(self) -> list[str]:
        """Who is invited and has not answered."""
        waiting = [one for one in self.people if one.invited_on is not None and one.answer in ("", "none")]
        return [one.name for one in waiting if one.part != "pupil"]

    @property
    def absent(self) -> list[str]:
        """Who has said that they cannot come."""
        return [one.name for one in self.people if one.answer == "no"]


def told_people(people: Sequence[MeetingPerson], *, is_over: bool = False) -> str:
    """Who is to come to a meeting, each with what they answered, and who was not invited yet; a child is not asked."""
    if not people:
        return "Nobody is noted for it." if is_over else "Nobody is to come yet."
    said = []
    for one in people:
        state = ANSWERS.label(one.answer).lower() if one.answer else ""
        state = state or ("invited" if one.invited_on is not None else "" if one.part == "pupil" else "not invited yet")
        said.append(f"{one.name} ({state})" if state else one.name)
    return f"{'Who was to come' if is_over else 'Who is to come'}: {', '.join(said)}."


def coming(store: Store) -> list[Line]:
    """The meetings that are booked and not over, by day, time and room."""
    with store.read() as session:
        lines = _booked(session, Meeting.happened_on >= store.clock.today())
        named = _against(session, [line for line in lines if not is_over(store, line.meeting)], store.clock.today())
    return [line for line in named if not is_over(store, line.meeting)]


def to_write_up(store: Store) -> list[Line]:
    """The meetings that are over, and those begun and not ended, in the order in which they were held: what to write up."""
    with store.read() as session:
        lines = _lined_up(session, ("booked", "open"), Meeting.happened_on <= store.clock.today())
    return [line for line in lines if line.meeting.state == "open" or is_over(store, line.meeting)]


def is_over(store: Store, meeting: Meeting) -> bool:
    """Whether a booked meeting lies behind: its day does, or its time of today."""
    today = store.clock.today()
    if meeting.happened_on != today or not meeting.starts_at:
        return meeting.happened_on < today
    now = store.clock.now().astimezone()
    return minutes_of(meeting.starts_at) + (meeting.minutes or USUAL) <= now.hour * 60 + now.minute


def held(store: Store, words: str = "", offset: int = 0, limit: int = 50) -> list[Line]:
    """What was held, the newest first; `words` are looked for in the pupil's names and the name of the kind."""
    with store.read() as session:
        query = _wanted(session, _with_pupil(), words).order_by(
            Meeting.happened_on.desc(), Meeting.starts_at.desc(), Meeting.written_at.desc()
        )
        return _lines(session, session.execute(query.offset(offset).limit(limit)).all())


def count_held(store: Store, words: str = "") -> int:
    """How many were held."""
    with store.read() as session:
        query = select(func.count(Meeting.uuid)).outerjoin(Pupil, Pupil.uuid == Meeting.pupil_id)
        return session.scalar(_wanted(session, query, words)) or 0


def days(store: Store) -> list[tuple[date, int]]:
    """The days from today on with meetings that are booked, and how many each."""
    with store.read() as session:
        query = (
            select(Meeting.happened_on, func.count(Meeting.uuid))
            .outerjoin(Pupil, Pupil.uuid == Meeting.pupil_id)
            .where(*_BOOKED, Meeting.happened_on >= store.clock.today())
        )
        return [
            (day, count)
            for day, count in session.execute(query.group_by(Meeting.happened_on).order_by(Meeting.happened_on))
        ]


def held_days(store: Store, limit: int) -> list[tuple[date, int]]:
    """The last days on which anybody met at a table, the newest first, and how many meetings each."""
    with store.read() as session:
        query = (
            select(Meeting.happened_on, func.count(Meeting.uuid))
            .join(MeetingKind, MeetingKind.code == Meeting.kind)
            .join(Pupil, Pupil.uuid == Meeting.pupil_id)
            .where(
                Meeting.deleted_at.is_(None), Meeting.state == "held", Pupil.deleted_at.is_(None), ~MeetingKind.is_brief
            )
        )
        found = session.execute(query.group_by(Meeting.happened_on).order_by(Meeting.happened_on.desc()).limit(limit))
        return [(day, count) for day, count in found]


def of_day(session: Session, day: date) -> list[Line]:
    """The booked meetings of a day, by time and room."""
    return _booked(session, Meeting.happened_on == day)


def arranged(session: Session, pupil_ids: Sequence[str], today: date, day: date | None = None) -> dict[str, Line]:
    """By pupil, the next meeting that is booked, or the one of a day; also where it is about several."""
    when = Meeting.happened_on >= today if day is None else Meeting.happened_on == day
    found: dict[str, Line] = {}
    for ids in chunked(pupil_ids):
        about = select(MeetingPupil.meeting_id).where(MeetingPupil.pupil_id.in_(ids), MeetingPupil.deleted_at.is_(None))
        lines = _booked(session, when, Meeting.pupil_id.in_(ids) | Meeting.uuid.in_(about))
        also = _also(session, [line.meeting.uuid for line in lines])
        for line in lines:
            for pupil_id in filter(None, (line.meeting.pupil_id, *also.get(line.meeting.uuid, ()))):
                found.setdefault(pupil_id, line)
    return found


def sittings(session: Session, day: date) -> list[tuple[str, Sitting]]:
    """The booked meetings of a day as they stand against others, each with its uuid."""
    lines = _booked(session, Meeting.happened_on == day)
    also = _also(session, [line.meeting.uuid for line in lines])
    return [(line.meeting.uuid, _sitting(line, also)) for line in lines]


_BOOKED = (Meeting.deleted_at.is_(None), Meeting.state == "booked", Pupil.deleted_at.is_(None))


def _with_pupil() -> Any:
    return select(Meeting, Pupil).outerjoin(Pupil, Pupil.uuid == Meeting.pupil_id)


def _booked(session: Session, *conditions: ColumnElement[bool]) -> list[Line]:
    return _lined_up(session, ("booked",), *conditions)


def _lined_up(session: Session, states: Sequence[str], *conditions: ColumnElement[bool]) -> list[Line]:
    query = _with_pupil().where(
        Meeting.deleted_at.is_(None), Meeting.state.in_(states), Pupil.deleted_at.is_(None), *conditions
    )
    # Those whose time nobody said come last of their day.
    query = query.order_by(
        Meeting.happened_on, Meeting.starts_at == "", Meeting.starts_at, Meeting.place, Meeting.written_at
    )
    return _lines(session, session.execute(query).all())


def _wanted(session: Session, query: Any, words: str) -> Any:
    found = query.where(Meeting.deleted_at.is_(None), Meeting.state == "held", Pupil.deleted_at.is_(None))
    named = kinds.named(session)
    for word in searchable(words).split():
        codes = [term.code for term in named if word in searchable(term.label)]
        found = found.where(or_(Pupil.search_text.contains(word, autoescape=True), Meeting.kind.in_(codes)))
    return found


def _lines(session: Session, rows: Sequence[Any]) -> list[Line]:
    named = kinds.named(session)
    brief = set(session.scalars(select(MeetingKind.code).where(MeetingKind.is_brief)))
    people: dict[str, list[MeetingPerson]] = defaultdict(list)
    for ids in chunked([meeting.uuid for meeting, _ in rows]):
        query = select(MeetingPerson).where(MeetingPerson.meeting_id.in_(ids), MeetingPerson.deleted_at.is_(None))
        for one in session.scalars(query.order_by(MeetingPerson.position, MeetingPerson.written_at)):
            people[one.meeting_id].append(one)
    return [
        Line(
            meeting,
            named.label(meeting.kind),
            pupil.name if pupil is not None else "",
            pupil.class_name if pupil is not None else "",
            tuple(people[meeting.uuid]),
            left_on=pupil.left_on if pupil is not None else None,
            is_brief=meeting.kind in brief,
        )
        for meeting, pupil in rows
    ]


def _against(session: Session, lines: Sequence[Line], today: date) -> list[Line]:
    """The lines with what stands against each: a closed day, late invitations, what else is at its time."""
    also = _also(session, [line.meeting.uuid for line in lines])
    notice = kinds.notice(session)
    by_day: dict[date, list[tuple[str, Sitting]]] = defaultdict(list)
    for line in lines:
        by_day[line.meeting.happened_on].append((line.meeting.uuid, _sitting(line, also)))
    closed = {day: booking.closed_on(session, day) for day in by_day}
    found: list[Line] = []
    for line in lines:
        meeting, here = line.meeting, by_day[line.meeting.happened_on]
        mine = next(one for uuid, one in here if uuid == meeting.uuid)
        said = [closed[meeting.happened_on], *against(mine, [one for uuid, one in here if uuid != meeting.uuid])]
        if line.left_on is not None and line.left_on <= meeting.happened_on:
            said.append(f"Will have left by {written_day(meeting.happened_on)}.")
        late = booking.late(meeting, notice.get(meeting.kind), line.people, today)
        found.append(replace(line, against=tuple(filter(None, said)), late=late))
    return found


def _also(session: Session, uuids: Sequence[str]) -> Mapping[str, list[str]]:
    """Whom meetings are about besides."""
    found: dict[str, list[str]] = defaultdict(list)
    for ids in chunked(uuids):
        query = select(MeetingPupil).where(MeetingPupil.meeting_id.in_(ids), MeetingPupil.deleted_at.is_(None))
        for one in session.scalars(query):
            found[one.meeting_id].append(one.pupil_id)
    return found


def _sitting(line: Line, also: Mapping[str, list[str]]) -> Sitting:
    meeting = line.meeting
    about = {meeting.pupil_id, *also.get(meeting.uuid, ())} - {None}
    adults = tuple(one.name for one in line.people if one.part != "pupil" and one.answer != "no")
    return Sitting(meeting.starts_at, meeting.minutes, meeting.place, frozenset(map(str, about)), adults)
