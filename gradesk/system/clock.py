"""Today and now, in one place, so that a test or a technician can set another day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _local_today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True)
class Clock:
    """Where the time comes from: instants in UTC, days in the laptop's own zone."""

    now: Callable[[], datetime] = _utc_now
    today: Callable[[], date] = _local_today


def fixed_clock(day: date) -> Clock:
    """A clock that stands at midday of one day: for `due --on`, practice data and tests."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Clock(now=lambda: noon, today=lambda: day)
