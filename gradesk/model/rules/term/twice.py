"""An adult who is with one child cannot lead a group in the same minutes: how many of them two sessions of a day share."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCHOOL_DAY = 390  # minutes: two sessions that are together longer than that overlap, whenever they are
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True)
class Bound:
    """An adult who is bound for so many minutes of a day, from a minute of it on where that was said."""

    minutes: int
    begins: int | None = None


def read_time(typed: str) -> int | None:
    """A time of a school day as people type it, such as 9:30 or 13.05, in minutes from midnight; None for anything else."""
    found = _TIME.fullmatch(typed.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def shared(one: Bound, other: Bound) -> int:
    """Minutes that two sessions of one adult certainly share: by their times, else what does not fit into a school day."""
    if one.begins is not None and other.begins is not None:
        ends = min(one.begins + one.minutes, other.begins + other.minutes)
        found = ends - max(one.begins, other.begins)
    else:
        found = one.minutes + other.minutes - SCHOOL_DAY
    return max(min(found, one.minutes, other.minutes), 0)
