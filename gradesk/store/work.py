"""Units of work and reads: the only two ways to the school's records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from gradesk.model.base import new_uuid
from gradesk.model.rules import one_of_a_kind
from gradesk.model.rules.days import days
from gradesk.store import sessions
from gradesk.store.copies import ThisOne
from gradesk.store.journal import chain, events, lines
from gradesk.store.journal.deeds import Deeds
from gradesk.store.refusals import Clash, damaged_part, is_clash, is_unreadable, while_open
from gradesk.store.sessions import Reading, Writing
from gradesk.store.vault import Vault
from gradesk.system.clock import Clock
from gradesk.system.forgetting import forget
from gradesk.system.refusal import Refused

# A change that touches more pupils than this is announced as touching any.
MANY = 200
LONGEST_LABEL = 300  # characters
MOST_BACK = timedelta(minutes=5)  # a clock is put right by less now and then


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
        with _readable():
            self.copy = ThisOne(vault)
        self.notices: list[str] = []
        self._heeding: list[Callable[[str], None]] = []
        self._listeners: list[Callable[[Changed], None]] = []
        self._writing = threading.RLock()
        self._deeds = Deeds()
        self._current: Session | None = None
        self._engine = vault.engine
        self._write_engine = vault.engine.execution_options(writes=True)
        if vault.had_damaged_keys:
            self._notice(
                "The key file was damaged and was put right from the one kept beside it; nothing is lost. "
                "Have the laptop’s disk looked at, and make a backup."
            )
        if vault.was_brought_up:
            self._notice(
                "This file was made by an older Gradesk and is now in the form of this one, with all it held. As it was, it lies "
                "beside it for a fortnight; see “After an upgrade” in the manual."
            )
        self._chain = chain.key_of(vault.secret())
        self._events = events.Events(vault, self._write_engine, self._chain)
        self._look_at_seals()
        self._latest: datetime | None = None
        self._told_of_clock = False
        self._look_at_clock()

    def heed(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with each sentence a person should hear although nothing failed; first with those there are."""
        self._heeding.append(listener)
        for words in self.notices:
            listener(words)

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after every commit, on the thread that committed."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the file and cannot write. What it loads stays usable afterwards."""
        if self._current is not None and self._writing_here():
            yield self._current  # inside a unit of work we see our own changes
            return
        self._refuse_ended()
        info = {"withheld": sessions.is_withheld()}
        session = Reading(self._engine, autoflush=False, expire_on_commit=False, info=info)
        try:
            with _readable():
                yield session
        finally:
            session.close()

    def withheld(self) -> AbstractContextManager[None]:
        """Inside, on this thread, what is read leaves out the records that are for staff alone."""
        return sessions.withheld()

    @contextmanager
    def work(
        self, label: str | Callable[[], str], initiator: object | None = None, undoes: int | None = None
    ) -> Iterator[Session]:
        """One labelled unit of work: all of it is kept, or none.

        A unit inside another joins it: whoever catches what it raises goes on with what it had changed until then. One that
        changes nothing leaves no trace. `initiator` is handed back in the announcement, so that the form being typed in can leave
        itself alone. A label that has to be asked for is asked for inside, so that what it reads is read once.
        """
        with self._writing:
            if self._current is not None:
                yield self._current
                return
            self._refuse_unwritable()
            self.copy.refuse_in_doubt()
            self.vault.refuse_if_changed_outside()
            session = Writing(self._write_engine, expire_on_commit=False, info={"clock": self.clock})
            self._current = session
            try:
                line = self._begin(session, label, undoes)
                yield session
                changed = self._finish(session, line, initiator)
            except BaseException as error:
                session.rollback()
                self.vault.note_broken_off()
                self._explain(error)
                raise
            finally:
                self._current = None
                session.close()
            if changed.kinds:
                self.vault.watch.note()
                self.copy.keep_head(line)
                self.vault.fold_when_long()
                self._look_at_clock()
        self._write_events()
        if changed.kinds:
            self._deeds.note(changed.unit_id)
            with self._deeds.apart():
                for listener in self._listeners:
                    listener(changed)

    def note(
        self,
        kind: str,
        pupil_id: str | None = None,
        what: str = "",
        *,
        at: datetime | None = None,
        once: bool = False,
        actor: str = "",
    ) -> None:
        """Write down what happened with the file and changed no record, also where it is open for reading only.

        `kind` and `what` are codes and never a person's words; `actor` is who did it, where that is not whoever opened the file.
        It waits while something else is being written, and where the file takes nothing now. With `once` the same thing told
        again within minutes is told once.
        """
        told = events.Event(kind, pupil_id, what, actor or self.actor, at or self.clock.now(), self.run)
        self._events.add(told, once=once)
        self._write_events()

    def _write_events(self) -> None:
        if self._events.wait and self._writing.acquire(blocking=False):
            try:
                if self._current is None and self.copy.doubt is None and not self.vault.is_ended:
                    self._events.write(self.copy.device)
            finally:
                self._writing.release()

    def deed(self) -> AbstractContextManager[list[int]]:
        """Tell which units of work are written inside, on this thread, by the deed itself; none where it changes nothing."""
        return self._deeds.deed()

    def become_another(self, *, is_passed_on: bool = False) -> None:
        """Go on with a copied or restored file as a copy of its own, or as one used in turn from several laptops."""
        with self._writing:
            self._refuse_unwritable()
            try:
                self.copy.become_another(is_passed_on=is_passed_on)
            except DBAPIError as error:
                self._explain(error)
                raise

    def look_over(self) -> None:
        """Look through all pages while nobody notices; damage is said at once and not first when a page is wanted."""
        with _readable():
            count = self.vault.damaged_pages()
        if count:
            self._notice(
                f"{count:,} pages of the school’s file are damaged; what stands on the others is safe. "
                "Close Gradesk and put back your newest backup, and have the laptop’s disk looked at."
            )

    def broken_seals(self, at_most: int | None = None) -> int:
        """How many lines of the journal are not as they were sealed; of all with every event, or of so many of the newest."""
        with _readable(), self._engine.connect() as connection:
            wrong = chain.broken(connection, self._chain, at_most)
            if at_most is not None:
                return wrong + events.are_cut_short(connection)
            return wrong + events.broken(connection, self._chain)

    def take_words_out(self, unit_id: int, changes: Collection[int], *, label: bool) -> None:
        """Inside a unit of work: take words out of lines of the journal, and the label; that they were there stays proved."""
        assert self._current is not None
        chain.take_words_out(self._current.connection(), unit_id, changes, self._chain, label=label)

    def leave_out(self, pupil_id: str) -> None:
        """Inside a unit of work: name a pupil no more in the events of the file."""
        assert self._current is not None
        self._events.leave_out(self._current.connection(), pupil_id)

    def rewrite(self) -> list[Path]:
        """Write the file anew without its free pages, so that nothing that was erased lies in one of them.

        Returns the files of before an upgrade that still hold it, since they could not be taken away.
        """
        with self._writing, _readable():
            return self.vault.rewrite()

    def check_pages(self) -> list[str]:
        """Look through the pages, indexes and references of the file; empty when all is well."""
        with self._writing:
            return self.vault.check_pages()

    @contextmanager
    def aside(self) -> Iterator[Session | None]:
        """Write what is no record, past the journal; the file itself refuses any change of a record here.

        None while another change is being written: nobody waits for words that are written down again in a second.
        """
        if not self._writing.acquire(blocking=False):
            yield None
            return
        try:
            if self._current is not None or self.copy.doubt is not None or self.vault.is_reading or self.vault.is_ended:
                yield None
                return
            self.vault.refuse_if_changed_outside()
            session = Session(self._write_engine)
            try:
                yield session
                session.commit()
            except (DBAPIError, MemoryError) as error:
                session.rollback()
                self.vault.note_broken_off()
                self._explain(error)
                raise
            finally:
                session.close()
            self.vault.watch.note()
            self.vault.fold_when_long()
        finally:
            self._writing.release()

    def end(self, deed: Callable[[], None]) -> None:
        """Do what puts another file in the place of this one, while nobody writes; nothing is written here afterwards."""
        with self._writing:
            deed()

    def close(self) -> None:
        """Close the file, and forget what was worked out from its words and who was told of changes."""
        with self._writing:
            self._write_events()
            self.vault.close()
        self._listeners.clear()
        self._heeding.clear()
        forget()

    def _refuse_ended(self) -> None:
        if self.vault.is_ended:
            raise Refused(
                "The school’s file has a new key, so nothing was changed here. Lock Gradesk and open it anew."
            )

    def _refuse_unwritable(self) -> None:
        if self.vault.is_ended:
            raise Refused(
                "The school’s file has a new key, so nothing was changed here. Lock Gradesk and open it anew."
            )
        if self.vault.is_reading:
            raise Refused(
                "This file was opened with the passphrase for reading, so nothing was changed. Lock it and open it with the "
                "SENCO’s passphrase to write."
            )

    def _begin(self, session: Session, label: str | Callable[[], str], undoes: int | None) -> lines.Line:
        words = label if isinstance(label, str) else label()
        connection = session.connection()
        named = self.copy.name_next(connection)
        return lines.begin(connection, _writable(words), self.actor, self.clock.now(), self.run, undoes, named)

    def _finish(self, session: Session, line: lines.Line, initiator: object | None) -> Changed:
        session.flush()
        touched = lines.finish(session.connection(), line, self._chain)
        if touched.kinds:
            self.vault.refuse_if_changed_outside(in_change=True)
            session.commit()
        else:
            session.rollback()
        named = touched.pupils if len(touched.pupils) <= MANY else None
        return Changed(line.unit_id, line.label, touched.kinds, named, initiator)

    def _explain(self, error: BaseException) -> None:
        """Say the file's own trouble as a sentence; a fault of the program stays what it is."""
        if isinstance(error, NoResultFound):
            raise _gone() from error
        if isinstance(error, ValueError) and is_unreadable(error):
            raise damaged_part() from error
        if not isinstance(error, DBAPIError | MemoryError):
            return
        reason = error.orig if isinstance(error, DBAPIError) else error
        if is_clash(reason):
            words = str(reason)
            raise Clash(days.refusal(words) or one_of_a_kind.sentence(words)) from error
        if (said := while_open(reason)) is not None:
            # A file that was written over or replaced shows itself as damage or as a fault of the disk.
            self.vault.refuse_if_changed_outside(in_change=True)
            raise said from error

    def _notice(self, words: str) -> None:
        self.notices.append(words)
        for listener in self._heeding:
            listener(words)

    def _look_at_seals(self) -> None:
        with suppress(Refused):  # a damaged page is told of when it is wanted, and keeps nobody out
            if self.broken_seals(chain.AT_OPENING):
                self._notice(
                    "The newest lines of the history are not as Gradesk wrote them: somebody changed the file past it. What "
                    "stands in the file may be wrong; compare it with a backup (School, Safety) before you rely on it."
                )

    def _look_at_clock(self) -> None:
        """Say once that the clock was set back: days and times of what is written would be wrong."""
        last, now = self.copy.last_at, self.clock.now()
        if self._latest is None or (last is not None and last > self._latest):
            self._latest = last
        if self._latest is not None and now < self._latest - MOST_BACK and not self._told_of_clock:
            self._told_of_clock = True
            self._notice(
                f"This laptop’s clock says {now.astimezone():%d/%m/%Y %H:%M}, but the last change was written on "
                f"{self._latest.astimezone():%d/%m/%Y %H:%M}. Nothing was changed; put the clock right before you go on."
            )

    def _writing_here(self) -> bool:
        # Only the thread that holds the lock may share the session in progress.
        if self._writing.acquire(blocking=False):
            try:
                return self._current is not None
            finally:
                self._writing.release()
        return False


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read is a sentence: the file's own trouble, a record that is gone, a value that cannot be."""
    try:
        yield
    except (DBAPIError, MemoryError) as error:
        said = while_open(error.orig if isinstance(error, DBAPIError) else error)
        if said is None:
            raise
        raise said from error
    except NoResultFound:
        raise _gone() from None
    except ValueError as error:
        if not is_unreadable(error):
            raise
        raise damaged_part() from error


def _writable(label: str) -> str:
    # A label may carry a name as it was typed; half of a surrogate pair cannot be written.
    return label.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST_LABEL]


def _gone() -> Refused:
    return Refused("This record is gone, undone or deleted meanwhile; nothing was changed. Look in the history.")
