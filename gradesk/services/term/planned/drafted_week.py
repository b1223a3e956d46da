"""Lessons, duties and the rest of the week as a draft has them: what is otherwise there, and how it comes to run."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.term.draft import TermDraft
from gradesk.model.term.week import WeekEntry
from gradesk.services.term.planned import entries
from gradesk.store.work import Store


def told(session: Session, draft_id: str) -> list[str]:
    """What a draft has otherwise than the weeks that run, each in a few words."""
    found = []
    for row in entries.of_draft(session, draft_id):
        source = _source(session, row)
        if source is None:
            comes = "comes back, deleted since" if row.stands_for_id else "is new"
            found += [] if row.is_out else [f"{row.name} {comes}"]
        elif row.is_out:
            found.append(f"{row.name} ends")
        elif entries.copied(row) != entries.copied(source):
            found.append(f"{row.name} changes")
    return found


def begin(store: Store, session: Session, draft: TermDraft) -> None:
    """Let what a draft has run from its first day on; what it has in the place of something ends that the day before.

    What had not begun by then is changed where it is, so that nothing is left of it that never ran.
    """
    for row in entries.of_draft(session, draft.uuid):
        if not _begins(store, session, row, draft.starts_on):
            row.deleted_at = store.clock.now()


def _begins(store: Store, session: Session, row: WeekEntry, first: date) -> bool:
    """Whether a part of a draft runs as a record of its own; else it was put into the one that it stands for, if any."""
    source = _source(session, row)
    if source is not None:
        has_begun = (source.starts_on or date.min) < first
        now, then = entries.copied(source), entries.copied(row)
        differs = {name for name in now if now[name] != then[name]}
        if row.is_out or (row.ends_on is not None and row.ends_on < first):
            _end(store, source, first)
            return False
        if not has_begun or differs <= {"ends_on"}:
            for name in differs:
                setattr(source, name, then[name])
            entries.follow(session, source.uuid, now)
            return False
        _end(store, source, first)
        for other in session.scalars(select(WeekEntry).where(WeekEntry.stands_for_id == source.uuid)):
            other.stands_for_id = row.uuid if other is not row else None  # other drafts go on from here
    elif row.is_out:
        return False
    row.starts_on = max(row.starts_on or first, first)
    row.draft_id = row.stands_for_id = None
    return row.ends_on is None or row.ends_on >= row.starts_on


def _end(store: Store, source: WeekEntry, first: date) -> None:
    """Let a part of the weeks that run end before a day; what would begin later never begins."""
    last = first - timedelta(days=1)
    if (source.starts_on or date.min) > last:
        source.deleted_at = store.clock.now()
    elif source.ends_on is None or source.ends_on > last:
        source.ends_on = last


def _source(session: Session, row: WeekEntry) -> WeekEntry | None:
    source = session.get(WeekEntry, row.stands_for_id) if row.stands_for_id else None
    return source if source is not None and source.deleted_at is None else None
