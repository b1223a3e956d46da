"""What takes up time in a week besides support: lessons, support in class, duties, PPA, cover, travel, talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.term.week import WeekEntry
from gradesk.model.term.words import ENTRY_KINDS
from gradesk.services import editing
from gradesk.services.term import dose
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TALK = 10  # minutes of teacher and TA talk
_CHECKED = ("kind", "name", "adult", "class_name", "weekdays", "begins_at", "minutes", "starts_on", "ends_on")


def entries(store: Store) -> list[WeekEntry]:
    """All of them, by kind and name."""
    with store.read() as session:
        return in_session(session)


def in_session(session: Session) -> list[WeekEntry]:
    """The same, by a session that is open already."""
    query = select(WeekEntry).where(WeekEntry.deleted_at.is_(None))
    return list(session.scalars(query.order_by(WeekEntry.kind, WeekEntry.name, WeekEntry.uuid)))


def add(store: Store, values: Mapping[str, Any]) -> str:
    """Add one; a talk lasts ten minutes unless something else is said, and whatever has no name is called by its kind."""
    kind = str(values.get("kind") or "class_support")
    body = dict(values)
    if kind == "talk":
        body["minutes"] = body.get("minutes") or TALK
    if not str(body.get("name") or "").strip():
        body["name"] = ENTRY_KINDS.label(kind)
    _check(WeekEntry(**body))
    return editing.add(store, WeekEntry, body, f"Add {ENTRY_KINDS.label(kind).lower()} to the week")


def is_nobodys(store: Store, class_name: str) -> bool:
    """Whether a class is named in which nobody is: it may be next year's, or a slip of the hand."""
    here = exists().where(Pupil.class_name == class_name, Pupil.deleted_at.is_(None))
    with store.read() as session:
        return bool(class_name.strip()) and not session.scalar(select(here))


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change one."""
    with store.read() as session:
        row = session.get(WeekEntry, uuid)
    if row is not None:
        _check(WeekEntry(**{name: getattr(row, name) for name in _CHECKED} | dict(values)))
    editing.change(store, WeekEntry, uuid, values, "Change a part of the week", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete one; undo brings it back."""
    editing.remove(store, WeekEntry, uuid, "Delete a part of the week")


def _check(row: WeekEntry) -> None:
    editing.check(WeekEntry, {"starts_on": row.starts_on, "ends_on": row.ends_on, "kind": row.kind})
    if not (row.name or "").strip():
        raise Refused("It needs a name; nothing was kept. Type what it is, such as Break duty.")
    dose.refuse_dose(None, row.minutes)
    dose.refuse_days(row.weekdays)
    dose.refuse_time(row.weekdays, row.begins_at)
    if row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on:
        raise Refused("It cannot end before it begins; nothing was kept. Check the two days.")
