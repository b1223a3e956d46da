"""The school's encrypted file: make it, open it, and hand out connections to it. Nothing else may touch SQLCipher."""

from __future__ import annotations

import json
import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from gradesk.model.base import new_uuid
from gradesk.store import migrate
from gradesk.store.keys import KdfCost, KeyFile, calibrated_cost
from gradesk.system.paths import make_private_file, make_private_folder
from gradesk.system.refusal import Refused

DATABASE = "gradesk.db"
KEYS = "gradesk.gdkeys"
LOCK = "gradesk.lock"
OWNER = "gradesk.owner"
APPLICATION_ID = 0x47_72_61_64  # "Grad"
PLAIN_HEADER = b"SQLite format 3\x00"
_DISK_SIGNS = (
    "readonly",
    "unable to open",
    "full",
    "disk I/O",
)  # SQLite's words where the disk is at fault, not the file
# `cipher_memory_security` stays off: with the journal's triggers it locks and frees memory for every row and made an
# insert of 20,000 pupils 13 times slower (15 s); SQLCipher guards its key material without it.
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "busy_timeout=5000",
    # 12 MB of decrypted pages: the register's index of 20,000 pupils stays in memory from one key press to the next.
    "cache_size=-12000",
)


class AlreadyOpen(Refused):
    """Another Gradesk has this file open."""


class OtherSchema(Refused):
    """The file was made by another Gradesk, whose tables are not those of this one."""


class Damaged(Refused):
    """The file cannot be read although the passphrase is right."""


def exists(folder: Path) -> bool:
    """Whether a school's file, or part of one, lies in the folder."""
    return (folder / DATABASE).exists() or (folder / KEYS).exists()


class Vault:
    """One opened file. Holds the lock of the folder until it is closed."""

    def __init__(self, folder: Path, data_key: bytes, lock: FileLock, *, making: bool = False) -> None:
        self.folder = folder
        self.path = folder / (DATABASE + ".making" if making else DATABASE)
        self._key = bytearray(data_key)
        self._lock = lock
        self.engine = self._make_engine()

    @classmethod
    def create(cls, folder: Path, passphrase: str, cost: KdfCost | None = None) -> Vault:
        """Make a new file in a folder that has none, and open it.

        `cost` is the price of a guess; without it, about 0.7 s on this machine. The file appears under its name only
        when it is whole, so a set-up that is broken off leaves nothing to trip over.
        """
        lock = _take(folder, make=True)
        try:
            if exists(folder):
                raise Refused(
                    "A school’s file lies in this folder already and was left as it is. Open it, or choose another folder."
                )
            data_key = secrets.token_bytes(32)
            salt = cls._build(folder, data_key, lock)
            keys = KeyFile.make(data_key, new_uuid(), salt, passphrase, cost or calibrated_cost())
            keys.write(folder / KEYS)
            (folder / (DATABASE + ".making")).replace(folder / DATABASE)
            return cls(folder, data_key, lock)
        except (OSError, OperationalError) as error:
            lock.release()
            raise _no_room(folder, error) from error
        except BaseException:
            lock.release()
            raise

    def discard(self) -> None:
        """Take away a file that was made just now and could not be filled, so that nobody trips over it."""
        self.close()
        for name in (DATABASE, DATABASE + "-wal", DATABASE + "-shm", KEYS):
            (self.folder / name).unlink(missing_ok=True)

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> Vault:
        """Open the folder's file; every reason not to is a `Refused` and leaves the file as it was."""
        if not exists(folder):
            raise Refused(
                f"There is no school’s file in {folder}; nothing was made. Choose another folder or set one up."
            )
        _check_header(folder / DATABASE)
        keys = KeyFile.read(folder / KEYS)
        data_key = keys.unwrap(passphrase)
        with (folder / DATABASE).open("rb") as database:
            if database.read(16).hex() != keys.database_salt:
                raise Refused(
                    "The key file belongs to another school’s file; nothing was changed. "
                    "Put the two files of one backup side by side."
                )
        lock = _take(folder, make=False)
        vault = cls(folder, data_key, lock)
        try:
            vault._check_contents()
        except BaseException:
            vault.close()
            raise
        return vault

    def close(self) -> None:
        """Close every connection, forget the key and let the next Gradesk in."""
        self.engine.dispose()
        self._key[:] = bytes(len(self._key))
        with suppress(OSError):
            (self.folder / OWNER).unlink(missing_ok=True)
        self._lock.release()

    def verify(self) -> list[str]:
        """Look through the whole file for damage; the list of findings is empty when all is well."""
        self._checkpoint()
        findings: list[str] = []
        # The first check sees changed bytes, the others broken indexes, rules and references.
        for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
            try:
                with self.engine.connect() as connection:
                    rows = [
                        " ".join(str(part) for part in row) for row in connection.exec_driver_sql(f"PRAGMA {check}")
                    ]
            except DatabaseError as error:
                rows = [str(error.orig)]
            findings += [f"{check}: {row}" for row in rows if row != "ok"]
        return findings

    def _checkpoint(self) -> None:
        # Outside a transaction, which a checkpoint does not stand.
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    @classmethod
    def _build(cls, folder: Path, data_key: bytes, lock: FileLock) -> bytes:
        making = folder / (DATABASE + ".making")
        for leftover in (making, making.with_name(making.name + "-wal"), making.with_name(making.name + "-shm")):
            leftover.unlink(missing_ok=True)
        vault = cls(folder, data_key, lock, making=True)
        try:
            with vault.engine.connect() as connection:
                migrate.create(connection)
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={migrate.VERSION}")
                connection.commit()
            vault._checkpoint()
        except Exception:
            vault.engine.dispose()
            making.unlink(missing_ok=True)
            raise
        vault.engine.dispose()
        make_private_file(making)
        with making.open("rb") as database:
            return database.read(16)

    def _check_contents(self) -> None:
        with self.engine.connect() as connection:
            ours = connection.exec_driver_sql("PRAGMA application_id").scalar()
            version = connection.exec_driver_sql("PRAGMA user_version").scalar()
            fits = migrate.is_ours(connection)
        if ours != APPLICATION_ID:
            raise Refused(
                "This is not a Gradesk file, and it was left as it is. Choose the folder of your school’s file."
            )
        if version is None or version > migrate.VERSION:
            raise OtherSchema(
                "This file was made by a newer Gradesk and was left as it is. Install the newer Gradesk on this laptop."
            )
        if not fits:
            raise OtherSchema(
                "This file was made by another trial version of Gradesk and was left as it is. "
                "Open it with the Gradesk that made it."
            )

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=2,
            pool_use_lifo=True,  # the connection used last is the one whose pages are warm
            hide_parameters=True,
            echo=False,
        )
        event.listen(engine, "begin", _begin)
        return engine

    def _connect(self) -> Any:
        try:
            connection = sqlcipher.connect(str(self.path), isolation_level=None, check_same_thread=False)
        except sqlcipher.OperationalError as error:
            raise _no_room(self.folder, error) from error
        # SQLCipher would otherwise write of damaged pages to the terminal, past every log of ours.
        connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
        hexed = bytearray(b"x'" + bytes(self._key).hex().encode() + b"'")
        try:
            connection.set_key(hexed)
        finally:
            hexed[:] = bytes(len(hexed))
        if not connection.execute("PRAGMA cipher_version").fetchone():
            connection.close()
            raise Refused("This copy of Gradesk lacks its encryption and wrote nothing. Install Gradesk again.")
        try:
            # Setting a key always seems to succeed; only a read proves it.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}").fetchall()
        except sqlcipher.DatabaseError as error:
            connection.close()
            if any(sign in str(error) for sign in _DISK_SIGNS):
                raise _no_room(self.folder, error) from error
            raise Damaged(
                "The school’s file is damaged and was left as it is. Put it back from your newest backup."
            ) from error
        return connection


def _begin(connection: Connection) -> None:
    # The driver is in autocommit mode, so that schema changes and reads have real transactions too.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_header(database: Path) -> None:
    try:
        with database.open("rb") as raw:
            head = raw.read(16)
    except FileNotFoundError:
        raise Refused(
            f"The key file is here but the school’s file {DATABASE} is missing; nothing was changed. "
            "Put it back from a backup."
        ) from None
    except OSError as error:
        raise _no_room(database.parent, error) from error
    if head == PLAIN_HEADER:
        raise Refused(
            "This is a plain, unencrypted database and not Gradesk’s; it was left as it is. Choose another folder."
        )
    if len(head) < 16 or not any(head):
        raise Damaged(
            "The school’s file is empty or cut short and was left as it is. Put it back from your newest backup."
        )


def _no_room(folder: Path, error: Exception) -> Refused:
    reason = str(error).lower()
    if "full" in reason or "no space" in reason:
        return Refused(f"The disk of {folder} is full; nothing was changed. Free some space and try again.")
    if "i/o" in reason:
        return Refused(
            f"The disk of {folder} is full or does not answer; nothing was changed. Free some space and try again, or ask "
            "who looks after the laptop."
        )
    return Refused(
        f"Gradesk cannot write in {folder}; nothing was changed. Choose another folder, or ask who looks after the laptop."
    )


def _take(folder: Path, *, make: bool) -> FileLock:
    """Take the folder for this run of the program, so that two copies never write to one file."""
    try:
        if make:
            make_private_folder(folder)
        lock = FileLock(folder / LOCK, mode=0o600, thread_local=False)
        lock.acquire(timeout=0)
        # Only a courtesy to a second copy: a full disk must not keep a school from reading its own file.
        with suppress(OSError):
            owner = {"pid": os.getpid(), "host": socket.gethostname()}
            (folder / OWNER).write_text(json.dumps(owner), "utf-8")
            make_private_file(folder / OWNER)
    except Timeout:
        raise AlreadyOpen(
            f"Gradesk already has this file open{_whereabouts(folder)}; go on there, or close it first."
        ) from None
    except OSError as error:
        raise _no_room(folder, error) from error
    return lock


def _whereabouts(folder: Path) -> str:
    try:
        owner = json.loads((folder / OWNER).read_text("utf-8"))
        return f" on {owner['host']} (process {owner['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
