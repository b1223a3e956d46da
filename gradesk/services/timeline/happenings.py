"""Dated events of a pupil beside meetings and contacts with home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.happening import Happening
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import HAPPENINGS
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=366 * 3)  # how far ahead a visit is ever arranged


def happenings(store: Store, pupil_id: str) -> list[Happening]:
    """All events of a pupil, newest first."""
    with store.read() as session:
        query = select(Happening).where(Happening.pupil_id == pupil_id, Happening.deleted_at.is_(None))
        return list(session.scalars(query.order_by(Happening.happened_on.desc(), Happening.written_at.desc())))


def add(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Add an event, which may lie ahead."""
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


def _check_event(store: Store, pupil_id: str, kind: str, day: date) -> None:
    editing.check(Happening, {"happened_on": day, "kind": kind})
    refuse_before_birth(store, pupil_id, day, "An event")
    if day > store.clock.today() + FURTHEST:
        raise Refused(f"{written_day(day)} is more than three years ahead; nothing was changed. Check the year.")
