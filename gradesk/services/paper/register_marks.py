"""How a cell of a register’s form is named, so that the filled form is known again by this school’s file and by nobody else.

The mark is `gradesk-<school>-r<day>-<digest>`; a keyed digest of the school, the day it was made and all cells together, as
on preparation sheets. A cell is named by group, day and pupil, each by the beginning of its random uuid.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gradesk.services.paper import form_marks
from gradesk.services.term.registers import Slot

_CELL = re.compile(r"(?P<group>[0-9a-f]{8})-(?P<day>\d{8})(?P<kind>[ux])-(?P<pupil>[0-9a-f]{8})", re.ASCII)
_MARK = re.compile(r"gradesk-(?P<school>[0-9a-f]{8})-r(?P<day>\d{8})-(?P<digest>[0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True)
class CellAt:
    """A cell taken apart: marks of group and pupil, and the session."""

    group: str
    slot: Slot
    pupil: str


def short(uuid: str) -> str:
    """What names a group or a pupil."""
    return uuid.replace("-", "")[:8]


def cell(group_id: str, slot: Slot, pupil_id: str) -> str:
    """The name of a cell, without the mark of its form."""
    return f"{short(group_id)}-{slot.day:%Y%m%d}{'x' if slot.extra else 'u'}-{short(pupil_id)}"


def read_cell(name: str) -> CellAt | None:
    """A cell taken apart; None for anything else."""
    found = _CELL.fullmatch(name)
    day = _day(found["day"]) if found is not None else None
    if found is None or day is None:
        return None
    return CellAt(found["group"], Slot(day, found["kind"] == "x"), found["pupil"])


def mark(key: str, made_on: date, cells: Iterable[str]) -> str:
    """The mark of a form made on a day, with these cells on it."""
    return f"gradesk-{form_marks.school_of(key)}-r{made_on:%Y%m%d}-{_digest(key, made_on, cells)}"


def made_on(mark: str) -> date | None:
    """The day a form was made; None where it is no mark of a register."""
    found = _MARK.fullmatch(mark)
    return _day(found["day"]) if found is not None else None


def is_ours(key: str, mark: str) -> bool:
    """Whether this school made it."""
    found = _MARK.fullmatch(mark)
    return found is not None and hmac.compare_digest(found["school"], form_marks.school_of(key))


def is_whole(key: str, mark_there: str, cells: Iterable[str]) -> bool:
    """Whether a form has just the cells it was made with."""
    day = made_on(mark_there)
    return day is not None and hmac.compare_digest(mark(key, day, cells), mark_there)


def _digest(key: str, day: date, cells: Iterable[str]) -> str:
    return form_marks.keyed(key, "|".join(("register", day.isoformat(), *sorted(cells))))[:16]


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
