"""The journal: every unit of work and every row it changed. Written by the file itself, read by undo and history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Base
from gradesk.model.vocabulary import Term, Vocabulary

EVENTS = Vocabulary(
    "event",
    Term("opened", "Opened"),
    Term("wrong", "Wrong passphrase"),
    Term("locked", "Locked"),
    Term("viewed", "Looked at"),
    Term("printed", "Printed"),
    Term("saved", "Saved as a file"),
    Term("listed", "Listed at the command line"),
    Term("looked_in", "Looked into a backup"),
    Term("backed_up", "Backed up"),
    Term("drilled", "Backup tried"),
    Term("brought_back", "Brought back from a backup"),
    Term("restored", "Put back from a backup"),
    Term("ways", "Ways in changed"),
)

ERASED = "Erased"  # in the place of a label that was taken out


class JournalUnit(Base):
    """One thing a person did: who, when, and what it is called.

    `device` and `seq` are its name in the world: 1, 2, 3 … without a gap within one copy of the school's file. `seen` is
    what this copy had taken in of the others then (JSON: device and highest seq), `lamport` one more than the greatest
    known: the one order that holds everywhere. `at` is for people only; nothing is decided by it. `erased` proves that the
    label was taken out by an erasure.
    """

    __tablename__ = "journal_unit"
    __table_args__ = (
        Index("uq_journal_unit_name", "device", "seq", unique=True),
        Index("ix_journal_unit_lamport", "lamport"),
        Index(
            "ix_journal_unit_undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")
        ),  # few do: no page for the rest
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column()
    actor: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    run: Mapped[str] = mapped_column(String(36))  # one run of the program: Ctrl+Z reaches back to its start
    undoes: Mapped[int | None] = mapped_column(ForeignKey("journal_unit.id"))
    device: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int] = mapped_column()
    seen: Mapped[str] = mapped_column()
    lamport: Mapped[int] = mapped_column()
    erased: Mapped[bytes | None] = mapped_column(LargeBinary)


class JournalChange(Base):
    """One row before and after. A change holds only what differs; an insert all that is set; a delete all there was.

    `erased` proves that its words, and whose they were, were taken out by an erasure; the kind and the digest stay.
    """

    __tablename__ = "journal_change"
    __table_args__ = (
        Index("ix_journal_change_pupil", "pupil_id", "id"),
        Index("ix_journal_change_unit", "unit_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("journal_unit.id"))
    kind: Mapped[str] = mapped_column()
    row_uuid: Mapped[str] = mapped_column(String(36))
    pupil_id: Mapped[str | None] = mapped_column(String(36))
    before: Mapped[str | None] = mapped_column()
    after: Mapped[str | None] = mapped_column()
    erased: Mapped[bytes | None] = mapped_column(LargeBinary)


class JournalSeal(Base):
    """What proves that a unit of work and its changes are as they were written, and that none before it is missing.

    `digests` has sixteen bytes of the label and of each change in their order; `mac` covers them, the unit, and the seal
    before it of the same copy. Both are made with a key that only an opened file has. `events` is how far the events of that
    copy had come, so that none of the newest can be taken out unseen: the number and the seal of the last; empty before any.
    """

    __tablename__ = "journal_seal"

    unit_id: Mapped[int] = mapped_column(ForeignKey("journal_unit.id"), primary_key=True)
    digests: Mapped[bytes] = mapped_column(LargeBinary)
    events: Mapped[str] = mapped_column()
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class JournalEvent(Base):
    """What happened with the file and changed no record: it was opened, somebody looked at a pupil, a page was printed.

    `seq` counts the events of one copy of the file, and `mac` covers the event and the one before it, so that none can be
    altered or taken out unseen. `what` is a code, never a person's words; a pupil is named by `pupil_id` alone, and where
    `erased` proves that the pupil was erased, not even so.
    """

    __tablename__ = "journal_event"
    __table_args__ = (
        Index("uq_journal_event_name", "device", "seq", unique=True),
        Index("ix_journal_event_pupil", "pupil_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column()
    pupil_id: Mapped[str | None] = mapped_column(String(36))
    what: Mapped[str] = mapped_column()
    actor: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    run: Mapped[str] = mapped_column(String(36))
    device: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int] = mapped_column()
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    erased: Mapped[bytes | None] = mapped_column(LargeBinary)


class WorkContext(Base):
    """The unit of work in progress: one row while it runs, none otherwise. Triggers refuse a change without it."""

    __tablename__ = "work_context"

    unit_id: Mapped[int] = mapped_column(Integer, primary_key=True)


class ThisCopy(Base):
    """Which copy of the school's file this one is: one row, made when the copy is set up. Never travels with the journal."""

    __tablename__ = "this_copy"

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
