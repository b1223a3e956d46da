"""What tells an erased pupil who returns in an older copy from everybody else, and names nobody."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from gradesk.system.erasures import Mark


def make(number: int, on: str, uuid: str) -> Mark:
    """The mark of a pupil who is erased: nobody can find the pupil by it, and the pupil is known by it."""
    salt = secrets.token_hex(16)
    return Mark(number, on, salt, _digest(salt, uuid))


def is_of(mark: Mark, uuid: str) -> bool:
    """Whether a mark is that of a pupil; one that Gradesk never made is nobody’s."""
    try:
        return _digest(mark.salt, uuid) == mark.mark
    except ValueError:
        return False


def in_file(connection: Any) -> list[Mark]:
    """The marks in a file, by the driver’s own connection or by any other."""
    rows = connection.execute("SELECT number, happened_on, salt, mark FROM erasure ORDER BY number, mark").fetchall()
    return read(rows)


def read(rows: Iterable[Iterable[Any]]) -> list[Mark]:
    """Marks as they are written beside a file. Raises ValueError or TypeError for anything else."""
    return [Mark(int(number), str(on), str(salt), str(mark)) for number, on, salt, mark in rows]


def _digest(salt: str, uuid: str) -> str:
    return hashlib.blake2b(uuid.encode(), key=bytes.fromhex(salt), digest_size=32).hexdigest()
