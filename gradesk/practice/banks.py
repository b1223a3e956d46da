"""The words the practice school is written with, from `resources/practice/`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from gradesk.system.paths import resource

Entry = Mapping[str, Any]


@cache
def bank(name: str) -> Mapping[str, Any]:
    """One file of words as it was written."""
    return tomllib.loads(resource("practice", f"{name}.toml").read_text("utf-8"))


def fits(entry: Entry, need: str, place: int, *, eal: bool = False) -> bool:
    """Whether an entry suits a need and a year of school (nursery counts as Reception)."""
    youngest, oldest = entry.get("ages", (0, 6))
    return (
        need in entry.get("needs", (need,))
        and need not in entry.get("not_for", ())
        and youngest <= max(place, 0) <= oldest
        and (eal or not entry.get("eal", False))
    )


class Dealer:
    """Deals entries so that each is used about as often as the others: neighbours then never read the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: Counter[int] = Counter()

    def deal(self, entries: Sequence[Entry], count: int = 1) -> list[Entry]:
        """So many different entries (fewer if there are no more), the least used first."""
        shuffled = self._rng.sample(entries, len(entries))
        chosen = sorted(shuffled, key=lambda entry: self._used[id(entry)])[:count]
        self._used.update(id(entry) for entry in chosen)
        return chosen

    def one(self, entries: Sequence[Entry]) -> Entry:
        """One entry."""
        return self.deal(entries)[0]
