"""Which days a record can be about: those a child's life in school can hold."""

from __future__ import annotations

from datetime import date

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
_BEYOND = "day beyond a life: "  # with what the file itself names the day it refuses


def reason(column: str) -> str:
    """What the file says when it refuses a day in a column."""
    return _BEYOND + column


def refusal(said: str) -> str:
    """The sentence for a person, when the file refused a day; empty for any other reason."""
    if not said.startswith(_BEYOND):
        return ""
    return f"A day before {FIRST.year} or after {LAST.year} cannot be kept; nothing was changed. Check the years of the days."
