"""Sessions that are owed, and a plan to make them good: which fell out and why, and extra sessions on days to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term.minutes import tally
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import NOT_RUN, OWED
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.term import provisions, registers, tallied
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=183)  # ahead, where nobody said until when it is planned
MOST = 12  # days that are proposed at once
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Debt:
    """What a group still has to get. `owed` are the minutes of whoever of it is owed most, `planned` those put on ahead.

    `fell_out` counts the sessions that the school did not give by reason, most often first; `planned_on` are the days of
    sessions put on that nobody has marked yet.
    """

    owed: int = 0
    fell_out: tuple[tuple[str, int], ...] = ()
    planned: int = 0
    planned_on: tuple[date, ...] = ()

    @property
    def open(self) -> int:
        """Minutes that are owed and for which nothing is planned."""
        return max(self.owed - self.planned, 0)

    @property
    def plan_words(self) -> str:
        """When it is planned to be made good, or that it is not; empty where nothing is owed or planned."""
        if self.planned_on:
            return f"to be made good on {', '.join(f'{day.day} {day:%b}' for day in self.planned_on)}"
        return "not yet planned to be made good" if self.owed else ""

    @property
    def words(self) -> str:
        """In a sentence; empty where nothing is owed or planned."""
        count = sum(number for _, number in self.fell_out)
        reasons = ", ".join(f"{NOT_RUN.label(code).lower()} {number}" for code, number in self.fell_out)
        said = []
        if self.owed:
            said.append(f"Owed: {self.owed:,} minutes ({count} {'session' if count == 1 else 'sessions'}: {reasons})")
        if self.planned:
            days = ", ".join(f"{day.day} {day:%b}" for day in self.planned_on)
            said.append(f"{self.planned:,} planned to make good ({days})")
        return ", ".join(said)


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
        return debts(session, rows, store.clock.today())


def debts(session: Session, rows: Sequence[Provision], today: date) -> dict[str, Debt]:
    """By support, what is owed or planned to be made good; those without either are not there."""
    ids = [row.uuid for row in rows]
    most: dict[str, int] = {}
    for (provision_id, _), held in tallied.held_by(session, ids).items():
        most[provision_id] = max(most.get(provision_id, 0), tally(0, held).owed)
    reasons: dict[str, Counter[str]] = {}
    ahead: dict[str, list[ProvisionSession]] = {}
    for one, is_marked in _sessions(session, ids):
        if not one.extra and not one.ran and one.reason in OWED and one.happened_on <= today:
            reasons.setdefault(one.provision_id, Counter())[one.reason] += 1
        elif one.extra and one.ran and not is_marked:
            ahead.setdefault(one.provision_id, []).append(one)
    found = {}
    for row in rows:
        still = [one for one in ahead.get(row.uuid, ()) if registers.still_on(row, one)]
        planned = sorted(still, key=lambda one: one.happened_on)
        if most.get(row.uuid) or planned:
            counted = reasons.get(row.uuid, Counter())
            found[row.uuid] = Debt(
                most.get(row.uuid, 0),
                tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
                sum(one.minutes for one in planned),
                tuple(one.happened_on for one in planned),
            )
    return found


def proposed(store: Store, provision_id: str, count: int = MOST) -> list[date]:
    """Days to come on which a session could be made good: those on which the group does not meet come first.

    A group that meets every day is offered its own days, for a second session. They are told in their order.
    """
    with store.read() as session:
        row = provisions.open_there(session, provision_id)
        taken = {one.happened_on for one, _ in _sessions(session, [provision_id]) if one.extra}
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
    if not (minutes or row.minutes):
        raise Refused(f"How long is a session of {row.name}? Nothing was put on yet. Type its minutes first.")
    values = {"provision_id": provision_id, "happened_on": day, "minutes": minutes or row.minutes, "extra": True}
    return editing.add(store, ProvisionSession, values, "")


def _sessions(session: Session, provision_ids: Sequence[str]) -> Iterator[tuple[ProvisionSession, bool]]:
    """Every session that was begun or put on, and whether somebody was marked at it."""
    for ids in chunked(provision_ids):
        marked = set(
            session.scalars(
                select(SessionMark.session_id)
                .join(ProvisionSession, ProvisionSession.uuid == SessionMark.session_id)
                .where(ProvisionSession.provision_id.in_(ids), SessionMark.deleted_at.is_(None), SessionMark.mark != "")
            )
        )
        query = select(ProvisionSession).where(
            ProvisionSession.provision_id.in_(ids), ProvisionSession.deleted_at.is_(None)
        )
        for one in session.scalars(query):
            yield one, one.uuid in marked
