"""Minutes of groups in which the adult who leads them is bound to one child elsewhere, as far as days and times tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.term.twice import Bound, shared
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession
from gradesk.services.portions import chunked
from gradesk.services.term import registers, tallied
from gradesk.services.term.registers import WEEKDAYS, Calendar

ALONE = "one_to_one"


@dataclass(frozen=True)
class Twice:
    """Minutes of a group that count elsewhere: which adult, with which support of one child, planned, given, and a week."""

    adult: str
    other: str
    planned: int
    given: int
    a_week: int


def found(
    session: Session, rows: Sequence[Provision], school: Calendar, staff: Mapping[str, str], today: date
) -> dict[str, tuple[Twice, ...]]:
    """By group, what counts elsewhere. Only adults on the staff list: a role may be several people."""
    groups = [row for row in rows if row.form != ALONE and _adult(row) in staff]
    if not groups:
        return {}
    query = select(Provision).where(Provision.form == ALONE, Provision.deleted_at.is_(None))
    alone = [
        row for row in session.scalars(query.order_by(Provision.starts_on, Provision.uuid)) if _adult(row) in staff
    ]
    pairs = [
        (group, one) for group in groups for one in alone if _adult(group) == _adult(one) and _meet(group, one, today)
    ]
    ran = _ran(session, sorted({row.uuid for both in pairs for row in both}))
    told: dict[str, tuple[Twice, ...]] = {}
    for group, one in pairs:
        a_week = sum(shared(_bound(group, day), _bound(one, day)) for day in _days(group) & _days(one))
        planned = a_week * _weeks(group, one, school, today)
        made = Twice(one.led_by, one.name, planned, _given(group, one, ran), a_week)
        if made.planned or made.given:
            told[group.uuid] = (*told.get(group.uuid, ()), made)
    return told


def _adult(row: Provision) -> str:
    return row.led_by.casefold().strip()


def _bound(row: Provision, day: int, minutes: int | None = None) -> Bound:
    """When its adult is bound on a day of the week."""
    return Bound(minutes if minutes is not None else row.minutes or 0, registers.begins(row, day))


def _last(row: Provision, today: date) -> date:
    return row.ends_on or row.planned_to or today


def _meet(group: Provision, one: Provision, today: date) -> bool:
    is_bound = any(shared(_bound(group, day), _bound(one, day)) > 0 for day in _days(group) & _days(one))
    return is_bound and group.starts_on <= _last(one, today) and one.starts_on <= _last(group, today)


def _days(row: Provision) -> frozenset[int]:
    """Its weekdays, where they were said or it is every day; spread over the week they would be a guess."""
    said = any(name in row.weekdays.casefold().split() for name in WEEKDAYS)
    return frozenset(registers.weekdays(row)) if said or (row.times_a_week or 0) >= len(WEEKDAYS) else frozenset()


def _weeks(group: Provision, one: Provision, school: Calendar, today: date) -> int:
    first, last = max(group.starts_on, one.starts_on), min(_last(group, today), _last(one, today))
    return school.weeks(first, last)


def _given(group: Provision, one: Provision, ran: Mapping[str, Mapping[date, ProvisionSession]]) -> int:
    mine, theirs = ran.get(group.uuid, {}), ran.get(one.uuid, {})
    minutes = 0
    for day in mine.keys() & theirs.keys():
        if (mine[day].adult or group.led_by).casefold() == (theirs[day].adult or one.led_by).casefold():
            bound = _bound(group, day.weekday(), mine[day].minutes)
            minutes += shared(bound, _bound(one, day.weekday(), theirs[day].minutes))
    return minutes


def _ran(session: Session, provision_ids: Sequence[str]) -> dict[str, dict[date, ProvisionSession]]:
    told: dict[str, dict[date, ProvisionSession]] = {}
    for ids in chunked(provision_ids):
        query = select(ProvisionSession).where(*tallied.given(ids), ProvisionSession.extra.is_(False))
        for row in session.scalars(query):
            told.setdefault(row.provision_id, {})[row.happened_on] = row
    return told
