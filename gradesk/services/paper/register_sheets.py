"""What a printed register of support is given: groups with their sessions, and what stands in each cell already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.services.paper.sheets import PupilHeading, Sheet


@dataclass(frozen=True, slots=True)
class SessionColumn:
    """A session by its day; `put_on` to make another good."""

    day: date
    put_on: bool = False


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One child: what stands in the cell of each session, and the name of its field on a form; None where they are not in it."""

    heading: PupilHeading
    marks: tuple[str | None, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart:
    """One group: who leads it, when, how long, and its sessions."""

    name: str
    led_by: str = ""
    at: str = ""
    minutes: int = 0
    columns: tuple[SessionColumn, ...] = ()
    rows: tuple[MarkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRegisterSheet(Sheet):
    """A group’s half-term, or all that one adult has on a day. `about` is whose it is, `first` and `last` its days."""

    about: str
    first: date
    last: date
    parts: tuple[GroupPart, ...] = ()
    is_versioned: bool = False
