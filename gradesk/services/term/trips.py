"""Trips: days on which some classes, or the whole school, are out, so that no support of theirs is due."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.school.school import CalendarDate

TRIP = "trip"
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b|&)\s*")


@dataclass(frozen=True)
class Trips:
    """From when to when, and which classes; none for the whole school."""

    known: tuple[tuple[date, date, frozenset[str]], ...]

    def are_out(self, day: date, class_names: Iterable[str]) -> bool:
        """Whether all of some classes are out on a day; nobody is where there is none of them."""
        wanted = {_same(name) for name in class_names}
        out = [classes for first, last, classes in self.known if first <= day <= last]
        return bool(wanted) and any(not classes or wanted <= classes for classes in out)


def read(session: Session) -> Trips:
    """All trips of the calendar."""
    query = select(CalendarDate).where(CalendarDate.kind == TRIP, CalendarDate.deleted_at.is_(None))
    return Trips(
        tuple(
            (row.starts_on, row.ends_on, frozenset(_same(name) for name in _BETWEEN.split(row.classes) if name.strip()))
            for row in session.scalars(query)
        )
    )


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()
