"""Units of work and reads: the only two ways to the school's records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import delete, event, insert, select
from sqlalchemy.exc import DatabaseError, NoResultFound
from sqlalchemy.orm import Session

from gradesk.model.base import Entity, new_uuid
from gradesk.model.journal import JournalChange, JournalUnit, WorkContext
from gradesk.store.vault import Damaged, Vault
from gradesk.system.clock import Clock
from gradesk.system.refusal import Refused

# A change that touches more pupils than this is announced as touching any.
MANY = 200
LONGEST_LABEL = 300  # characters


@dataclass(frozen=True)
class Changed:
    """What a finished unit of work touched. `pupils` is None when there were too many to name."""

    unit_id: int
    label: str
    kinds: frozenset[str]
    pupils: frozenset[str] | None
    initiator: object | None


class Store:
    """An opened file with its clock: hands out reads and units of work and tells who listens what changed."""

    def __init__(self, vault: Vault, clock: Clock | None = None, actor: str = "SENCO") -> None:
        self.vault = vault
        self.clock = clock or Clock()
        self.actor = actor
        self.run = new_uuid()
        self._listeners: list[Callable[[Changed], None]] = []
        self._writing = threading.RLock()
        self._current: Session | None = None
        self._write_engine = vault.engine.execution_options(writes=True)

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after every commit, on the thread that committed."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the file and cannot write. What it loads stays usable afterwards."""
        if self._current is not None and self._writing_here():
            yield self._current  # inside a unit of work we see our own changes
            return
        session = Session(self.vault.engine, autoflush=False, expire_on_commit=False)
        event.listen(session, "before_flush", _no_writing)
        try:
            yield session
        except DatabaseError as error:
            raise _explained(error) from error
        except NoResultFound:
            raise _gone() from None
        finally:
            session.close()

    def _stamp(self, session: Session, _context: object, _instances: object) -> None:
        """Every new record is written at the moment this file's clock shows."""
        for record in session.new:
            if isinstance(record, Entity) and record.__dict__.get("written_at") is None:
                record.written_at = self.clock.now()

    @contextmanager
    def work(self, label: str, initiator: object | None = None, undoes: int | None = None) -> Iterator[Session]:
        """One labelled unit of work: all of it is kept, or none.

        A unit inside another joins it. One that changes nothing leaves no trace. `initiator` is handed back in the
        announcement, so that the form being typed in can leave itself alone.
        """
        with self._writing:
            if self._current is not None:
                yield self._current
                return
            session = Session(self._write_engine, expire_on_commit=False)
            event.listen(session, "before_flush", self._stamp)
            self._current = session
            try:
                unit = JournalUnit(
                    label=_writable(label), actor=self.actor, at=self.clock.now(), run=self.run, undoes=undoes
                )
                session.add(unit)
                session.flush()
                session.execute(insert(WorkContext).values(unit_id=unit.id))
                yield session
                session.flush()
                changed = self._touched(session, unit, initiator)
                session.execute(delete(WorkContext))
                if changed.kinds:
                    session.commit()
                else:
                    session.rollback()
            except DatabaseError as error:
                session.rollback()
                raise _explained(error) from error
            except NoResultFound:
                session.rollback()
                raise _gone() from None
            except BaseException:
                session.rollback()
                raise
            finally:
                self._current = None
                session.close()
        if changed.kinds:
            for listener in self._listeners:
                listener(changed)

    @contextmanager
    def aside(self) -> Iterator[Session | None]:
        """Write what is no record, past the journal; the file itself refuses any change of a record here.

        None while another change is being written: nobody waits for words that are written down again in a second.
        """
        if not self._writing.acquire(blocking=False):
            yield None
            return
        try:
            if self._current is not None:
                yield None
                return
            session = Session(self._write_engine)
            try:
                yield session
                session.commit()
            except DatabaseError as error:
                session.rollback()
                raise _explained(error) from error
            finally:
                session.close()
        finally:
            self._writing.release()

    def close(self) -> None:
        """Close the file."""
        self.vault.close()

    def _writing_here(self) -> bool:
        # Only the thread that holds the lock may share the session in progress.
        if self._writing.acquire(blocking=False):
            try:
                return self._current is not None
            finally:
                self._writing.release()
        return False

    def _touched(self, session: Session, unit: JournalUnit, initiator: object | None) -> Changed:
        mine = JournalChange.unit_id == unit.id
        kinds = frozenset(session.scalars(select(JournalChange.kind).where(mine).distinct()))
        pupils = session.scalars(
            select(JournalChange.pupil_id).where(mine, JournalChange.pupil_id.is_not(None)).distinct().limit(MANY + 1)
        ).all()
        named = frozenset(str(pupil) for pupil in pupils) if len(pupils) <= MANY else None
        return Changed(unit.id, unit.label, kinds, named, initiator)


def _writable(label: str) -> str:
    # A label may carry a name as it was typed; half of a surrogate pair cannot be written.
    return label.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST_LABEL]


def _no_writing(_session: Session, _context: Any, _instances: Any) -> NoReturn:
    raise RuntimeError("a read tried to write; use a unit of work")


def _gone() -> Refused:
    return Refused("This record is gone, undone or deleted meanwhile; nothing was changed. Look in the history.")


def _explained(error: DatabaseError) -> Exception:
    """The file's own trouble as a sentence; a fault of the program stays what it is."""
    reason = str(error.orig).lower()
    if "full" in reason or "disk i/o" in reason:
        return Refused(
            "The disk is full or does not answer; what was kept before is safe and this change was not kept. "
            "Free some space and try again."
        )
    if "malformed" in reason or "not a database" in reason:
        return Damaged("A part of the school’s file is damaged; nothing more was written. Put back your newest backup.")
    if "readonly" in reason:
        return Refused(
            "The school’s file can only be read here; this change was not kept. Ask who looks after the laptop."
        )
    if "locked" in reason:
        return Refused("Another task is still writing; this change was not kept. Try again in a moment.")
    return error
