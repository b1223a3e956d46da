"""Writing an import in bulk: thousands of records as a few statements, not one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from gradesk.model.base import Entity, new_uuid
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil, name_keys
from gradesk.model.pupils.support import Need, StatusPeriod
from gradesk.model.vocabulary import NEEDS
from gradesk.services.admission.admission import ContactCard
from gradesk.services.admission.rows import Writing
from gradesk.system.clock import Clock
from gradesk.system.progress import Progress

_CHUNK = 500
_NAMES = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname", "middle_names")
_REASON = "From the school’s register"


class Writer:
    """Writes one import inside a unit of work that is already open."""

    def __init__(self, session: Session, clock: Clock, writing: Writing, progress: Progress) -> None:
        self._session = session
        self._today = clock.today()
        self._stamp = {"happened_on": self._today, "written_at": clock.now(), "deleted_at": None}
        self._writing = writing
        self._progress = progress
        self._done = 0
        self._total = len(writing.new) + len(writing.changed) + len(writing.statuses) + len(writing.needs)
        self._total += len(writing.contacts)

    def write(self) -> None:
        """Write everything; the counts go to the progress."""
        # Two pupils may exchange their numbers, and at no moment may both have the same.
        numbered = [uuid for uuid, values in self._writing.changed.items() if values.get("upn")]
        self._update(Pupil, ("upn",), [{"this": uuid, "upn": ""} for uuid in numbered])
        self._add_pupils()
        self._change_pupils()
        self._change_statuses()
        self._change_needs()
        self._change_contacts()
        self._progress(self._total, self._total)

    def _add_pupils(self) -> None:
        blank = {"pronouns": "", "diagnosis": "", "medical": "", "aspirations": "", "key_adult_id": None}
        rows = []
        for values in self._writing.new:
            sort_name, search_text = name_keys(*(values[name] or "" for name in _NAMES))
            rows.append(
                blank | {"photo_id": None} | values | self._stamp | {"sort_name": sort_name, "search_text": search_text}
            )
        self._insert(Pupil, rows, counted=True)

    def _change_pupils(self) -> None:
        changed = self._writing.changed
        renamed = [uuid for uuid, values in changed.items() if values.keys() & set(_NAMES)]
        names = self._names(renamed)
        shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for uuid, values in changed.items():
            if uuid in names:
                together = names[uuid] | {name: values[name] for name in _NAMES if name in values}
                keys = name_keys(*(together[name] or "" for name in _NAMES))
                values = values | dict(zip(("sort_name", "search_text"), keys, strict=True))
            shapes.setdefault(tuple(sorted(values)), []).append({"this": uuid, **values})
        for columns, rows in shapes.items():
            self._update(Pupil, columns, rows, counted=True)

    def _names(self, uuids: Sequence[str]) -> dict[str, dict[str, Any]]:
        if not uuids:
            return {}
        wanted = set(uuids)
        table = _table(Pupil)
        rows = self._session.execute(select(table.c.uuid, *(table.c[name] for name in _NAMES))).mappings()
        return {row["uuid"]: {name: row[name] for name in _NAMES} for row in rows if row["uuid"] in wanted}

    def _change_statuses(self) -> None:
        """Close the open span the day before and open a new one; a span replaced on its first day was never in force."""
        open_spans = self._open(StatusPeriod, self._writing.statuses.keys(), "starts_on")
        closing, dropping, rows = [], [], []
        for uuid, (status, since) in self._writing.statuses.items():
            starts_on = since or self._today
            for span in open_spans.get(uuid, ()):
                if starts_on <= span["starts_on"]:
                    # The file dates the new status before the old one; it is news from today on.
                    starts_on = max(self._today, span["starts_on"])
                if starts_on == span["starts_on"]:
                    dropping.append({"this": span["uuid"], "deleted_at": self._stamp["written_at"]})
                else:
                    closing.append({"this": span["uuid"], "ends_on": starts_on - timedelta(days=1)})
            rows.append(
                {"uuid": new_uuid(), "pupil_id": uuid, "status": status, "starts_on": starts_on, "ends_on": None}
                | self._stamp
                | {"happened_on": starts_on, "reason": _REASON, "parents_told_on": None}
            )
        self._update(StatusPeriod, ("ends_on",), closing)
        self._update(StatusPeriod, ("deleted_at",), dropping)
        self._insert(StatusPeriod, rows, counted=True)

    def _change_needs(self) -> None:
        """Needs that go on keep the day they began; a need that is not named any more ends."""
        open_needs = self._open(Need, self._writing.needs.keys(), "code", "starts_on")
        ending, rows = [], []
        for uuid, codes in self._writing.needs.items():
            since: dict[str, date] = {}
            for need in open_needs.get(uuid, ()):
                since[need["code"]] = need["starts_on"]
                ending.append({"this": need["uuid"], "ends_on": max(need["starts_on"], self._today)})
            for rank, code in enumerate(codes, start=1):
                rows.append(
                    {"uuid": new_uuid(), "pupil_id": uuid, "code": code, "rank": rank, "area": NEEDS[code].meaning}
                    | {"starts_on": since.get(code, self._today), "ends_on": None, "source": _REASON}
                    | self._stamp
                )
        self._update(Need, ("ends_on",), ending)
        self._insert(Need, rows)
        self._count(len(self._writing.needs))

    def _change_contacts(self) -> None:
        """Add the people who are not there yet and fill in the others; nobody is taken away."""
        there = self._open(Contact, self._writing.contacts.keys(), "name")
        changing, rows = [], []
        for uuid, cards in self._writing.contacts.items():
            by_name = {row["name"].casefold(): row["uuid"] for row in there.get(uuid, ())}
            for position, card in enumerate(cards, start=1):
                details = {"relationship_text": card.relationship, "phone": card.phone, "email": card.email}
                if card.name.casefold() in by_name:
                    changing.append({"this": by_name[card.name.casefold()], **details})
                else:
                    rows.append(self._new_contact(uuid, card, position) | details)
        self._update(Contact, ("relationship_text", "phone", "email"), changing)
        self._insert(Contact, rows)
        self._count(len(self._writing.contacts))

    def _new_contact(self, pupil_id: str, card: ContactCard, position: int) -> dict[str, Any]:
        blank = {"parental_responsibility": None, "language": "", "note": ""}
        return {
            "uuid": new_uuid(),
            "pupil_id": pupil_id,
            "name": card.name,
            "role": "parent",
            "position": position,
            **blank,
            **self._stamp,
        }

    def _open(self, kind: type[Entity], pupils: Any, *columns: str) -> dict[str, list[Any]]:
        """The records of some pupils that are in force, by pupil; read in one go, because many are asked for."""
        if not pupils:
            return {}
        table = _table(kind)
        query = select(table.c.uuid, table.c.pupil_id, *(table.c[name] for name in columns))
        query = query.where(table.c.deleted_at.is_(None))
        if "ends_on" in table.c:
            query = query.where(table.c.ends_on.is_(None))
        found: dict[str, list[Any]] = {}
        for row in self._session.execute(query).mappings():
            if row["pupil_id"] in pupils:
                found.setdefault(row["pupil_id"], []).append(row)
        return found

    def _insert(self, kind: type[Entity], rows: Sequence[dict[str, Any]], *, counted: bool = False) -> None:
        statement = insert(_table(kind))
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            self._session.execute(statement, chunk)
            self._count(len(chunk) if counted else 0)

    def _update(
        self, kind: type[Entity], columns: Sequence[str], rows: Sequence[dict[str, Any]], *, counted: bool = False
    ) -> None:
        if not rows:
            return
        table = _table(kind)
        statement = update(table).where(table.c.uuid == bindparam("this"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in columns})
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            named = [{"this": row["this"], **{f"new_{name}": row[name] for name in columns}} for row in chunk]
            self._session.execute(statement, named)
            self._count(len(chunk) if counted else 0)

    def _count(self, done: int) -> None:
        self._done += done
        self._progress(self._done, self._total)


def _table(kind: type[Entity]) -> Table:
    return kind.metadata.tables[kind.__tablename__]
