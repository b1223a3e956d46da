"""Waiting until somebody who types makes a pause, and not for ever."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE = 900  # ms after the last key
AT_MOST = 1_500  # ms after the first one: whoever types without a pause loses no more than that


class Pause(QObject):
    """`came` is sent when nothing was typed for a while, and at the latest when the first word has waited long enough."""

    came = Signal()

    def __init__(self, parent: QObject, pause: int = PAUSE, at_most: int = AT_MOST) -> None:
        super().__init__(parent)
        self._pause, self._longest = QTimer(self), QTimer(self)
        for timer, length in ((self._pause, pause), (self._longest, at_most)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self._came)

    def start(self) -> None:
        """Something was typed."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def stop(self) -> None:
        """Nothing waits any more."""
        self._pause.stop()
        self._longest.stop()

    def isActive(self) -> bool:
        """Whether something waits."""
        return self._pause.isActive()

    def _came(self) -> None:
        self.stop()
        self.came.emit()
