"""The journal's chain: each unit of work is sealed with a key of the file, and with the seal before it of the same copy.

Whoever changes, takes out, puts in or reorders a line of the journal without the key breaks a seal. A line of which the
words were taken out by an erasure keeps its digest, so the chain goes on.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert

from gradesk.model.journal import JournalSeal

SIZE = 16  # bytes of the digest of one change
AT_OPENING = 500  # units and changes that are looked at, from the newest back: nobody waits for more
_SEAL = insert(JournalSeal)
_CHANGES = "SELECT kind, row_uuid, pupil_id, before, after FROM journal_change WHERE unit_id = ? ORDER BY id"
_BEFORE = (
    "SELECT mac FROM journal_seal JOIN journal_unit ON journal_unit.id = journal_seal.unit_id "
    "WHERE device = ? AND seq = ?"
)
_TOLD = "id, device, seq, seen, lamport, label, actor, at, run, undoes"
_UNITS = (
    f"SELECT {_TOLD}, digests, mac FROM journal_unit LEFT JOIN journal_seal ON journal_seal.unit_id = journal_unit.id "
    "ORDER BY id DESC"
)
_NONE = b""


def key_of(secret: bytes) -> bytes:
    """The key of the chain, from the file's own: whoever has one of the two has no other."""
    return hashlib.blake2b(b"gradesk journal", key=secret, digest_size=32).digest()


def seal(connection: Connection, unit_id: int, key: bytes) -> None:
    """Seal a unit of work whose changes are all written; the last thing before it is kept."""
    unit = connection.exec_driver_sql(f"SELECT {_TOLD} FROM journal_unit WHERE id = ?", (unit_id,)).one()
    digests = _digests(connection, unit_id, key)
    mac = _mac(key, _before(connection, unit), unit[1:], digests)
    connection.execute(_SEAL, {"unit_id": unit_id, "digests": digests, "mac": mac})


def broken(connection: Connection, key: bytes, at_most: int | None = None) -> int:
    """How many units of work are not as they were sealed; with `at_most`, among so many units and changes of the newest."""
    wrong = seen = 0
    for unit in connection.exec_driver_sql(_UNITS):
        *told, digests, mac = unit
        seen += 1 + len(digests or _NONE) // SIZE
        if at_most is not None and seen > at_most:
            break  # also before a whole register in one unit: the look over all of the journal sees it
        wanted = _mac(key, _before(connection, unit), told[1:], bytes(digests or _NONE))
        is_same = hmac.compare_digest(_digests(connection, unit.id, key), bytes(digests or _NONE))
        wrong += not (is_same and hmac.compare_digest(wanted, bytes(mac or _NONE)))
    return wrong


def head(connection: Any) -> str:
    """The newest seal in short, by the driver's own connection: to be written where it cannot be changed, as in backups."""
    found = connection.execute("SELECT mac FROM journal_seal ORDER BY unit_id DESC LIMIT 1").fetchone()
    return bytes(found[0]).hex()[:12] if found else ""


def _before(connection: Connection, unit: Any) -> bytes:
    return bytes(connection.exec_driver_sql(_BEFORE, (unit.device, unit.seq - 1)).scalar() or _NONE)


def _digests(connection: Connection, unit_id: int, key: bytes) -> bytes:
    changes = connection.exec_driver_sql(_CHANGES, (unit_id,))
    return b"".join(hashlib.blake2b(_told(change), key=key, digest_size=SIZE).digest() for change in changes)


def _mac(key: bytes, before: bytes, unit: Iterable[object], digests: bytes) -> bytes:
    return hmac.digest(key, b"".join((before.rjust(32, b"\0"), _told(unit), digests)), "sha256")


def _told(parts: Iterable[object]) -> bytes:
    """Each part with its length before it, so that no two lists of parts look alike; none is told from empty."""
    found = []
    for part in parts:
        raw = b"" if part is None else str(part).encode("utf-8", "surrogatepass")
        found.append(f"{-1 if part is None else len(raw)}:".encode() + raw)
    return b"".join(found)
