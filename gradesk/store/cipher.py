"""Connections to an encrypted file. Nothing else may touch SQLCipher."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache

from gradesk.store.refusals import at_opening, damaged_whole, is_damage
from gradesk.system.refusal import Refused

FileError = sqlcipher.Error
_FOLD = "PRAGMA wal_checkpoint(TRUNCATE)"
_ATTACHING, _DENY = (24, 25), 1  # SQLITE_ATTACH, SQLITE_DETACH; SQLITE_DENY
# `cipher_memory_security` stays off: with the journal's triggers it locks and frees memory for every row and made an
# insert of 20,000 pupils 13 times slower (15 s); SQLCipher guards its key material without it.
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "wal_autocheckpoint=0",  # the file itself changes only in `fold`, so that its pages can be looked over meanwhile
    "busy_timeout=5000",
    # 12 MB of decrypted pages: the register's index of 20,000 pupils stays in memory from one key press to the next.
    "cache_size=-12000",
)
# Of a copy that somebody else may have written: nothing in it is trusted, and it is read more than once.
_APART = (
    "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "query_only=ON", "cache_size=-98304",
)  # fmt: skip

_NOWHERE = "file:rehearsal?mode=memory&cache=shared"
# Making SQL of a question takes SQLAlchemy longer than SQLCipher takes to answer it. It is found again by the dialect, of
# which there is one, and by the question.
_rehearsed: dict[Any, Any] = {}
_AT_MOST = 500  # questions


class Asked(LRUCache[Any, Any]):
    """The SQL of what one file was asked, and of what was rehearsed. With SQL stay the values it was first made for: those
    of a file go with its engine.
    """

    def __init__(self) -> None:
        super().__init__(_AT_MOST)

    def get(self, key: Any, default: Any = None) -> Any:
        """SQLAlchemy’s way in."""
        return _rehearsed.get(key) or super().get(key, default)


def rehearse(play: Callable[[Engine], object]) -> None:
    """Let what is asked of every file be asked once of an empty one in memory; whichever file is opened knows it then."""
    stage = sqlcipher.connect(_NOWHERE, uri=True)  # the memory lasts while a connection leads there
    made = _engine(lambda: sqlcipher.connect(_NOWHERE, uri=True, check_same_thread=False), _rehearsed)
    try:
        play(made)
    finally:
        made.dispose()
        stage.close()


def ask(connection: Connection, statement: str, values: Sequence[object] = ()) -> list[Any]:
    """The rows of one of the file's own statements, run in the transaction of a connection.

    It goes past SQLAlchemy, which takes ten times as long to hand one on as SQLCipher to answer it; what every unit of work
    asks of its journal would be most of what keeping a field costs. Values are as they are kept.

    Raises:
        DBAPIError: as any other statement does.
    """
    driver: Any = connection.connection.driver_connection
    try:
        return list(driver.execute(statement, values))
    except sqlcipher.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlcipher.Error, hide_parameters=True) from error


def engine(path: Path, key: bytearray) -> Engine:
    """Where connections to a file come from; the key is read anew for each, so overwriting it ends them all."""
    return _engine(lambda: connect(path, key), Asked())


@cache
def _dialect() -> Dialect:
    first = create_engine("sqlite://", module=sqlcipher)
    first.connect().close()  # a dialect looks about at its first connection
    first.dispose()
    return first.dialect


def _engine(connects: Callable[[], Any], known: MutableMapping[Any, Any]) -> Engine:
    made = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connects,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=2,
        pool_use_lifo=True,  # the connection used last is the one whose pages are warm
        hide_parameters=True,
        echo=False,
    )
    made.dialect = _dialect()
    made.update_execution_options(compiled_cache=known)
    event.listen(made, "begin", _begin)
    return made


def fold(made: Engine) -> bool:
    """Bring the write-ahead log into the file, outside a transaction, which a checkpoint does not stand; whether all of it is.

    Raises OperationalError, as any other statement does, when the file or the disk does not let it.
    """
    connection = made.raw_connection()
    try:
        ((is_busy, *_),) = connection.cursor().execute(_FOLD).fetchall()
    except sqlcipher.Error as error:
        raise OperationalError(_FOLD, None, error) from error
    finally:
        connection.close()
    return not is_busy


def rewrite(made: Engine) -> None:
    """Write all pages of the file anew, and leave nothing in its log. Raises OperationalError where it cannot be done now."""
    raw = made.raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.set_authorizer(None)  # it would refuse the passing database, which lies in memory
        try:
            connection.execute("VACUUM")
        finally:
            connection.set_authorizer(_allow)
        ((is_busy, *_),) = connection.execute(_FOLD).fetchall()
        if is_busy:
            raise sqlcipher.OperationalError("database is locked")
    except sqlcipher.Error as error:
        raise OperationalError("VACUUM", None, error) from error
    finally:
        raw.close()


def copy_whole(source: Any, path: Path, key: bytearray, salt: str, *, check: bool = True) -> bool:
    """Copy what a connection sees into a new file; whether it is whole. The same keys open it where the salt is the same.

    Without `check` whoever asks looks through it.
    """
    try:
        copy(source, path, key, salt)
        return not check or is_whole(path, key, salt)
    except OperationalError:
        return False


def copy(source: Any, path: Path, key: bytearray, salt: str) -> None:
    """The same, not looked through. Raises OperationalError when the file cannot be read or the disk does not take it."""
    with _target(path, key, salt) as target:
        source.backup(target)


def is_whole(path: Path, key: bytearray, salt: str) -> bool:
    """Whether the pages of a copy are sound. Raises OperationalError where it cannot be read at all."""
    with _target(path, key, salt) as target:
        return bool(target.execute("PRAGMA integrity_check").fetchone() == ("ok",))


@contextmanager
def _target(path: Path, key: bytearray, salt: str) -> Iterator[Any]:
    try:
        target = sqlcipher.connect(str(path), isolation_level=None)
        try:
            _give_key(target, key, salt)
            yield target
        finally:
            target.close()
    except sqlcipher.Error as error:
        raise OperationalError("a copy", None, error) from error


def connect_apart(path: Path, key: bytearray, salt: str) -> Any:
    """A connection to a copy that nobody else uses; raises the driver's own errors."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        _give_key(connection, key, salt)
        for setting in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "temp_store=MEMORY",
            "query_only=ON",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.Error:
        connection.close()
        raise
    return connection


def connect(path: Path, key: bytearray) -> Any:
    """A connection to a file, as all of them are; every reason not to have one is a `Refused`."""
    if not any(key):  # or it would be taken for damage of the file
        raise Refused("Gradesk is locked, so nothing was read or kept. Unlock it with your passphrase.")
    try:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    except sqlcipher.Error as error:
        raise at_opening(path.parent, error) from error
    try:
        _give_key(connection, key)
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise Refused("This copy of Gradesk lacks its encryption and wrote nothing. Install Gradesk again.")
        # Setting a key always seems to succeed; only a read proves it.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.set_authorizer(_allow)
    except (sqlcipher.Error, MemoryError) as error:
        connection.close()
        raise (damaged_whole() if is_damage(error) else at_opening(path.parent, error)) from error
    except Refused:
        connection.close()
        raise
    return connection


def _allow(action: int, *_names: object) -> int:
    # A second database beside the school's could be written without a key.
    return _DENY if action in _ATTACHING else 0


def _give_key(connection: Any, key: bytearray, salt: str = "") -> None:
    # SQLCipher would otherwise write of damaged pages to the terminal, past every log of ours.
    connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
    hexed = bytearray(b"x'" + bytes(key).hex().encode() + salt.encode() + b"'")
    try:
        connection.set_key(hexed)
    finally:
        hexed[:] = bytes(len(hexed))


def _begin(connection: Connection) -> None:
    # The driver is in autocommit mode, so that schema changes and reads have real transactions too.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
