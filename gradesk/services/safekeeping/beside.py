"""A backup beside the school as it is now: what is gone since, what is otherwise, what is new; and a part of it brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from gradesk.model.base import FieldInfo, fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.rules.days.day_text import written_day
from gradesk.services.custody import confidential, erasing
from gradesk.services.custody.standing import BY_TABLE
from gradesk.services.custody.telling import shown
from gradesk.services.school import school
from gradesk.store import raw_rows
from gradesk.store.backups import backup
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.raw_rows import Row
from gradesk.store.refusals import Clash
from gradesk.store.schema.triggers import journalled_tables
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused
from gradesk.system.words import Words

GONE, CHANGED, NEW = "gone", "changed", "new"
HOW = {GONE: "not there any more", CHANGED: "otherwise now", NEW: "new since"}
_PASSED_OVER = frozenset(("uuid", "written_at", "deleted_at", "pupil_id", "happened_on"))
_NAMED_BY = ("staff_wording", "summary", "name", "holder", "words", "title", "reason", "status", "layer", "code")


@dataclass(frozen=True)
class Line:
    """One record that is not the same in both: what it is, whose, how it differs, and its fields then and now, in words."""

    kind: str
    uuid: str
    pupil_id: str
    words: str
    how: str
    fields: tuple[tuple[str, str, str], ...]
    row: Row = field(repr=False, compare=False)

    @property
    def can_come_back(self) -> bool:
        """Whether the backup has something that is not there now."""
        return self.how != NEW


@dataclass(frozen=True)
class Beside:
    """A backup beside the school: its moment, the lines by pupil (empty for the school's own), and the names of pupils."""

    made_at: datetime
    lines: tuple[Line, ...]
    names: Mapping[str, str]
    records: int
    files: Mapping[str, Row] = field(repr=False)

    def of(self, pupil_id: str) -> list[Line]:
        """The lines of a pupil, or of the school."""
        return [one for one in self.lines if one.pupil_id == pupil_id]

    @property
    def pupils(self) -> list[str]:
        """Whose lines there are, by name; the school's own last."""
        found = {one.pupil_id for one in self.lines}
        return sorted(found, key=lambda one: (not one, self.names.get(one, "").casefold(), one))

    def with_what_hangs_on(self, chosen: Iterable[Line]) -> list[Line]:
        """Some lines with what in the backup hangs on them and what they hang on, as far as it is gone: a plan with its
        targets, a target with its plan.
        """
        coming = {one.uuid: one for one in self.lines if one.can_come_back}
        found = {one.uuid: one for one in chosen if one.can_come_back}
        while True:
            links = {value for one in found.values() for value in _links(one.row)}
            more = {
                uuid: one
                for uuid, one in coming.items()
                if uuid not in found
                and one.how == GONE
                and (uuid in links or any(link in found and link != one.pupil_id for link in _links(one.row)))
            }
            if not more:
                return list(found.values())
            found |= more


def look(store: Store, path: Path, passphrase: str = "", count: Progress = no_progress) -> Beside:
    """Lay a backup beside the school; nothing is changed, and nothing of it stays on the disk.

    Raises:
        WrongPassphrase: it is of another key, and the passphrase of its time is wanted.
        Refused: it is of another school, damaged, or cannot be read.
        Cancelled: from `count`.
    """
    if backup.read_manifest(path).uuid != store.vault.uuid:
        raise Refused(f"{path.name} is a backup of another school; nothing was changed. Choose one of this school.")
    words = school.card(store).words
    with (
        backup.opened(path, store.vault.secret(), passphrase, store.vault.folder) as (manifest, then),
        store.read() as session,
    ):
        now = session.connection().exec_driver_sql
        lines: list[Line] = []
        names: dict[str, str] = {}
        files: dict[str, Row] = {}
        total = 0
        # Pupils first: who was erased since comes back with nothing, nor by name in what is about others.
        every = sorted(journalled_tables(), key=lambda table: table.name != "pupil")
        erased: set[str] = set()
        silent: set[str] = set()
        for number, table in enumerate(every):
            count(number, len(every))
            before, after = raw_rows.by_uuid(then.execute, table), raw_rows.by_uuid(now, table)
            total += sum(row.get("deleted_at") is None for row in before.values())
            if table.name == "pupil":
                erased = erasing.erased_among(store, before.keys() - after.keys())
                silent = {_name(before[uuid]) for uuid in erased} - {""}
                names |= {uuid: _name(row) for uuid, row in (after | before).items() if uuid not in erased}
            found = [one for one in _differing(table, before, after, words) if not _is_of_erased(one, erased, silent)]
            for line in found:
                for uuid in raw_rows.files_of(table, line.row) if line.can_come_back else ():
                    if (
                        raw_rows.file_in(now, uuid) is None
                        and (kept := raw_rows.file_in(then.execute, uuid)) is not None
                    ):
                        files[uuid] = kept
            lines += found
        found_in = Beside(manifest.made_at, tuple(lines), names, total, files)
    store.note("looked_in", what=f"{manifest.made_at:%Y-%m-%d %H:%M}")
    return found_in


def try_look(store: Store, path: Path, passphrase: str, count: Progress = no_progress) -> Beside | str:
    """The same for the window: or that a passphrase of that time is wanted; every other reason is a `Refused`."""
    try:
        return look(store, path, passphrase, count)
    except WrongPassphrase as wrong:
        return str(wrong)


def bring_back(store: Store, beside: Beside, chosen: Sequence[Line]) -> int:
    """Let records be as they were in the backup, with what hangs on them: one step, with one undo. Returns how many.

    Raises:
        Refused: none of them can come back, or another has taken its place; nothing was changed.
    """
    coming = beside.with_what_hangs_on(chosen)
    if not coming:
        raise Refused("Nothing of this is in the backup and not here; nothing was changed. Choose other lines.")
    day = beside.made_at.astimezone()
    store.note("brought_back", what=f"{beside.made_at:%Y-%m-%d %H:%M}")  # told once it is kept, and else of the try
    try:
        with store.work(f"Bring back from the backup of {day:%d/%m/%Y}") as session:
            connection = session.connection()
            raw_rows.wait_for_references(connection)
            for line in coming:
                for uuid in raw_rows.files_of(_table(line.kind), line.row):
                    if uuid in beside.files and raw_rows.file_in(connection.exec_driver_sql, uuid) is None:
                        raw_rows.put_back(connection, raw_rows.KEPT, beside.files[uuid])
                raw_rows.put_back(
                    connection, line.kind, line.row | {"deleted_at": None} | _kept_to_staff(connection, line)
                )
    except (Clash, IntegrityError):
        raise Refused(
            "Another has taken its place since, or what it hangs on is not in the backup; nothing was changed. Bring back less, "
            "or delete what stands in its place."
        ) from None
    return len(coming)


def _kept_to_staff(connection: Connection, line: Line) -> Row:
    """What was kept to staff since stays so, whatever comes back of it."""
    if line.kind not in confidential.KINDS:
        return {}
    table = _table(line.kind)
    is_kept = connection.scalar(select(table.c.staff_only).where(table.c.uuid == line.uuid))
    return {"staff_only": 1} if is_kept else {}


def _differing(table: Table, before: Mapping[str, Row], after: Mapping[str, Row], words: Words) -> Iterable[Line]:
    for uuid in {**before, **after}:
        then, now = before.get(uuid), after.get(uuid)
        if then == now:
            continue
        was, is_ = _stands(then), _stands(now)
        row = then if then is not None and was else now
        if row is None or not (was or is_):
            continue
        line = partial(Line, table.name, uuid, _whose(table, row), _words(table.name, row, words))
        if was and not is_:
            yield line(GONE, _fields(table.name, then, None, words), row)
        elif is_ and not was:
            yield line(NEW, _fields(table.name, None, now, words), row)
        elif fields := _fields(table.name, then, now, words):
            yield line(CHANGED, fields, row)


def _is_of_erased(line: Line, erased: set[str], names: set[str]) -> bool:
    told = " ".join(str(value) for value in line.row.values()) if names else ""
    return line.pupil_id in erased or any(name in told for name in names)


def _stands(row: Row | None) -> bool:
    return row is not None and row.get("deleted_at") is None


def _whose(table: Table, row: Row) -> str:
    return str(row["uuid"] if table.name == "pupil" else row.get("pupil_id") or "")


def _fields(kind: str, then: Row | None, now: Row | None, words: Words) -> tuple[tuple[str, str, str], ...]:
    found = []
    for info in fields_of(BY_TABLE[kind]):
        before, after = (row.get(info.name) if row else None for row in (then, now))
        if info.name in _PASSED_OVER or (before or None) == (after or None):
            continue
        links = info.name.endswith("_id")
        if links and then is not None and now is not None:
            found.append((words.say(info.label) or info.name, "another one", "this one"))
        elif not links:
            found.append((words.say(info.label), _told(info, before, words), _told(info, after, words)))
    return tuple(one for one in found if one[1] != one[2])


def _told(info: FieldInfo, value: Any, words: Words) -> str:
    """Only what Gradesk itself says has places for the school's words; what people wrote stays as it is."""
    told = shown(info, value)
    return words.say(told) if info.choices is not None else told


def _words(kind: str, row: Row, words: Words) -> str:
    called = ENTITIES[BY_TABLE[kind]]
    infos = {info.name: info for info in fields_of(BY_TABLE[kind])}
    named = _name(row) if kind == "pupil" else ""
    for name in _NAMED_BY:
        if not named and name in infos and row.get(name):
            named = _told(infos[name], row[name], words).strip()[:80]
    head = f"{called[:1].upper()}{called[1:]}"
    return f"{head}: {named}" if named else f"{head} of {_day(row)}"


def _day(row: Row) -> str:
    kept = str(row.get("happened_on") or "")
    return written_day(date.fromisoformat(kept)) if kept else "then"


def _name(row: Row) -> str:
    first = row.get("preferred_forename") or row.get("legal_forename") or ""
    last = row.get("preferred_surname") or row.get("legal_surname") or ""
    return f"{first} {last}".strip()


def _links(row: Row) -> list[str]:
    return [str(value) for name, value in row.items() if name.endswith("_id") and value and name != "pupil_id"]


def _table(kind: str) -> Table:
    return next(table for table in journalled_tables() if table.name == kind)
