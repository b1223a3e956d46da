"""A week of the school as plain values: what runs in it, or what a draft has for it, and everything that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week import hours, times
from gradesk.model.rules.week.parts import LESSON, SUPPORT, Adult, Bar, Week, Who, known
from gradesk.model.rules.week.times import When
from gradesk.model.school.school import School
from gradesk.model.school.staff import StaffMember, Training
from gradesk.model.term.draft import DraftBar, DraftMember
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.week import WeekEntry
from gradesk.services.portions import chunked
from gradesk.services.term import interventions
from gradesk.services.term.planned import entries, school_day
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store

Largest = Mapping[str, int]


def week(store: Store, on: date, draft_id: str = "") -> Week:
    """The week in which a day lies; with the bars of a draft instead of the support that runs, where one is given.

    Support without an end is in every week from its first on. Whoever joined or left is in it by the days of the week.
    """
    first = monday_of(on)
    return stretch(store, first, first + timedelta(days=4), draft_id)


def stretch(store: Store, first: date, last: date, draft_id: str = "", *, overdue: bool = False) -> Week:
    """Everything that runs at some time between two days, as one week; with what is `overdue`, if that is asked for: support
    that is past its planned end and that nobody ended. No session of it is due any more.
    """
    largest = {one.code: one.group[1] for one in interventions.find(store)}
    with store.read() as session:
        support = (
            draft_bars(session, draft_id, first, last, largest)
            if draft_id
            else running(session, first, last, largest, store.clock.today(), overdue=overdue)
        )
        others = [
            bar for row in entries.in_session(session, draft_id) if (bar := entry_bar(row)) and _in(bar, first, last)
        ]
        people = _pupils(session, {one for bar in [*support, *others] for one in bar.pupils})
        return Week(
            school_day.in_session(session),
            (*support, *others),
            _adults(session, first),
            people,
            session.scalar(select(School.week_a_on)) is not None,
        )


def running(
    session: Session, first: date, last: date, largest: Largest, today: date, *, overdue: bool = False
) -> list[Bar]:
    """The support that runs between two days, and what is overdue on the way if that is asked for."""
    runs_on = [Provision.planned_to < first] if overdue and first <= today else []
    query = select(Provision).where(
        Provision.deleted_at.is_(None),
        Provision.starts_on <= last,
        or_(Provision.ends_on.is_(None), Provision.ends_on >= first),
        or_(Provision.planned_to.is_(None), Provision.planned_to >= first, Provision.ends_on.is_not(None), *runs_on),
    )
    rows = session.scalars(query.order_by(Provision.starts_on, Provision.name, Provision.uuid)).all()
    members: dict[str, list[str]] = {}
    by_id = {row.uuid: row for row in rows}
    for ids in chunked(sorted(by_id)):
        for member in session.scalars(
            select(ProvisionMember).where(ProvisionMember.provision_id.in_(ids), ProvisionMember.deleted_at.is_(None))
        ):
            given = Given(by_id[member.provision_id], member)
            if given.starts_on <= last and (given.ends_on is None or given.ends_on >= first):
                members.setdefault(member.provision_id, []).append(member.pupil_id)
    return [support_bar(row, members.get(row.uuid, ()), largest, row, today) for row in rows]


def draft_bars(session: Session, draft_id: str, first: date, last: date, largest: Largest) -> list[Bar]:
    """The bars of a draft that run between two days."""
    query = select(DraftBar).where(
        DraftBar.draft_id == draft_id,
        DraftBar.deleted_at.is_(None),
        DraftBar.starts_on <= last,
        DraftBar.planned_to >= first,
    )
    rows = session.scalars(query.order_by(DraftBar.starts_on, DraftBar.name, DraftBar.uuid)).all()
    members = members_of_bars(session, [row.uuid for row in rows])
    before = {row.uuid: row for row in _provisions(session, [row.provision_id for row in rows if row.provision_id])}
    return [support_bar(row, members.get(row.uuid, ()), largest, before.get(row.provision_id or "")) for row in rows]


def members_of_bars(session: Session, bar_ids: Sequence[str]) -> dict[str, list[str]]:
    """By bar of a draft, its pupils by name."""
    found: dict[str, list[str]] = {}
    for ids in chunked(bar_ids):
        query = (
            select(DraftMember.bar_id, DraftMember.pupil_id)
            .join(Pupil, Pupil.uuid == DraftMember.pupil_id)
            .where(DraftMember.bar_id.in_(ids), DraftMember.deleted_at.is_(None), Pupil.deleted_at.is_(None))
            .order_by(Pupil.sort_name, Pupil.uuid)
        )
        for bar_id, pupil_id in session.execute(query):
            found.setdefault(bar_id, []).append(pupil_id)
    return found


def support_bar(
    row: Provision | DraftBar, pupils: Iterable[str], largest: Largest, asks: Provision | None, today: date = date.min
) -> Bar:
    """Support that runs, or that a draft has, as a bar; `asks` says what an EHC plan and the training want of it."""
    ended = row.ends_on if isinstance(row, Provision) else None
    is_overdue = ended is None and row.planned_to is not None and row.planned_to < today
    return Bar(
        uuid=row.uuid,
        kind=SUPPORT,
        name=row.name,
        minutes=row.minutes or 0,
        adult=row.led_by,
        stands_in=row.stands_in,
        pupils=tuple(pupils),
        room=row.room,
        whens=_whens(row.weekdays, row.begins_at),
        times=row.times_a_week or 0,
        starts_on=row.starts_on,
        ends_on=ended or row.planned_to,
        overdue=row.planned_to if is_overdue else None,
        form=row.form,
        area=row.area,
        needs=asks.needs_training if asks else "",
        ehc_line=asks.ehc_line if asks else "",
        ehc_minutes=round(asks.ehc_hours * 60) if asks and asks.ehc_hours else None,
        scope=asks.scope if asks else "",
        largest=largest.get(row.intervention),
    )


def entry_bar(row: WeekEntry) -> Bar:
    """A part of the week besides support as a bar."""
    whens = _whens(row.weekdays, row.begins_at)
    return Bar(
        uuid=row.stands_for_id or row.uuid,  # a draft’s own is the same bar as the one it stands for
        kind=row.kind,
        name=row.name,
        minutes=row.minutes or 0,
        adult=row.adult,
        with_whom=row.with_whom,
        pupils=(row.pupil_id,) if row.pupil_id else (),
        class_name=row.class_name,
        room=row.room,
        whens=whens,
        times=len(whens) or 1,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        protected=row.protected and row.kind == LESSON,
    )


def _whens(weekdays: str, begins_at: str) -> tuple[When, ...]:
    read = times.read(weekdays, begins_at)
    return read if read is not None else tuple(When(day, None, week) for day, week in times.read_days(weekdays))


def _in(bar: Bar, first: date, last: date) -> bool:
    return (bar.starts_on or date.min) <= last and (bar.ends_on or date.max) >= first


def _provisions(session: Session, uuids: Sequence[str]) -> list[Provision]:
    found: list[Provision] = []
    for ids in chunked(uuids):
        found += session.scalars(select(Provision).where(Provision.uuid.in_(ids)))
    return found


def _pupils(session: Session, uuids: Iterable[str]) -> dict[str, Who]:
    found: dict[str, Who] = {}
    for ids in chunked(sorted(uuids)):
        for row in session.scalars(select(Pupil).where(Pupil.uuid.in_(ids))):
            found[row.uuid] = Who(row.name, row.class_name, row.year_group)
    return found


def _adults(session: Session, on: date) -> dict[str, Adult]:
    trained: dict[str, set[str]] = {}
    for one in session.scalars(select(Training).where(Training.deleted_at.is_(None))):
        trained.setdefault(one.staff_id, set()).add(one.course)
    query = select(StaffMember).where(
        StaffMember.deleted_at.is_(None), or_(StaffMember.left_on.is_(None), StaffMember.left_on > monday_of(on))
    )
    return {
        known(row.name): Adult(
            row.name,
            row.role,
            hours.read(row.works) or hours.ALWAYS,
            round(row.hours_a_week * 60) if row.hours_a_week else None,
            frozenset(trained.get(row.uuid, ())),
            row.left_on,
        )
        for row in session.scalars(query.order_by(StaffMember.name, StaffMember.uuid))
    }
