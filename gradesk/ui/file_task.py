"""Reading a chosen file off the window's thread; the button that asked for it stops it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context


class FileTask(QObject):
    """One file at a time; `what` it is, in a word."""

    def __init__(self, context: Context, asking: QPushButton, parent: QObject, what: str = "picture") -> None:
        super().__init__(parent)
        self._context, self._button, self._what = context, asking, what
        self._words = ""
        self._done: Callable[[Any], None] | None = None
        self.task: tasks.Task | None = None

    def stop(self) -> bool:
        """Stop what is running; False if nothing is."""
        if self.task is None:
            return False
        self.task.stop()
        return True

    def begin(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Do the work, and then what shows what came of it; while it runs the button says and does Stop."""
        self._words, self._done = self._button.text(), done
        self._button.setText(f"Stop reading the {self._what}")
        self.task = task = tasks.start(work, self)
        task.done.connect(self._kept)
        task.refused.connect(lambda sentence: self._ended(sentence, "problem"))
        task.stopped.connect(lambda: self._ended(f"Stopped; the {self._what} was not taken in.", "info"))
        tasks.begin(task)

    def _kept(self, result: object) -> None:
        self._back()
        if self._done is not None:
            self._done(result)

    def _ended(self, words: str, kind: str) -> None:
        self._back()
        self._context.say(words, kind)

    def _back(self) -> None:
        self.task = None
        self._button.setText(self._words)
