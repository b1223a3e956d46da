"""Dated events of a pupil beside meetings and contacts with home, and the support that ran for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.happening import Happening, Provision
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import HAPPENINGS
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=366 * 3)  # how far ahead a visit is ever arranged, or support agreed
LONGEST = timedelta(days=366 * 5)  # how far ahead support is ever planned: the river shows it and today at once
_AHEAD = frozenset({"visit", "move", "other"})


def happenings(store: Store, pupil_id: str) -> list[Happening]:
    """All events of a pupil, newest first."""
    with store.read() as session:
        query = select(Happening).where(Happening.pupil_id == pupil_id, Happening.deleted_at.is_(None))
        return list(session.scalars(query.order_by(Happening.happened_on.desc(), Happening.written_at.desc())))


def add(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Add an event. A visit or a move may lie ahead; a referral or a report has happened."""
    kind = str(values.get("kind", "visit"))
    body = {**values, "pupil_id": pupil_id, "happened_on": values.get("happened_on") or store.clock.today()}
    _check_event(store, pupil_id, kind, body["happened_on"])
    return editing.add(store, Happening, body, f"{HAPPENINGS.label(kind)} about {pupils.first_name(store, pupil_id)}")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change an event."""
    with store.read() as session:
        event = session.get_one(Happening, uuid)
    kind, day = str(values.get("kind", event.kind)), values.get("happened_on", event.happened_on)
    if day is not None:
        _check_event(store, event.pupil_id, kind, day)
    editing.change(store, Happening, uuid, values, "Change an event", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete an event; restorable."""
    editing.remove(store, Happening, uuid, "Delete an event")


def provisions(store: Store, pupil_id: str) -> list[Provision]:
    """All support of a pupil, newest first."""
    with store.read() as session:
        query = select(Provision).where(Provision.pupil_id == pupil_id, Provision.deleted_at.is_(None))
        return list(session.scalars(query.order_by(Provision.starts_on.desc(), Provision.written_at.desc())))


def add_provision(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Add support that runs, or ran, from a day on."""
    body = {**values, "pupil_id": pupil_id, "starts_on": values.get("starts_on") or store.clock.today()}
    _check_provision(store, Provision(**body))
    return editing.add(store, Provision, body, f"Support for {pupils.first_name(store, pupil_id)}")


def change_provision(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change support: its words, its days, or that it has ended."""
    with store.read() as session:
        row = session.get_one(Provision, uuid)
    names = ("pupil_id", "name", "starts_on", "planned_to", "ends_on", "times_a_week", "minutes")
    _check_provision(store, Provision(**{name: getattr(row, name) for name in names} | dict(values)))
    editing.change(store, Provision, uuid, values, "Change support", initiator)


def remove_provision(store: Store, uuid: str) -> None:
    """Delete support; restorable."""
    editing.remove(store, Provision, uuid, "Delete support")


def _check_event(store: Store, pupil_id: str, kind: str, day: date) -> None:
    editing.check(Happening, {"happened_on": day, "kind": kind})
    refuse_before_birth(store, pupil_id, day, "An event")
    today = store.clock.today()
    if day > today and kind not in _AHEAD:
        raise Refused(
            f"A {HAPPENINGS.label(kind).lower()} cannot have happened in the future; nothing was changed. Check the date."
        )
    if day > today + FURTHEST:
        raise Refused(f"{written_day(day)} is more than three years ahead; nothing was changed. Check the year.")


def _check_provision(store: Store, row: Provision) -> None:
    days = {"starts_on": row.starts_on, "planned_to": row.planned_to, "ends_on": row.ends_on}
    editing.check(Provision, days)
    if not (row.name or "").strip():
        raise Refused("Support needs a name; nothing was changed. Say what it is, such as Precision teaching.")
    refuse_before_birth(store, row.pupil_id, row.starts_on, "Support")
    today = store.clock.today()
    for words, day, ahead in (("begin", row.starts_on, FURTHEST), ("be planned to end", row.planned_to, LONGEST)):
        if day is not None and day > today + ahead:
            raise Refused(f"Support cannot {words} on {written_day(day)}; the old days were kept. Check the year.")
    for words, day in (("be planned to end", row.planned_to), ("have ended", row.ends_on)):
        if day is not None and day < row.starts_on:
            raise Refused(f"Support cannot {words} before it began; the old days were kept. Check the two dates.")
    if row.ends_on is not None and row.ends_on > today:
        raise Refused(
            "Support cannot have ended in the future; the old days were kept. Write the day under “Planned until”."
        )
    for words, number, most in (("times a week", row.times_a_week, 50), ("minutes", row.minutes, 600)):
        if number is not None and not 0 < number <= most:
            raise Refused(f"“{number:g} {words}” cannot be; nothing was changed. Type a number up to {most}.")
