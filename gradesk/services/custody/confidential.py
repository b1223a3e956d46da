"""Records that are for staff alone: marked one by one, counted where they are left out."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from gradesk.model.base import Entity, StaffOnly
from gradesk.model.entities import ENTITIES
from gradesk.services.custody.standing import BY_TABLE
from gradesk.services.portions import chunked
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

KINDS: dict[str, type[Entity]] = {one.__tablename__: one for one in ENTITIES if issubclass(one, StaffOnly)}


def is_marked(store: Store, kind: str, uuid: str) -> bool:
    """Whether a record is for staff alone."""
    with store.read() as session:
        table = KINDS[kind].__table__
        return bool(session.scalar(select(table.c.staff_only).where(table.c.uuid == uuid)))


def mark(store: Store, kind: str, uuid: str, *, on: bool) -> None:
    """Say that a record is for staff alone, or that it is not any more."""
    words = ENTITIES[BY_TABLE[kind]]
    with store.work(f"Keep this {words} to staff" if on else f"Let this {words} be seen by others") as session:
        record = session.get(KINDS[kind], uuid)
        if record is None or record.deleted_at is not None:
            raise Refused("This was deleted meanwhile; nothing was changed. Restore it from the history.")
        assert isinstance(record, StaffOnly)
        record.staff_only = on


def count(store: Store, pupil_ids: Iterable[str]) -> int:
    """How many records about some pupils are for staff alone."""
    total = 0
    with store.read() as session:
        for ids in chunked(sorted(set(pupil_ids))):
            for entity in KINDS.values():
                table = entity.__table__
                query = select(func.count()).where(
                    table.c.pupil_id.in_(ids), table.c.deleted_at.is_(None), table.c.staff_only.is_(True)
                )
                total += session.scalar(query) or 0
    return total
