"""Spans of time of which one at most is open: status, layer and named lead. They follow one another and never overlap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.support import LayerPeriod, LeadPeriod, StatusPeriod
from gradesk.system.refusal import Refused

_DAY = timedelta(days=1)

P = TypeVar("P", bound=StatusPeriod | LayerPeriod | LeadPeriod)


def all_of(session: Session, kind: type[P], pupil_id: str) -> list[P]:
    """All spans of a pupil, newest first."""
    query = select(kind).where(kind.pupil_id == pupil_id, kind.deleted_at.is_(None))
    return list(session.scalars(query.order_by(kind.starts_on.desc(), kind.written_at.desc())))


def close_open(session: Session, kind: type[P], pupil_id: str, from_day: date, now: datetime) -> None:
    """Make room for a span that begins on a day; refuses a day before any of the spans there are."""
    newest = next(iter(all_of(session, kind, pupil_id)), None)
    if newest is None:
        return
    if from_day < newest.starts_on:
        raise Refused(
            f"The span before began only on {newest.starts_on:%d/%m/%Y}; nothing was changed. "
            "Choose that day or a later one."
        )
    if newest.ends_on is not None and from_day > newest.ends_on:
        return  # it was ended before, and stays as it is
    if from_day == newest.starts_on:
        newest.deleted_at = now  # replaced on its own first day: never in force
    else:
        newest.ends_on = from_day - timedelta(days=1)
    session.flush()


def move_start(session: Session, kind: type[P], uuid: str, day: date) -> None:
    """Correct the day a span began; the one before it ends the day before, and no other gives way."""
    row, before, _ = _among(session, kind, uuid)
    if row.ends_on is not None and day > row.ends_on:
        raise Refused(
            f"It ended on {row.ends_on:%d/%m/%Y}, so it cannot have begun later; the old day was kept. Choose an earlier day."
        )
    if before is not None:
        if day <= before.starts_on:
            raise Refused(
                f"What was before began on {before.starts_on:%d/%m/%Y}; the old day was kept. "
                "Choose a later day, or correct the one before first."
            )
        if before.ends_on is None or before.ends_on >= day or before.ends_on == row.starts_on - _DAY:
            before.ends_on = day - _DAY
    row.starts_on = row.happened_on = day
    session.flush()


def move_end(session: Session, kind: type[P], uuid: str, day: date | None) -> None:
    """Correct the last day of a span; the one after it begins the day after. None: it goes on, where nothing follows."""
    row, _, after = _among(session, kind, uuid)
    if day is None and after is not None:
        raise Refused("Another follows it, so it ended; the old day was kept. Delete what follows instead.")
    if day is not None and day < row.starts_on:
        raise Refused(f"It began on {row.starts_on:%d/%m/%Y} and cannot have ended before; the old day was kept.")
    if after is not None and day is not None:
        if after.ends_on is not None and day >= after.ends_on:
            raise Refused(
                f"What follows ended on {after.ends_on:%d/%m/%Y}; the old day was kept. "
                "Choose an earlier day, or correct what follows first."
            )
        if after.starts_on <= day or (row.ends_on is not None and after.starts_on == row.ends_on + _DAY):
            after.starts_on = after.happened_on = day + _DAY
    row.ends_on = day
    session.flush()


def take_out(session: Session, kind: type[P], uuid: str, now: datetime) -> None:
    """Take out a span that was never so; the one before it, if it went on up to it, goes on in its place."""
    row, before, _ = _among(session, kind, uuid)
    row.deleted_at = now
    session.flush()
    if before is not None and before.ends_on == row.starts_on - _DAY:
        before.ends_on = row.ends_on
    session.flush()


def is_open(session: Session, kind: type[P], uuid: str) -> bool:
    """Whether a span goes on until now."""
    return _among(session, kind, uuid)[0].ends_on is None


def _among(session: Session, kind: type[P], uuid: str) -> tuple[P, P | None, P | None]:
    """A span with the one before and the one after it."""
    row = session.get(kind, uuid)
    if row is None or row.deleted_at is not None:
        raise Refused("This was deleted meanwhile; nothing was changed. Restore it from the history.")
    rows = all_of(session, kind, row.pupil_id)[::-1]
    place = rows.index(row)
    before = rows[place - 1] if place > 0 else None
    return row, before, rows[place + 1] if place + 1 < len(rows) else None
