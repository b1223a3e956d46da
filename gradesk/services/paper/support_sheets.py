"""What the pages about support given over a while are given: promised and done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gradesk.services.paper.class_sheets import Often
from gradesk.services.paper.sheets import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedLine:
    """One support and what was done of it so far. `fell_out` are reasons, fixed phrases, each with how many sessions.

    `owed` and `planned_extra` are minutes. `measure` with `before` and `after` where something is measured.
    """

    what: str
    form: str = ""
    led_by: str = ""
    often: Often = field(default_factory=Often)
    starts_on: date
    until: date | None = None
    has_ended: bool = False
    targets: tuple[str, ...] = ()
    due: int = 0
    had: int = 0
    fell_out: tuple[tuple[str, int], ...] = ()
    away: int = 0
    extra: int = 0
    unnoted: int = 0
    owed: int = 0
    planned_extra: int = 0
    measure: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedSheet(Sheet):
    """The support of one pupil in a school year, for the family to read. `asks` is whom to ask."""

    year: str
    lines: tuple[PromisedLine, ...] = ()
    asks: str = ""
    is_versioned: bool = False
