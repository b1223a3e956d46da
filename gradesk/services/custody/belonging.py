"""Which records are a pupil's, and which are about several: what goes with a pupil, and what stays with the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, Connection, Table, select

from gradesk.model.columns import KeptText
from gradesk.model.entities import ENTITIES
from gradesk.model.stored_file import StoredFile
from gradesk.services.portions import chunked

FILES = StoredFile.__tablename__
TABLES: Sequence[Table] = tuple(entity.metadata.tables[entity.__tablename__] for entity in ENTITIES)
_BY_NAME = {table.name: table for table in TABLES}
PUPIL = _BY_NAME["pupil"]
# What several pupils may share, by the table that says who they are.
_SHARED = (("provision", "provision_member", "provision_id"), ("draft_bar", "draft_member", "bar_id"))
# What is said at a meeting stands with the pupil it is booked for, also where it is about several.
_OF_A_MEETING = (
    "meeting_person", "meeting_line", "meeting_step", "dissent", "meeting_paper", "meeting_signature",
)  # fmt: skip
_AROUND_SHARED = {"provision": "provision_id", "draft_bar": "bar_id", "meeting": "meeting_id"}
GONE = "[…]"  # in the place of a name
_SHORTEST = 2  # letters of a name that is looked for by itself

Uuids = dict[str, set[str]]


@dataclass(frozen=True)
class Names:
    """How a pupil may be called: in full, and by each part of the name."""

    full: tuple[str, ...]
    parts: tuple[str, ...]

    def in_full(self, words: str) -> bool:
        """Whether the words name the pupil in full, however they are written."""
        folded = words.casefold()
        return any(name.casefold() in folded for name in self.full)

    def at_all(self, words: str) -> bool:
        """Whether any part of the name stands there as a word; a small letter makes another word of it, as in “will”."""
        return self.in_full(words) or any(pattern.search(words) for pattern in map(_word, self.parts))

    def taken_out(self, words: str, *, also_parts: bool) -> str:
        """The words without the name."""
        for name in self.full:
            words = re.sub(re.escape(name), GONE, words, flags=re.IGNORECASE)
        for name in sorted(self.parts, key=len, reverse=True) if also_parts else ():
            words = _word(name).sub(GONE, words)
        return words


@dataclass
class Belonging:
    """What is a pupil's alone, by table; what stays because it is others' too; and links that are only loosened.

    `heirs` says for a meeting about several which of the others it is booked for from now on.
    """

    names: Names
    own: Uuids = field(default_factory=dict)
    shared: Uuids = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)
    loosened: list[tuple[Table, Column[str], str]] = field(default_factory=list)

    @property
    def uuids(self) -> set[str]:
        """Of everything that is the pupil's alone."""
        return {uuid for uuids in self.own.values() for uuid in uuids}


def of(connection: Connection, pupil_id: str) -> Belonging:
    """Everything that is about one pupil, deleted records too."""
    found = Belonging(_names(connection, pupil_id), {"pupil": {pupil_id}})
    for table in TABLES:
        if "pupil_id" in table.c and (uuids := _uuids(connection, table, table.c.pupil_id == pupil_id)):
            found.own[table.name] = uuids
    for name, members, column in _SHARED:
        _part(connection, found, pupil_id, name, members, column)
    _part_meetings(connection, found, pupil_id)
    _follow(connection, found, pupil_id)
    for table in TABLES:
        _around(connection, found, table)
    found.shared = {name: uuids for name, uuids in found.shared.items() if uuids}
    return found


def texts(table: Table) -> list[Column[str]]:
    """The columns of a kind that hold words somebody typed."""
    return [column for column in table.c if isinstance(column.type, KeptText)]


def kept_files(connection: Connection, own: Uuids, more: Iterable[str] = ()) -> set[str]:
    """The pictures and documents that only these records show, and those of `more` that no record shows."""
    return (_files(connection, own, inside=True) | set(more)) - _files(connection, own, inside=False)


def _part(connection: Connection, found: Belonging, pupil_id: str, name: str, members: str, column: str) -> None:
    table, links = _BY_NAME[name], _BY_NAME[members]
    mine = set(connection.scalars(select(links.c[column]).where(links.c.pupil_id == pupil_id)))
    shared: set[str] = set()
    for some in _some(mine):
        others = select(links.c[column]).where(links.c[column].in_(some), links.c.pupil_id != pupil_id)
        shared |= set(connection.scalars(others))
    found.shared.setdefault(table.name, set()).update(shared)
    found.own.setdefault(table.name, set()).update(mine - shared)


def _part_meetings(connection: Connection, found: Belonging, pupil_id: str) -> None:
    """A meeting about several stays for the others, without what was said of this pupil by name."""
    also = _BY_NAME["meeting_pupil"]
    booked = found.own.get("meeting", set())
    for some in _some(booked):
        query = select(also.c.meeting_id, also.c.pupil_id).where(
            also.c.meeting_id.in_(some), also.c.pupil_id != pupil_id
        )
        for uuid, heir in connection.execute(query.order_by(also.c.deleted_at.is_not(None), also.c.uuid)):
            found.heirs.setdefault(uuid, heir)
    booked -= set(found.heirs)
    joined = set(connection.scalars(select(also.c.meeting_id).where(also.c.pupil_id == pupil_id)))
    found.shared["meeting"] = set(found.heirs) | joined
    for name in _OF_A_MEETING:
        table = _BY_NAME[name]
        own, around = found.own.setdefault(name, set()), found.own.get("contact", set())
        for some in _some(found.shared["meeting"]):
            for row in connection.execute(select(table).where(table.c.meeting_id.in_(some))).mappings():
                words = " ".join(str(row[column.name] or "") for column in texts(table))
                is_of_home = row.get("contact_id") in around
                if is_of_home or (found.names.at_all(words) and row["pupil_id"] in (pupil_id, None)):
                    own.add(row["uuid"])
                elif row["meeting_id"] in found.heirs:
                    own.discard(row["uuid"])
                    found.shared.setdefault(name, set()).add(row["uuid"])


def _around(connection: Connection, found: Belonging, table: Table) -> None:
    """What hangs on a record that stays: it may name the pupil."""
    for name, column in _AROUND_SHARED.items():
        if column in table.c and (name != "meeting" or table.name in (*_OF_A_MEETING, "agreed_action")):
            for some in _some(found.shared.get(name, ())):
                fresh = _uuids(connection, table, table.c[column].in_(some)) - found.own.get(table.name, set())
                found.shared.setdefault(table.name, set()).update(fresh)


def _follow(connection: Connection, found: Belonging, pupil_id: str) -> None:
    """What hangs on a record that goes, goes too; only what is another pupil's is merely loosened from it."""
    fresh = {name: set(uuids) for name, uuids in found.own.items()}
    while any(fresh.values()):
        reached: Uuids = {}
        for table in TABLES:
            for column in table.c:
                for key in column.foreign_keys:
                    for some in _some(fresh.get(key.column.table.name, ())):
                        _reach(connection, found, reached, (table, column), some, pupil_id)
        fresh = {name: uuids - found.own.get(name, set()) for name, uuids in reached.items()}
        for name, uuids in fresh.items():
            found.own.setdefault(name, set()).update(uuids)


def _reach(
    connection: Connection,
    found: Belonging,
    reached: Uuids,
    where: tuple[Table, Column[str]],
    some: Sequence[str],
    pupil_id: str,
) -> None:
    table, column = where
    whose = table.c.pupil_id if "pupil_id" in table.c else None
    parts = [table.c.uuid] if whose is None else [table.c.uuid, whose]
    for uuid, *owner in connection.execute(select(*parts).where(column.in_(some))):
        is_anothers = bool(owner) and owner[0] not in (None, pupil_id)
        if table is PUPIL or (is_anothers and column.nullable) or uuid in found.shared.get(table.name, ()):
            found.loosened.append((table, column, uuid))
        else:
            reached.setdefault(table.name, set()).add(uuid)


def _files(connection: Connection, own: Uuids, *, inside: bool) -> set[str]:
    found: set[str] = set()
    for table in TABLES:
        for column in table.c:
            if any(key.column.table.name == FILES for key in column.foreign_keys):
                rows = connection.execute(select(table.c.uuid, column).where(column.is_not(None)))
                found |= {str(file) for uuid, file in rows if (uuid in own.get(table.name, ())) is inside}
    return found


def _names(connection: Connection, pupil_id: str) -> Names:
    row = connection.execute(
        select(*(PUPIL.c[name] for name in (
            "legal_forename", "preferred_forename", "legal_surname", "preferred_surname", "middle_names",
        ))).where(PUPIL.c.uuid == pupil_id)
    ).first()  # fmt: skip
    if row is None:
        return Names((), ())
    first = [name.strip() for name in (row.legal_forename, row.preferred_forename) if name.strip()]
    last = [name.strip() for name in (row.legal_surname, row.preferred_surname) if name.strip()]
    full = dict.fromkeys(f"{one} {other}" for one in first for other in last)
    parts = dict.fromkeys(name for name in (*first, *last, *row.middle_names.split()) if len(name) >= _SHORTEST)
    return Names(tuple(full), tuple(parts))


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _uuids(connection: Connection, table: Table, *where: ColumnElement[bool]) -> set[str]:
    return set(connection.scalars(select(table.c.uuid).where(*where)))


def _some(uuids: Iterable[str]) -> list[Sequence[str]]:
    """A set in parts that one question can hold, in the same order each time."""
    return chunked(sorted(uuids))
