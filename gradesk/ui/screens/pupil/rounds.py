"""Going round a list of things that are put right one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


class Round:
    """Where one is in a list that changes while its things are put right."""

    def __init__(self) -> None:
        self._whose = ""
        self._at = 0
        self._last: Hashable = None

    def next(self, whose: str, things: Sequence[Hashable]) -> int:
        """The place of the next thing, the first again after the last; another page (`whose`) begins anew."""
        if whose != self._whose:
            self._whose, self._at, self._last = whose, 0, None
        before = things[self._at] if self._at < len(things) else None
        if before == self._last is not None:
            self._at += 1
        elif self._last in things:
            self._at = things.index(self._last) + 1
        self._at %= len(things)
        self._last = things[self._at]
        return self._at
