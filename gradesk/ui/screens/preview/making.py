"""Pages being made off the window's thread: one piece of work at a time, and what an older one still tells is not heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from gradesk.system.progress import Progress
from gradesk.ui import tasks


class Making:
    """`counted`, `early`, `made` and `refused` are called on the window's thread."""

    def __init__(
        self,
        owner: QObject,
        counted: Callable[[int, int], object],
        early: Callable[[Any], object],
        made: Callable[[Any], object],
        refused: Callable[[str], object],
    ) -> None:
        self._owner = owner
        self._tell = (counted, early, made, refused)
        self.task: tasks.Task | None = None

    def start(self, work: Callable[[Progress, tasks.Early], Any]) -> None:
        """Begin this in place of what is being made."""
        self.drop()
        counted, early, made, refused = self._tell
        self.task = task = tasks.start_early(work, self._owner)
        task.counted.connect(lambda done, total: counted(done, total) if task is self.task else None)
        task.early.connect(lambda what: early(what) if task is self.task else None)
        task.done.connect(lambda what: self._ended(made, what) if task is self.task else None)
        task.refused.connect(lambda words: self._ended(refused, words) if task is self.task else None)
        tasks.begin(task)

    def drop(self) -> None:
        """Let go of what is being made."""
        if self.task is not None:
            self.task.stop()
            self.task = None

    def _ended(self, tell: Callable[[Any], object], what: object) -> None:
        self.task = None
        tell(what)
