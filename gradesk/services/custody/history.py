"""What was done, when and by whom; taking it back; and bringing back what was deleted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.entities import ENTITIES
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.custody.telling import KINDS, FieldChange, summary, told
from gradesk.store.refusals import Clash
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOVE = "Move"  # how the label of a unit begins that moves a record to another pupil
MANY = 500  # rows of a unit that are looked at for later changes; larger ones, imports, show them by their values
_BY_TABLE = KINDS


@dataclass(frozen=True)
class Entry:
    """One unit of work as the history shows it. `undone` tells that it was taken back later."""

    unit_id: int
    at: datetime
    actor: str
    label: str
    changes: tuple[FieldChange, ...]
    undone: bool


def entries(store: Store, pupil_id: str, limit: int = 200) -> list[Entry]:
    """What was done about one pupil, newest first.

    What was moved to another pupil is named in the history of both, and brings what was done to it before along.
    """
    with store.read() as session:
        about = _about(session, pupil_id)
        ids = session.scalars(
            select(JournalChange.unit_id)
            .where(about)
            .group_by(JournalChange.unit_id)
            .order_by(JournalChange.unit_id.desc())
            .limit(limit)
        ).all()
        units = session.scalars(select(JournalUnit).where(JournalUnit.id.in_(ids)).order_by(JournalUnit.id.desc()))
        undone = _taken_back(session)
        by_unit: dict[int, list[JournalChange]] = {unit_id: [] for unit_id in ids}
        changes = session.scalars(
            select(JournalChange).where(about, JournalChange.unit_id.in_(ids)).order_by(JournalChange.id)
        )
        for change in changes:
            by_unit[change.unit_id].append(change)
        # By the clock, not by the order of writing: a history that was typed up later still reads as it happened.
        in_order = sorted(units, key=lambda unit: (unit.at, unit.id), reverse=True)
        return [
            Entry(unit.id, unit.at, unit.actor, unit.label, told(by_unit[unit.id], pupil_id), unit.id in undone)
            for unit in in_order
        ]


def _about(session: Session, pupil_id: str) -> ColumnElement[bool]:
    moves = select(JournalUnit.id).where(JournalUnit.label.like(f"%{MOVE} a%"))
    moved = (JournalChange.unit_id.in_(moves), JournalChange.before.like('%"pupil_id":%'))
    came = session.execute(
        select(JournalChange.row_uuid, JournalChange.unit_id).where(*moved, JournalChange.pupil_id == pupil_id)
    ).all()
    # What was done to it before it came comes along; what is done to it elsewhere, once it has left, does not.
    brought = [and_(JournalChange.row_uuid == row, JournalChange.unit_id <= unit) for row, unit in came]
    left = and_(*moved, JournalChange.before.like(f'%"pupil_id":"{pupil_id}"%'))
    return or_(JournalChange.pupil_id == pupil_id, left, *brought)


@dataclass(frozen=True)
class Touched:
    """What a unit of work was about: the first record it changed, whose, and every kind of record in it.

    `pupil_id` is empty where it was about several pupils, or about one who is not there.
    """

    kind: str
    pupil_id: str
    is_of_pupils: bool
    kinds: frozenset[str]


def last_touched(store: Store) -> Touched | None:
    """What the newest unit of this run was about; an undo is about what it took back."""
    with store.read() as session:
        last = select(func.max(JournalUnit.id)).where(JournalUnit.run == store.run).scalar_subquery()
        of_it = select(JournalChange.kind, JournalChange.pupil_id).where(JournalChange.unit_id == last)
        rows = session.execute(of_it.order_by(JournalChange.id)).all()
        whose = sorted({row.pupil_id for row in rows if row.pupil_id})
        pupil = session.get(Pupil, whose[0]) if len(whose) == 1 else None
        pupil_id = pupil.uuid if pupil is not None and pupil.deleted_at is None else ""
    return Touched(rows[0].kind, pupil_id, bool(whose), frozenset(row.kind for row in rows)) if rows else None


def undoable(store: Store) -> JournalUnit | None:
    """The last unit of this run of the program that can be taken back."""
    with store.read() as session:
        query = select(JournalUnit).where(
            JournalUnit.run == store.run,
            JournalUnit.undoes.is_(None),
            JournalUnit.id.not_in(_taken_back(session)),
        )
        return session.scalars(query.order_by(JournalUnit.id.desc()).limit(1)).first()


def size(store: Store, unit_id: int | None = None) -> int:
    """How many records a unit changed, the last of this run if none is given; tells whether to undo it on the spot."""
    with store.read() as session:
        last = select(func.max(JournalUnit.id)).where(JournalUnit.run == store.run).scalar_subquery()
        of_it = JournalChange.unit_id == (last if unit_id is None else unit_id)
        return session.scalar(select(func.count()).select_from(JournalChange).where(of_it)) or 0


def undo(store: Store, unit_id: int | None = None) -> str:
    """Take back the last unit of work of this run, or the one given. Returns its label.

    The values from before come back as a new unit of work. Refuses when a record has moved on since.
    """
    with store.read() as session:
        unit = session.get(JournalUnit, unit_id) if unit_id is not None else undoable(store)
        if unit is None:
            raise Refused("There is nothing to undo since Gradesk was opened; nothing was changed.")
        if unit.id in _taken_back(session):
            raise Refused(f"“{unit.label}” was undone already; nothing was changed.")
        changes = session.scalars(
            select(JournalChange).where(JournalChange.unit_id == unit.id).order_by(JournalChange.id.desc())
        ).all()
        if _written_since(session, unit.id, changes):
            raise _moved_on(unit.label)
    _take_back(store, f"Undo: {unit.label}", unit.id, changes)
    return unit.label


def redo(store: Store) -> str:
    """Do again what was undone last, as long as nothing else was done since. Returns its label."""
    with store.read() as session:
        last = session.scalars(
            select(JournalUnit).where(JournalUnit.run == store.run).order_by(JournalUnit.id.desc()).limit(1)
        ).first()
        again = _to_redo(session, last, store.run)
        if again is None:
            raise Refused(
                "There is nothing to do again, or something else was written since; nothing was changed. See the history."
            )
        changes = session.scalars(
            select(JournalChange).where(JournalChange.unit_id == again.id).order_by(JournalChange.id.desc())
        ).all()
    label = again.label.removeprefix("Undo: ")
    _take_back(store, f"Redo: {label}", again.id, changes)
    return label


def deleted(store: Store, pupil_id: str) -> list[tuple[str, str, str]]:
    """Deleted records of a pupil as (kind, uuid, words), for restoring."""
    found: list[tuple[str, str, str]] = []
    with store.read() as session:
        for entity, words in ENTITIES.items():
            table = _table(entity)
            if "pupil_id" not in table.c:
                continue
            rows = session.scalars(select(entity).where(table.c.pupil_id == pupil_id, entity.deleted_at.is_not(None)))
            found += [(entity.__tablename__, row.uuid, summary(row, words)) for row in rows]
    return found


def bring_back(store: Store, kind: str, uuid: str) -> None:
    """Restore a deleted record, as `deleted` names it; refuses one whose place another has taken."""
    entity = _BY_TABLE[kind]
    try:
        with store.work(f"Restore a {ENTITIES[entity]}") as session:
            record = session.get_one(entity, uuid)
            record.deleted_at = None
    except Clash:
        raise Refused(
            "Another has taken its place since; nothing was changed. Undo or delete that one first."
        ) from None


def _take_back(store: Store, label: str, unit_id: int, changes: Sequence[JournalChange]) -> None:
    try:
        with store.work(label, undoes=unit_id) as session:
            # A record and what hangs on it may come back in any order; the check at the end is what counts.
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for change in changes:
                _reverse(session, change, label.partition(": ")[2])
            for change in changes:
                _refuse_loose_ends(session, change, label.partition(": ")[2])
    except Clash as clash:
        words = label.partition(": ")[2]
        if "UPN" in str(clash):
            raise Refused(
                f"“{words}” cannot be undone, because another pupil has that UPN now; nothing was changed. Change the UPN of "
                "one of them first."
            ) from None
        # Something was added since to a record that would go.
        raise _moved_on(words) from None


def _written_since(session: Session, unit_id: int, changes: Sequence[JournalChange]) -> bool:
    """Whether a later unit that still stands wrote one of the same fields, be it the same value: those words are its own."""
    ours = {change.row_uuid: _fields(change) for change in changes}
    later = session.scalars(
        select(JournalChange)
        .join(JournalUnit, JournalUnit.id == JournalChange.unit_id)
        .where(
            JournalChange.unit_id > unit_id, JournalUnit.undoes.is_(None), JournalChange.row_uuid.in_(list(ours)[:MANY])
        )
    )
    undone = _taken_back(session)
    return any(ours[one.row_uuid] & _fields(one) for one in later if one.unit_id not in undone)


def _fields(change: JournalChange) -> set[str]:
    both = (json.loads(part) for part in (change.before, change.after) if part)
    return {name for values in both for name in values}


def _refuse_loose_ends(session: Session, change: JournalChange, label: str) -> None:
    """What comes back must have its pupil, and its documents must stand where it stands."""
    table = _table(_BY_TABLE[change.kind])
    found = session.connection().exec_driver_sql(f"SELECT * FROM {table.name} WHERE uuid = ?", (change.row_uuid,))
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
    if any(not row or document.pupil_id != whose for document in documents):
        raise _moved_on(label)


def _taken_back(session: Session) -> set[int]:
    """Units that stand undone: an undo counts unless it was undone itself, that is, done again."""
    undos = session.execute(select(JournalUnit.id, JournalUnit.undoes).where(JournalUnit.undoes.is_not(None))).all()
    undone_undos = {undoes for _, undoes in undos}
    return {undoes for unit_id, undoes in undos if undoes is not None and unit_id not in undone_undos}


def _to_redo(session: Session, last: JournalUnit | None, run: str) -> JournalUnit | None:
    # Undos not yet redone, newest first, and nothing but undos and redos after them.
    redone = _taken_back(session)
    query = select(JournalUnit).where(JournalUnit.run == run).order_by(JournalUnit.id.desc())
    for unit in session.scalars(query) if last is not None else ():
        if unit.undoes is None:
            return None
        if unit.label.startswith("Undo: ") and unit.id not in redone:
            return unit
    return None


def _table(entity: type[Entity]) -> Table:
    return entity.metadata.tables[entity.__tablename__]


def _reverse(session: Session, change: JournalChange, label: str) -> None:
    table = _table(_BY_TABLE[change.kind])
    before: dict[str, Any] | None = json.loads(change.before) if change.before else None
    after: dict[str, Any] | None = json.loads(change.after) if change.after else None
    connection = session.connection()
    now = (
        connection.exec_driver_sql(f"SELECT * FROM {table.name} WHERE uuid = ?", (change.row_uuid,)).mappings().first()
    )
    if after is None:
        if now is not None:
            raise _moved_on(label)
        values = {column.name: (before or {}).get(column.name, _empty(column)) for column in table.c}
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", tuple(values.values()))
        return
    if now is None or any((now[name] or None) != (value or None) for name, value in after.items()):
        raise _moved_on(label)
    if before is None:
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE uuid = ?", (change.row_uuid,))
        return
    sets = ", ".join(f"{table.c[name].name} = ?" for name in before)
    connection.exec_driver_sql(f"UPDATE {table.name} SET {sets} WHERE uuid = ?", (*before.values(), change.row_uuid))


def _empty(column: Any) -> Any:
    return None if column.nullable else ("" if column.type.python_type is str else 0)


def _moved_on(label: str) -> Refused:
    return Refused(
        f"“{label}” cannot be undone, because it was changed again since; nothing was changed. See the history."
    )
