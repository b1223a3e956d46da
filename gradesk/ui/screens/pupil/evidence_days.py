"""How the two dates of a piece of evidence are said: when it happened, and when it was written."""

from __future__ import annotations

from datetime import date, datetime

from gradesk.model.rules.school_year import day_words


def two_dates(happened_on: date, written_at: datetime, today: date) -> str:
    """ "Mon 23 Nov, today; written Mon 23 Nov 14:05"; the year is named when it is another one."""
    written = written_at.astimezone()
    year = f" {written.year}" if written.year != today.year else ""
    return f"{day_words(happened_on, today)}; written {written:%a} {written.day} {written:%b}{year} {written:%H:%M}"
