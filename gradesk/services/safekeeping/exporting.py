"""Everything of a school as open files, from which an equal school can be built again, with Gradesk or without."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from gradesk.model.columns import DIGEST_SIZE
from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange, JournalEvent, JournalUnit
from gradesk.model.stored_file import StoredFile
from gradesk.services.safekeeping import open_files, plain_files
from gradesk.services.safekeeping.open_files import FILES, SCHEMAS, TABLES, Written
from gradesk.store import content, raw_rows
from gradesk.store.raw_rows import KEPT
from gradesk.store.work import Store
from gradesk.system.files import sync_folder, write_whole
from gradesk.system.paths import make_private_folder
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

FORMAT = 1
MANIFEST = "export.json"
HISTORY = "history"
_ROOM = 3.0  # times the school's file: JSON and tables say each value twice, and names of fields with it
_READ_ME = (
    "All of a school's Gradesk, in open formats. NOTHING HERE IS ENCRYPTED: whoever has this folder reads every word about\n"
    "every child. Keep it where the school keeps such papers, and delete it when it is not needed.\n\n"
    "Each kind of record is one JSON file with a list of its records, one a line; what its fields are stands in the folder\n"
    "“schema”. The folder “tables” has the same for a spreadsheet: a word that a spreadsheet would reckon as a formula stands\n"
    "behind an apostrophe there. Pictures and documents lie in “files” under their uuid. The folder “history” tells who wrote\n"
    "what and when; it is for reading, since a history is only proved by the file it was written in.\n\n"
    "Dates are written YYYY-MM-DD, times in UTC. “happened_on” is the day a record is about, “written_at” the moment it was\n"
    "typed, “deleted_at” the moment it was deleted, where it was.\n\n"
    "gradesk rebuild --from THIS-FOLDER --to NEW-FOLDER makes an equal school of it. The file export.json is written last:\n"
    "where it is missing, the export was broken off and is not whole.\n"
)


@dataclass(frozen=True)
class Exported:
    """How many records and kept files were written, and the digest of the school they make."""

    records: int
    files: int
    digest: str


def export(store: Store, out: Path, count: Progress = no_progress) -> Exported:
    """Write everything of the school into a new folder as open files, unencrypted; others read and write meanwhile.

    Raises:
        Refused: the file was opened for reading only, the folder is not empty, or the disk does not take it; nothing is
            left of what was written.
    """
    if store.vault.is_reading:
        raise Refused(
            "This file was opened with the passphrase for reading, and all of it as open files is the SENCO’s to give away; "
            "nothing was written. Open it with the SENCO’s passphrase."
        )
    refuse_full(out)
    # No fold waits for a reader meanwhile, and no reader sees two moments.
    with _made(store, out), store.vault.one_moment(), store.read() as session:
        made = _written(session.connection(), out, count)
    store.note("saved", what="everything as open files")
    return made


def refuse_full(folder: Path) -> None:
    """Refuse a folder that has something in it."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(f"{folder} is not empty, so nothing was written. Name a new folder.")
    except OSError as error:
        raise Refused(
            f"{folder} cannot be looked into ({error.strerror or 'the disk does not answer'}), so nothing was written. Name "
            "another folder."
        ) from error


def tables() -> list[tuple[Table, str]]:
    """The kinds of record an export has, with what people call them; the kept files last."""
    named = [(entity.metadata.tables[entity.__tablename__], words) for entity, words in ENTITIES.items()]
    return [*named, (StoredFile.metadata.tables[KEPT], "kept picture or document")]


@contextmanager
def _made(store: Store, out: Path) -> Iterator[None]:
    """A folder for the export, which is gone again when it is broken off."""
    was_there, is_whole = out.exists(), False
    try:
        make_private_folder(out)
        wanted = round(store.vault.path.stat().st_size * _ROOM)
        if shutil.disk_usage(out).free < wanted:
            raise Refused(
                f"Open files need up to {wanted / 1e6:,.0f} MB, and {out} has less free; nothing was written. Free some room or "
                "name a folder on another disk."
            )
        yield
        is_whole = True
    except OSError as error:
        raise Refused(
            f"The open files could not be written into {out} ({error.strerror or 'the disk does not answer'}); nothing is left "
            "of them. Name a folder on another disk."
        ) from error
    finally:
        if not is_whole:
            with suppress(OSError):
                for path in out.iterdir():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                if not was_there:
                    out.rmdir()


def _written(connection: Connection, out: Path, count: Progress) -> Exported:
    checks: dict[str, Written] = {}
    kinds, counts = tables(), dict[str, int]()
    uuids = raw_rows.kept_files(connection)
    steps, done = len(kinds) + len(uuids) + 1, 0
    for folder in (FILES, TABLES, SCHEMAS, HISTORY):
        make_private_folder(out / folder)
    kept = []
    for uuid in uuids:
        kept.append(_kept(connection, uuid, out, checks))
        count(done := done + 1, steps)
    for table, words in kinds:
        records = kept if table.name == KEPT else raw_rows.rows(connection, table)
        counts[table.name] = len(records)
        columns = (
            list(records[0]) if records else [column.name for column in table.c if not open_files.is_bytes(column)]
        )
        checks[f"{table.name}.json"] = open_files.write_records(out / f"{table.name}.json", table, records)
        checks[f"{TABLES}/{table.name}.csv"] = open_files.write_table(
            out / TABLES / f"{table.name}.csv", columns, records
        )
        checks[f"{SCHEMAS}/{table.name}.json"] = open_files.write_schema(
            out / SCHEMAS / f"{table.name}.json", table, words
        )
        count(done := done + 1, steps)
    for entity in (JournalUnit, JournalChange, JournalEvent):
        table = entity.metadata.tables[entity.__tablename__]
        place = f"{HISTORY}/{table.name}.json"
        checks[place] = open_files.write_records(out / place, table, raw_rows.rows(connection, table))
    write_whole(out / "READ ME.txt", _READ_ME.encode())
    digest = content.digest(connection)
    for folder in (FILES, TABLES, SCHEMAS, HISTORY):
        sync_folder(out / folder)
    body = {
        "format": FORMAT, "digest": digest, "records": counts, "checks": {at: asdict(one) for at, one in checks.items()},
    }  # fmt: skip
    write_whole(out / MANIFEST, (json.dumps(body) + "\n").encode())  # the last: from here on the export is whole
    count(steps, steps)
    return Exported(sum(counts.values()) - len(kept), len(kept), digest)


def _kept(connection: Connection, uuid: str, out: Path, checks: dict[str, Written]) -> dict[str, Any]:
    """Write one kept picture or document, and tell of it."""
    record = raw_rows.kept_file(connection, uuid)
    sealed = bytes(record.pop("content"))
    name, whole = plain_files.named(record, sealed)
    sha256 = hashlib.sha256(whole).hexdigest()
    if sha256 != sealed[:DIGEST_SIZE].hex():
        raise Refused(
            "A kept picture or document is not as it was taken in, so these would not be all of the school, and nothing was "
            "written. Put back your newest backup, or read what can be read with gradesk rescue."
        )
    write_whole(out / FILES / name, whole)
    checks[f"{FILES}/{name}"] = Written(sha256)
    return {**record, "file": f"{FILES}/{name}", "sha256": sha256}
