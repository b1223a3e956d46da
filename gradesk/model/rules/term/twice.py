"""An adult who is with one child cannot lead a group in the same minutes: how many of them two sessions of a day share."""

from __future__ import annotations

from dataclasses import dataclass

SCHOOL_DAY = 390  # minutes: two sessions that are together longer than that overlap, whenever they are


@dataclass(frozen=True)
class Bound:
    """An adult who is bound for so many minutes of a day, from a minute of it on where that was said."""

    minutes: int
    begins: int | None = None


def shared(one: Bound, other: Bound) -> int:
    """Minutes that two sessions of one adult certainly share: by their times, else what does not fit into a school day."""
    if one.begins is not None and other.begins is not None:
        ends = min(one.begins + one.minutes, other.begins + other.minutes)
        found = ends - max(one.begins, other.begins)
    else:
        found = one.minutes + other.minutes - SCHOOL_DAY
    return max(min(found, one.minutes, other.minutes), 0)
