"""Money in pence, exact: only the last figure is rounded, and the parts of a sum are that sum to the penny (domain 5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

HOUR = 60  # minutes
_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{1,2}))?")


def read_pence(typed: str) -> int | None:
    """Pounds as people type them, such as £17.24 or 1,200, in pence; None for anything else."""
    found = _POUNDS.fullmatch(typed.strip())
    if found is None or (found[1] is None and found[2] is None):
        return None
    return int((found[1] or "0").replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def pounds(pence: int) -> str:
    """Pounds with two decimals, such as 51.71."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def written(pence: int) -> str:
    """A sum as people read it, such as £1,206.84."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def rounded(pence: Fraction) -> int:
    """To the nearest penny, halves up."""
    return int((pence + Fraction(1, 2)).__floor__())


def cost(minutes: int, pence_an_hour: Fraction, resources: int = 0) -> Fraction:
    """What minutes of an adult cost with what was bought for them, in pence and unrounded."""
    return Fraction(minutes, HOUR) * pence_an_hour + resources


def shares(total: int, weights: Sequence[Fraction]) -> list[int]:
    """A sum in pence parted by weights: each within a penny of its part, and together the sum.

    Without any weight it is parted evenly. Raises ValueError for a negative weight, or for nobody to share.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("a sum is parted among somebody, by weights that are not negative")
    whole = sum(weights, Fraction(0))
    exact = [total * (weight / whole if whole else Fraction(1, len(weights))) for weight in weights]
    found = [part.__floor__() for part in exact]
    # The pennies left over go to those whose part lost most by rounding down, the first ones first.
    order = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in order[: total - sum(found)]:
        found[place] += 1
    return found
