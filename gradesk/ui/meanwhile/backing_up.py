"""Backups that are made by themselves: while the school is open and something changed, and when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gradesk.services.safekeeping import backups, safety
from gradesk.services.safekeeping.backups import Made
from gradesk.store.work import Store
from gradesk.ui import tasks

if TYPE_CHECKING:
    from gradesk.ui.shell.window import Shell

SAID_AFTER = 2_000  # ms after opening, when Today is there
FIRST_AFTER = 60 * 1000  # ms after opening, where the last time ended without a backup


class BackingUp(QObject):
    """Makes them on a worker, beside the work, and says in the window where no place took one or no recovery sheet is there."""

    def __init__(self, store: Store, window: QWidget, shell: Shell) -> None:
        super().__init__(window)
        self._store, self._shell = store, shell
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make)
        self._timer.start(FIRST_AFTER)
        self._missing = QTimer(self)
        self._missing.setSingleShot(True)
        self._missing.timeout.connect(self.say_missing)
        self._missing.start(SAID_AFTER)

    def end(self, *, closes: bool) -> None:
        """The school is being closed. When the program ends, its window is gone, and it waits until the last backup is proved."""
        self._timer.stop()
        self._missing.stop()
        if closes:
            backups.make_if_due(self._store)
        self.deleteLater()

    def say_missing(self) -> None:
        """Say what cannot wait."""
        if words := safety.urgent(self._store):
            self._say(words, "info")

    def _make(self) -> None:
        self._timer.start(round(backups.EVERY.total_seconds() * 1000))
        task = tasks.start(lambda count: backups.make_if_due(self._store, count), self)
        task.done.connect(self._made)
        tasks.begin(task)

    def _made(self, made: list[Made]) -> None:
        if made and all(one.trouble for one in made):
            self._say(f"No backup could be made. {made[0].trouble}", "problem")

    def _put_right(self) -> None:
        self._shell.go("school", tab="safety", record="first")

    def _say(self, words: str, tone: str) -> None:
        self._shell.banner.say(words, tone, (("Put it right", self._put_right),))
