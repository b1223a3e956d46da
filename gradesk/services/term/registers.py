"""The register of support: sessions follow from the calendar, and are marked pupil by pupil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.term.minutes import SchoolWeeks, is_school_day
from gradesk.model.rules.week import times
from gradesk.model.rules.week.times import EVERY, A, B
from gradesk.model.school.school import ClosureDay, HalfTerm, School
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import MARKS, NOT_RUN
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.term import provisions, trips
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
    week_a_on: date | None = None

    def letter(self, day: date) -> str:
        """Which of two weeks in turn a day lies in, a or b; empty where there is one only. Weeks without school do not count."""
        if self.week_a_on is None:
            return EVERY
        first, last = sorted((self.week_a_on, day))
        return B if (self.weeks(monday_of(first), monday_of(last) + timedelta(days=6)) or 1) % 2 == 0 else A

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


class Slot(NamedTuple):
    """A session by its day; an `extra` one makes good another, and may lie on the day of a usual one."""

    day: date
    extra: bool = False


@dataclass(frozen=True)
class Register:
    """Sessions of support in a stretch of days with who is in it, by name; `marks` by session and pupil."""

    provision: Provision
    members: tuple[ProvisionMember, ...]
    names: tuple[str, ...]
    slots: tuple[Slot, ...]
    sessions: Mapping[Slot, ProvisionSession]
    marks: Mapping[tuple[str, str], SessionMark]

    @property
    def days(self) -> tuple[date, ...]:
        """The days with a session, each once."""
        return tuple(dict.fromkeys(slot.day for slot in self.slots))

    def session(self, day: date, extra: bool | None = None) -> ProvisionSession | None:
        """The session of a day once somebody began it; where nothing else is said the usual one before one put on."""
        wanted = (False, True) if extra is None else (extra,)
        return next((self.sessions[slot] for one in wanted if (slot := Slot(day, one)) in self.sessions), None)

    def mark(self, day: date, pupil_id: str, extra: bool | None = None) -> SessionMark | None:
        """How a pupil had the session of a day, once it was marked."""
        session = self.session(day, extra)
        return self.marks.get((session.uuid, pupil_id)) if session is not None else None

    def is_in(self, place: int, day: date) -> bool:
        """Whether a member, by place, is in it on a day."""
        return provisions.Given(self.provision, self.members[place]).covers(day)


@dataclass(frozen=True)
class Marked:
    """A mark for some pupils of one session; an empty one takes theirs back. A `note` stays without another."""

    provision_id: str
    day: date
    pupil_ids: tuple[str, ...]
    how: str
    part: int | None = None
    note: str | None = None
    extra: bool | None = None


def calendar(session: Session) -> Calendar:
    """The school’s calendar, for the minutes."""
    halves = session.scalars(select(HalfTerm).where(HalfTerm.deleted_at.is_(None)).order_by(HalfTerm.starts_on))
    closures = session.scalars(select(ClosureDay).where(ClosureDay.deleted_at.is_(None)))
    spans = tuple(Span(half.name, half.starts_on, half.ends_on) for half in halves)
    closed = {row.day: row.reason or row.kind for row in closures}
    return Calendar(spans, closed, session.scalar(select(School.week_a_on)))


def weekdays(row: Provision) -> tuple[int, ...]:
    """The weekdays of support, 0 for Monday: those that were said, or so many spread over the week."""
    said = tuple(dict.fromkeys(day for day, _ in times.read_days(row.weekdays)))
    return said or spread(row.times_a_week)


def spread(times_a_week: float | None) -> tuple[int, ...]:
    """The days on which support is expected that names none."""
    often = min(round(times_a_week or 1), len(WEEKDAYS))
    return _SPREAD.get(max(often, 1), tuple(range(len(WEEKDAYS))))


def begins(row: Provision, day: int) -> int | None:
    """At which minute of a weekday, 0 for Monday, a session begins; None where nobody said."""
    one = times.read_clock(row.begins_at)
    if one is not None:
        return one
    return next((when.at for when in times.read(row.weekdays, row.begins_at) or () if when.day == day), None)


def days_of(row: Provision, first: date, last: date, school: Calendar) -> Iterator[date]:
    """The days between two on which a session is due."""
    on = weekdays(row)
    weeks: dict[int, set[str]] = {}
    for each, week in times.read_days(row.weekdays):
        weeks.setdefault(each, set()).add(week)
    begins, ends = max(first, row.starts_on), min(last, row.ends_on or row.planned_to or last)
    day = begins
    while day <= ends:
        in_week = weeks.get(day.weekday(), {EVERY})
        if (
            day.weekday() in on
            and school.has_school(day)
            and (EVERY in in_week or school.letter(day) in (EVERY, *in_week))
        ):
            yield day
        day += timedelta(days=1)


def register(store: Store, provision_id: str, first: date, last: date) -> Register:
    """The register of one support between two days: those that are due, and those that were held besides."""
    with store.read() as session:
        return read(session, [provisions.there(session, provision_id)], first, last)[0]


def read(session: Session, rows: Sequence[Provision], first: date, last: date) -> list[Register]:
    """The registers of some support between two days."""
    ids, school, out = [row.uuid for row in rows], calendar(session), trips.read(session)
    classes: dict[str, set[str]] = {}
    members: dict[str, list[tuple[ProvisionMember, str]]] = {}
    held: dict[str, dict[Slot, ProvisionSession]] = {}
    marks: dict[str, dict[tuple[str, str], SessionMark]] = {}
    for some in chunked(ids):
        people = (
            select(ProvisionMember, Pupil)
            .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
            .where(ProvisionMember.provision_id.in_(some), ProvisionMember.deleted_at.is_(None))
        )
        for member, pupil in session.execute(people.order_by(Pupil.sort_name, ProvisionMember.pupil_id)):
            members.setdefault(member.provision_id, []).append((member, pupil.name))
            classes.setdefault(member.provision_id, set()).add(pupil.class_name)
        inside = (
            ProvisionSession.provision_id.in_(some), ProvisionSession.deleted_at.is_(None),
            ProvisionSession.happened_on.between(first, last),
        )  # fmt: skip
        for one in session.scalars(select(ProvisionSession).where(*inside)):
            held.setdefault(one.provision_id, {})[Slot(one.happened_on, one.extra)] = one
        marked = select(SessionMark, ProvisionSession.provision_id).join(
            ProvisionSession, ProvisionSession.uuid == SessionMark.session_id
        )
        for mark, provision_id in session.execute(marked.where(*inside, SessionMark.deleted_at.is_(None))):
            marks.setdefault(provision_id, {})[mark.session_id, mark.pupil_id] = mark
    found = []
    for row in rows:
        people_of, marked_in = members.get(row.uuid, []), {one for one, _ in marks.get(row.uuid, {})}
        mine = {
            slot: one for slot, one in held.get(row.uuid, {}).items() if one.uuid in marked_in or still_on(row, one)
        }
        due = (day for day in days_of(row, first, last, school) if not out.are_out(day, classes.get(row.uuid, ())))
        slots = sorted({*map(Slot, due), *mine})
        names = tuple(name for _, name in people_of)
        who = tuple(member for member, _ in people_of)
        found.append(Register(row, who, names, tuple(slots), mine, marks.get(row.uuid, {})))
    return found


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
    """Mark some pupils on a day: here, absent, or there for a part; an empty mark takes it back. A note stays without another."""
    mark_all(store, [Marked(provision_id, day, tuple(pupil_ids), how, part, note)], initiator)


def mark_all(
    store: Store, marks: Iterable[Marked], initiator: object | None = None, label: str = "Mark a register"
) -> None:
    """Keep marks of several sessions in one step.

    Refuses a day to come, one without school, a pupil who is not in it on that day, and a part longer than the whole.
    """
    with store.work(label, initiator) as session:
        for one in marks:
            _mark_one(store, session, one)


def _mark_one(store: Store, session: Session, one: Marked) -> None:
    if one.how and one.how not in MARKS.codes:
        raise Refused("There is no such mark; nothing was changed. Type H, A or P.")
    row = provisions.open_there(session, one.provision_id)
    members = {each.pupil_id: each for each in session.scalars(provisions.members_of(one.provision_id))}
    if not one.how and not one.note and _takes_back(store, session, one):
        return
    held = _session_of(store, session, row, one.day, one.extra)
    for pupil_id in one.pupil_ids:
        _check_member(session, row, members.get(pupil_id), pupil_id, one.day)
    if one.how and not held.ran:
        held.ran, held.reason = True, ""
    if one.how == "part" and not 0 < (one.part or held.minutes // 2) <= held.minutes:
        raise Refused(f"A part is 1 to {held.minutes} minutes; nothing was changed. Type the minutes.")
    for pupil_id in one.pupil_ids:
        _keep_mark(store, session, held, pupil_id, one.how, one.part, one.note)


def _takes_back(store: Store, session: Session, one: Marked) -> bool:
    """Whether that is all: a session that nobody began has nothing to take back, and one that did not run is as if never said.

    One that was put on stands again, to be marked.
    """
    held = held_on(session, one.provision_id, one.day, one.extra)
    if held is not None and not held.ran:
        if held.extra:
            held.ran, held.reason = True, ""
        else:
            held.deleted_at = store.clock.now()
        return True
    return held is None


def _check_member(session: Session, row: Provision, member: ProvisionMember | None, pupil_id: str, day: date) -> None:
    """Refuses a pupil who is not in it on a day, and says since when."""
    if member is not None and provisions.Given(row, member).covers(day):
        return
    pupil = session.get(Pupil, pupil_id)
    name = pupil.first_name if pupil is not None else "This pupil"
    mine = provisions.Given(row, member) if member is not None else None
    if mine is not None and mine.ends_on is not None and day > mine.ends_on:
        since = f"; {name}’s last day there was {written_day(mine.ends_on)}"
    elif mine is not None:
        since = f"; {name}’s first day there is {written_day(mine.starts_on)}"
    else:
        since = ""
    raise Refused(f"{name} is not in {row.name} on {written_day(day)}{since}. Nothing was changed. Check who is in it.")


def annotate(
    store: Store,
    provision_id: str,
    day: date,
    pupil_id: str,
    note: str,
    initiator: object | None = None,
    extra: bool | None = None,
) -> None:
    """Note how a pupil’s session was; their mark stays as it is. An empty note takes it back."""
    with store.read() as session:
        held = held_on(session, provision_id, day, extra)
        query = select(SessionMark).where(SessionMark.pupil_id == pupil_id, SessionMark.deleted_at.is_(None))
        had = session.scalars(query.where(SessionMark.session_id == held.uuid)).first() if held is not None else None
    if held is not None and not held.ran:
        raise Refused("This session did not run; your note was not kept. Mark it first, or note it elsewhere.")
    part = had.part if had is not None else None
    how = had.mark if had is not None else ""
    mark_all(store, [Marked(provision_id, day, (pupil_id,), how, part, note.strip(), extra)], initiator)


def not_run(
    store: Store,
    provision_id: str,
    day: date,
    reason: str,
    initiator: object | None = None,
    extra: bool | None = None,
) -> None:
    """Say that a session did not run and why; the marks of that day go."""
    if reason not in NOT_RUN.codes:
        raise Refused("Why did it not run? Nothing was changed yet. Choose a reason.")
    with store.work("A session did not run", initiator) as session:
        held = _session_of(store, session, provisions.open_there(session, provision_id), day, extra)
        held.ran, held.reason = False, reason
        for one in session.scalars(
            select(SessionMark).where(SessionMark.session_id == held.uuid, SessionMark.deleted_at.is_(None))
        ):
            one.deleted_at = store.clock.now()


def still_on(row: Provision, one: ProvisionSession) -> bool:
    """Whether a session stands: what was put on for a day after support ended does not."""
    return not one.extra or row.ends_on is None or one.happened_on <= row.ends_on


def held_on(session: Session, provision_id: str, day: date, extra: bool | None = None) -> ProvisionSession | None:
    """The session of a day, if somebody began it; where `extra` is not said the usual one before one put on."""
    query = select(ProvisionSession).where(
        ProvisionSession.provision_id == provision_id,
        ProvisionSession.happened_on == day,
        ProvisionSession.deleted_at.is_(None),
    )
    if extra is not None:
        query = query.where(ProvisionSession.extra.is_(extra))
    return session.scalars(query.order_by(ProvisionSession.extra)).first()


def _session_of(
    store: Store, session: Session, row: Provision, day: date, extra: bool | None = None
) -> ProvisionSession:
    """The session of a day, begun when nobody has."""
    if day > store.clock.today():
        raise Refused(f"{written_day(day)} is to come, so nothing was marked; mark it when it has been.")
    found = held_on(session, row.uuid, day, extra)
    if found is not None:
        return found
    if extra:
        raise Refused(
            f"This session on {written_day(day)} was taken back meanwhile; nothing was marked. Put it on anew."
        )
    check_day(session, row, day)
    if not row.minutes:
        raise Refused(f"How long is a session of {row.name}? Nothing was marked yet. Type its minutes first.")
    values: dict[str, Any] = {"provision_id": row.uuid, "happened_on": day, "minutes": row.minutes}
    return session.get_one(ProvisionSession, editing.add(store, ProvisionSession, values, ""))


def check_day(session: Session, row: Provision, day: date) -> None:
    """Refuses a day without school, and one before support began or after it ended."""
    school = calendar(session)
    if not school.has_school(day):
        why = school.closures.get(day) or ("a weekend" if day.weekday() >= len(WEEKDAYS) else "holidays")
        raise Refused(f"There is no school on {written_day(day)} ({why}); nothing was kept there. Choose another day.")
    if day < row.starts_on or (row.ends_on is not None and day > row.ends_on):
        raise Refused(f"{row.name} did not run on {written_day(day)}; nothing was kept there. Check its days.")


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
