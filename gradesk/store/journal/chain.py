"""The journal's chain: each unit of work is sealed with a key of the file, and with the seal before it of the same copy.

Whoever changes, takes out, puts in or reorders a line of the journal without the key breaks a seal. A line of which the
words were taken out by an erasure keeps its digest, so the chain goes on; that an erasure took them out, and nobody else, is
proved with the same key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text

from gradesk.model.journal import ERASED
from gradesk.store import cipher

SHORT = 12  # signs of a seal where people see it
SIZE = 16  # bytes of the digest of one change
AT_OPENING = 500  # units and changes that are looked at, from the newest back: nobody waits for more
_AT_ONCE = 250  # units
_OF_EVENT = 32  # signs of the seal of an event that a unit of work covers
_SEAL = "INSERT INTO journal_seal (unit_id, digests, events, mac) VALUES (?, ?, ?, ?)"
LAST_EVENT = "SELECT seq, mac FROM journal_event WHERE device = ? ORDER BY seq DESC LIMIT 1"
_EVENTS_KNOWN = (
    "SELECT DISTINCT device, events FROM journal_seal JOIN journal_unit ON journal_unit.id = journal_seal.unit_id "
    "WHERE events <> ''"
)
_CHANGE = "kind, row_uuid, pupil_id, before, after"
_CHANGES = f"SELECT id, erased, {_CHANGE} FROM journal_change WHERE unit_id = ? ORDER BY id"
_CHANGES_OF_MANY = (
    f"SELECT unit_id, erased, {_CHANGE} FROM journal_change WHERE unit_id BETWEEN ? AND ? ORDER BY unit_id, id"
)
_BEFORE = (
    "SELECT mac FROM journal_seal JOIN journal_unit ON journal_unit.id = journal_seal.unit_id "
    "WHERE device = ? AND seq = ?"
)
_TOLD = "id, device, seq, seen, lamport, actor, at, run, undoes"
_UNITS = (
    f"SELECT {_TOLD}, label, erased, digests, events, mac FROM journal_unit LEFT JOIN journal_seal "
    "ON journal_seal.unit_id = journal_unit.id ORDER BY id DESC"
)
_SEAL_OF = (
    "SELECT mac FROM journal_seal WHERE unit_id = (SELECT min(unit_id) FROM journal_change "
    "WHERE pupil_id = ? AND kind = ? AND row_uuid = ?)"
)
_OF_SEAL = (
    "SELECT journal_unit.id, label, actor, at FROM journal_unit JOIN journal_seal ON unit_id = journal_unit.id "
    f"WHERE substr(hex(mac), 1, {SHORT}) = ?"
)
_NONE = b""
_WITHOUT = text(
    "UPDATE journal_change SET row_uuid = '', pupil_id = NULL, before = NULL, after = NULL, erased = :proof WHERE id = :line"
)
_UNLABELLED = text("UPDATE journal_unit SET label = :label, erased = :proof WHERE id = :line").bindparams(label=ERASED)


def key_of(secret: bytes) -> bytes:
    """The key of the chain, from the file's own: whoever has one of the two has no other."""
    return hashlib.blake2b(b"gradesk journal", key=secret, digest_size=32).digest()


def changes_of(connection: Connection, unit_id: int) -> list[tuple[object, ...]]:
    """The changes of a unit of work in their order: kind, row, pupil, before, after."""
    return cipher.ask(connection, f"SELECT {_CHANGE} FROM journal_change WHERE unit_id = ? ORDER BY id", (unit_id,))


def seal(
    connection: Connection,
    unit_id: int,
    label: str,
    told_of_it: Sequence[object],
    changes: Iterable[Sequence[object]],
    key: bytes,
) -> None:
    """Seal a unit of work whose changes are all written; the last thing before it is kept."""
    device, seq, *_ = told_of_it
    digests = b"".join((_digest((label,), key), *(_digest(change, key) for change in changes)))
    before = cipher.ask(connection, _BEFORE, (device, int(str(seq)) - 1))
    last = bytes(before[0][0] or _NONE) if before else _NONE
    events = events_of(connection, str(device))
    mac = _mac(key, last, told_of_it, digests, events)
    cipher.ask(connection, _SEAL, (unit_id, digests, events, mac))


def events_of(connection: Connection, device: str) -> str:
    """How far the events of a copy have come: the number and the seal of its last, in short; empty before any."""
    found = cipher.ask(connection, LAST_EVENT, (device,))
    return event_in_short(found[0][0], bytes(found[0][1])) if found else ""


def events_known(connection: Connection, *, of_newest: bool = False) -> set[tuple[str, str]]:
    """How far the events of each copy had come whenever a unit of work was sealed, as `events_of` tells it; or once, last."""
    query = f"{_EVENTS_KNOWN} ORDER BY unit_id DESC LIMIT 1" if of_newest else _EVENTS_KNOWN
    return {(str(device), str(events)) for device, events in connection.exec_driver_sql(query)}


def event_in_short(seq: int, mac: bytes) -> str:
    """An event as a unit of work that is sealed after it names it."""
    return f"{seq} {mac.hex()[:_OF_EVENT]}"


def take_words_out(connection: Connection, unit_id: int, changes: Collection[int], key: bytes, *, label: bool) -> None:
    """Take the words out of some changes of a unit of work, and out of its label; a seal that is broken stays broken.

    Of a unit that is still being written nothing need be proved: it is sealed without the words.
    """
    unit = connection.exec_driver_sql(
        "SELECT device, seq, label, digests FROM journal_unit LEFT JOIN journal_seal ON journal_seal.unit_id = "
        "journal_unit.id WHERE id = ?", (unit_id,)
    ).one()  # fmt: skip
    kept = _cut(unit.digests)

    def proof(place: int, words: Iterable[object]) -> bytes | None:
        if unit.digests is None:
            return None
        is_same = place < len(kept) and hmac.compare_digest(kept[place], _digest(words, key))
        left = (ERASED,) if place == 0 else _without_words(words)
        return _proof(key, unit, place, kept[place], left) if is_same else _NONE

    lines = connection.exec_driver_sql(_CHANGES, (unit_id,)).all()
    for place, (line_id, erased, *change) in enumerate(lines, start=1):
        if line_id in changes and erased is None:
            connection.execute(_WITHOUT, {"line": line_id, "proof": proof(place, change)})
    if label and unit.label != ERASED:
        connection.execute(_UNLABELLED, {"line": unit_id, "proof": proof(0, (unit.label,))})


def broken(connection: Connection, key: bytes, at_most: int | None = None) -> int:
    """How many units of work are not as they were sealed; with `at_most`, among so many units and changes of the newest."""
    wrong = seen = 0
    units = connection.exec_driver_sql(_UNITS if at_most is None else f"{_UNITS} LIMIT {at_most}")
    for part in units.partitions(_AT_ONCE):
        chosen = []
        for unit in part:
            seen += 1 + len(unit.digests or _NONE) // SIZE
            if at_most is not None and seen > at_most:
                break  # also before a whole register in one unit: the look over all of the journal sees it
            chosen.append(unit)
        wrong += _broken_of(connection, key, chosen) if chosen else 0
        if len(chosen) < len(part):
            break
    return wrong


def _broken_of(connection: Connection, key: bytes, units: Sequence[Any]) -> int:
    """The same of units that follow each other, the newest first: what belongs to them is asked for at once."""
    macs = {(unit.device, unit.seq): unit.mac for unit in units}
    parts: dict[int, list[tuple[bytes | None, Sequence[object]]]] = {}
    for unit_id, erased, *change in connection.exec_driver_sql(_CHANGES_OF_MANY, (units[-1].id, units[0].id)):
        parts.setdefault(unit_id, []).append((erased, change))
    wrong = 0
    for unit in units:
        *said, label, erased, kept, events, mac = unit
        before = (unit.device, unit.seq - 1)
        last = bytes(macs[before] or _NONE) if before in macs else _before(connection, unit)
        is_same = _are_as_sealed(key, unit, _cut(kept), [(erased, (label,)), *parts.get(unit.id, ())])
        wanted = _mac(key, last, said[1:], bytes(kept or _NONE), events)
        wrong += not (is_same and hmac.compare_digest(wanted, bytes(mac or _NONE)))
    return wrong


def _are_as_sealed(
    key: bytes, unit: Any, kept: Sequence[bytes], parts: Sequence[tuple[bytes | None, Sequence[object]]]
) -> bool:
    """Whether the label and each change have the words they were sealed with, or lost them to an erasure."""
    if len(kept) != len(parts):
        return False
    return all(
        hmac.compare_digest(digest, _digest(words, key))
        if erased is None
        else hmac.compare_digest(bytes(erased), _proof(key, unit, place, digest, words))
        for place, (digest, (erased, words)) in enumerate(zip(kept, parts, strict=True))
    )


def seal_of(connection: Connection, kind: str, row_uuid: str, pupil_id: str) -> str:
    """The seal in short of the unit of work that made a record: what is printed on a page can be found in the journal by it."""
    found = connection.exec_driver_sql(_SEAL_OF, (pupil_id, kind, row_uuid)).scalar()
    return bytes(found).hex()[:SHORT] if found else ""


def find(connection: Connection, seal: str) -> Any:
    """The unit of work (id, label, actor, at) of a seal in short, or None where there is none of it."""
    return connection.exec_driver_sql(_OF_SEAL, (seal.upper(),)).first()


def head(connection: Any) -> str:
    """The newest seal in short, by the driver's own connection: to be written where it cannot be changed, as in backups."""
    found = connection.execute("SELECT mac FROM journal_seal ORDER BY unit_id DESC LIMIT 1").fetchone()
    return bytes(found[0]).hex()[:SHORT] if found else ""


def _before(connection: Connection, unit: Any) -> bytes:
    return bytes(connection.exec_driver_sql(_BEFORE, (unit.device, unit.seq - 1)).scalar() or _NONE)


def _cut(digests: bytes | None) -> list[bytes]:
    whole = bytes(digests or _NONE)
    return [whole[start : start + SIZE] for start in range(0, len(whole), SIZE)]


def _proof(key: bytes, unit: Any, place: int, digest: bytes, left: Iterable[object]) -> bytes:
    """That whoever has the key took the words out at one place of a unit, 0 being its label, and what is left there."""
    said = b"".join((b"erased ", told((unit.device, unit.seq, place)), told(left), digest))
    return hmac.digest(key, said, "sha256")[:SIZE]


def _without_words(change: Iterable[object]) -> list[object]:
    kind, *_ = change
    return [kind, "", None, None, None]


def _digest(change: Iterable[object], key: bytes) -> bytes:
    return hashlib.blake2b(told(change), key=key, digest_size=SIZE).digest()


def _mac(key: bytes, before: bytes, unit: Iterable[object], digests: bytes, events: str | None) -> bytes:
    return hmac.digest(key, b"".join((before.rjust(32, b"\0"), told((*unit, events)), digests)), "sha256")


def told(parts: Iterable[object]) -> bytes:
    """Each part with its length before it, so that no two lists of parts look alike; none is told from empty."""
    found = []
    for part in parts:
        raw = b"" if part is None else str(part).encode("utf-8", "surrogatepass")
        found.append(f"{-1 if part is None else len(raw)}:".encode() + raw)
    return b"".join(found)
