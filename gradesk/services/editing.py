"""How any record is added, changed, deleted and restored: one labelled unit of work each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from gradesk.model.base import Entity, FieldInfo, fields_of
from gradesk.model.rules.days import days
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

E = TypeVar("E", bound=Entity)

LONGEST = 20_000  # characters of one field; a page holds about 3,000


def add(store: Store, entity: type[E], values: Mapping[str, Any], label: str, initiator: object | None = None) -> str:
    """Add a record and return its uuid."""
    checked = check(entity, values)
    checked.setdefault("happened_on", store.clock.today())
    with store.work(label, initiator) as session:
        record = entity(**checked, written_at=store.clock.now())
        session.add(record)
        session.flush()
        return record.uuid


def change(
    store: Store,
    entity: type[E],
    uuid: str,
    values: Mapping[str, Any],
    label: str | Callable[[], str],
    initiator: object | None = None,
) -> None:
    """Change some fields of a record; refuses values that cannot be, and a record that is gone."""
    checked = check(entity, values)
    with store.work(label, initiator) as session:
        record = session.get(entity, uuid)
        if record is None or record.deleted_at is not None:
            raise Refused(
                "This record was deleted meanwhile; what you typed was not kept. Restore it from the history."
            )
        for name, value in checked.items():
            setattr(record, name, value)


def remove(store: Store, entity: type[E], uuid: str, label: str) -> None:
    """Delete a record so that it can be restored."""
    with store.work(label) as session:
        record = session.get(entity, uuid)
        if record is not None and record.deleted_at is None:
            record.deleted_at = store.clock.now()


def restore(store: Store, entity: type[E], uuid: str, label: str) -> None:
    """Bring a deleted record back."""
    with store.work(label) as session:
        record = session.get(entity, uuid)
        if record is not None:
            record.deleted_at = None


def check(entity: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values cleaned, or a refusal that names the field: unknown choices, numbers and dates that are none,
    missing dates, endless texts."""
    fields = {info.name: info for info in fields_of(entity)}
    return {name: _checked(fields.get(name), value) for name, value in values.items()}


def _checked(info: FieldInfo | None, value: Any) -> Any:
    if info is None:
        return value
    if isinstance(value, str):
        # A NUL ends a text in C, and half of a surrogate pair cannot be written at all.
        value = value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        if info.lines == 1:
            value = " ".join(value.split())
        if len(value) > LONGEST:
            raise Refused(
                f"“{info.label}” is longer than {LONGEST:,} characters; it was not kept. Shorten it and go on."
            )
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused(f"“{info.label}” is no number; nothing was changed. Type digits such as 94.5.")
    if info.python_type is int and isinstance(value, float):
        if value != int(value):
            raise Refused(f"“{info.label}” is a whole number; {value:g} was not kept. Type another.")
        value = int(value)
    if info.choices is not None and value and value not in info.choices:
        raise Refused(f"“{info.label}” has no choice “{value}”; nothing was changed. Choose one from the list.")
    if info.python_type is date and value is not None and not isinstance(value, date):
        raise Refused(f"“{info.label}” is no day; nothing was changed. Type one such as 24/11/2026.")
    if value is None and info.python_type is date and info.required:
        raise Refused(f"“{info.label}” cannot be empty; the old day was kept. Type a date.")
    if isinstance(value, date) and not days.FIRST <= value <= days.LAST:
        raise Refused(f"“{info.label}” cannot be {value:%d/%m/%Y}; nothing was changed. Check the year.")
    return value
