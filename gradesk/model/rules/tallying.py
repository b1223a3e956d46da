"""Counting while one watches: looks at equal intervals, on task or not, and how often one thing happens.

The clock is handed in and runs forward only; the day's clock, set back or moved by summer time, plays no part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

ON, OFF, COUNTED = "on", "off", "counted"
SECONDS = (10, 15, 20, 30, 60, 120)  # between two looks, to choose from; 30 is usual


@dataclass
class Tally:
    """One sitting. `clock` gives seconds that only grow; `seconds` lie between two looks.

    Nothing but `start` sets the time running, and a stopped sitting goes on where it stopped.
    """

    clock: Callable[[], float]
    seconds: int = 30
    marks: list[str] = field(default_factory=list)
    _before: float = 0.0
    _since: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether the time runs."""
        return self._since is not None

    @property
    def elapsed(self) -> float:
        """Seconds watched so far, pauses left out; never less than it was."""
        running = max(self.clock() - self._since, 0.0) if self._since is not None else 0.0
        return self._before + running

    @property
    def minutes(self) -> int:
        """Whole minutes watched, at least 1 once anything was watched."""
        return max(round(self.elapsed / 60), 1) if self.elapsed > 0 else 0

    @property
    def looks(self) -> int:
        """How often somebody looked, on task or not."""
        return sum(mark in (ON, OFF) for mark in self.marks)

    @property
    def on_task(self) -> int:
        """How often the pupil was on task."""
        return self.marks.count(ON)

    @property
    def counted(self) -> int:
        """How often the counted behaviour was seen."""
        return self.marks.count(COUNTED)

    @property
    def cues(self) -> int:
        """How many times it was time to look: at the end of each interval."""
        return int(self.elapsed // self.seconds)

    @property
    def to_next(self) -> float:
        """Seconds until the next look."""
        return self.seconds - self.elapsed % self.seconds

    def start(self) -> None:
        """Let the time run, or run on."""
        if self._since is None:
            self._since = self.clock()

    def stop(self) -> None:
        """Hold the time."""
        self._before = self.elapsed
        self._since = None

    def mark(self, what: str) -> None:
        """Note a look or a count; the first of them starts the time, so that no key is lost."""
        self.start()
        self.marks.append(what)

    def undo(self) -> str:
        """Take the last mark back and return it; an empty text when there is none."""
        return self.marks.pop() if self.marks else ""
