"""What this laptop remembers of each school's file outside of it: how far its journal had come, and where it lay.

It tells a copy from the file it was copied of, and a file that has lost its newest changes from one that has them all.
Nothing about a person stands in it. But for the first time it is written after each change without waiting for the disk: it
may lag behind the file after a power cut, which does no harm, and never runs ahead of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gradesk.system.files import sync_folder
from gradesk.system.paths import config_folder, make_private_folder

FOLDER = "copies"
_SLOT = 8 * 1024  # bytes; the longest path a system knows fits in
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Head:
    """The newest unit of a copy: its number, a digest of it, when it was written, and the folder of the file."""

    device: str
    seq: int
    digest: str
    at: str
    place: str


def place_of(folder: Path) -> str:
    """A folder as it is remembered: whole, whatever links lead to it and from wherever it was named."""
    return os.path.realpath(folder)


def is_same_place(one: str, other: str) -> bool:
    """Whether two remembered folders are one; on Windows small and capital letters are alike."""
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def passed_on(school: str) -> HeadFile:
    """The memory of a school's file that goes from laptop to laptop: as which copy this laptop writes in it.

    It never lies beside the file, where it would go along and make every laptop the same copy.
    """
    return HeadFile(f"passed-on-{school}", None)


class HeadFile:
    """The memory of one copy, in two slots written in turn: a slot torn by a power cut leaves the other.

    Where this laptop keeps no settings, it lies beside the school's file; a copy of the whole folder is then known only
    by its place, which is better than asking every day.
    """

    def __init__(self, device: str, folder: Path | None) -> None:
        self._turn = 0
        beside = () if folder is None else (folder / f"gradesk-{device}.head",)
        self._paths = (config_folder() / FOLDER / f"{device}.head", *beside)

    def read(self) -> Head | None:
        """What is remembered, or None on a laptop that never saw this copy."""
        return max(self._slots(), key=lambda slot: slot[0], default=(0, None))[1]

    def keep(self, head: Head) -> None:
        """Remember; what can be written nowhere is taken for a copy next time."""
        self._turn = 1 + (self._turn or max((turn for turn, _ in self._slots()), default=0))
        body = json.dumps({"turn": self._turn, **asdict(head)}).encode()
        slot = (hashlib.sha256(body).digest() + body).ljust(_SLOT, b"\n")
        if not self._paths[0].exists():
            with suppress(OSError):
                make_private_folder(self._paths[0].parent)
        for path in self._paths:
            with suppress(OSError):
                is_new = not path.exists()
                _put(path, (self._turn % 2) * _SLOT, slot, syncs=is_new)
                if is_new:
                    sync_folder(path.parent)
                return

    def _slots(self) -> list[tuple[int, Head]]:
        return [slot for path in self._paths for slot in _slots_of(path)]


def _put(path: Path, start: int, slot: bytes, *, syncs: bool) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.lseek(handle, start, os.SEEK_SET)
        os.write(handle, slot)
        if syncs:
            os.fsync(handle)
    finally:
        os.close(handle)


def _slots_of(path: Path) -> list[tuple[int, Head]]:
    try:
        raw = path.read_bytes()
    except OSError:
        return []
    found = []
    for start in (0, _SLOT):
        body = raw[start + _DIGEST : start + _SLOT].rstrip(b"\n")
        if body and hashlib.sha256(body).digest() == raw[start : start + _DIGEST]:
            values = json.loads(body)
            found.append((int(values.pop("turn")), Head(**values)))
    return found
