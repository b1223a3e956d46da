"""Erasing one pupil for good: from the records, the journal, the pictures and documents, and the free pages of the file.

Of the journal the lines stay, without words, so that the chain still verifies; of the pupil a certificate stays that names
nobody. What is about several pupils stays with the others, without this one's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.orm import Session

from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.leaving import Erasure
from gradesk.model.stored_file import StoredFile
from gradesk.model.unfinished import UnfinishedWords
from gradesk.services.custody import belonging
from gradesk.services.custody.belonging import TABLES, Belonging
from gradesk.services.portions import chunked
from gradesk.store import raw_rows
from gradesk.store.journal import marks
from gradesk.store.work import Store
from gradesk.system.kept import erasures
from gradesk.system.kept.erasures import Mark
from gradesk.system.refusal import Refused

LABEL = "Erase a pupil"
WORDS = {entity.__tablename__: words for entity, words in ENTITIES.items()}
_FILE_OF = re.compile(r'"(?:photo_id|file_id)":"([^"]+)"')
# People have their own names, and what was signed is never rewritten: what stands there is told and left.
_PEOPLE = frozenset({"pupil", "contact", "staff_member"})
SIGNED = frozenset({"passport_version", "plan_version"})


@dataclass
class Lines:
    """What an erasure takes out of the journal: lines by their unit, and the units that lose their label."""

    changes: dict[int, set[int]] = field(default_factory=dict)
    labels: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)  # that only the journal still shows


@dataclass(frozen=True)
class WillGo:
    """What an erasure takes: records by kind, pictures and documents, lines of the journal; and what it leaves.

    `shared` are records of several pupils, which stay without this one's name; `naming` are records about others that name
    this one in full, of which the name goes; `signed` are signed pages about others that do, which stay as they were signed.
    """

    records: dict[str, int]
    files: int
    lines: int
    shared: dict[str, int]
    naming: int
    signed: int
    has_namesake: bool


def foresee(store: Store, pupil_id: str) -> WillGo:
    """What would go, and nothing is changed."""
    with store.read() as session:
        connection = session.connection()
        found = belonging.of(connection, pupil_id)
        lines = _lines(connection, pupil_id, found)
        naming = Counter(table.name in SIGNED for table, *_ in _naming(connection, found))
        return WillGo(
            {WORDS[name]: len(uuids) for name, uuids in found.own.items() if uuids},
            len(_files(connection, found, lines)),
            sum(map(len, lines.changes.values())),
            {WORDS[name]: len(uuids) for name, uuids in found.shared.items()},
            naming[False],
            naming[True],
            _has_namesake(connection, pupil_id, found),
        )


def naming(connection: Connection, found: Belonging) -> list[tuple[str, str]]:
    """Records about others that give the pupil's name in full, by kind and uuid."""
    return [(table.name, uuid) for table, uuid, _ in _naming(connection, found)]


def erase(store: Store, pupil_id: str, reason: str, note: str = "") -> int:
    """Erase a pupil for good; returns the number of the certificate. Who may be erased is for the caller to know.

    Raises:
        Refused: the file cannot be written, or not be written anew; in the last case all is erased, and what is free in the
            file is written over at the next erasure.
    """
    with store.read() as session:
        number = 1 + (session.scalar(select(func.max(Erasure.number))) or 0)
    mark = marks.make(number, store.clock.today().isoformat(), pupil_id)
    _erase(store, pupil_id, mark, reason, note)
    remember(store)
    _rewrite(store)
    return number


def again(store: Store, known: Iterable[Mark] = ()) -> int:
    """Erase once more who was erased before and stands in this older copy; returns how many.

    `known` are marks beside those that this laptop and the folder of the file remember. Only a copy that is behind the erasure
    is older: who was erased in a copy that went its own way, as to try something out, stays in the others until it is said.
    """
    if store.vault.is_reading or store.copy.doubt is not None:
        return 0
    outside = {one.mark: one for one in (*erasures.load(store.vault.uuid, store.vault.folder), *known)}
    with store.read() as session:
        here = {one.mark for one in _marks(session)}
        key = marks.key_in(session.connection().exec_driver_sql) if outside else ""
        unknown = [one for name, one in outside.items() if name not in here and marks.is_proved(one, key)]
        back = _back(session, [one for one in unknown if _is_behind(session, one)])
    for pupil_id, mark in back:
        _erase(store, pupil_id, mark, "again", "")
    if back:
        _rewrite(store)
    if {one.mark for one in erasures.load(store.vault.uuid, store.vault.folder)} != here | set(outside):
        remember(store, outside.values())
    return len(back)


def erased_elsewhere(store: Store) -> int:
    """How many pupils who stand here were erased in a copy of this school that went its own way."""
    outside = erasures.load(store.vault.uuid, store.vault.folder)
    if not outside:
        return 0  # as nearly always: nobody waits then for the uuids of all pupils
    with store.read() as session:
        here = {one.mark for one in _marks(session)}
        key = marks.key_in(session.connection().exec_driver_sql)
        unknown = [one for one in outside if one.mark not in here and marks.is_proved(one, key)]
        apart = [one for one in unknown if not _is_behind(session, one)]
        if not apart:
            return 0
        there = set(session.scalars(select(belonging.PUPIL.c.uuid).where(belonging.PUPIL.c.deleted_at.is_(None))))
    return sum(any(marks.is_of(one, uuid) for uuid in there) for one in apart)


def _is_behind(session: Session, mark: Mark) -> bool:
    """Whether this file has units of the copy that erased, but not the one that did."""
    last = session.scalar(select(func.max(JournalUnit.seq)).where(JournalUnit.device == mark.device))
    return last is not None and last < mark.seq


def remember(store: Store, more: Iterable[Mark] = ()) -> None:
    """Keep the marks of this file outside of it, with any others that are known."""
    with store.read() as session:
        own = _marks(session)
        key = marks.key_in(session.connection().exec_driver_sql)
    outside = (*erasures.load(store.vault.uuid, store.vault.folder), *more)
    # One that was erased again here was erased first elsewhere: that is what an older copy is behind.
    found = {one.mark: one for one in own} | {one.mark: one for one in outside if marks.is_proved(one, key)}
    erasures.save(store.vault.uuid, store.vault.folder, list(found.values()))


def erased_among(store: Store, uuids: Iterable[str]) -> set[str]:
    """Which of some pupils were erased, as far as this file, its folder and this laptop know."""
    with store.read() as session:
        known = {one.mark: one for one in (*erasures.load(store.vault.uuid, store.vault.folder), *_marks(session))}
    return {uuid for uuid in uuids if any(marks.is_of(one, uuid) for one in known.values())}


def refuse_undoing(unit: JournalUnit, changes: Iterable[JournalChange]) -> None:
    """Refuse to take back an erasure, or what lost its words to one."""
    if unit.erased is not None or any(one.erased is not None or one.kind == Erasure.__tablename__ for one in changes):
        raise Refused("What was erased is gone for good and cannot be brought back by Undo; nothing was changed.")


def _erase(store: Store, pupil_id: str, mark: Mark, reason: str, note: str) -> None:
    with store.work(LABEL) as session:
        connection = session.connection()
        raw_rows.wait_for_references(connection)
        found = belonging.of(connection, pupil_id)
        lines = _lines(connection, pupil_id, found)
        gone = _files(connection, found, lines)
        naming = [] if _has_namesake(connection, pupil_id, found) else _naming(connection, found)
        for table, uuid, words in (*_shared(connection, found), *naming):
            if table.name not in SIGNED:
                connection.execute(update(table).where(table.c.uuid == uuid).values(words))
        _hand_over(connection, found)
        for table in TABLES:
            for some in chunked(sorted(found.own.get(table.name, ()))):
                connection.execute(delete(table).where(table.c.uuid.in_(some)))
        for some in chunked(sorted(gone)):
            connection.execute(delete(StoredFile).where(StoredFile.uuid.in_(some)))
        _forget_half_typed(session, pupil_id, found)
        store.leave_out(pupil_id)
        # Once more, with what was just written about it.
        for unit_id, changes in _lines(connection, pupil_id, found).changes.items():
            store.take_words_out(unit_id, changes, label=unit_id in lines.labels)
        for unit_id in lines.labels - set(lines.changes):
            store.take_words_out(unit_id, (), label=True)
        session.add(
            Erasure(
                number=mark.number, happened_on=date.fromisoformat(mark.on), who=store.actor, reason=reason, note=note,
                records=sum(map(len, found.own.values())), files=len(gone), salt=mark.salt, mark=mark.mark,
            )
        )  # fmt: skip


def _rewrite(store: Store) -> None:
    try:
        left = store.rewrite()
    except Refused as refused:
        raise Refused(
            "All was erased and stays so, but the file could not be written anew: the disk is full, or something reads it. "
            "Traces may lie in its free pages until somebody else is erased or its key is replaced (School, Safety)."
        ) from refused
    if left:
        raise Refused(
            f"All was erased and stays so, but {left[0].name} beside the school’s file, as it was before an upgrade, still holds "
            "it and could not be taken away. Close what has it open, and delete it by hand."
        )


def _hand_over(connection: Connection, found: Belonging) -> None:
    """What stays with others is loosened from the pupil; a meeting is booked for another it was about."""
    for table, column, uuid in found.loosened:
        connection.execute(update(table).where(table.c.uuid == uuid).values({column.name: None}))
    by_name = {table.name: table for table in TABLES}
    also = by_name["meeting_pupil"]
    for meeting_id, heir in found.heirs.items():
        connection.execute(delete(also).where(also.c.meeting_id == meeting_id, also.c.pupil_id == heir))
        connection.execute(
            update(by_name["meeting"]).where(by_name["meeting"].c.uuid == meeting_id).values(pupil_id=heir)
        )
        for name, uuids in found.shared.items():
            table = by_name[name]
            if "meeting_id" in table.c and "pupil_id" in table.c:
                mine = (table.c.meeting_id == meeting_id, table.c.pupil_id.is_(None), table.c.uuid.in_(sorted(uuids)))
                connection.execute(update(table).where(*mine).values(pupil_id=heir))


def _shared(connection: Connection, found: Belonging) -> Iterator[tuple[Table, str, dict[str, str]]]:
    """Records of several pupils that name this one, with what is left of their words."""
    for table in TABLES:
        for some in chunked(sorted(found.shared.get(table.name, ()))):
            rows = connection.execute(select(table).where(table.c.uuid.in_(some))).mappings().all()
            yield from _rewritten(table, rows, lambda words: found.names.taken_out(words, also_parts=True))


def _naming(connection: Connection, found: Belonging) -> list[tuple[Table, str, dict[str, str]]]:
    """Records about others that name this pupil in full, with what is left of their words."""
    told: list[tuple[Table, str, dict[str, str]]] = []
    for table in TABLES:
        columns = belonging.texts(table)
        if table.name in _PEOPLE or not columns or not found.names.full:
            continue
        known = found.own.get(table.name, set()) | found.shared.get(table.name, set())
        rows = connection.execute(select(table.c.uuid, *columns)).mappings()
        others = [
            row for row in rows if row["uuid"] not in known and found.names.in_full("\n".join(map(str, row.values())))
        ]
        told += _rewritten(table, others, lambda words: found.names.taken_out(words, also_parts=False))
    return told


def _rewritten(
    table: Table, rows: Iterable[Any], without: Callable[[str], str]
) -> Iterator[tuple[Table, str, dict[str, str]]]:
    for row in rows:
        words = {column.name: without(row[column.name] or "") for column in belonging.texts(table)}
        if changed := {name: left for name, left in words.items() if left != (row[name] or "")}:
            yield table, str(row["uuid"]), changed


def _has_namesake(connection: Connection, pupil_id: str, found: Belonging) -> bool:
    """Whether another pupil has the same name: then it may be that one whom others' records name."""
    people = belonging.PUPIL
    names = {name.casefold() for name in found.names.full}
    rows = connection.execute(
        select(
            people.c.legal_forename, people.c.preferred_forename, people.c.legal_surname, people.c.preferred_surname
        ).where(people.c.uuid != pupil_id)
    )
    return any(
        f"{first} {last}".casefold() in names
        for legal, preferred, surname, other in rows
        for first in (legal, preferred)
        for last in (surname, other)
    )


def _lines(connection: Connection, pupil_id: str, found: Belonging) -> Lines:
    """The lines of the journal that are about the pupil, or name the pupil."""
    lines, gone = Lines(), found.uuids
    kept = {uuid for uuids in found.shared.values() for uuid in uuids}
    whose: dict[int, set[str]] = {}
    apart: dict[int, list[tuple[int, str, str]]] = {}  # lines of nobody, in the same units
    query = select(
        JournalChange.id, JournalChange.unit_id, JournalChange.kind, JournalChange.row_uuid, JournalChange.pupil_id,
        JournalChange.before, JournalChange.after,
    ).where(JournalChange.erased.is_(None))  # fmt: skip
    for line_id, unit_id, kind, row_uuid, owner, before, after in connection.execute(query):
        words = f"{before or ''}{after or ''}"
        if owner is not None:
            whose.setdefault(unit_id, set()).add(owner)
        is_ours = owner == pupil_id or row_uuid in gone or pupil_id in words or found.names.in_full(words)
        if is_ours or (row_uuid in kept and found.names.at_all(words)):
            lines.changes.setdefault(unit_id, set()).add(line_id)
            lines.files.update(_FILE_OF.findall(words))
        elif owner is None:
            apart.setdefault(unit_id, []).append((line_id, kind, row_uuid))
    alone = {unit_id for unit_id in lines.changes if whose.get(unit_id) == {pupil_id}}
    for unit_id in alone:
        # What was made for the pupil and taken back again belongs to nobody any more.
        lost = {
            line_id for line_id, kind, row_uuid in apart.get(unit_id, ()) if not _is_there(connection, kind, row_uuid)
        }
        lines.changes[unit_id] |= lost
    for unit_id, label in connection.execute(select(JournalUnit.id, JournalUnit.label)):
        touched = unit_id in lines.changes
        if unit_id in alone or found.names.in_full(label) or (touched and found.names.at_all(label)):
            lines.labels.add(unit_id)
    return lines


def _is_there(connection: Connection, kind: str, uuid: str) -> bool:
    table = next((one for one in TABLES if one.name == kind), None)
    return table is None or connection.scalar(select(table.c.uuid).where(table.c.uuid == uuid)) is not None


def _files(connection: Connection, found: Belonging, lines: Lines) -> set[str]:
    """The pictures and documents that go: the pupil's, and those of before that only the journal still shows."""
    return belonging.kept_files(connection, found.own, lines.files)


def _forget_half_typed(session: Session, pupil_id: str, found: Belonging) -> None:
    for half in session.scalars(select(UnfinishedWords)):
        words = f"{half.place} {half.words}"
        if pupil_id in words or found.names.in_full(words):
            session.delete(half)
    session.flush()


def _marks(session: Session) -> list[Mark]:
    return marks.in_file(session.connection().exec_driver_sql)


def _back(session: Session, unknown: list[Mark]) -> list[tuple[str, Mark]]:
    """Who stands in this file, or in its journal, though erased by a mark it does not know."""
    if not unknown:
        return []
    uuids = set(session.scalars(select(belonging.PUPIL.c.uuid)))
    uuids |= {str(one) for one in session.scalars(select(JournalChange.pupil_id).distinct()) if one}
    return [(uuid, one) for uuid in sorted(uuids) for one in unknown if marks.is_of(one, uuid)]
