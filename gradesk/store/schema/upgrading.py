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
from gradesk.store.names import BEFORE, DATABASE, OLDER, UPGRADING
from gradesk.store.refusals import at_opening, damaged_whole, is_damage, is_disk
from gradesk.store.schema import migrate
from gradesk.system.files import sync_file, sync_folder
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused

KEPT = 14 * 24 * 3600  # seconds that the older file stays
_ROOM = 3  # times the file: the copy, what its tables take while they are written anew, and the older one
# With what numbers their lines.
_JOURNAL = {"journal_unit": "id", "journal_change": "id", "journal_seal": "unit_id", "journal_event": "id"}


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
        _drop_log(path)
        made.replace(path)
        sync_folder(folder)
    except (OSError, MemoryError, DBAPIError) as error:
        raise _why(folder, error) from error
    finally:
        with suppress(OSError):
            _clear(made)


def drop_older(folder: Path, *, at_once: bool = False) -> list[Path]:
    """Take away the files of before an upgrade that lie here: those of long ago, or `at_once` all. What could not be is told."""
    left = []
    for path in folder.glob(f"{BEFORE}*"):
        if path.name.removeprefix(BEFORE).isdecimal():
            try:
                if at_once or time.time() - path.stat().st_mtime > KEPT:
                    path.unlink()
            except OSError:
                left.append(path)
    return left


def _refuse_without_room(path: Path) -> None:
    wanted = path.stat().st_size * _ROOM
    if shutil.disk_usage(path.parent).free < wanted:
        raise Refused(
            f"This file was made by an older Gradesk. To bring it up to this one takes {wanted / 1e6:,.0f} MB of free room "
            "beside it, and there is less; it was left as it is. Free some room and open it again."
        )


def _copied(engine: Engine, made: Path, key: bytearray, salt: str) -> dict[str, str]:
    """Copy the file as it is, whole; a digest of what must be in the newer one, too."""
    if not cipher.fold(engine):
        raise Refused(
            "Another program reads the school’s file, so it could not be brought up to this Gradesk and was left as it is. Close "
            "that program, or wait for a moment, and open it again."
        )
    raw = engine.raw_connection()
    try:
        cipher.copy(raw.driver_connection, made, bytearray(key), salt)
    finally:
        raw.close()
    if not cipher.is_whole(made, bytearray(key), salt):
        raise damaged_whole()
    with engine.connect() as connection:
        return _held(connection)


def _bring_up(made: Path, key: bytearray) -> None:
    engine = cipher.engine(made, key)
    try:
        raw: Any = engine.raw_connection()
        raw.driver_connection.execute("PRAGMA foreign_keys=OFF")  # tables are put aside and made anew
        raw.close()
        with engine.connect() as connection:
            try:
                migrate.bring_up(connection)
            except (DBAPIError, OSError, MemoryError):
                raise
            except (
                Exception
            ) as error:  # whatever Alembic or a revision makes of tables that are not as they were released
                raise _differs() from error
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
    if any(now[query] != digest for query, digest in before.items() if query in now):
        raise _differs()


def _held(connection: Connection) -> dict[str, str]:
    """By question a digest of the answer: of each table which records are in it, of the journal all that stands in it.

    The columns of the journal are asked for one by one: a newer one may have more of them.
    """
    queries = []
    for table, columns in migrate.columns(connection).items():
        if table in _JOURNAL:
            queries += [f"SELECT {_JOURNAL[table]}, {name} FROM {table} ORDER BY 1" for name in sorted(columns)]
        elif "uuid" in columns:
            queries.append(f"SELECT uuid FROM {table} ORDER BY uuid")
    return {query: _digest(connection, query) for query in queries}


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
    older, half = path.with_name(f"{BEFORE}{migrate.VERSION}"), path.with_name(OLDER)
    try:
        shutil.copyfile(path, half)
        make_private_file(half)
        sync_file(half)
        half.replace(older)
        sync_folder(path.parent)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def _drop_log(path: Path) -> None:
    """The log of before is folded in; beside the newer file it would be taken for its own."""
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    sync_folder(path.parent)


def _why(folder: Path, error: OSError | MemoryError | DBAPIError) -> Refused:
    reason = error.orig if isinstance(error, DBAPIError) else error
    if is_damage(reason):
        return damaged_whole()
    if reason is None or (isinstance(error, DBAPIError) and not is_disk(reason)):
        return _differs()  # its tables are not as this Gradesk knows them of that version
    return at_opening(folder, reason)


def _clear(made: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{made}{end}").unlink(missing_ok=True)
