"""What tells an erased pupil who returns in an older copy from everybody else, and names nobody."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from gradesk.system.kept.erasures import Mark, read_mark

_MARKS = (
    "SELECT number, happened_on, salt, mark, device, seq FROM erasure LEFT JOIN journal_unit ON journal_unit.id = "
    "(SELECT min(unit_id) FROM journal_change WHERE pupil_id IS NULL AND kind = 'erasure' AND row_uuid = erasure.uuid) "
    "ORDER BY number, mark"
)


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


def in_file(execute: Callable[[str], Any]) -> list[Mark]:
    """The marks in a file, each with the unit of work that made it and its proof; `execute` runs a statement there."""
    rows = execute(_MARKS).fetchall()
    key = key_in(execute) if rows else ""
    found = []
    for number, on, salt, mark, device, seq in rows:
        bare = Mark(int(number), str(on), str(salt), str(mark), str(device or ""), int(seq or 0))
        found.append(replace(bare, proof=_proof(bare, key)))
    return found


def key_in(execute: Callable[[str], Any]) -> str:
    """The key of the school’s own, by which marks are proved; it is the same in every copy and never leaves the file."""
    return str(execute("SELECT form_key FROM school").fetchone()[0])


def is_proved(mark: Mark, key: str) -> bool:
    """Whether a mark was made by a file of this school, and not by somebody who can write beside it."""
    return bool(key) and hmac.compare_digest(_proof(mark, key), mark.proof)


def read(rows: Iterable[Sequence[Any]]) -> list[Mark]:
    """Marks as they are written beside a file; what is none is passed over, as it proves nothing."""
    found = []
    for one in rows:
        with suppress(ValueError, TypeError, OverflowError):
            found.append(read_mark(one))
    return found


def _proof(mark: Mark, key: str) -> str:
    told = "|".join(map(str, (mark.number, mark.on, mark.salt, mark.mark, mark.device, mark.seq)))
    return hmac.digest(key.encode(), f"erased|{told}".encode(), "sha256").hex()


def _digest(salt: str, uuid: str) -> str:
    return hashlib.blake2b(uuid.encode(), key=bytes.fromhex(salt), digest_size=32).hexdigest()
