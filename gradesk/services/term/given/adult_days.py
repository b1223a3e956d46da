"""An adult’s day: the registers of all groups they lead, or can stand in for, that meet on one day; or that of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.rules.words.people import people
from gradesk.model.term.provision import Provision
from gradesk.services.term import registers
from gradesk.services.term.registers import Register, Slot
from gradesk.store.work import Store

_FURTHEST = 60  # days without school that are passed over


@dataclass(frozen=True)
class Due:
    """One session of a group on the day, and who is in it then by their place in the register.

    `instead_of` is who leads it, where the adult that was asked for only can stand in.
    """

    register: Register
    slot: Slot
    places: tuple[int, ...]
    instead_of: str = ""


def adults(store: Store) -> list[str]:
    """Whoever leads or can stand in for support that has not ended, by name."""
    with store.read() as session:
        query = select(Provision).where(Provision.deleted_at.is_(None), Provision.ends_on.is_(None))
        found = {name.casefold(): name for row in session.scalars(query) for name in _all_of(row)}
    return sorted(found.values(), key=str.casefold)


def of(store: Store, adult: str, day: date) -> list[Due]:
    """The sessions of a day, of one adult, of several with commas between, or of everybody (an empty name).

    They are in the order of their times, then of their names.
    """
    with store.read() as session:
        rows = [row for row in _running(session, day) if not adult or _is_of(row, adult)]
        found = registers.read(session, rows, day, day)
    made = [
        Due(
            one,
            slot,
            tuple(place for place in range(len(one.members)) if one.is_in(place, day)),
            one.provision.led_by if adult and not _leads(one.provision, adult) else "",
        )
        for one in found
        for slot in one.slots
    ]
    return sorted((one for one in made if one.places), key=_order)


def has_school(store: Store, day: date) -> bool:
    """Whether pupils are there on a day."""
    with store.read() as session:
        return registers.calendar(session).has_school(day)


def step(store: Store, day: date, by: int) -> date:
    """The next day with school before or after another; the same where there is none for long."""
    with store.read() as session:
        school = registers.calendar(session)
    going = day
    for _ in range(_FURTHEST):
        going += timedelta(days=by)
        if school.has_school(going):
            return going
    return day


def _order(one: Due) -> tuple[bool, int, str, bool]:
    row = one.register.provision
    at = registers.begins(row, one.slot.day.weekday())
    return bool(one.instead_of), at if at is not None else 24 * 60, row.name.casefold(), one.slot.extra


def _running(session: Session, day: date) -> list[Provision]:
    query = select(Provision).where(
        Provision.deleted_at.is_(None),
        Provision.starts_on <= day,
        or_(Provision.ends_on.is_(None), Provision.ends_on >= day),
    )
    return list(session.scalars(query.order_by(Provision.name)))


def _all_of(row: Provision) -> list[str]:
    return [*people(row.led_by), *people(row.stands_in)]


def _leads(row: Provision, adult: str) -> bool:
    return _meet(people(adult), people(row.led_by))


def _is_of(row: Provision, adult: str) -> bool:
    return _meet(people(adult), _all_of(row))


def _meet(asked: Iterable[str], there: Iterable[str]) -> bool:
    return not {name.casefold() for name in asked}.isdisjoint(name.casefold() for name in there)
