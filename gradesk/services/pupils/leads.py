"""The named lead of a pupil: key worker, class teacher, form tutor or SENCO, one at a time and each from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LeadPeriod
from gradesk.model.school.staff import StaffMember
from gradesk.services import editing
from gradesk.services.pupils import spans
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_USUAL = {"teacher": "teacher", "tutor": "tutor", "senco": "senco"}


@dataclass(frozen=True)
class Lead:
    """Who leads or led, as what and when. `left_on` is the day that person left the school, if they did."""

    uuid: str
    staff_id: str
    name: str
    role: str
    starts_on: date
    ends_on: date | None
    left_on: date | None

    def has_left(self, today: date) -> bool:
        """Whether the person no longer works here."""
        return self.left_on is not None and self.left_on <= today


@dataclass(frozen=True)
class Named:
    """What came of naming one lead for many pupils: how many have a new lead, and who kept theirs and why."""

    count: int
    unchanged: int
    later: tuple[str, ...]


def usual_role(staff_role: str) -> str:
    """As what somebody with a role in school usually leads."""
    return _USUAL.get(staff_role, "key_worker")


def name_lead(store: Store, pupil_id: str, staff_id: str, role: str, from_day: date) -> None:
    """Name the lead of a pupil from a day on. The lead before is closed the day before; spans never overlap."""
    values = _values(staff_id, role, from_day)
    with store.read() as session:
        pupil = session.get_one(Pupil, pupil_id).first_name
    with store.work(f"{pupil}: {_checked_name(store, staff_id, from_day)} is the lead") as session:
        spans.close_open(session, LeadPeriod, pupil_id, from_day, store.clock.now())
        _lead_from(session, pupil_id, values, from_day)


def name_for_all(store: Store, pupil_ids: Sequence[str], staff_id: str, role: str, from_day: date) -> Named:
    """Name one lead for many pupils in one step, which one Undo takes back.

    Whoever has this lead already stays as they are, and so does a pupil whose lead began on a later day.
    """
    values = _values(staff_id, role, from_day)
    label = f"{_checked_name(store, staff_id, from_day)} is the lead of {len(pupil_ids)}"
    count = unchanged = 0
    later: list[str] = []
    with store.work(label) as session:
        for pupil_id in pupil_ids:
            now = next(iter(spans.all_of(session, LeadPeriod, pupil_id)), None)
            if now is not None and now.ends_on is None and (now.staff_id, now.role) == (staff_id, role):
                unchanged += 1
            elif now is not None and now.starts_on > from_day:
                later.append(session.get_one(Pupil, pupil_id).name)
            else:
                spans.close_open(session, LeadPeriod, pupil_id, from_day, store.clock.now())
                _lead_from(session, pupil_id, values, from_day)
                count += 1
    return Named(count, unchanged, tuple(later))


def end_lead(store: Store, pupil_id: str, last_day: date) -> None:
    """End the lead after a last day, with nobody in their place yet."""
    with store.work("The named lead ends") as session:
        lead = next((row for row in spans.all_of(session, LeadPeriod, pupil_id) if row.ends_on is None), None)
        if lead is None:
            raise Refused("There is no named lead to end; nothing was changed.")
        if last_day < lead.starts_on - timedelta(days=1):
            raise Refused(
                f"The lead began only on {lead.starts_on:%d/%m/%Y}; nothing was changed. "
                "Choose that day or a later one."
            )
        if last_day < lead.starts_on:
            lead.deleted_at = store.clock.now()  # ended before its first day: never in force
        else:
            lead.ends_on = last_day


def current(store: Store, pupil_id: str) -> Lead | None:
    """Who leads now; None when nobody is named."""
    return next((lead for lead in history(store, pupil_id) if lead.ends_on is None), None)


def history(store: Store, pupil_id: str) -> list[Lead]:
    """Everybody who led, newest first."""
    with store.read() as session:
        return of_pupil(session, pupil_id)


def on_day(session: Session, pupil_id: str, day: date) -> Lead | None:
    """Who led on a day; None when nobody was named."""
    return next(
        (
            lead
            for lead in of_pupil(session, pupil_id)
            if lead.starts_on <= day and (lead.ends_on is None or day <= lead.ends_on)
        ),
        None,
    )


def of_pupil(session: Session, pupil_id: str) -> list[Lead]:
    """Everybody who led a pupil, newest first, by a session that is open already."""
    return [
        _lead(row, session.get_one(StaffMember, row.staff_id)) for row in spans.all_of(session, LeadPeriod, pupil_id)
    ]


def in_force(session: Session) -> dict[str, Lead]:
    """The lead of every pupil who has one, by pupil."""
    query = (
        select(LeadPeriod, StaffMember)
        .join(StaffMember, StaffMember.uuid == LeadPeriod.staff_id)
        .where(LeadPeriod.ends_on.is_(None), LeadPeriod.deleted_at.is_(None))
    )
    return {row.pupil_id: _lead(row, person) for row, person in session.execute(query)}


def _lead_from(session: Session, pupil_id: str, values: dict[str, object], from_day: date) -> None:
    """The lead begins; an open cycle that nobody leads yet takes it."""
    session.add(LeadPeriod(**values, pupil_id=pupil_id, happened_on=from_day))
    query = select(Cycle).where(
        Cycle.pupil_id == pupil_id, Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None), Cycle.lead_id.is_(None)
    )
    for cycle in session.scalars(query):
        cycle.lead_id = str(values["staff_id"])


def _lead(row: LeadPeriod, person: StaffMember) -> Lead:
    return Lead(row.uuid, person.uuid, person.name, row.role, row.starts_on, row.ends_on, person.left_on)


def _values(staff_id: str, role: str, from_day: date) -> dict[str, object]:
    return editing.check(LeadPeriod, {"staff_id": staff_id, "role": role, "starts_on": from_day})


def _checked_name(store: Store, staff_id: str, from_day: date) -> str:
    with store.read() as session:
        person = session.get(StaffMember, staff_id)
    if person is None or person.deleted_at is not None:
        raise Refused("There is no such member of staff; nothing was changed. Choose one from the list.")
    if person.left_on is not None and person.left_on <= from_day:
        raise Refused(
            f"{person.name} left on {person.left_on:%d/%m/%Y}; nothing was changed. Name somebody who works here then."
        )
    return person.name
