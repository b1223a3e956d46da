"""A school's file of an older Gradesk becomes one of this: on a copy, which is compared, and then put in its place.

Killed at any moment, one of the two files lies there whole, and the keys open it. The older one stays beside it for a
fortnight, in case that the newer Gradesk is no good; an erasure takes it away at once.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gradesk.store import cipher
from gradesk.store.names import BEFORE, DATABASE, UPGRADING
from gradesk.store.refusals import at_opening, damaged_whole, is_damage
from gradesk.store.schema import migrate
from gradesk.system.files import sync_file, sync_folder
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused

KEPT = 14 * 24 * 3600  # seconds that the older file stays
_ROOM = 3  # times the file: the copy, what its tables take while they are written anew, and the older one
_JOURNAL = ("journal_unit", "journal_change", "journal_seal", "journal_event")


def upgrade(folder: Path, key: bytearray, salt: str) -> None:
    """Put a file with the tables of this Gradesk in the place of an older one, which nobody has open.

    Raises:
        Refused: there is no room, the disk does not take it, or the copy does not hold what the file holds; the file is as
            it was, and the Gradesk that made it opens it.
    """
    path, made = folder / DATABASE, folder / UPGRADING
    try:
        _refuse_without_room(path)
        _clear(made)
        engine = cipher.engine(path, key)
        try:
            before = _copied(engine, made, key, salt)
        finally:
            engine.dispose()
        _bring_up(made, key)
        _refuse_if_other(made, key, before)
        make_private_file(made)
        sync_file(made)
        _keep_older(path)
        made.replace(path)
        sync_folder(folder)
    except (OSError, MemoryError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise (damaged_whole() if is_damage(reason) else at_opening(folder, reason or error)) from error
    finally:
        with suppress(OSError):
            _clear(made)


def drop_older(folder: Path, *, at_once: bool = False) -> None:
    """Take away the files of before an upgrade that lie here: those of long ago, or `at_once` all."""
    for path in folder.glob(f"{BEFORE}*"):
        with suppress(OSError):
            if at_once or time.time() - path.stat().st_mtime > KEPT:
                path.unlink()


def _refuse_without_room(path: Path) -> None:
    wanted = path.stat().st_size * _ROOM
    if shutil.disk_usage(path.parent).free < wanted:
        raise Refused(
            f"This file was made by an older Gradesk. To bring it up to this one takes {wanted / 1e6:,.0f} MB of free room "
            "beside it, and there is less; it was left as it is. Free some room and open it again."
        )


def _copied(engine: Engine, made: Path, key: bytearray, salt: str) -> dict[str, str]:
    """Copy the file as it is, whole; a digest of what must be in the newer one, too."""
    cipher.fold(engine)
    raw = engine.raw_connection()
    try:
        if not cipher.copy_whole(raw.driver_connection, made, bytearray(key), salt):
            raise Refused(
                "The school’s file could not be copied whole, so it was left as it is, in the older form. Have the laptop’s "
                "disk looked at, and put your newest backup back."
            )
    finally:
        raw.close()
    with engine.connect() as connection:
        return _held(connection)


def _bring_up(made: Path, key: bytearray) -> None:
    engine = cipher.engine(made, key)
    try:
        raw: Any = engine.raw_connection()
        raw.driver_connection.execute("PRAGMA foreign_keys=OFF")  # tables are put aside and made anew
        raw.close()
        with engine.connect() as connection:
            migrate.bring_up(connection)
            is_whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            if not is_whole or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise _differs()
            connection.commit()
        cipher.fold(engine)
    finally:
        engine.dispose()


def _refuse_if_other(made: Path, key: bytearray, before: dict[str, str]) -> None:
    engine = cipher.engine(made, key)
    try:
        migrate.check(engine)
        with engine.connect() as connection:
            now = _held(connection)
    finally:
        engine.dispose()
    # A table may have been given up for another: that is for its revision to carry over, and for its test to show.
    if any(now[name] != digest for name, digest in before.items() if name in now):
        raise _differs()


def _held(connection: Connection) -> dict[str, str]:
    """Of each table a digest of which records are in it; of the journal, of all that stands in it."""
    found = {}
    for table, columns in migrate.columns(connection).items():
        if table in _JOURNAL:
            found[table] = _digest(connection, f"SELECT * FROM {table} ORDER BY 1")
        elif "uuid" in columns:
            found[table] = _digest(connection, f"SELECT uuid FROM {table} ORDER BY uuid")
    return found


def _digest(connection: Connection, query: str) -> str:
    whole = hashlib.sha256()
    for row in connection.exec_driver_sql(query):
        whole.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def _differs() -> Refused:
    return Refused(
        "The copy in the form of this Gradesk does not hold what the school’s file holds, so the file was left as it is. Go on "
        "with the Gradesk that made it, and write to whoever looks after Gradesk at your school."
    )


def _keep_older(path: Path) -> None:
    """A second file of what stood there before; its name would be missing for a moment if it were moved."""
    older = path.with_name(f"{BEFORE}{migrate.VERSION}")
    shutil.copyfile(path, older)
    make_private_file(older)
    sync_file(older)


def _clear(made: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{made}{end}").unlink(missing_ok=True)
