"""Sessions that are owed, and a plan to make them good: which fell out and why, and extra sessions on days to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services import editing
from gradesk.services.term import dose, owing, provisions, registers
from gradesk.services.term.owing import Debt
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=183)  # ahead, where nobody said until when it is planned
MOST = 12  # days that are proposed at once
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """What is owed, the days on which it could be made good, and how many of them it takes."""

    debt: Debt
    days: tuple[date, ...]
    needed: int


def put_on(store: Store, provision_id: str, day: date, minutes: int | None = None) -> str:
    """Put on a session that makes another good, on any school day until the block’s end. Returns its uuid."""
    with store.work("A session makes another good") as session:
        return _put_on(store, session, provision_id, day, minutes)


def plan(store: Store, provision_id: str, days: Sequence[date]) -> None:
    """Put on a session on each of some days, in one step."""
    wanted = sorted(set(days))
    if not wanted:
        raise Refused("No day is chosen, so nothing was planned. Tick a day, or type one.")
    with store.work("Plan to make sessions good") as session:
        for day in wanted:
            _put_on(store, session, provision_id, day)


def take_back(store: Store, provision_id: str, day: date) -> None:
    """Take back a session that was put on; refuses one that was marked."""
    with store.work("Take back a session that was put on") as session:
        row = provisions.open_there(session, provision_id)
        held = registers.held_on(session, provision_id, day, extra=True)
        if held is None:
            raise Refused(f"No session was put on for {written_day(day)}; nothing was changed. Choose one with a “+”.")
        query = select(SessionMark).where(SessionMark.session_id == held.uuid, SessionMark.deleted_at.is_(None))
        if session.scalars(query).first() is not None:
            raise Refused(
                f"The session of {row.name} on {written_day(day)} has marks or notes, which were kept. "
                "Take them back with Delete first."
            )
        editing.remove(store, ProvisionSession, held.uuid, "")


def of_groups(store: Store, provision_ids: Sequence[str]) -> dict[str, Debt]:
    """What some groups still have to get; those that are owed nothing and have nothing planned are not there."""
    with store.read() as session:
        rows = [provisions.there(session, uuid) for uuid in dict.fromkeys(provision_ids)]
        return owing.debts(session, rows, store.clock.today())


def proposed(store: Store, provision_id: str, count: int = MOST) -> list[date]:
    """Days to come on which a session could be made good: those on which the group does not meet come first.

    A group that meets every day is offered its own days, for a second session. They are told in their order.
    """
    with store.read() as session:
        row = provisions.open_there(session, provision_id)
        taken = {one.happened_on for one, _ in owing.sessions(session, [provision_id]) if one.extra}
        found = [day for day in _ahead(session, row, store.clock.today()) if day not in taken]
    due = registers.weekdays(row)
    free = [day for day in found if day.weekday() not in due]
    return (free or found)[:count]


def offer(store: Store, provision_id: str) -> Offer:
    """What a person is asked who plans to make sessions good."""
    one = of_groups(store, [provision_id]).get(provision_id, Debt())
    with store.read() as session:
        minutes = provisions.there(session, provision_id).minutes or 0
    count = -(-one.open // minutes) if minutes else 0
    return Offer(one, tuple(proposed(store, provision_id)), count)


def last_day(row: Provision, today: date) -> date:
    """Until when a session can be put on."""
    ends = row.ends_on or row.planned_to
    return ends if ends is not None and ends >= today else today if row.ends_on else today + FURTHEST


def _ahead(session: Session, row: Provision, today: date) -> Iterator[date]:
    school = registers.calendar(session)
    day = max(today + _DAY, row.starts_on)
    while day <= last_day(row, today):
        if school.has_school(day):
            yield day
        day += _DAY


def _put_on(store: Store, session: Session, provision_id: str, day: date, minutes: int | None = None) -> str:
    row, today = provisions.open_there(session, provision_id), store.clock.today()
    registers.check_day(session, row, day)
    if day > max(last_day(row, today), today):
        raise Refused(
            f"{row.name} is planned until {written_day(last_day(row, today))}, so nothing was put on after that. "
            "Choose an earlier day, or plan it for longer under Groups."
        )
    if registers.held_on(session, provision_id, day, extra=True) is not None:
        raise Refused(
            f"A session of {row.name} was put on for {written_day(day)} already; nothing was changed. Choose another day."
        )
    if minutes is not None and not 0 < minutes <= dose.MOST_MINUTES:
        raise Refused(f"“{minutes} minutes” cannot be; nothing was put on. Type a number up to {dose.MOST_MINUTES}.")
    if not (minutes or row.minutes):
        raise Refused(f"How long is a session of {row.name}? Nothing was put on yet. Type its minutes first.")
    values = {"provision_id": provision_id, "happened_on": day, "minutes": minutes or row.minutes, "extra": True}
    return editing.add(store, ProvisionSession, values, "")
