"""The periods of the school's day: the usual ones until the school writes its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.week.parts import Period, days_of
from gradesk.model.rules.week.times import read_clock
from gradesk.model.term.week import DayPeriod
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

MOST = 60  # periods, of all days and year groups


def periods(store: Store) -> tuple[Period, ...]:
    """The periods of the day in order: the school's own, else the usual ones."""
    with store.read() as session:
        return in_session(session)


def in_session(session: Session) -> tuple[Period, ...]:
    """The same, by a session that is open already."""
    own = [_period(_values(row)) for row in _rows(session)]
    return tuple(sorted(own or usual(), key=lambda one: (one.begins, one.ends, one.name)))


def records(store: Store) -> list[DayPeriod]:
    """The school's own periods, by their time; none while it goes by the usual ones."""
    with store.read() as session:
        return sorted(_rows(session), key=lambda row: (read_clock(row.begins_at) or 0, row.name))


@lru_cache
def usual() -> tuple[Period, ...]:
    """The usual day."""
    return tuple(_period(one) for one in _shipped())


def take_usual(store: Store) -> None:
    """Write the usual day down as the school's own, to be changed."""
    if records(store):
        raise Refused("The school has periods of its own already; nothing was changed.")
    with store.work("Write the periods of the day"):
        for one in _shipped():
            editing.add(store, DayPeriod, one, "")


def add(store: Store, values: Mapping[str, Any]) -> str:
    """Add a period; the first one of a school's own comes beside the usual ones, which are written down with it."""
    _check({"weekdays": "", "years": "", **values})
    with store.work("Add a period"):
        found = records(store)
        if not found:
            take_usual(store)
        elif len(found) >= MOST:
            raise Refused(f"{MOST} periods are the most a day can have; nothing was added.")
        return editing.add(store, DayPeriod, values, "")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a period. What is in the week stays at its time."""
    with store.read() as session:
        row = session.get(DayPeriod, uuid)
    if row is not None:
        _check(_values(row) | dict(values))
    editing.change(store, DayPeriod, uuid, values, "Change a period", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a period; with the last one the usual day is back."""
    editing.remove(store, DayPeriod, uuid, "Delete a period")


def _rows(session: Session) -> list[DayPeriod]:
    return list(session.scalars(select(DayPeriod).where(DayPeriod.deleted_at.is_(None))))


def _values(row: DayPeriod) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("name", "kind", "begins_at", "ends_at", "weekdays", "years")}


def _check(values: Mapping[str, Any]) -> None:
    if not str(values.get("name") or "").strip():
        raise Refused("A period needs a name; nothing was kept. Type one such as 1 or Break.")
    first, last = (read_clock(str(values.get(name) or "")) for name in ("begins_at", "ends_at"))
    if first is None or last is None:
        raise Refused("A period needs the times from which to which it lasts; nothing was kept. Type such as 9:00.")
    if last <= first:
        raise Refused("A period cannot end before it begins; the old times were kept. Check the two.")
    typed = str(values.get("weekdays") or "")
    if typed.strip() and not days_of(typed):
        raise Refused(f"“{typed}” names no day of a school week; nothing was kept. Type such as mon wed.")


def _period(values: Mapping[str, str]) -> Period:
    return Period(
        values["name"],
        read_clock(values["begins_at"]) or 0,
        read_clock(values["ends_at"]) or 0,
        values["kind"],
        days_of(values.get("weekdays", "")),
        frozenset(values.get("years", "").replace(",", " ").split()),
    )


def _shipped() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(resource("school", "day.toml").read_text("utf-8"))["period"]
    return found
