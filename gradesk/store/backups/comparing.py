"""Whether two files hold the same: every row of every table, the journal's too, and every byte of what is kept."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable
from typing import Any

AT_ONCE = 500  # rows
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"

Fingerprint = dict[str, list[Any]]


def fingerprint(connection: Any, secret: bytes) -> Fingerprint:
    """By table how many rows it has and a digest of them all, which only who has the secret could work out again.

    `connection` is the driver's own; what it sees must stay the same meanwhile.
    """
    found: Fingerprint = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        whole, count = hashlib.blake2b(key=secret, digest_size=32), 0
        cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
        while rows := cursor.fetchmany(AT_ONCE):
            count += len(rows)
            # Version 2 of the format knows no references: equal rows give equal bytes, however they came about.
            whole.update(marshal.dumps(rows, 2))
        found[str(name)] = [count, whole.hexdigest()]
    return found


def differences(one: Fingerprint, other: Fingerprint) -> Iterable[str]:
    """The tables that are not equal."""
    return (name for name in sorted({*one, *other}) if one.get(name) != other.get(name))
