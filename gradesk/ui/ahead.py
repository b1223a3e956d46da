"""What the passphrase's field does without is loaded while somebody types into it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from gradesk.ui import tasks
else:
    tasks = lazily("gradesk.ui.tasks")

FRAME = 16  # ms: the field is painted first
SMOOTH = (
    0.0002  # s: how long loading may keep the interpreter while a key waits; each key asks for it some twenty times
)


def nothing() -> None:
    """There is nothing to wait for."""


class Ahead(QObject):
    """Loads on a thread of its own, once there is a window. Nothing of a school is read: there is no passphrase yet."""

    def __init__(self, load: Callable[[], object], window: QWidget) -> None:
        super().__init__(window)
        self._load = load
        self._thread: threading.Thread | None = None
        QTimer.singleShot(FRAME, self, self._begin)

    def wait(self) -> None:
        """Return when everything is loaded. A worker waits so for what was begun, while the window goes on."""
        if self._thread is None:
            self._load()
        else:
            self._thread.join()

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        sys.setswitchinterval(SMOOTH)
        try:
            self._load()
        finally:
            gc.freeze()  # modules are no garbage, and need not be walked through each time some is looked for
            sys.setswitchinterval(tasks.SWITCH)
