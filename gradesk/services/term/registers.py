"""The register of support: sessions follow from the calendar, and are marked pupil by pupil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.term.minutes import SchoolWeeks, is_school_day
from gradesk.model.school.school import ClosureDay, HalfTerm
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import MARKS, NOT_RUN
from gradesk.services import editing
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
# Where nobody said on which days: spread over the week.
_SPREAD = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}


@dataclass(frozen=True)
class Calendar:
    """The half-terms and closed days of a school."""

    half_terms: tuple[Span, ...]
    closures: Mapping[date, str]

    @cached_property
    def _weeks(self) -> SchoolWeeks:
        return SchoolWeeks(self.half_terms, self.closures)

    def weeks(self, first: date, last: date) -> int:
        """How many weeks have a school day from one day to another."""
        return self._weeks.between(first, last)

    def has_school(self, day: date) -> bool:
        """Whether pupils are there; where nobody entered the year, every weekday has them."""
        if not self.half_terms:
            return day.weekday() < len(WEEKDAYS)
        return is_school_day(day, self.half_terms, self.closures)


@dataclass(frozen=True)
class Register:
    """Sessions of support in a stretch of days with who is in it, by name; `marks` by session and pupil."""

    provision: Provision
    members: tuple[ProvisionMember, ...]
    names: tuple[str, ...]
    days: tuple[date, ...]
    sessions: Mapping[date, ProvisionSession]
    marks: Mapping[tuple[str, str], SessionMark]

    def mark(self, day: date, pupil_id: str) -> SessionMark | None:
        """How a pupil had the session of a day, once it was marked."""
        session = self.sessions.get(day)
        return self.marks.get((session.uuid, pupil_id)) if session is not None else None


def calendar(session: Session) -> Calendar:
    """The school’s calendar, for the minutes."""
    halves = session.scalars(select(HalfTerm).where(HalfTerm.deleted_at.is_(None)).order_by(HalfTerm.starts_on))
    closures = session.scalars(select(ClosureDay).where(ClosureDay.deleted_at.is_(None)))
    spans = tuple(Span(half.name, half.starts_on, half.ends_on) for half in halves)
    return Calendar(spans, {row.day: row.reason or row.kind for row in closures})


def weekdays(row: Provision) -> tuple[int, ...]:
    """The weekdays of support, 0 for Monday: those that were said, or so many spread over the week."""
    said = tuple(place for place, name in enumerate(WEEKDAYS) if name in row.weekdays.casefold().split())
    if said:
        return said
    times = min(round(row.times_a_week or 1), len(WEEKDAYS))
    return _SPREAD.get(max(times, 1), tuple(range(len(WEEKDAYS))))


def days_of(row: Provision, first: date, last: date, school: Calendar) -> Iterator[date]:
    """The days between two on which a session is due."""
    on = weekdays(row)
    begins, ends = max(first, row.starts_on), min(last, row.ends_on or row.planned_to or last)
    day = begins
    while day <= ends:
        if day.weekday() in on and school.has_school(day):
            yield day
        day += timedelta(days=1)


def register(store: Store, provision_id: str, first: date, last: date) -> Register:
    """The register of one support between two days: those that are due, and those that were held besides."""
    with store.read() as session:
        row = provisions.there(session, provision_id)
        members = tuple(session.scalars(provisions.members_of(provision_id)))
        query = select(ProvisionSession).where(
            ProvisionSession.provision_id == provision_id,
            ProvisionSession.deleted_at.is_(None),
            ProvisionSession.happened_on.between(first, last),
        )
        held = {one.happened_on: one for one in session.scalars(query.order_by(ProvisionSession.extra.desc()))}
        marks = {
            (one.session_id, one.pupil_id): one
            for one in session.scalars(
                select(SessionMark).where(
                    SessionMark.session_id.in_([one.uuid for one in held.values()]), SessionMark.deleted_at.is_(None)
                )
            )
        }
        named = {
            one.uuid: one.name
            for one in session.scalars(select(Pupil).where(Pupil.uuid.in_([one.pupil_id for one in members])))
        }
        days = sorted({*days_of(row, first, last, calendar(session)), *held})
    names = tuple(named.get(one.pupil_id, "") for one in members)
    return Register(row, members, names, tuple(days), held, marks)


def mark(
    store: Store,
    provision_id: str,
    day: date,
    pupil_ids: Sequence[str],
    how: str,
    part: int | None = None,
    note: str | None = None,
    initiator: object | None = None,
) -> None:
    """Mark some pupils on a day: here, absent, or there for a part; an empty mark takes it back. A note stays without another.

    Refuses a day to come, one without school, a pupil who is not in it on that day, and a part longer than the whole.
    """
    if how and how not in MARKS.codes:
        raise Refused("There is no such mark; nothing was changed. Type H, A or P.")
    with store.work("Mark a register", initiator) as session:
        row = provisions.open_there(session, provision_id)
        held = _session_of(store, session, row, day)
        if how and not held.ran:
            held.ran, held.reason = True, ""
        if how == "part" and not 0 < (part or held.minutes // 2) <= held.minutes:
            raise Refused(f"A part of {held.minutes} minutes is less than that; nothing was changed. Type the minutes.")
        members = {one.pupil_id: one for one in session.scalars(provisions.members_of(provision_id))}
        for pupil_id in pupil_ids:
            if pupil_id not in members or not provisions.Given(row, members[pupil_id]).covers(day):
                raise Refused(f"This pupil is not in {row.name} on {written_day(day)}; nothing was changed.")
            _keep_mark(store, session, held, pupil_id, how, part, note)


def annotate(
    store: Store, provision_id: str, day: date, pupil_id: str, note: str, initiator: object | None = None
) -> None:
    """Note how a pupil’s session was; their mark stays as it is. An empty note takes it back."""
    with store.read() as session:
        held = held_on(session, provision_id, day)
        query = select(SessionMark).where(SessionMark.pupil_id == pupil_id, SessionMark.deleted_at.is_(None))
        had = session.scalars(query.where(SessionMark.session_id == held.uuid)).first() if held is not None else None
    if held is not None and not held.ran:
        raise Refused("This session did not run; your note was not kept. Mark it first, or note it elsewhere.")
    part = had.part if had is not None else None
    mark(store, provision_id, day, [pupil_id], had.mark if had is not None else "", part, note.strip(), initiator)


def not_run(store: Store, provision_id: str, day: date, reason: str, initiator: object | None = None) -> None:
    """Say that a session did not run and why; the marks of that day go."""
    if reason not in NOT_RUN.codes:
        raise Refused("Why did it not run? Nothing was changed yet. Choose a reason.")
    with store.work("A session did not run", initiator) as session:
        held = _session_of(store, session, provisions.open_there(session, provision_id), day)
        held.ran, held.reason = False, reason
        for one in session.scalars(
            select(SessionMark).where(SessionMark.session_id == held.uuid, SessionMark.deleted_at.is_(None))
        ):
            one.deleted_at = store.clock.now()


def put_on(store: Store, provision_id: str, day: date, minutes: int | None = None) -> str:
    """Put on a session that makes another good, on any school day that is not to come. Returns its uuid."""
    with store.work("A session makes another good") as session:
        row = provisions.open_there(session, provision_id)
        _check_day(store, session, row, day)
        values = {
            "provision_id": provision_id, "happened_on": day, "minutes": minutes or row.minutes or 0, "extra": True,
        }  # fmt: skip
        return editing.add(store, ProvisionSession, values, "")


def held_on(session: Session, provision_id: str, day: date) -> ProvisionSession | None:
    """The session of a day, if somebody began it; the planned one before one that makes another good."""
    query = select(ProvisionSession).where(
        ProvisionSession.provision_id == provision_id,
        ProvisionSession.happened_on == day,
        ProvisionSession.deleted_at.is_(None),
    )
    return session.scalars(query.order_by(ProvisionSession.extra)).first()


def _session_of(store: Store, session: Session, row: Provision, day: date) -> ProvisionSession:
    """The session of a day, begun when nobody has."""
    found = held_on(session, row.uuid, day)
    if found is not None:
        return found
    _check_day(store, session, row, day)
    if not row.minutes:
        raise Refused(f"How long is a session of {row.name}? Nothing was marked yet. Type its minutes first.")
    values: dict[str, Any] = {"provision_id": row.uuid, "happened_on": day, "minutes": row.minutes}
    return session.get_one(ProvisionSession, editing.add(store, ProvisionSession, values, ""))


def _check_day(store: Store, session: Session, row: Provision, day: date) -> None:
    if day > store.clock.today():
        raise Refused(f"{written_day(day)} is to come, so nothing was marked; mark it when it has been.")
    if not calendar(session).has_school(day):
        raise Refused(f"There is no school on {written_day(day)}; nothing was marked. Choose another day.")
    if day < row.starts_on or (row.ends_on is not None and day > row.ends_on):
        raise Refused(f"{row.name} did not run on {written_day(day)}; nothing was marked. Check its days.")


def _keep_mark(
    store: Store, session: Session, held: ProvisionSession, pupil_id: str, how: str, part: int | None, note: str | None
) -> None:
    query = select(SessionMark).where(
        SessionMark.session_id == held.uuid, SessionMark.pupil_id == pupil_id, SessionMark.deleted_at.is_(None)
    )
    there = session.scalars(query).first()
    note = note if note is not None else there.note if there is not None else ""
    if there is not None and not how and not note:
        there.deleted_at = store.clock.now()
        return
    values = {"mark": how, "part": (part or held.minutes // 2) if how == "part" else None, "note": note}
    if there is not None:
        editing.change(store, SessionMark, there.uuid, values, "")
    elif how or note:
        fixed = {"session_id": held.uuid, "pupil_id": pupil_id, "happened_on": held.happened_on}
        editing.add(store, SessionMark, {**values, **fixed}, "")
