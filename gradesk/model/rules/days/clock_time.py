"""Times of day as people type them: 15:30, 3.30pm, half past three is not tried."""

from __future__ import annotations

import re

_TYPED = re.compile(r"^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?\s*$", re.IGNORECASE)
FIRST_OF_DAY = 7  # an hour typed without am or pm below this is one of the afternoon: schools meet at 3.30


def read_time(typed: str) -> str | None:
    """The time as 15:30, or None where it is none. "3.30" is in the afternoon, "9" at nine in the morning."""
    found = _TYPED.match(typed)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half == "pm" or (not half and 1 <= hour < FIRST_OF_DAY):
        hour = hour % 12 + 12
    elif half == "am":
        hour %= 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def minutes_of(time: str) -> int:
    """Minutes since midnight of a time such as 15:30."""
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def overlap(one: str, minutes: int, other: str, others: int) -> bool:
    """Whether two stretches of a day, each from a time for so many minutes, have a minute in common."""
    begins, starts = minutes_of(one), minutes_of(other)
    return begins < starts + others and starts < begins + minutes
