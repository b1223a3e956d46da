"""The lock of a folder: two copies of the program never write to one file."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from gradesk.store.names import OWNER
from gradesk.store.refusals import AlreadyOpen, at_opening
from gradesk.system.paths import make_private_file, make_private_folder

LOCK = "gradesk.lock"


def take(folder: Path) -> FileLock:
    """Take the folder for this run of the program; it is closed to other people of the laptop each time."""
    try:
        # A folder that is not ours to close, such as one on a school's drive, keeps the modes it has.
        with suppress(OSError):
            make_private_folder(folder)
        lock = FileLock(folder / LOCK, mode=0o600, thread_local=False)
        lock.acquire(timeout=0)
    except Timeout:
        raise AlreadyOpen(
            f"Gradesk already has this file open{_whereabouts(folder)}; go on there, or close it first."
        ) from None
    except OSError as error:
        raise at_opening(folder, error) from error
    # Only a courtesy to a second copy: a full disk must not keep a school from reading its own file.
    with suppress(OSError):
        owner = {"pid": os.getpid(), "host": socket.gethostname()}
        (folder / OWNER).write_text(json.dumps(owner), "utf-8")
        make_private_file(folder / OWNER)
    return lock


def release(folder: Path, lock: FileLock) -> None:
    """Let the next one in."""
    with suppress(OSError):
        (folder / OWNER).unlink(missing_ok=True)
    lock.release()


def _whereabouts(folder: Path) -> str:
    try:
        owner = json.loads((folder / OWNER).read_text("utf-8"))
        return f" on {owner['host']} (process {owner['pid']})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
