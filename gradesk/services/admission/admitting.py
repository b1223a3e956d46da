"""Carrying out an approved plan: one unit of work, in bulk, all of it or nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.school.importing import ImportBatch, ImportMapping, ValueAnswer
from gradesk.services.admission.admission import OF_ONE_FILE, AdmissionPlan, KnownPupil, fingerprint
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.admission.rows import Writing, gather
from gradesk.services.admission.writing import Writer
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Admitted:
    """What an import did: pupils added, pupils changed, pupils marked as leavers."""

    added: int
    changed: int
    left: int


def apply_plan(store: Store, plan: AdmissionPlan, progress: Progress = no_progress) -> Admitted:
    """Carry out what is ticked in a plan, and remember how the file was read.

    A plan that changes no pupil leaves no unit of work behind.

    Args:
        store: the opened file.
        plan: the plan as the person approved it; what is not ticked stays as it is.
        progress: called with records written and records in all; it stops the work by raising Cancelled, and then
            nothing of it is kept.

    Raises:
        Refused: a pupil was changed since the plan was made.
        Cancelled: from `progress`.
    """
    writing = gather(plan, store.clock.today())
    if not writing.touched and not _teaches(store, plan):
        return Admitted(0, 0, 0)
    label = f"Import of {writing.touched:,} pupil{'' if writing.touched == 1 else 's'}"
    with store.work(label) as session:
        known = known_pupils(store)
        if fingerprint(known) != plan.state:
            raise Refused(
                "Something about the pupils was changed after this plan was made. Nothing was imported. Choose the file "
                "again to see a fresh plan."
            )
        _refuse_doubles(known, writing)
        Writer(session, store.clock, writing, progress).write()
        _remember(session, store, plan)
    return Admitted(len(writing.new), len(writing.changed_pupils), len(writing.leavers))


def _refuse_doubles(known: Iterable[KnownPupil], writing: Writing) -> None:
    """Refuse a plan after which two pupils on the lists would have one UPN."""
    numbers = {one.uuid: one.upn for one in known if one.deleted_on is None or one.uuid in writing.returned}
    numbers |= {uuid: str(values["upn"]) for uuid, values in writing.changed.items() if "upn" in values}
    numbers |= {str(values["uuid"]): str(values["upn"] or "") for values in writing.new}
    double = next((number for number, times in Counter(numbers.values()).items() if number and times > 1), None)
    if double is not None:
        raise Refused(
            f"Two pupils would have the UPN {double}. Nothing was imported. Choose the same pupil for both, or leave one of "
            "the lines out."
        )


def _teaches(store: Store, plan: AdmissionPlan) -> bool:
    """Whether the plan holds a mapping, a reading or an answer that is not remembered yet."""
    memory = import_memory(store)
    differs = memory.mappings.get(plan.header_key) != plan.mapping
    return (
        differs
        or memory.readings.get(plan.header_key, {}) != plan.reading
        or any(memory.answers.get(key) != meaning for key, meaning in plan.answers.items() if key[0] not in OF_ONE_FILE)
    )


def _remember(session: Session, store: Store, plan: AdmissionPlan) -> None:
    day, now = store.clock.today(), store.clock.now()
    mapping = session.scalar(select(ImportMapping).where(ImportMapping.header_key == plan.header_key))
    if mapping is None:
        mapping = ImportMapping(header_key=plan.header_key, name=plan.source.name, happened_on=day, written_at=now)
        session.add(mapping)
    columns = json.dumps(dict(plan.mapping), sort_keys=True)
    if mapping.columns != columns:
        mapping.columns = columns
    reading = json.dumps(dict(plan.reading), sort_keys=True) if plan.reading else ""
    if mapping.reading != reading:
        mapping.reading = reading
    known = {(one.field_name, one.value): one for one in session.scalars(select(ValueAnswer))}
    for (field_name, value), meaning in plan.answers.items():
        if field_name in OF_ONE_FILE:
            continue
        answer = known.get((field_name, value))
        if answer is None:
            answer = ValueAnswer(field_name=field_name, value=value, happened_on=day, written_at=now)
            session.add(answer)
        answer.meaning = meaning
    session.add(
        ImportBatch(
            file_name=plan.source.name,
            sha256=plan.source.sha256,
            size=plan.source.size,
            header_key=plan.header_key,
            counts=json.dumps({str(group): count for group, count in plan.counts.items()}),
            happened_on=day,
            written_at=now,
        )
    )
