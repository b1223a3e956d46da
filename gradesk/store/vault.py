"""The school's encrypted file: make it, open it, keep it whole, and notice when somebody else touches it."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from gradesk.model.base import new_uuid
from gradesk.model.journal import ThisCopy
from gradesk.store import cipher, locking, places
from gradesk.store.holding import Holding
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase, calibrated_cost
from gradesk.store.keys.slots import READER, SENCO, KdfCost
from gradesk.store.names import DATABASE, KEYS, MAKING
from gradesk.store.places import clear, exists, header
from gradesk.store.refusals import (
    ChangedOutside,
    at_opening,
    damaged_whole,
    folder_gone,
    is_damage,
    is_disk,
    while_open,
)
from gradesk.store.schema import migrate, upgrading
from gradesk.system.files import sync_folder
from gradesk.system.kept.heads import Head, HeadFile, place_of
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused
from gradesk.system.watching import Watch

_LONG_LOG = 1024 * 1024  # bytes of the write-ahead log, some hundreds of changes


class Vault:
    """One opened file. Holds the lock of the folder until it is closed."""

    def __init__(self, folder: Path, data_key: bytes, lock: FileLock, uuid: str, *, making: bool = False) -> None:
        self.folder = folder
        self.path = folder / (MAKING if making else DATABASE)
        self.uuid = uuid
        self.keys: KeyFile | None = None  # wrapped; none while the file is still being made
        self.holder = SENCO  # whose way it was opened by
        self.had_damaged_keys = False
        self.was_brought_up = False  # from an older Gradesk’s file, which lies beside it
        self._key = bytearray(data_key)
        self._lock = lock
        self._folding = threading.Lock()
        self._outside: ChangedOutside | None = None
        self.is_ended = False  # another file lies in its place
        self._begin_connections()

    def _begin_connections(self) -> None:
        self.engine = cipher.engine(self.path, self._key)
        self._holding = Holding(self.path, self._key, self.engine)
        self.watch = Watch((self.path, self.path.with_name(self.path.name + "-wal")))

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        cost: KdfCost | None = None,
        fill: Callable[[Vault], None] | None = None,
        made_on: date | None = None,
    ) -> Vault:
        """Make a new file in a folder that has none, let `fill` put the school into it, and open it.

        `cost` is the price of a guess; without it, about 0.7 s on this machine. The file appears under its name only
        when it is whole and filled: the last step is its renaming. A set-up that is broken off counts for nothing, and
        the next one clears what it left.
        """
        lock = locking.take(folder)
        if exists(folder):
            lock.release()
            raise Refused(
                "A school’s file lies in this folder already and was left as it is. Open it, or choose another folder."
            )
        try:
            clear(folder)
            data_key, uuid = secrets.token_bytes(32), new_uuid()
            salt = cls._build(folder, data_key, lock, uuid, fill)
            day = made_on or datetime.now(UTC).date()
            keys = KeyFile.make(data_key, uuid, salt, passphrase, cost or calibrated_cost(), day)
            keys.write(folder / KEYS)
            (folder / MAKING).replace(folder / DATABASE)
            sync_folder(folder)
            vault = cls(folder, data_key, lock, uuid)
            vault.keys = keys
            return cls._ready(vault)
        except BaseException as error:
            with suppress(OSError):
                clear(folder)
            locking.release(folder, lock)
            if isinstance(error, OSError | MemoryError) or (isinstance(error, DBAPIError) and is_disk(error.orig)):
                raise at_opening(folder, getattr(error, "orig", error)) from error
            raise

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> Vault:
        """Open the folder's file; every reason not to is a `Refused` and leaves the file as it was."""
        if not exists(folder):
            raise Refused(
                f"There is no school’s file in {folder}; nothing was made. Choose another folder or set one up."
            )
        try:
            head = header(folder / DATABASE)
            keys = KeyFile.best(folder / KEYS, head.hex())
            opened = keys.unwrap(passphrase)
            if head.hex() != keys.database_salt:
                raise Refused(
                    "The key file belongs to another school’s file; nothing was changed. "
                    "Put the two files of one backup side by side."
                )
            vault = cls(folder, opened.key, locking.take(folder), keys.uuid)
            vault.keys, vault.holder = keys, opened.holder
        except (OSError, MemoryError) as error:
            raise at_opening(folder, error) from error
        try:
            if migrate.is_older(vault.engine):
                vault._bring_up()
            migrate.check(vault.engine)
            vault.had_damaged_keys = keys.mend(folder / KEYS)
            places.clear_broken_off(folder)
            upgrading.drop_older(folder)
            return cls._ready(vault)
        except BaseException as error:
            vault._let_go()
            if isinstance(error, DBAPIError) and is_damage(error.orig):
                raise damaged_whole() from error
            if isinstance(error, OSError | MemoryError | DBAPIError):
                raise at_opening(folder, getattr(error, "orig", error)) from error
            raise

    def _bring_up(self) -> None:
        if self.is_reading:
            raise Refused(
                "This file was made by an older Gradesk, and who may only read changes nothing in it. Let the SENCO open it "
                "once with this Gradesk."
            )
        assert self.keys is not None
        self._end_connections()
        upgrading.upgrade(self.folder, self._key, self.keys.database_salt)
        self._begin_connections()
        self.was_brought_up = True

    def close(self) -> None:
        """Fold the log of changes in, close every connection, forget the key and let the next Gradesk in."""
        try:
            if self._outside is None and not self.is_ended:
                with suppress(DBAPIError, Refused, MemoryError):  # as which the driver tells some errors of the disk
                    self.fold()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._end_connections()
        self._key[:] = bytes(len(self._key))
        locking.release(self.folder, self._lock)

    def _end_connections(self) -> None:
        self._holding.close()
        self.engine.dispose()

    def is_opened_by(self, passphrase: str) -> bool:
        """Whether a passphrase opens this file, which is open, with no less than is open now. It costs what opening costs.

        The keys are those it was opened with: a stick that was pulled out meanwhile does not keep its owner out.
        """
        assert self.keys is not None
        try:
            opened = self.keys.unwrap(passphrase)
        except WrongPassphrase:
            return False
        return hmac.compare_digest(opened.key, bytes(self._key)) and (self.is_reading or not opened.is_reading)

    @property
    def is_reading(self) -> bool:
        """Whether it was opened by a way that may read and change nothing."""
        return self.holder == READER

    def secret(self) -> bytes:
        """The data key, for what is sealed under it; never kept by whoever asks."""
        return bytes(self._key)

    def rewrap(self, change: Callable[[KeyFile, bytes], KeyFile]) -> None:
        """Change who can open the file; the data stays as it is, and what opened it before opens nothing here any more.

        Raises:
            Refused: the key file cannot be written; the ways are those of before.
        """
        assert self.keys is not None
        self.refuse_if_changed_outside()
        changed = change(self.keys, bytes(self._key))
        try:
            changed.write_over(self.folder / KEYS)
        except OSError as error:
            raise at_opening(self.folder, error) from error
        self.keys = changed

    def copy_to(self, path: Path, key: bytes | None = None) -> bool:
        """Copy the file as it is now, whole, with the same key and salt or under another key; whether the copy is sound.

        Others read and write meanwhile.
        """
        assert self.keys is not None
        raw = self.engine.raw_connection()
        try:
            salt = "" if key is not None else self.keys.database_salt
            is_sound = cipher.copy_whole(raw.driver_connection, path, bytearray(key or self._key), salt)
            if not is_sound:
                self._holding.let_go(raw)
            return is_sound
        finally:
            raw.close()

    def swap_in(self, made: Path, keys: KeyFile) -> None:
        """Put a file under another key in the place of this one, and end this one; it is opened anew by its new keys.

        Killed at any moment, one of the two files lies there with the keys that open it.
        """
        keys.write(self.folder / KEYS)  # those of before stay beside it, and open the file of before
        self.is_ended = True
        self._end_connections()
        for end in ("-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        made.replace(self.path)
        sync_folder(self.folder)
        keys.write_over(self.folder / KEYS)
        upgrading.drop_older(self.folder, at_once=True)  # it is under the key of before

    def fold(self) -> None:
        """Bring every change from the write-ahead log into the file itself, where each page has its own check."""
        with self._folding:
            self._fold()

    def rewrite(self) -> list[Path]:
        """Write every page that is in use anew, into a file without free ones; the log of before is folded in and emptied.

        Files of before an upgrade, which lie beside it, go first; those that could not be taken away are returned.

        Raises:
            Refused: somebody reads meanwhile, or the disk is full; the file is as it was, and it can be tried again.
        """
        self.refuse_if_changed_outside()
        left = upgrading.drop_older(self.folder, at_once=True)
        with self._folding:
            try:
                cipher.rewrite(self.engine)
            except DBAPIError as error:
                raise while_open(error.orig) or at_opening(self.folder, error.orig or error) from error
            finally:
                self.watch.note()
        return left

    def fold_when_long(self) -> None:
        """Fold the log in when it has grown; a reader, or a look over the pages, only puts that off."""
        with suppress(OSError, DBAPIError):
            is_long = self.path.with_name(self.path.name + "-wal").stat().st_size > _LONG_LOG
            if is_long and self._folding.acquire(blocking=False):
                try:
                    self._fold()
                finally:
                    self._folding.release()

    @contextmanager
    def one_moment(self) -> Iterator[Any]:
        """The driver’s own connection, which sees one moment of the file; meanwhile nobody waits to fold the log in.

        Raises:
            Refused: the file or the disk does not let it be read to the end.
        """
        raw = self.engine.raw_connection()
        try:
            connection: Any = raw.driver_connection
            with self._folding:
                connection.execute("BEGIN")
                try:
                    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                    yield connection
                    connection.execute("ROLLBACK")
                except BaseException as error:
                    self._holding.let_go(raw)
                    if isinstance(error, cipher.FileError) and (said := while_open(error)) is not None:
                        raise said from error
                    raise
        finally:
            raw.close()

    def damaged_pages(self) -> int:
        """How many pages of the file are not as they were written. Reads and changes go on meanwhile, on other threads."""
        with self._folding, self.engine.connect() as connection:
            return len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall())

    def _fold(self) -> None:
        try:
            cipher.fold(self.engine)
        finally:
            self.watch.note()  # a checkpoint that is broken off has written a part all the same

    def refuse_if_changed_outside(self, *, in_change: bool = False) -> None:
        """Stop as soon as the file is not as we left it; what we had kept and what is there now are both put beside it.

        In the middle of a change of our own (`in_change`) the log grows by our hand. Both are put beside, because closing
        our own connections may still write to the file, which nothing can keep SQLite from.

        Raises:
            ChangedOutside: now, and at every later change until the file is opened anew.
            Refused: as long as the folder is not there; when it comes back as it was, changes are kept again.
        """
        if self._outside is None and not (self.path.exists() or exists(self.folder)):
            raise folder_gone(self.folder)
        if self._outside is None and self.watch.is_changed(writing=1 if in_change else 0):
            stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
            theirs = places.put_beside(self.folder, self.folder / f"outside-{stamp}")
            ours = places.rescued(self.folder, self.copy_to, self.folder / f"kept-{stamp}")
            self._outside = ChangedOutside(
                "The school’s file was changed from outside while it was open; this change was not kept, and nothing more "
                f"will be. {_where('What Gradesk had kept', ours)}, {_where('what was put there', theirs)}. Close Gradesk, "
                f"see which of the two is right, and put its files in {self.folder}."
            )
        if self._outside is not None:
            raise self._outside

    def note_broken_off(self) -> None:
        """A change that failed or was refused may have written to the log all the same: on a full disk, or a long one.

        That is our own hand, and nobody is told that the file was changed from outside.
        """
        if self._outside is None and not self.watch.is_changed(writing=1):
            self.watch.note()

    def check_pages(self) -> list[str]:
        """Look through the whole file for damage; the list of findings is empty when all is well."""
        self.refuse_if_changed_outside()
        self.fold()
        findings: list[str] = []
        # The first check sees changed bytes, the others broken indexes, rules and references.
        for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
            try:
                with self.engine.connect() as connection:
                    rows = [
                        " ".join(str(part) for part in row) for row in connection.exec_driver_sql(f"PRAGMA {check}")
                    ]
            except DBAPIError as error:
                if is_disk(error.orig):
                    raise at_opening(self.folder, error.orig or error) from error
                rows = [str(error.orig)]
            findings += [f"{check}: {row}" for row in rows if row != "ok"]
        return findings

    @classmethod
    def _build(
        cls, folder: Path, data_key: bytes, lock: FileLock, uuid: str, fill: Callable[[Vault], None] | None
    ) -> bytes:
        vault = cls(folder, data_key, lock, uuid, making=True)
        try:
            with vault.engine.connect() as connection:
                migrate.create(connection)
                device = new_uuid()
                connection.execute(insert(ThisCopy).values(device=device))
                connection.commit()
            HeadFile(device, folder).keep(Head(device, 0, "", "", place_of(folder)))
            vault.fold()
            if fill is not None:
                fill(vault)
            vault.fold()
        finally:
            vault._end_connections()
        make_private_file(folder / MAKING)
        return header(folder / MAKING)

    @classmethod
    def _ready(cls, vault: Vault) -> Vault:
        # From here on every change of the two files is ours, or somebody meddles.
        with vault.engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM this_copy").scalar()
        try:
            vault.fold()
        except DBAPIError as error:
            # A full disk must not keep a school from reading its own file.
            if not is_disk(error.orig):
                raise
            vault.watch.note()
        return vault


def _where(what: str, folder: Path | None) -> str:
    return f"{what} lies in {folder.name} beside it" if folder else f"{what} could not be put beside it"
