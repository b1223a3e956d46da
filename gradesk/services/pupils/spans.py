"""Spans of time of which one at most is open: status, layer and named lead. They follow one another and never overlap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.support import LayerPeriod, LeadPeriod, StatusPeriod
from gradesk.system.refusal import Refused

P = TypeVar("P", StatusPeriod, LayerPeriod, LeadPeriod)


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
