"""Waiting until Qt has painted something."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget

from gradesk.__main__ import open_window

MOST_ROUNDS = 100_000


def _work() -> None:
    """Do what the program's own loop would: what is to be deleted later goes only there, or would pile up in what is measured."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Painted(QObject):
    """Notices every painting of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let the event go on."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def until(reached: Callable[[], bool], pause: int = 0) -> None:
    """Let the window work until something is so, and until it has nothing more to do; `pause` ms where others work."""
    for _ in range(MOST_ROUNDS):
        _work()
        if pause:
            QThread.msleep(pause)
        if reached():
            _work()
            return
    raise RuntimeError("the window never came so far")


def in_the_window(folder: Path, measured: Callable[[], dict[str, float]]) -> None:
    """Run the program itself on a measured school, with the measuring in place of its event loop, and print what it says."""
    answer: dict[str, float] = {}

    def instead() -> int:
        sys.excepthook = sys.__excepthook__  # the program's own says kind and place only
        answer.update(measured())
        return 0

    QApplication.exec = staticmethod(instead)
    open_window(folder, "practice school")
    print(json.dumps(answer))
