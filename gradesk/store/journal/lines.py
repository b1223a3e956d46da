"""The line of a unit of work in the journal: written before its changes, and sealed after the last of them.

The file's own triggers write the changes between the two. All of it goes past SQLAlchemy (`cipher.ask`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from gradesk.store import cipher
from gradesk.store.journal import chain

_FIELDS = "label, actor, at, run, undoes, device, seq, seen, lamport"
_BEGIN = f"INSERT INTO journal_unit ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
_OPEN = "INSERT INTO work_context (unit_id) VALUES (?)"
_SHUT = "DELETE FROM work_context"


@dataclass(frozen=True)
class Named:
    """Its name in the world, and what was known then: see `JournalUnit`."""

    device: str
    seq: int
    seen: str
    lamport: int


@dataclass(frozen=True)
class Line:
    """One line, as long as its unit of work runs."""

    unit_id: int
    label: str
    actor: str
    at: datetime
    run: str
    undoes: int | None
    named: Named

    @property
    def told(self) -> tuple[object, ...]:
        """What is sealed of it, as it is kept."""
        name = self.named
        at = instant(self.at)
        return name.device, name.seq, name.seen, name.lamport, self.actor, at, self.run, self.undoes


@dataclass(frozen=True)
class Touched:
    """The kinds of record that were changed, and whose."""

    kinds: frozenset[str]
    pupils: frozenset[str]


def instant(at: datetime) -> str:
    """A moment as it is kept."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def begin(
    connection: Connection, label: str, actor: str, at: datetime, run: str, undoes: int | None, named: Named
) -> Line:
    """Write the line; from now on the file takes changes, and puts them behind it."""
    values = (label, actor, instant(at), run, undoes, named.device, named.seq, named.seen, named.lamport)
    ((unit_id,),) = cipher.ask(connection, _BEGIN, values)
    cipher.ask(connection, _OPEN, (unit_id,))
    return Line(unit_id, label, actor, at, run, undoes, named)


def finish(connection: Connection, line: Line, key: bytes) -> Touched:
    """Seal the line with all that was changed, where anything was; from now on the file takes no change any more."""
    cipher.ask(connection, _SHUT)
    changes = chain.changes_of(connection, line.unit_id)
    if changes:
        chain.seal(connection, line.unit_id, line.label, line.told, changes, key)
    kinds = frozenset(str(kind) for kind, *_ in changes)
    return Touched(kinds, frozenset(str(pupil) for _, _, pupil, *_ in changes if pupil is not None))
