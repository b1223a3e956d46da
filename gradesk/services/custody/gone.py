"""What was deleted and is kept, so that it can be brought back: of a pupil, or of the school; when, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.services.custody.standing import table_of
from gradesk.services.custody.telling import summary
from gradesk.services.portions import chunked
from gradesk.store.work import Store

Which = Mapping[type[Entity], ColumnElement[bool]]


@dataclass(frozen=True)
class Gone:
    """A deleted record in words. It is kept until it is brought back, or until the school erases it for good."""

    kind: str
    uuid: str
    words: str
    at: datetime
    actor: str


def of_pupil(store: Store, pupil_id: str) -> list[Gone]:
    """Deleted records of a pupil, the newest first."""
    tables = {entity: table_of(entity) for entity in ENTITIES}
    return _found(store, {one: table.c.pupil_id == pupil_id for one, table in tables.items() if "pupil_id" in table.c})


def of_school(store: Store) -> list[Gone]:
    """Deleted records that are no pupil's, and pupils who were deleted; the newest first."""
    tables = {entity: table_of(entity) for entity in ENTITIES}
    return _found(
        store,
        {
            one: table.c.pupil_id.is_(None) if "pupil_id" in table.c else table.c.uuid.is_not(None)
            for one, table in tables.items()
        },
    )


def _found(store: Store, which: Which) -> list[Gone]:
    gone = {entity: and_(of_whom, entity.deleted_at.is_not(None)) for entity, of_whom in which.items()}
    # Of some eighty kinds there are deleted records of a few: one question tells of which.
    any_of = union_all(*(select(literal(entity.__tablename__)).where(exists().where(gone[entity])) for entity in gone))
    found: list[Gone] = []
    with store.read() as session:
        having = set(session.scalars(any_of))
        for entity in gone:
            if entity.__tablename__ in having:
                rows = session.scalars(select(entity).where(gone[entity])).all()
                by = _by_whom(session, entity.__tablename__, [row.uuid for row in rows])
                found += [
                    Gone(
                        entity.__tablename__,
                        row.uuid,
                        summary(row, ENTITIES[entity]),
                        row.deleted_at,
                        by.get(row.uuid, ""),
                    )
                    for row in rows
                    if row.deleted_at is not None
                ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _by_whom(session: Session, kind: str, uuids: Sequence[str]) -> dict[str, str]:
    """By record, who deleted it last."""
    found: dict[str, str] = {}
    for ids in chunked(uuids):
        last = (
            select(JournalChange.row_uuid, func.max(JournalChange.unit_id).label("unit_id"))
            .where(
                JournalChange.kind == kind, JournalChange.row_uuid.in_(ids), JournalChange.after.like('%"deleted_at":"%')
            )
            .group_by(JournalChange.row_uuid)
            .subquery()
        )  # fmt: skip
        query = select(last.c.row_uuid, JournalUnit.actor).join(JournalUnit, JournalUnit.id == last.c.unit_id)
        for uuid, actor in session.execute(query):
            found[uuid] = actor
    return found
