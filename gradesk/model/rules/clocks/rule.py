"""One rule of the clocks: what starts it, how long it runs, which way, and what it is made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

UNITS = ("weeks", "calendar_days", "months", "years")
DAY = "day"
FORWARDS, BACKWARDS = "forwards", "backwards"
OWN = "the school’s own rule"
MADE_UNDER = ("statute", "regulation", "Code of Practice", "statutory guidance", "draft of 2026", OWN)
LEAST, MOST = 1, 500  # of any unit
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A start and the day that follows from it, worked by hand."""

    start: date
    due: date


@dataclass(frozen=True)
class ClockRule:
    """One rule, as shipped or as the school has set it.

    `unit` is one of UNITS, and then `number` says how many (1 to 500); or it is `DAY`, and then `day` is the day and the
    month in the calendar year of the start. Where `first_counts`, the span begins with the day it starts on, as laws say
    that give somebody "15 days beginning with the day".
    """

    code: str
    family: str
    title: str
    starts: str
    unit: str
    number: int | None
    day: tuple[int, int] | None
    direction: str
    holidays_count: bool
    source: str
    made_under: str
    example: Example
    first_counts: bool = False
    is_on: bool = True
    usual: int | None = None

    @property
    def span(self) -> str:
        """How long it runs, in words: "6 weeks", "1 month", "15 calendar days", or the day: "15 February"."""
        if self.day is not None:
            return f"{self.day[0]} {_MONTHS[self.day[1] - 1]}"
        return f"{self.number} {unit_words(self.unit, self.number)}"

    @property
    def is_own(self) -> bool:
        """Whether the school made it, or gave it a number of its own."""
        return self.made_under == OWN


def unit_words(unit: str, number: int | None) -> str:
    """A unit as it is said after a number: "week" for one, "calendar days" for fifteen."""
    said = unit.replace("_", " ")
    return said.removesuffix("s") if number == 1 else said


def from_table(row: Mapping[str, Any]) -> ClockRule:
    """A rule from its table in the list.

    Raises:
        ValueError: it has not exactly one span, a number that is not from 1 to 500, a day that some years have not, a
            direction or a maker nobody knows, or asks that holidays be left out, which no rule of the law does.
    """
    code = str(row["code"])
    spans = [key for key in (*UNITS, DAY) if key in row]
    if len(spans) != 1:
        raise ValueError(f"{code} has to have exactly one span, and has {spans or 'none'}")
    unit = spans[0]
    number = None if unit == DAY else int(row[unit])
    if number is not None and not LEAST <= number <= MOST:
        raise ValueError(f"{code} counts {number}, which is not from {LEAST} to {MOST}")
    if row["direction"] not in (FORWARDS, BACKWARDS):
        raise ValueError(f"{code} counts neither forwards nor backwards")
    if row["made_under"] not in MADE_UNDER:
        raise ValueError(f"{code} is made under nothing that is known")
    if row["holidays_count"] is not True:
        raise ValueError(f"{code} leaves school holidays out, and a clock never does")
    return ClockRule(
        code=code,
        family=row["family"],
        title=row["title"],
        starts=row["starts"],
        unit=unit,
        number=number,
        day=_day(code, row[DAY]) if unit == DAY else None,
        direction=row["direction"],
        holidays_count=True,
        source=row["source"],
        made_under=row["made_under"],
        example=Example(**row["example"]),
        first_counts=bool(row.get("first_counts", False)),
        is_on=bool(row.get("on", True)),
        usual=number,
    )


def _day(code: str, words: str) -> tuple[int, int]:
    number, _, month = words.partition(" ")
    try:
        found = date(2001, _MONTHS.index(month) + 1, int(number))
    except ValueError:
        raise ValueError(f"{code} has “{words}”, which is no day that every year has") from None
    return found.day, found.month
