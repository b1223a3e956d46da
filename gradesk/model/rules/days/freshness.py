"""How fresh a passport is: checked with the pupil within nine months, getting old, or overdue."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from gradesk.model.vocabulary import Term, Vocabulary

FRESH_MONTHS = 9
YEAR_MONTHS = 12

FRESHNESS = Vocabulary(
    "freshness of a passport",
    Term("fresh", "Fresh", "Checked with the pupil within nine months"),
    Term("ageing", "Getting old", "Checked more than nine months ago"),
    Term("overdue", "Overdue", "The day to look at it again has come"),
    Term("none", "None", "No passport has been checked with the pupil yet"),
)
# A shape beside every word, so that colour is never needed: full, half, empty, none.
SHAPES = {"fresh": "●", "ageing": "◐", "overdue": "○", "none": "–"}


def months_after(day: date, months: int) -> date:
    """The same day some months on; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def refresh_by(checked_on: date, review_on: date | None) -> date:
    """From which day on it is overdue: the day that was chosen, or a year after it was checked."""
    return review_on or months_after(checked_on, YEAR_MONTHS)


def freshness(checked_on: date | None, review_on: date | None, today: date) -> str:
    """The code of FRESHNESS for a passport; "none" while it was never checked with the pupil."""
    if checked_on is None:
        return "none"
    if refresh_by(checked_on, review_on) <= today:
        return "overdue"
    return "fresh" if today <= months_after(checked_on, FRESH_MONTHS) else "ageing"


def freshness_words(code: str, checked_on: date | None) -> str:
    """How it is said everywhere: "● fresh (3 Nov 2026)"."""
    said = f"{SHAPES[code]} {FRESHNESS.label(code).lower()}"
    return f"{said} ({checked_on.day} {checked_on:%b %Y})" if checked_on else said


def newest_beyond(today: date, months: int) -> date:
    """The latest day from which so many months had passed before today: whoever asks a file compares with it."""
    day = today - timedelta(days=31 * months + 3)
    while months_after(day + timedelta(days=1), months) < today:
        day += timedelta(days=1)
    return day
