"""What was done, when and by whom; taking it back; and bringing back what was deleted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.custody.erasing import refuse_undoing
from gradesk.services.custody.standing import BY_TABLE, moved_on, refuse_loose_ends, table_of, taken_back, written_since
from gradesk.services.custody.telling import FieldChange, summary, told
from gradesk.services.portions import chunked
from gradesk.store.refusals import Clash
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOVE = "Move"  # how the label of a unit begins that moves a record to another pupil


@dataclass(frozen=True)
class Entry:
    """One unit of work as the history shows it. `undone` tells that it was taken back later, `about` which record it was about
    where that is not plain from whose history it is.
    """

    unit_id: int
    at: datetime
    actor: str
    label: str
    changes: tuple[FieldChange, ...]
    undone: bool
    about: str = ""


def entries(store: Store, pupil_id: str = "", limit: int = 200) -> list[Entry]:
    """What was done about one pupil, newest first; without one about the school's own records, which are no pupil's.

    What was moved to another pupil is named in the history of both, and brings what was done to it before along for as
    long as it is there; what is done to it elsewhere never shows.
    """
    with store.read() as session:
        about = _about(session, pupil_id) if pupil_id else JournalChange.pupil_id.is_(None)
        ids = session.scalars(
            select(JournalChange.unit_id)
            .where(about)
            .group_by(JournalChange.unit_id)
            .order_by(JournalChange.unit_id.desc())
            .limit(limit)
        ).all()
        units = session.scalars(select(JournalUnit).where(JournalUnit.id.in_(ids)).order_by(JournalUnit.id.desc()))
        undone = taken_back(session)
        by_unit: dict[int, list[JournalChange]] = {unit_id: [] for unit_id in ids}
        changes = session.scalars(
            select(JournalChange).where(about, JournalChange.unit_id.in_(ids)).order_by(JournalChange.id)
        )
        for change in changes:
            by_unit[change.unit_id].append(change)
        # By the clock, not by the order of writing: a history that was typed up later still reads as it happened.
        in_order = sorted(units, key=lambda unit: (unit.at, unit.id), reverse=True)
        names = {} if pupil_id else _names(session, [found[0] for found in by_unit.values() if found])
        return [
            Entry(
                unit.id, unit.at, unit.actor, unit.label, told(by_unit[unit.id], pupil_id), unit.id in undone,
                names.get(by_unit[unit.id][0].row_uuid, ""),
            )
            for unit in in_order
        ]  # fmt: skip


def _names(session: Session, changes: Sequence[JournalChange]) -> dict[str, str]:
    """What the records of some changes are called, those that were deleted too."""
    found: dict[str, str] = {}
    for kind in {one.kind for one in changes}:
        ids = sorted({one.row_uuid for one in changes if one.kind == kind})
        for part in chunked(ids):
            for row in session.scalars(select(BY_TABLE[kind]).where(BY_TABLE[kind].uuid.in_(part))):
                found[row.uuid] = summary(row, ENTITIES[BY_TABLE[kind]])
    return found


def _about(session: Session, pupil_id: str) -> ColumnElement[bool]:
    moves = select(JournalUnit.id).where(JournalUnit.label.like(f"%{MOVE} a%"))
    moved = (JournalChange.unit_id.in_(moves), JournalChange.before.like('%"pupil_id":%'))
    came = select(JournalChange.row_uuid).where(*moved, JournalChange.pupil_id == pupil_id)
    travels = session.execute(
        select(JournalChange.row_uuid, JournalChange.unit_id, JournalChange.pupil_id)
        .where(*moved, JournalChange.row_uuid.in_(came))
        .order_by(JournalChange.id)
    )
    # What was done to it before it came comes along, while it is here; once it has left, that is another pupil's again.
    last = {row: (unit, whose) for row, unit, whose in travels}
    brought = [
        and_(JournalChange.row_uuid == row, JournalChange.unit_id <= unit)
        for row, (unit, whose) in last.items()
        if whose == pupil_id
    ]
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
    """The last unit that can be taken back, also one of before Gradesk was opened; never what the school was made with."""
    with store.read() as session:
        query = select(JournalUnit).where(
            *_done_here(store),
            JournalUnit.undoes.is_(None),
            JournalUnit.id.not_in(taken_back(session)),
        )
        return session.scalars(query.order_by(*_NEWEST).limit(1)).first()


def redoable(store: Store) -> JournalUnit | None:
    """The undo that can be done again: the last one, as long as nothing else was done since."""
    with store.read() as session:
        return _to_redo(session, store)


def size(store: Store, *unit_ids: int) -> int:
    """How many records some units changed; tells whether to take them back on the spot."""
    with store.read() as session:
        of_them = JournalChange.unit_id.in_(unit_ids)
        return session.scalar(select(func.count()).select_from(JournalChange).where(of_them)) or 0


def undo(store: Store, unit_id: int | None = None) -> str:
    """Take back the last unit of work, or the one given. Returns its label.

    The values from before come back as a new unit of work. Refuses when a record has moved on since.
    """
    with store.read() as session:
        unit = session.get(JournalUnit, unit_id) if unit_id is not None else undoable(store)
        if unit is None:
            raise Refused("There is nothing to undo; nothing was changed.")
        if unit.id in taken_back(session):
            raise Refused(f"“{unit.label}” was undone already; nothing was changed.")
        changes = session.scalars(
            select(JournalChange).where(JournalChange.unit_id == unit.id).order_by(JournalChange.id.desc())
        ).all()
        refuse_undoing(unit, changes)
        if written_since(session, unit.id, changes):
            raise moved_on(unit.label)
    _take_back(store, f"Undo: {unit.label}", unit.id, changes)
    return unit.label


def redo(store: Store) -> str:
    """Do again what was undone last, as long as nothing else was done since. Returns its label."""
    with store.read() as session:
        again = _to_redo(session, store)
        if again is None:
            raise _nothing_again(session, store)
        changes = session.scalars(
            select(JournalChange).where(JournalChange.unit_id == again.id).order_by(JournalChange.id.desc())
        ).all()
    label = again.label.removeprefix("Undo: ")
    _take_back(store, f"Redo: {label}", again.id, changes)
    return label


def bring_back(store: Store, kind: str, uuid: str) -> None:
    """Restore a deleted record, as `gone` names it; refuses one whose place another has taken."""
    entity = BY_TABLE[kind]
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
                refuse_loose_ends(session, change, label.partition(": ")[2])
    except Clash as clash:
        words = label.partition(": ")[2]
        if "UPN" in str(clash):
            raise Refused(
                f"“{words}” cannot be undone, because another pupil has that UPN now; nothing was changed. Change the UPN of "
                "one of them first."
            ) from None
        # Something was added since to a record that would go.
        raise moved_on(words) from None


# By its index: what one copy did is numbered in the order in which it was done, and nothing is sorted to find the last.
_NEWEST = (JournalUnit.seq.desc(),)


def _done_here(store: Store) -> tuple[ColumnElement[bool], ...]:
    """What was done in this copy since it was made; the run that set the school up is part of its making."""
    making = select(JournalUnit.run).order_by(JournalUnit.id).limit(1).scalar_subquery()
    return JournalUnit.device == store.copy.device, JournalUnit.run != making


def _to_redo(session: Session, store: Store) -> JournalUnit | None:
    # Undos not yet redone, newest first, and nothing but undos and redos after them.
    redone = taken_back(session)
    query = select(JournalUnit).where(*_done_here(store)).order_by(*_NEWEST)
    for unit in session.scalars(query):
        if unit.undoes is None:
            return None
        if unit.label.startswith("Undo: ") and unit.id not in redone:
            return unit
    return None


def _nothing_again(session: Session, store: Store) -> Refused:
    """Why nothing can be done again: nothing stands undone, or something was written since."""
    query = select(JournalUnit).where(*_done_here(store), JournalUnit.undoes.is_(None))
    newest = session.scalars(query.order_by(*_NEWEST).limit(1)).first()
    if newest is None or not taken_back(session):
        return Refused("There is nothing to do again; nothing was changed. See the history.")
    return Refused(
        f"There is nothing to do again any more, because “{newest.label}” was written since; nothing was changed. See the "
        "history."
    )


def _reverse(session: Session, change: JournalChange, label: str) -> None:
    table = table_of(BY_TABLE[change.kind])
    before: dict[str, Any] | None = json.loads(change.before) if change.before else None
    after: dict[str, Any] | None = json.loads(change.after) if change.after else None
    connection = session.connection()
    now = (
        connection.exec_driver_sql(f"SELECT * FROM {table.name} WHERE uuid = ?", (change.row_uuid,)).mappings().first()
    )
    if after is None:
        if now is not None:
            raise moved_on(label)
        values = {column.name: (before or {}).get(column.name, _empty(column)) for column in table.c}
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", tuple(values.values()))
        return
    if now is None or any((now[name] or None) != (value or None) for name, value in after.items()):
        raise moved_on(label)
    if before is None:
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE uuid = ?", (change.row_uuid,))
        return
    sets = ", ".join(f"{table.c[name].name} = ?" for name in before)
    connection.exec_driver_sql(f"UPDATE {table.name} SET {sets} WHERE uuid = ?", (*before.values(), change.row_uuid))


def _empty(column: Any) -> Any:
    return None if column.nullable else ("" if column.type.python_type is str else 0)
