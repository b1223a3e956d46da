"""Noticing that nobody is there any more: no key and no mouse for some minutes, or the laptop slept."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 1  # seconds between two looks at the clocks
SLEPT = 5  # seconds that the clock on the wall is ahead of the other one after a sleep
STOOD = 20  # seconds between two looks, where the other clock goes on through a sleep, as on Windows


class Absence:
    """Counts from the last key or mouse, by a clock that nobody puts right; asked every second.

    While a laptop sleeps that clock stands (Linux, macOS) and the one on the wall goes on, or no second is asked about
    (Windows): either shows when it wakes up.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._monotonic, self._wall = monotonic, wall
        self._touched = self._looked = monotonic()
        self._shown = wall()
        self.slept = False  # whether the laptop slept before it was last asked

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._monotonic()

    def is_noticed(self, minutes: int) -> bool:
        """Whether nobody was there for so many minutes (0: however long), or the laptop slept since this was last asked."""
        now, shown = self._monotonic(), self._wall()
        passed, went_on = now - self._looked, shown - self._shown
        self._looked, self._shown = now, shown
        self.slept = went_on - passed >= SLEPT or passed >= STOOD
        if self.slept:
            return True
        return minutes > 0 and now - self._touched >= minutes * 60
