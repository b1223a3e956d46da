"""An equal school from its open files: nothing is taken for whole that was broken off, changed, or written by something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import DBAPIError

from gradesk.services.safekeeping import open_files
from gradesk.services.safekeeping.exporting import FORMAT, MANIFEST, refuse_full, tables
from gradesk.services.school import before
from gradesk.store import content, places, raw_rows
from gradesk.store.keys.slots import KdfCost
from gradesk.store.raw_rows import KEPT
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

LABEL = "Build the school again from open files"
_NOTHING = "so no school was made"
_CHUNK = 1024 * 1024
_Checks = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Rebuilt:
    """How many records and kept files the new school has, and its digest, which is that of the school of before."""

    records: int
    files: int
    digest: str


def rebuild(
    source: Path,
    to: Path,
    passphrase: str,
    again: str,
    clock: Clock | None = None,
    *,
    cost: KdfCost | None = None,
    count: Progress = no_progress,
) -> Rebuilt:
    """Make a new school in a new folder from an export, and compare it with what was exported; its history begins anew.

    Raises:
        Refused: the folder is not empty, the passphrase is weak or typed differently, the export is not whole, or a file of
            it was changed or is not ours, which is named with its line; no school is left in the folder.
    """
    if places.exists(to):
        raise Refused(f"A school’s file lies in {to} already and was left as it is. Name a new folder.")
    refuse_full(to)
    if problem := before.problem_with("-", passphrase, again, str(to)):
        raise Refused(f"No school was made. {problem}")
    manifest = _manifest(source)
    checks: _Checks = manifest["checks"]
    for number, (place, check) in enumerate(checks.items()):
        _refuse_changed(source, place, check)
        count(number, 2 * len(checks))
    was_there = to.exists()

    def fill(vault: Vault) -> None:
        store = Store(vault, clock)
        with store.work(LABEL) as session:
            connection = session.connection()
            raw_rows.wait_for_references(connection)
            for number, (table, _words) in enumerate(tables()):
                _put(connection, table, source, manifest)
                count(len(checks) + number, 2 * len(checks))
            _refuse_loose(connection, source)
            if content.digest(connection) != manifest["digest"]:
                raise Refused(
                    f"{source / MANIFEST} tells of another school than the files beside it, {_NOTHING}. Export it again."
                )

    try:
        Vault.create(to, passphrase, cost, fill, (clock or Clock()).today()).close()
    except Refused:
        if not was_there:
            with suppress(OSError):
                for path in to.iterdir():
                    path.unlink()  # the lock, which is nobody's now
                to.rmdir()
        raise
    counts = manifest["records"]
    return Rebuilt(sum(counts.values()) - counts[KEPT], counts[KEPT], manifest["digest"])


def _manifest(source: Path) -> dict[str, Any]:
    path = source / MANIFEST
    if not path.is_file():
        raise Refused(
            f"There is no {MANIFEST} in {source}, {_NOTHING}: the export was broken off, or these are no open files of a "
            "school. Name the folder of a whole export."
        )
    try:
        found = json.loads(path.read_text("utf-8"))
        newer = found["format"] > FORMAT
        wanted = {f"{table.name}.json" for table, _ in tables()}
        is_ours = (
            isinstance(found["digest"], str)
            and {f"{name}.json" for name, number in found["records"].items() if number >= 0} == wanted
            and all(
                isinstance(one["sha256"], str) and list(one["lines"]) is not None for one in found["checks"].values()
            )
            and wanted <= set(found["checks"])
        )
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        newer = is_ours = False
    if newer:
        raise Refused(f"{path} was written by a newer Gradesk, {_NOTHING}. Install the newer one here.")
    if not is_ours:
        raise Refused(f"{path} was not written by this Gradesk or was changed, {_NOTHING}. Export the school again.")
    return dict(found)


def _refuse_changed(source: Path, place: str, check: Mapping[str, Any]) -> None:
    path = source / place
    if Path(place).is_absolute() or ".." in Path(place).parts:
        raise Refused(f"{source / MANIFEST} names a file outside of its folder, {_NOTHING}. Export the school again.")
    if not path.is_file():
        raise Refused(f"{path} is missing, {_NOTHING}. Copy the whole export again, or export it anew.")
    try:
        with path.open("rb") as raw:
            if hashlib.file_digest(raw, "sha256").hexdigest() == check["sha256"]:
                return
        line = _changed_line(path, check["lines"]) if check["lines"] else 0
    except OSError as error:
        raise _unreadable(path, error) from error
    where = f", line {line:,}," if line else ""
    raise Refused(f"{path}{where} is not as it was exported, {_NOTHING}. Copy it again, or export the school anew.")


def _changed_line(path: Path, sums: Sequence[str]) -> int:
    """The first line of records that is not as it was written; the one after the last where the rest is missing."""
    last, wanted = 1, iter(sums)
    try:
        for number, line in open_files.lines_of(path):
            if open_files.line_sum(line) != next(wanted, None):
                return number
            last = number
    except UnicodeDecodeError:
        pass
    return last + 1


def _put(connection: Connection, table: Table, source: Path, manifest: Mapping[str, Any]) -> None:
    path, seen = source / f"{table.name}.json", 0
    columns = list(table.c)
    try:
        for number, line in open_files.lines_of(path):
            record = _record(path, number, line)
            if table.name == KEPT:
                record = _with_bytes(source, path, number, record, manifest["checks"])
            values = _values(path, number, record, columns)
            try:
                raw_rows.put(connection, table, values)
            except DBAPIError as error:
                raise _bad(path, number, "has a record that breaks a rule of the file") from error
            seen += 1
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if seen != manifest["records"][table.name]:
        raise Refused(
            f"{path} has {seen:,} records and should have another number, {_NOTHING}. Export the school again."
        )


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _bad(path, number, "is no record")
    return found


def _with_bytes(source: Path, path: Path, number: int, record: dict[str, Any], checks: _Checks) -> dict[str, Any]:
    place, sha256 = str(record.pop("file", "")), str(record.pop("sha256", ""))
    if checks.get(place, {}).get("sha256") != sha256:
        raise _bad(path, number, "names a file that is not in the export")
    return {**record, "content": bytes.fromhex(sha256) + (source / place).read_bytes()}


def _values(path: Path, number: int, record: Mapping[str, Any], columns: Sequence[Column[Any]]) -> tuple[Any, ...]:
    if set(record) != {column.name for column in columns}:
        raise _bad(path, number, "has other fields than this Gradesk knows")
    for column in columns:
        value = record[column.name]
        if value is None and column.nullable:
            continue
        wanted = bytes if open_files.is_bytes(column) else open_files.type_of(column)
        if not isinstance(value, wanted) and not (wanted is float and type(value) is int):
            raise _bad(path, number, f"has a value of another kind in “{column.name}”")
    return tuple(record[column.name] for column in columns)


def _refuse_loose(connection: Connection, source: Path) -> None:
    if (loose := raw_rows.loose(connection)) is None:
        return
    table, uuid, refers = loose
    path = source / f"{table}.json"
    number = next(number for number, line in open_files.lines_of(path) if json.loads(line)["uuid"] == uuid)
    raise _bad(path, number, f"refers to a {refers} that is not in the export")


def _bad(path: Path, number: int, what: str) -> Refused:
    return Refused(f"{path}, line {number:,}, {what}, {_NOTHING}. Export the school again.")


def _unreadable(path: Path, error: Exception) -> Refused:
    reason = getattr(error, "strerror", None) or "it is not written as it should be"
    return Refused(f"{path} cannot be read ({reason}), {_NOTHING}. Copy it again, or export the school anew.")
