"""What an hour of a role costs, from when on: an older support keeps the rate it began with."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from gradesk.model.rules.term.money import pounds, read_pence
from gradesk.model.term.session import HourlyRate
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST = 50_000  # pence an hour: a slip of the point, not a rate
MOST_ON_COSTS = 10_000  # hundredths of a per cent: as much again


def rates(store: Store) -> list[HourlyRate]:
    """All rates, by role and the newest first."""
    order = {code: place for place, code in enumerate(STAFF_ROLES.codes)}
    with store.read() as session:
        found = session.scalars(select(HourlyRate).where(HourlyRate.deleted_at.is_(None))).all()
    return sorted(found, key=lambda one: (order[one.role], -one.from_on.toordinal()))


def add(store: Store, role: str, typed: str, from_on: date, on_costs: float | None = None) -> str:
    """Say what an hour of a role costs from a day on, in pounds as they are typed, with per cent on top. Returns its uuid.

    Refuses what is no sum, nothing at all, a thousand pounds, and a second rate of a role from the same day.
    """
    pence = read_pence(typed)
    if pence is None:
        raise Refused(f"“{typed.strip()}” is no sum of pounds; nothing was kept. Type one such as 17.24.")
    if not 0 < pence <= MOST:
        raise Refused(f"£{pounds(pence)} an hour cannot be; nothing was kept. Type one up to £{pounds(MOST)}.")
    per_cent = on_costs or 0
    if not 0 <= per_cent * 100 <= MOST_ON_COSTS:
        raise Refused(f"{per_cent:g} per cent on top cannot be; nothing was kept. Type one up to 100.")
    if any(one.role == role and one.from_on == from_on for one in rates(store)):
        raise Refused("There is a rate of that role from that day already; nothing was kept. Delete it first.")
    values = {"role": role, "from_on": from_on, "pence": pence, "on_costs": round(per_cent * 100)}
    return editing.add(store, HourlyRate, values, f"A rate: {STAFF_ROLES.label(role)}")


def remove(store: Store, uuid: str) -> None:
    """Delete a rate; undo brings it back."""
    editing.remove(store, HourlyRate, uuid, "Delete a rate")
