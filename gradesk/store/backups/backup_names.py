"""Backups in a folder: their names, their order, and which of them are kept how long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ENDING = ".gdb"
# A number in brackets is what a system adds to a second file of a name.
_NAME = re.compile(r"GD-backup-(\d{8}T\d{6}Z)-(\d{4,})(?: ?\(\d{1,3}\))?\.gdb")
_TIME = "%Y%m%dT%H%M%SZ"
ALL_OF = timedelta(days=2)  # as Anki keeps them
DAILY, WEEKLY, MONTHLY = 12, 10, 9
SMALLER = 0.7  # of the one before: then the newest may have lost something, and nothing is taken away


@dataclass(frozen=True)
class Kept:
    """A backup as its name tells of it."""

    path: Path
    made_at: datetime
    number: int
    size: int


def name_for(made_at: datetime, number: int) -> str:
    """No name of a school or a person; the number keeps the order when the clock jumps."""
    return f"GD-backup-{made_at.astimezone(UTC).strftime(_TIME)}-{number:04d}{ENDING}"


def kept_in(place: Path) -> list[Kept]:
    """The backups in a folder, the newest first; none in one that is not there."""
    found = []
    try:
        for path in place.iterdir():
            if (match := _NAME.fullmatch(path.name)) and path.is_file():
                with suppress(ValueError):  # no day, whoever gave it that name
                    made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                    found.append(Kept(path, made_at, int(match[2]), path.stat().st_size))
    except OSError:
        return sorted(found, key=lambda one: one.number, reverse=True)
    return sorted(found, key=lambda one: one.number, reverse=True)


def numbered(place: Path) -> int:
    """The number of the next backup in a folder."""
    return max((one.number for one in kept_in(place)), default=0) + 1


def superfluous(kept: Sequence[Kept], now: datetime) -> list[Kept]:
    """Which backups, the newest first, are not needed any more: all of two days stay, then a day's, week's and month's last.

    None is superfluous when the newest is much smaller than the one before it.
    """
    if len(kept) < 2 or kept[0].size < kept[1].size * SMALLER:
        return []
    staying: set[Path] = {one.path for one in kept if now - one.made_at <= ALL_OF} | {kept[0].path}
    for most, key in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        last: dict[str, Path] = {}
        for one in kept:
            last.setdefault(one.made_at.strftime(key), one.path)
        staying |= set(list(last.values())[:most])
    return [one for one in kept if one.path not in staying]
