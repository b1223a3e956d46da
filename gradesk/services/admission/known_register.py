"""What the school's file knows before a register comes in: its pupils, and what earlier imports taught."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import Need, StatusPeriod
from gradesk.model.school.importing import ImportBatch, ImportMapping, ValueAnswer
from gradesk.services.admission.admission import ContactCard, ImportMemory, KnownPupil
from gradesk.store.work import Store

_COLUMNS = [column for column in Pupil.__table__.columns if column.name in KnownPupil.__dataclass_fields__]
# Tables beside the pupil's own, and the field of a plan they stand for.
_FIELD_OF_KIND = {"status_period": "status", "need": "needs", "contact": "contacts"}


def known_pupils(store: Store) -> list[KnownPupil]:
    """Every pupil in the file, leavers too, as an import compares them; those who were deleted say so."""
    with store.read() as session:
        statuses = dict(
            session.execute(
                select(StatusPeriod.pupil_id, StatusPeriod.status).where(
                    StatusPeriod.ends_on.is_(None), StatusPeriod.deleted_at.is_(None)
                )
            ).all()
        )
        needs = _needs(session)
        contacts = _contacts(session)
        typed = _typed(session)
        nothing: frozenset[str] = frozenset()
        rows = session.execute(select(*_COLUMNS, Pupil.deleted_at)).mappings()
        return [
            KnownPupil(
                **{name: value for name, value in row.items() if name != "deleted_at"},
                deleted_on=row["deleted_at"].date() if row["deleted_at"] else None,
                status=statuses.get(row["uuid"], ""),
                needs=tuple(needs.get(row["uuid"], ())),
                contacts=tuple(contacts.get(row["uuid"], ())),
                typed=frozenset(typed.get(row["uuid"], nothing)),
            )
            for row in rows
        ]


def import_memory(store: Store) -> ImportMemory:
    """What earlier imports taught: mappings, answers, and which files came when."""
    with store.read() as session:
        mappings = session.execute(
            select(ImportMapping.header_key, ImportMapping.columns, ImportMapping.reading).order_by(
                ImportMapping.written_at.desc(), ImportMapping.uuid
            )
        ).all()
        answers = session.execute(select(ValueAnswer.field_name, ValueAnswer.value, ValueAnswer.meaning))
        seen = session.execute(
            select(ImportBatch.sha256, func.max(ImportBatch.happened_on))
            .where(ImportBatch.deleted_at.is_(None))
            .group_by(ImportBatch.sha256)
        )
        return ImportMemory(
            mappings={key: json.loads(columns) for key, columns, _ in mappings},
            readings={key: json.loads(reading) for key, _, reading in mappings if reading},
            answers={(field_name, value): meaning for field_name, value, meaning in answers},
            seen={digest: day for digest, day in seen if isinstance(day, date)},
        )


def _needs(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(Need.pupil_id, Need.code).where(Need.ends_on.is_(None), Need.deleted_at.is_(None))
    for pupil_id, code in session.execute(query.order_by(Need.rank)):
        found.setdefault(pupil_id, []).append(code)
    return found


def _contacts(session: Session) -> dict[str, list[ContactCard]]:
    found: dict[str, list[ContactCard]] = {}
    query = select(Contact.pupil_id, Contact.name, Contact.relationship_text, Contact.phone, Contact.email).where(
        Contact.deleted_at.is_(None)
    )
    for pupil_id, *card in session.execute(query.order_by(Contact.position, Contact.uuid)):
        found.setdefault(pupil_id, []).append(ContactCard(*card))
    return found


def _typed(session: Session) -> dict[str, set[str]]:
    """The fields a person changed after the last import, by pupil; read from the journal."""
    imports = select(JournalChange.unit_id).where(JournalChange.kind == ImportBatch.__tablename__)
    last = session.scalar(select(func.max(imports.subquery().c.unit_id))) or 0
    query = (
        select(JournalChange.kind, JournalChange.pupil_id, JournalChange.after)
        .join(JournalUnit, JournalUnit.id == JournalChange.unit_id)
        # Taking something back is not typing: after an import was undone it can come in again as it was.
        .where(JournalChange.unit_id > last, JournalUnit.undoes.is_(None), JournalChange.pupil_id.is_not(None))
        .where(JournalChange.kind.in_([Pupil.__tablename__, *_FIELD_OF_KIND]))
    )
    found: dict[str, set[str]] = {}
    for kind, pupil_id, after in session.execute(query):
        if pupil_id:
            found.setdefault(pupil_id, set()).update(_fields(kind, after))
    return found


def _fields(kind: str, after: str | None) -> Iterable[str]:
    if kind in _FIELD_OF_KIND:
        return [_FIELD_OF_KIND[kind]]
    values: dict[str, Any] = json.loads(after) if after else {}
    return values.keys() & KnownPupil.__dataclass_fields__.keys()
