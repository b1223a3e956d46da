"""Everything about one pupil for whoever asks: the records with both their clocks, and what needs a decision before it goes out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from gradesk.model.base import Entity, FieldInfo, fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.outside.referral import Referral
from gradesk.model.outside.report import Report
from gradesk.model.pupils.access import AccessDecision, AccessRequest
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.staff import StaffMember
from gradesk.model.stored_file import StoredFile
from gradesk.services.custody import belonging, erasing, watching
from gradesk.services.custody.belonging import Belonging
from gradesk.services.custody.telling import shown
from gradesk.services.evidence import measure_catalogue
from gradesk.services.meetings import kinds
from gradesk.services.portions import chunked
from gradesk.services.pupils import access
from gradesk.services.safekeeping import exporting, plain_files
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.files import write_all
from gradesk.system.refusal import Refused
from gradesk.system.words import Words

FILES, PAGE, RECORDS = "files", "Everything that is kept.pdf", "records.json"
OUT, REDACTED = "out", "redacted"
# Why an item needs a decision: it …
STAFF, THIRD, OTHERS, SEVERAL, FROM_OUTSIDE, ELSEWHERE = (
    "is for staff alone",
    "holds somebody else’s words or details",
    "names another {pupil}",
    "is about several {pupils}",
    "was written by somebody else",
    "is about somebody else, and gives this name",
)
_HIDDEN = frozenset({"access_request", "access_decision"})
_THIRD = frozenset({"contact", "dissent", "meeting_person"})
# Where a record of several says something in words; days, minutes and costs of a group give nobody away.
_TOLD_OF_SEVERAL = ("summary", "words", "note", "sent", "heard", "what")
_STAFF = frozenset({"legal_hold", "kept_longer", "captured_line"})


@dataclass(frozen=True)
class Entry:
    """One record: what it says, field by field, the day it is about and the moment it was written.

    `needs` says why it has to be decided on; empty where it simply goes in.
    """

    kind: str
    uuid: str
    called: str
    happened_on: date
    written_at: datetime
    is_deleted: bool
    fields: tuple[tuple[str, str], ...]
    needs: str = ""
    file_id: str = ""
    decision: AccessDecision | None = None

    @property
    def item(self) -> tuple[str, str]:
        """Its name among the decisions."""
        return self.kind, self.uuid

    @property
    def clocks(self) -> str:
        """Both days: what it is about, and when it was typed."""
        at = self.written_at.astimezone()
        deleted = "; deleted since, and kept" if self.is_deleted else ""
        return f"{self.happened_on:%d/%m/%Y}, written on {at:%d/%m/%Y at %H:%M}{deleted}"

    @property
    def words(self) -> str:
        """The fields in lines."""
        return "\n".join(f"{label}: {value}" for label, value in self.fields)


@dataclass(frozen=True)
class Dossier:
    """A request with everything that belongs to its answer."""

    request: AccessRequest
    due_on: date
    pupil: str
    school_name: str
    practice: bool
    made_on: date
    entries: tuple[Entry, ...]

    @property
    def to_decide(self) -> tuple[Entry, ...]:
        """What holds others' data or was for staff alone, decided or not."""
        return tuple(one for one in self.entries if one.needs)

    @property
    def undecided(self) -> tuple[Entry, ...]:
        """What still waits for a decision."""
        return tuple(one for one in self.to_decide if one.decision is None)

    @property
    def going(self) -> tuple[Entry, ...]:
        """What goes in, each with the words it goes in with."""
        return tuple(_going(one) for one in self.entries if one.decision is None or one.decision.decision != OUT)

    @property
    def refused(self) -> tuple[Entry, ...]:
        """What stays out, or goes in with other words: the reasons are told."""
        return tuple(one for one in self.entries if one.decision is not None and one.decision.decision != "in")


def gather(store: Store, request: AccessRequest) -> Dossier:
    """Read everything about whoever a request is about, deleted records that are kept too."""
    decided, card, called = access.decisions(store, request.uuid), school.card(store), _called(store)
    with store.read() as session:
        connection = session.connection()
        found = belonging.of(connection, request.pupil_id)
        staff = {str(uuid): str(name) for uuid, name in session.execute(select(StaffMember.uuid, StaffMember.name))}
        others = _others(connection, request.pupil_id)
        closed = {
            uuid
            for entity in (Meeting, Referral, Report)
            for uuid in session.scalars(select(entity.uuid).where(entity.staff_only.is_(True)))
        }
        entries = [
            _decided(_needing(one, table, row, others, found, closed), decided)
            for table, row in _rows(connection, found, request.pupil_id)
            if (one := _entry(table, _in_words(table, row, called), staff, card.words)) is not None
        ]
        pupil = session.get_one(Pupil, request.pupil_id)
        last = access.due_on(session, request)
    order = {entity.__tablename__: place for place, entity in enumerate(ENTITIES)}
    return Dossier(
        request, last, pupil.name, card.name, card.is_practice, store.clock.today(),
        tuple(sorted(entries, key=lambda one: (one.kind != "pupil", order[one.kind], one.happened_on, one.written_at))),
    )  # fmt: skip


def write(store: Store, found: Dossier, page: bytes, folder: Path) -> int:
    """Write the answer into a new folder: the page, the records as JSON, and the files; returns how many files there are.

    Raises:
        Refused: an item is not decided on, the folder is not empty, or the disk does not take it; nothing is left there.
    """
    if found.undecided:
        raise Refused(
            f"{len(found.undecided):,} items wait for a decision, so nothing was written. Decide on each: in, with other words, or "
            "out."
        )
    exporting.refuse_full(folder)
    kept = dict(_files(store, [one.file_id for one in found.going if one.file_id]))
    whole = [
        (folder / PAGE, page),
        (folder / RECORDS, as_json(found, {uuid: name for uuid, (name, _) in kept.items()})),
    ]
    write_all([*whole, *((folder / FILES / name, content) for name, content in kept.values())])
    watching.left(store, "saved", "everything that is kept", (found.request.pupil_id,))
    return len(kept)


def as_json(found: Dossier, files: Mapping[str, str]) -> bytes:
    """What goes in as JSON, and what does not with its reason."""
    told = {
        "received_on": found.request.happened_on.isoformat(),
        "made_on": found.made_on.isoformat(),
        "records": [
            {
                "kind": one.called, "happened_on": one.happened_on.isoformat(), "written_at": one.written_at.isoformat(),
                "deleted": one.is_deleted, "fields": dict(one.fields),
                **({"file": f"{FILES}/{files[one.file_id]}"} if one.file_id in files else {}),
            }
            for one in found.going
        ],
        "not_as_kept": [
            {
                "kind": one.called, "happened_on": one.happened_on.isoformat(),
                "decision": one.decision.decision, "reason": one.decision.reason,
            }
            for one in found.refused
            if one.decision is not None
        ],
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _going(one: Entry) -> Entry:
    if one.decision is None or one.decision.decision != REDACTED:
        return one
    fields = (("With other words", one.decision.words),)
    return Entry(one.kind, one.uuid, one.called, one.happened_on, one.written_at, one.is_deleted, fields, one.needs)


def _rows(connection: Connection, found: Belonging, pupil_id: str) -> Iterator[tuple[Table, Mapping[str, Any]]]:
    naming: dict[str, set[str]] = {}
    for name, uuid in erasing.naming(connection, found):
        naming.setdefault(name, set()).add(uuid)
    for table in belonging.TABLES:
        uuids = found.own.get(table.name, set()) | found.shared.get(table.name, set()) | naming.get(table.name, set())
        for some in chunked(sorted(uuids)) if table.name not in _HIDDEN else ():
            for row in connection.execute(select(table).where(table.c.uuid.in_(some))).mappings():
                # What is of another pupil in a group stays with that one.
                if row.get("pupil_id") in (None, pupil_id) or table.name in ("meeting", *naming):
                    yield table, dict(row)


def _called(store: Store) -> dict[tuple[str, str], dict[str, str]]:
    """What a school calls what its records hold as codes, by kind and field."""
    return {
        ("meeting", "kind"): {one.code: one.label for one in kinds.kinds(store)},
        ("layer_period", "layer"): {one.code: one.label for one in school.layers(store)},
        ("measure_result", "measure"): {code: one.name for code, one in measure_catalogue.catalogue(store).items()},
    }


def _in_words(
    table: Table, row: Mapping[str, Any], called: Mapping[tuple[str, str], Mapping[str, str]]
) -> Mapping[str, Any]:
    return {name: called.get((table.name, name), {}).get(str(value), value) for name, value in row.items()}


def _entry(table: Table, row: Mapping[str, Any], staff: Mapping[str, str], words: Words) -> Entry | None:
    entity = _ENTITY[table.name]
    fields = tuple(
        (words.say(info.label), words.say(value) if info.choices is not None else value)
        for info in fields_of(entity)
        if (value := _value(info, row.get(info.name), staff)).strip()
    )
    if not fields:
        return None
    called = ENTITIES[entity]
    file_id = str(row.get("file_id") or row.get("photo_id") or "")
    return Entry(
        table.name, row["uuid"], f"{called[:1].upper()}{called[1:]}", row["happened_on"], row["written_at"],
        row["deleted_at"] is not None, fields, file_id=file_id,
    )  # fmt: skip


def _value(info: FieldInfo, value: Any, staff: Mapping[str, str]) -> str:
    if info.name.endswith("_id"):
        return staff.get(str(value), "")
    if info.name == "happened_on":
        return ""  # stands with the other clock
    if isinstance(value, str) and value[:1] in "{[" and info.name in ("content", "criteria", "draft"):
        return "\n".join(_flat(json.loads(value)))
    if isinstance(value, datetime | date):
        return shown(info, value.isoformat())
    return shown(info, value)


def _flat(told: Any, label: str = "") -> Iterator[str]:
    """Frozen words in lines, each with what it is of."""
    if isinstance(told, Mapping):
        for name, value in told.items():
            yield from _flat(value, str(name).replace("_", " "))
    elif isinstance(told, list):
        for value in told:
            yield from _flat(value, label)
    elif told not in (None, "", False):
        yield f"{label}: {told}" if label else str(told)


def _needing(
    one: Entry, table: Table, row: Mapping[str, Any], others: Sequence[str], found: Belonging, closed: Collection[str]
) -> Entry:
    """The entry with why it has to be decided on, if it has. What hangs on one of the `closed` records is kept like it."""
    words = one.words.casefold()
    needs = ""
    hangs_on = {row.get(name) for name in ("meeting_id", "referral_id", "report_id")}
    is_staffs = row.get("staff_only") or not hangs_on.isdisjoint(closed) or row.get("held_back") == "staff"
    if table.name in _STAFF or is_staffs:
        needs = STAFF
    elif row.get("held_back") == "third" or (table.name in _THIRD and _tells(table, row)):
        needs = THIRD
    elif row["uuid"] in found.shared.get(table.name, ()) and any(row.get(name) for name in _TOLD_OF_SEVERAL):
        needs = SEVERAL
    elif not any(row["uuid"] in held.get(table.name, ()) for held in (found.own, found.shared)):
        needs = ELSEWHERE
    elif any(name in words for name in others):
        needs = OTHERS
    elif table.name == "attachment" and row["author"]:
        needs = FROM_OUTSIDE
    return Entry(**{**one.__dict__, "needs": needs})


def _tells(table: Table, row: Mapping[str, Any]) -> bool:
    """Of who was at a meeting only what they sent is theirs; that they were there is no secret."""
    return table.name != "meeting_person" or bool(row["sent"])


def _decided(one: Entry, decided: Mapping[tuple[str, str], AccessDecision]) -> Entry:
    return Entry(**{**one.__dict__, "decision": decided.get(one.item) if one.needs else None})


def _others(connection: Connection, pupil_id: str) -> list[str]:
    """How every other pupil is called in full."""
    people = belonging.PUPIL.c
    rows = connection.execute(
        select(people.legal_forename, people.preferred_forename, people.legal_surname, people.preferred_surname).where(
            people.uuid != pupil_id
        )
    )
    names = {
        f"{first} {last}".casefold()
        for legal, preferred, surname, other in rows
        for first in filter(None, (legal, preferred))
        for last in filter(None, (surname, other))
    }
    return sorted(names)


def _files(store: Store, uuids: Sequence[str]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Kept pictures and documents by uuid: a neutral name and the bytes."""
    for uuid in uuids:
        with store.read() as session:
            kept = session.get(StoredFile, uuid)
        if kept is not None:
            yield uuid, (plain_files.neutral(uuid, kept.media_type), kept.content)


_ENTITY: Mapping[str, type[Entity]] = {entity.__tablename__: entity for entity in ENTITIES}
