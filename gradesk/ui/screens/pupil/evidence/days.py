"""How the two dates of a piece of evidence are said: when it happened, and when it was written."""

from __future__ import annotations

from datetime import date, datetime

from gradesk.model.rules.days.school_year import day_words


def two_dates(happened_on: date, written_at: datetime, today: date) -> str:
    """ "Mon 23 Nov, today; written 23 Nov 2026 14:05"."""
    return f"{day_words(happened_on, today)}; written {written(written_at)}"


def written(at: datetime) -> str:
    """When something was typed, in the laptop's own time."""
    local = at.astimezone()
    return f"{local.day} {local:%b %Y %H:%M}"
