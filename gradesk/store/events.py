"""What happened with the file and changed no record: chained like the journal, and written beside the work."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gradesk.store.chain import told
from gradesk.store.vault import Vault
from gradesk.system.refusal import Refused

AGAIN_AFTER = timedelta(minutes=10)  # what is looked at twice within it is one event
MOST_WAITING = 5_000
_FIELDS = "device, seq, kind, pupil_id, what, actor, at, run"
_WRITE = f"INSERT INTO journal_event ({_FIELDS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LAST = "SELECT seq, mac FROM journal_event WHERE device = ? ORDER BY seq DESC LIMIT 1"
_ALL = f"SELECT {_FIELDS}, mac FROM journal_event ORDER BY device, seq"
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
    last = connection.exec_driver_sql(_LAST, (device,)).first()
    seq, before = (last.seq, bytes(last.mac)) if last is not None else (0, _NONE)
    for one in events:
        seq += 1
        # The instant as it is kept, or what is read would not be what was sealed.
        at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = (device, seq, one.kind, one.pupil_id, one.what, one.actor, at, one.run)
        before = _mac(key, before, parts)
        connection.exec_driver_sql(_WRITE, (*parts, before))


def broken(connection: Connection, key: bytes) -> int:
    """How many events are not as they were written, or do not follow on the one before."""
    wrong, device, seq, before = 0, "", 0, _NONE
    for row in connection.exec_driver_sql(_ALL):
        *parts, mac = row
        if row.device != device:
            device, seq, before = row.device, 0, _NONE
        wanted = _mac(key, before, parts)
        wrong += not (row.seq == seq + 1 and hmac.compare_digest(wanted, bytes(mac or _NONE)))
        seq, before = row.seq, bytes(mac or _NONE)
    return wrong


def _mac(key: bytes, before: bytes, parts: Iterable[object]) -> bytes:
    return hmac.digest(key, b"event" + before.rjust(32, b"\0") + told(parts), "sha256")
