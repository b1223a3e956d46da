"""Reading a damaged school's file or backup as far as it goes, and writing what can be read in open formats."""

from __future__ import annotations

import shutil
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gradesk.model.base import Base
from gradesk.model.stored_file import StoredFile
from gradesk.services.safekeeping import open_files, plain_files
from gradesk.services.safekeeping.open_files import FILES
from gradesk.store.backups import salvage
from gradesk.store.backups.salvage import Salvage
from gradesk.store.names import BEFORE, DATABASE, KEYS, key_files
from gradesk.system.files import write_whole
from gradesk.system.paths import make_private_folder
from gradesk.system.refusal import Refused

_SCRATCH = ".gradesk-rescue"
_LOG = f"{DATABASE}-wal"
_LENGTHS_AT = 26  # bytes into an entry of a zip: how long its name and what follows it are
_READ_ME = (
    "What Gradesk could read of a damaged school's file. Each kind of record is one JSON file with a list of its records;\n"
    "the files that were kept with them lie in the folder “files” under their uuid. Dates are written YYYY-MM-DD, times in\n"
    "UTC. NOTHING HERE IS ENCRYPTED: keep it where the school keeps such papers, and delete it when it is not needed.\n"
)


@dataclass(frozen=True)
class Rescued:
    """How many records of each kind were read, and how many could not be."""

    read: dict[str, int]
    lost: dict[str, int]


def rescue(source: Path, out: Path, passphrase: str) -> Rescued:
    """Read a school's folder, its database or a backup as far as it goes; the source is only read.

    Raises:
        Refused: the folder for the result is not empty, the keys are not there or not readable, or the passphrase is wrong.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{out} is not empty, so nothing was written. Name a new folder.")
    make_private_folder(out)
    scratch = out / _SCRATCH
    make_private_folder(scratch)
    try:
        _fetch(source, scratch)
        with salvage.opened(scratch, passphrase) as found:
            return _written(found, out)
    except OSError as error:
        raise Refused(
            f"{source} could not be rescued into {out} ({error.strerror or 'the disk does not answer'}); the source is as it was."
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        with suppress(OSError):
            out.rmdir()  # only where nothing was written


def _fetch(source: Path, scratch: Path) -> None:
    """Copy what there is of database, log and keys; a backup may be cut short or have a damaged directory."""
    if source.is_dir() or source.name == DATABASE or source.name.startswith(BEFORE):
        folder = source if source.is_dir() else source.parent
        # As it was before an upgrade, it has no log of its own.
        parts = {source.name: DATABASE} if source.name.startswith(BEFORE) else {DATABASE: DATABASE, _LOG: _LOG}
        for name, called in {**parts, KEYS: KEYS}.items():
            if (folder / name).is_file():
                shutil.copyfile(folder / name, scratch / called)
        for generation in reversed(key_files(folder)):
            if not (scratch / KEYS).exists() and generation.is_file():
                shutil.copyfile(generation, scratch / KEYS)
    else:
        for name, content in _parts(source):
            with (scratch / name).open("wb") as to:
                shutil.copyfileobj(content, to)
    for name in (DATABASE, KEYS):
        if not (scratch / name).is_file():
            raise Refused(f"There is no {name} in {source}, so nothing could be read. Choose another backup.")


def _parts(source: Path) -> Iterator[tuple[str, BytesIO]]:
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(
            f"{source.name} cannot be read as a backup, so nothing was written. Take the one before it."
        ) from error
    with archive, source.open("rb") as raw:
        for name in (DATABASE, KEYS):
            with suppress(KeyError):
                # Past the zip’s own check: a wrong byte in one page must not hide all the others.
                entry = archive.getinfo(name)
                raw.seek(entry.header_offset + _LENGTHS_AT)
                raw.seek(sum(struct.unpack("<HH", raw.read(4))), 1)
                yield name, BytesIO(raw.read(entry.file_size))


def _written(found: Salvage, out: Path) -> Rescued:
    read: dict[str, int] = {}
    lost: dict[str, int] = {}
    for table in found.tables():
        records, missing = found.records(table)
        if table == StoredFile.__tablename__:
            for record in records:
                content = record.pop("content", None)
                if isinstance(content, bytes):
                    name, whole = plain_files.named(record, content)
                    write_whole(out / FILES / name, whole)
        open_files.write_records(out / f"{table}.json", Base.metadata.tables[table], records)
        read[table] = len(records)
        if missing:
            lost[table] = missing
    write_whole(out / "READ ME.txt", _READ_ME.encode())
    return Rescued(read, lost)
