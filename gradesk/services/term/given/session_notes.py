"""The note of a session, put into the notes of a target that the support serves: a note of its own that says where from.

It is a copy with its origin, not a link: a note of a target is read for its number, corrected and reviewed by itself, and a
register says what was seen on the day. Each stands with one target once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.target import ProgressPoint
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.words.progress_text import read_note
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.term import registers, serving
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Offered:
    """A target of the pupil that the support serves, in a line, and whether the note stands with it already."""

    target_id: str
    words: str
    is_there: bool


def targets_of(store: Store, provision_id: str, day: date, pupil_id: str, extra: bool | None = None) -> list[Offered]:
    """Where the note of a pupil’s session could go: the targets of open plans that are linked, in their order."""
    with store.read() as session:
        mark = _mark(session, provision_id, day, pupil_id, extra)
        there = _there(session, [mark.uuid] if mark is not None else [])
        return [
            Offered(one.uuid, f"Target {one.position}: {serving.short(one)}", (mark.uuid, one.uuid) in there)
            for one in serving.open_targets(session, provision_id, pupil_id)
            if mark is not None
        ]


def put(
    store: Store,
    provision_id: str,
    day: date,
    pupil_id: str,
    target_id: str,
    initiator: object | None = None,
    extra: bool | None = None,
) -> None:
    """Put the note of a pupil’s session into the notes of a target, with the day of the session."""
    name = pupils.first_name(store, pupil_id)
    with store.read() as session:
        mark = _mark(session, provision_id, day, pupil_id, extra)
    if mark is None or not mark.note.strip():
        raise Refused(f"{name} has no note on {written_day(day)}; nothing was kept. Write one first.")
    offered = {one.target_id: one for one in targets_of(store, provision_id, day, pupil_id, extra)}
    if target_id not in offered:
        raise Refused(
            f"This support does not serve that target of {name}; nothing was kept. Tick it under Groups first."
        )
    if offered[target_id].is_there:
        raise Refused("This note stands with the target already; nothing was changed. Correct it on the plan.")
    read = read_note(mark.note, store.clock.today())
    values = {
        "pupil_id": pupil_id, "target_id": target_id, "mark_id": mark.uuid, "happened_on": day, "value": read.value,
        "out_of": read.out_of, "prompt": read.prompt, "words": read.words,
    }  # fmt: skip
    position = serving.of_target(store, target_id).position
    editing.add(store, ProgressPoint, values, f"Note on {name}’s target {position}", initiator)


def put_already(store: Store, mark_ids: Iterable[str]) -> frozenset[str]:
    """The marks whose note stands with a target."""
    with store.read() as session:
        return frozenset(mark_id for mark_id, _ in _there(session, list(mark_ids)))


def origins(store: Store, points: Sequence[ProgressPoint]) -> dict[str, str]:
    """By note of a target, the support on whose register it was written."""
    marks = {one.mark_id: one.uuid for one in points if one.mark_id}
    if not marks:
        return {}
    with store.read() as session:
        query = (
            select(SessionMark.uuid, Provision.name)
            .join(ProvisionSession, ProvisionSession.uuid == SessionMark.session_id)
            .join(Provision, Provision.uuid == ProvisionSession.provision_id)
            .where(SessionMark.uuid.in_(marks))
        )
        return {marks[mark_id]: name for mark_id, name in session.execute(query)}


def _mark(session: Session, provision_id: str, day: date, pupil_id: str, extra: bool | None) -> SessionMark | None:
    held = registers.held_on(session, provision_id, day, extra)
    query = select(SessionMark).where(SessionMark.pupil_id == pupil_id, SessionMark.deleted_at.is_(None))
    return session.scalars(query.where(SessionMark.session_id == held.uuid)).first() if held is not None else None


def _there(session: Session, mark_ids: Sequence[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for ids in chunked(mark_ids):
        query = select(ProgressPoint.mark_id, ProgressPoint.target_id).where(
            ProgressPoint.mark_id.in_(ids), ProgressPoint.deleted_at.is_(None)
        )
        found.update((str(mark_id), target_id) for mark_id, target_id in session.execute(query))
    return found
