"""The two kinds of session: one reads, the other writes one unit of work; and what is read for others than staff."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from gradesk.model.base import Entity, StaffOnly

_NOT_FOR_STAFF = with_loader_criteria(StaffOnly, lambda one: one.staff_only.is_(False), include_aliases=True)
_thread = threading.local()


class Reading(Session):
    """Sees one moment of the file; with `withheld` in its `info`, without the records that are for staff alone."""


class Writing(Session):
    """Writes one unit of work; its `info` has the clock."""


def is_withheld() -> bool:
    """Whether what this thread reads now is for others than staff."""
    return bool(getattr(_thread, "withheld", False))


@contextmanager
def withheld() -> Iterator[None]:
    """Inside, what this thread reads is for others than staff."""
    before, _thread.withheld = is_withheld(), True
    try:
        yield
    finally:
        _thread.withheld = before


@event.listens_for(Reading, "before_flush")
def _no_writing(_session: Session, _context: object, _instances: object) -> NoReturn:
    raise RuntimeError("a read tried to write; use a unit of work")


@event.listens_for(Reading, "do_orm_execute")
def _withhold(state: ORMExecuteState) -> None:
    if state.is_select and state.session.info.get("withheld"):
        state.statement = state.statement.options(_NOT_FOR_STAFF)


@event.listens_for(Writing, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    """Every new record is written at the moment this file's clock shows."""
    for record in session.new:
        if isinstance(record, Entity) and record.__dict__.get("written_at") is None:
            record.written_at = session.info["clock"].now()
