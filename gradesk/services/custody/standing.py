"""Whether what a unit of work did can still be taken back: nothing was written over it, and nothing would be torn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.entities import ENTITIES
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.pupil import Pupil
from gradesk.system.refusal import Refused

BY_TABLE: dict[str, type[Entity]] = {entity.__tablename__: entity for entity in ENTITIES}
_TABLES = [entity.metadata.tables[entity.__tablename__] for entity in ENTITIES]
# What hangs on what, both of one pupil: the table, its column, the table that column names a record of.
_TIES = [
    (table, column.name, key.column.table)
    for table in _TABLES
    for column in table.c
    for key in column.foreign_keys
    if "pupil_id" in table.c and "pupil_id" in key.column.table.c and key.column.table.name != "pupil"
]


def written_since(session: Session, unit_id: int, changes: Sequence[JournalChange]) -> bool:
    """Whether a later unit that still stands wrote one of the same fields, be it the same value: those words are its own.

    A record that would go, or come, is all of its fields, also those that were empty then.
    """
    ours: dict[str, set[str]] = {}
    whole = {change.row_uuid for change in changes if change.before is None or change.after is None}
    for change in changes:
        ours.setdefault(change.row_uuid, set()).update(_fields(change))
    later = session.scalars(
        select(JournalChange)
        .join(JournalUnit, JournalUnit.id == JournalChange.unit_id)
        .where(
            JournalChange.unit_id > unit_id,
            JournalUnit.undoes.is_(None),
            JournalChange.row_uuid.in_(select(JournalChange.row_uuid).where(JournalChange.unit_id == unit_id)),
        )
    )
    undone = taken_back(session)
    standing = [one for one in later if one.unit_id not in undone]
    return any(one.row_uuid in whole or ours[one.row_uuid] & _fields(one) for one in standing)


def _fields(change: JournalChange) -> set[str]:
    both = (json.loads(part) for part in (change.before, change.after) if part)
    return {name for values in both for name in values}


def refuse_loose_ends(session: Session, change: JournalChange, label: str) -> None:
    """What comes back must have its pupil, and what hangs together must stand with one pupil."""
    table = table_of(BY_TABLE[change.kind])
    found = session.connection().execute(select(table).where(table.c.uuid == change.row_uuid))
    row = dict(found.mappings().first() or {})
    whose = row.get("pupil_id")
    pupil = session.get(Pupil, whose) if whose else None
    if pupil is not None and pupil.deleted_at is not None and row.get("deleted_at") is None:
        raise Refused(
            f"“{label}” cannot be undone while {pupil.first_name} is deleted; nothing was changed. Restore the record from the "
            "list “Deleted” first."
        )
    documents = session.scalars(
        select(Attachment).where(Attachment.about_id == change.row_uuid, Attachment.deleted_at.is_(None))
    )
    is_elsewhere = any('"pupil_id":' in part for part in (change.before, change.after) if part)
    if any(not row or document.pupil_id != whose for document in documents) or (
        is_elsewhere and _is_torn(session, table, row)
    ):
        raise moved_on(label)


def _is_torn(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether a record stands with another pupil than what it hangs on, or than what hangs on it."""
    if not row.get("pupil_id"):
        return False
    ties = [(other, "uuid", row[here]) for child, here, other in _TIES if child is table and row[here]]
    ties += [(child, there, row["uuid"]) for child, there, other in _TIES if other is table]
    # By the connection, as the rows were put back: what the session holds may be older.
    return any(
        session.connection().scalar(
            select(func.count())
            .select_from(other)
            .where(other.c[name] == value, other.c.deleted_at.is_(None), other.c.pupil_id != row["pupil_id"])
        )
        for other, name, value in ties
    )


def taken_back(session: Session) -> set[int]:
    """Units that stand undone: an undo counts unless it was undone itself, that is, done again."""
    undos = session.execute(select(JournalUnit.id, JournalUnit.undoes).where(JournalUnit.undoes.is_not(None))).all()
    undone_undos = {undoes for _, undoes in undos}
    return {undoes for unit_id, undoes in undos if undoes is not None and unit_id not in undone_undos}


def table_of(entity: type[Entity]) -> Table:
    """The table a kind of record stands in."""
    return entity.metadata.tables[entity.__tablename__]


def moved_on(label: str) -> Refused:
    """Why a unit is not taken back any more."""
    return Refused(
        f"“{label}” cannot be undone, because it was changed again since; nothing was changed. See the history."
    )
