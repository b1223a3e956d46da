"""Passphrases that were tried in vain: when, beside the file that they did not open, until it is opened and told of them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from gradesk.store.names import TRIES
from gradesk.system.files import write_whole
from gradesk.system.refusal import Refused

MOST = 500  # the newest are kept
_LARGEST = 64_000  # bytes; what is larger somebody else wrote


def note(folder: Path, now: datetime) -> None:
    """Another one. Where the folder takes nothing, it is not told of."""
    with suppress(OSError, Refused):
        found = [*_read(folder), now.astimezone(UTC).isoformat(timespec="seconds")]
        write_whole(folder / TRIES, json.dumps(found[-MOST:]).encode("ascii"))


def take(folder: Path) -> list[datetime]:
    """All of them, the oldest first; they are told of now, and the file goes."""
    found = []
    for one in _read(folder):
        with suppress(ValueError, OverflowError):
            at = datetime.fromisoformat(one)
            found.append(at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC))
    with suppress(OSError):
        (folder / TRIES).unlink(missing_ok=True)
    return found


def _read(folder: Path) -> list[str]:
    try:
        with (folder / TRIES).open("rb") as file:
            raw = file.read(_LARGEST + 1)
        read = json.loads(raw) if len(raw) <= _LARGEST else []
    except (OSError, ValueError, RecursionError):  # nothing that lies there keeps the school's file shut
        return []
    return [one for one in read if isinstance(one, str)] if isinstance(read, list) else []
