"""Reading a chosen picture off the window's thread; the button that asked for it stops it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context


class PictureTask(QObject):
    """One picture at a time."""

    def __init__(self, context: Context, asking: QPushButton, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._button = context, asking
        self._words = ""
        self._done: Callable[[], None] | None = None
        self.task: tasks.Task | None = None

    def stop(self) -> bool:
        """Stop what is running; False if nothing is."""
        if self.task is None:
            return False
        self.task.stop()
        return True

    def begin(self, work: Callable[[Progress], None], done: Callable[[], None]) -> None:
        """Do the work, and then what shows it; while it runs the button says and does Stop."""
        self._words, self._done = self._button.text(), done
        self._button.setText("Stop reading the picture")
        self.task = task = tasks.start(work, self)
        task.done.connect(self._kept)
        task.refused.connect(lambda sentence: self._ended(sentence, "problem"))
        task.stopped.connect(lambda: self._ended("Stopped; the picture was not taken in.", "info"))
        tasks.begin(task)

    def _kept(self, _nothing: object) -> None:
        self._back()
        if self._done is not None:
            self._done()

    def _ended(self, words: str, kind: str) -> None:
        self._back()
        self._context.say(words, kind)

    def _back(self) -> None:
        self.task = None
        self._button.setText(self._words)
