"""What happened with the file and changed no record: chained like the journal, and written beside the work."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gradesk.store.journal import chain
from gradesk.store.journal.chain import told
from gradesk.store.vault import Vault
from gradesk.system.refusal import Refused

AGAIN_AFTER = timedelta(minutes=10)  # what is looked at twice within it is one event
MOST_WAITING = 5_000
_FIELDS = "device, seq, kind, pupil_id, what, actor, at, run"
_WRITE = f"INSERT INTO journal_event ({_FIELDS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ONE = "SELECT seq, mac FROM journal_event WHERE device = ? AND seq = ?"
_ALL = f"SELECT {_FIELDS}, mac, erased FROM journal_event ORDER BY device, seq"
_ABOUT = f"SELECT id, {_FIELDS}, mac FROM journal_event WHERE pupil_id = ?"
_WITHOUT = "UPDATE journal_event SET pupil_id = NULL, erased = ? WHERE id = ?"
_WHOSE = 3  # place of the pupil among the fields
_NONE = b""


@dataclass(frozen=True)
class Event:
    """One of them, as it is to be written."""

    kind: str
    pupil_id: str | None
    what: str
    actor: str
    at: datetime
    run: str


class Events:
    """The events of an open file: those that wait, and how they are written. The same thing told again within minutes is told
    once, where that is asked for.
    """

    def __init__(self, vault: Vault, engine: Engine, key: bytes) -> None:
        self._vault, self._engine, self._key = vault, engine, key
        self._waiting: list[Event] = []
        self._last: dict[tuple[str, str | None, str], datetime] = {}

    @property
    def wait(self) -> bool:
        """Whether any is not written yet."""
        return bool(self._waiting)

    def add(self, event: Event, *, once: bool) -> None:
        """Put one with those that wait."""
        key = event.kind, event.pupil_id, event.what
        before = self._last.get(key)
        if once and before is not None and timedelta() <= event.at - before < AGAIN_AFTER:
            return
        self._last[key] = event.at
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(event)

    def leave_out(self, connection: Connection, pupil_id: str) -> None:
        """Take the pupil out of the events about one who is erased, those that wait too; that they happened stays proved."""
        self._waiting = [replace(one, pupil_id=None) if one.pupil_id == pupil_id else one for one in self._waiting]
        self._last = {key: at for key, at in self._last.items() if key[1] != pupil_id}
        for number, *parts, mac in connection.exec_driver_sql(_ABOUT, (pupil_id,)).all():
            connection.exec_driver_sql(_WITHOUT, (_proof(self._key, parts, bytes(mac)), number))

    def write(self, device: str) -> None:
        """Write those that wait after those of this copy that are there; where the file takes nothing now they go on waiting."""
        found, self._waiting = self._waiting, []
        try:
            self._vault.refuse_if_changed_outside()
            with self._engine.begin() as connection:
                _write(connection, device, found, self._key)
        except (DBAPIError, Refused):
            self._vault.note_broken_off()
            self._waiting = found + self._waiting
            return
        self._vault.watch.note()


def _write(connection: Connection, device: str, events: Iterable[Event], key: bytes) -> None:
    last = connection.exec_driver_sql(chain.LAST_EVENT, (device,)).first()
    seq, before = (last.seq, bytes(last.mac)) if last is not None else (0, _NONE)
    for one in events:
        seq += 1
        # The instant as it is kept, or what is read would not be what was sealed.
        at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = (device, seq, one.kind, one.pupil_id, one.what, one.actor, at, one.run)
        before = _mac(key, before, parts)
        connection.exec_driver_sql(_WRITE, (*parts, before))


def broken(connection: Connection, key: bytes) -> int:
    """How many events are not as they were written, do not follow on the one before, or are gone from the end.

    That the last ones are gone shows where a unit of work was kept after them: its seal knows how far they had come.
    """
    wrong, device, seq, before = 0, "", 0, _NONE
    known = chain.events_known(connection)
    for row in connection.exec_driver_sql(_ALL):
        *parts, mac, erased = row
        if row.device != device:
            device, seq, before = row.device, 0, _NONE
        kept = bytes(mac or _NONE)
        if erased is None:
            is_same = hmac.compare_digest(_mac(key, before, parts), kept)
        else:
            is_same = parts[_WHOSE] is None and hmac.compare_digest(_proof(key, parts, kept), bytes(erased))
        wrong += not (row.seq == seq + 1 and is_same)
        seq, before = row.seq, bytes(mac or _NONE)
        known.discard((device, chain.event_in_short(seq, before)))
    return wrong + len(known)


def are_cut_short(connection: Connection) -> bool:
    """Whether the event is gone that was the last when the newest unit of work was sealed."""
    return any(
        (found := connection.exec_driver_sql(_ONE, (device, int(told.split()[0]))).first()) is None
        or chain.event_in_short(found.seq, bytes(found.mac)) != told
        for device, told in chain.events_known(connection, of_newest=True)
    )


def _proof(key: bytes, parts: Sequence[object], mac: bytes) -> bytes:
    """That whoever has the key took the pupil out of an event, and what is left of it."""
    left = [part for place, part in enumerate(parts) if place != _WHOSE]
    return hmac.digest(key, b"erased event" + told(left) + mac, "sha256")


def _mac(key: bytes, before: bytes, parts: Iterable[object]) -> bytes:
    return hmac.digest(key, b"event" + before.rjust(32, b"\0") + told(parts), "sha256")
