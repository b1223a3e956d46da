"""Numbers about few children are not published, nor any other number that would give them away by subtraction.

The rule is that of the usual statistics on pupils: a count from 1 to 4 is not shown, nought is; and where a total stands
beside the parts, a second part is held back until no hidden one can be worked out from what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5  # children; a smaller number may point at one


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is published: itself, or None; `is_few` says that it is from 1 to 4."""

    count: int | None = None
    is_few: bool = False


HIDDEN, FEW = Shown(), Shown(is_few=True)


def alone(count: int) -> Shown:
    """One number that stands by itself."""
    return FEW if 0 < count < LEAST else Shown(count)


def table(counts: Sequence[int]) -> tuple[Shown, ...]:
    """The parts of a total that is published beside them, as `alone` shows it.

    What is marked as few is known to be from 1 to 4, what is merely hidden to be 1 at least; when even that would tell too
    much, or the total is itself few, no part is shown.
    """
    if 0 < sum(counts) < LEAST:
        return (HIDDEN,) * len(counts)
    few = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    hidden: set[int] = set()
    others = sorted((count, place) for place, count in enumerate(counts) if count >= LEAST)
    while few and _is_told(sum(counts[place] for place in few | hidden), len(few), len(hidden)):
        if not others:
            return (HIDDEN,) * len(counts)
        hidden.add(others.pop(0)[1])
    return tuple(
        FEW if place in few else HIDDEN if place in hidden else Shown(count) for place, count in enumerate(counts)
    )


def part(count: int, whole: int) -> Shown:
    """How many of a number that is published: not shown when they, or the rest, are few."""
    return table((count, whole - count))[0]


def _is_told(rest: int, few: int, hidden: int) -> bool:
    """Whether one of the hidden numbers, of which `rest` is the sum, can have one value only."""
    most = LEAST - 1
    low = 1 if hidden else max(1, rest - most * (few - 1))
    high = min(most, rest - (few - 1) - hidden)
    if low >= high:
        return True
    if not hidden:
        return False
    least_hidden = max(1, rest - most * few) if hidden == 1 else 1
    return least_hidden >= rest - few - (hidden - 1)
