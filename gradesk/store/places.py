"""The files of a school in their folder: which names they have, and when they count as a school."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.store.names import DATABASE, KEYS, MAKING, OLDER, REKEYED, SCRATCH, UPGRADING, key_files
from gradesk.system.files import sync_file, sync_folder
from gradesk.system.lazy import lazily
from gradesk.system.paths import make_private_file, make_private_folder
from gradesk.system.refusal import Refused

# The window asks what lies in a folder before anything else of the store is loaded.
if TYPE_CHECKING:
    from gradesk.store.keys.key_file import KeyFile
    from gradesk.store.refusals import Damaged
else:
    KeyFile = lazily("gradesk.store.keys.key_file:KeyFile")
    Damaged = lazily("gradesk.store.refusals:Damaged")

PLAIN_HEADER = b"SQLite format 3\x00"


def exists(folder: Path) -> bool:
    """Whether a school's file, or part of one, lies in the folder; a set-up that was broken off does not count."""
    if (folder / DATABASE).exists():
        return True
    return any(path.exists() for path in key_files(folder)) and not _is_half_made(folder)


def settle(made: Path, folder: Path) -> None:
    """Move a file that was made in a folder of its own to where it shall lie; its renaming is the last step."""
    clear(folder)
    for path in (made / DATABASE, *key_files(made)):
        sync_file(path)
    (made / DATABASE).replace(folder / MAKING)
    for path in key_files(made):
        path.replace(folder / path.name)
    (folder / MAKING).replace(folder / DATABASE)
    sync_folder(folder)


def move(folder: Path, elsewhere: Path) -> None:
    """Move a closed school's file elsewhere; the database first, so that it is never without its keys here."""
    for path in (
        folder / DATABASE,
        *(Path(f"{folder / DATABASE}{end}") for end in ("-wal", "-shm")),
        *key_files(folder),
    ):
        if path.exists():
            path.replace(elsewhere / path.name)


def put_beside(folder: Path, elsewhere: Path) -> Path | None:
    """Copy what lies in a folder now, byte for byte, into another; None when there is nothing or no room."""
    names = [path for path in _files(folder) if path.is_file()]
    try:
        make_private_folder(elsewhere)
        for path in names:
            shutil.copyfile(path, elsewhere / path.name)
            make_private_file(elsewhere / path.name)
    except OSError:
        shutil.rmtree(elsewhere, ignore_errors=True)
        return None
    return elsewhere


def rescued(folder: Path, copy: Callable[[Path], bool], elsewhere: Path) -> Path | None:
    """Put the file as this run of the program has it, by `copy`, into another folder, with its keys; None when not whole."""
    try:
        make_private_folder(elsewhere)
        shutil.copyfile(folder / KEYS, elsewhere / KEYS)
        if not copy(elsewhere / DATABASE):
            raise OSError("not whole")
        for path in (elsewhere / KEYS, elsewhere / DATABASE):
            make_private_file(path)
    except (OSError, Refused):
        shutil.rmtree(elsewhere, ignore_errors=True)
        return None
    return elsewhere


def drop_lone_keys(folder: Path) -> None:
    """Take key files away that have no school's file beside them: for invented schools only."""
    if not (folder / DATABASE).exists():
        for path in key_files(folder):
            path.unlink(missing_ok=True)


def clear_broken_off(folder: Path) -> None:
    """Take away what a backup, a new key or an upgrade that was broken off has left beside the school's file, which is open."""
    for name in (REKEYED, OLDER, UPGRADING, f"{UPGRADING}-wal", f"{UPGRADING}-shm"):
        (folder / name).unlink(missing_ok=True)
    for left in folder.glob(f"{SCRATCH}-*"):
        shutil.rmtree(left, ignore_errors=True)


def header(database: Path) -> bytes:
    """The first bytes of a file, SQLCipher’s public salt; refuses a file that cannot be encrypted."""
    try:
        with database.open("rb") as raw:
            head = raw.read(16)
    except FileNotFoundError:
        raise Refused(
            f"The key file is here but the school’s file {DATABASE} is missing; nothing was changed. "
            "Put it back from a backup."
        ) from None
    if head == PLAIN_HEADER:
        raise Refused(
            "This is a plain, unencrypted database and not Gradesk’s; it was left as it is. Choose another folder."
        )
    if len(head) < 16 or not any(head):
        raise Damaged(
            "The school’s file is empty or cut short and was left as it is. Put it back from your newest backup."
        )
    return head


def _files(folder: Path) -> tuple[Path, ...]:
    database = folder / DATABASE
    return (database, Path(f"{database}-wal"), Path(f"{database}-shm"), *key_files(folder))


def _is_half_made(folder: Path) -> bool:
    """Whether what lies here is a set-up that was broken off: a file not yet renamed, and no keys but its own.

    A key file without its school is never taken for a leftover: it may be all that opens a backup.
    """
    if (folder / DATABASE).exists() or not (folder / MAKING).exists():
        return False
    try:
        with (folder / MAKING).open("rb") as making:
            salt = making.read(16).hex()
        return all(KeyFile.read(path).database_salt == salt for path in key_files(folder) if path.exists())
    except (OSError, Refused):
        return False


def clear(folder: Path) -> None:
    """Take away what a set-up that was broken off has left; the keys first, so that they never lie there alone."""
    if not _is_half_made(folder):
        return
    making = folder / MAKING
    keys = [path.with_name(path.name + ".making") for path in key_files(folder)]
    for path in (*key_files(folder), *keys, Path(f"{making}-wal"), Path(f"{making}-shm"), making):
        path.unlink(missing_ok=True)
    sync_folder(folder)
