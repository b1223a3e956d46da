"""Every key and every move of the mouse, seen where it comes in: at the window, before anything inside knows of it.

A filter on the whole program would be asked at every event there is; the windows themselves get only what comes from
outside. So a key counts also in a menu, a list that is open, a question or the manual.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

COVER = Qt.Key.Key_F12
TWICE = 0.5  # seconds from one Escape to the next
_INPUT = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
    )
)  # fmt: skip


class Watch(QObject):
    """Tells of whatever somebody does (`stirred`), and when it is to be covered at once (`wanted`).

    That is by F12 in any window, or by Escape twice that nothing in the main window had a use for.
    """

    stirred = Signal()
    wanted = Signal()

    def __init__(self, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self._before: list[QWindow] = []
        self._presses = 0
        self._unused = (0, 0.0)  # which press the last Escape was that nothing had a use for, and when
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look_for_list)
        window.installEventFilter(self)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._application = application
        application.focusWindowChanged.connect(self._stand_before)
        self._stand_before(window.windowHandle())
        self._stand_before(QGuiApplication.focusWindow())

    def let_go(self) -> None:
        """Watch nothing any more."""
        self._application.focusWindowChanged.disconnect(self._stand_before)
        self._window.removeEventFilter(self)
        for window in filter(isValid, self._before):
            window.removeEventFilter(self)

    def _stand_before(self, window: QWindow | None) -> None:
        # A window that loses the focus to another keeps its mouse, so nothing is taken away from it.
        self._before = [one for one in self._before if isValid(one)]
        if window is not None and window not in self._before:
            self._before.append(window)
            window.installEventFilter(self)

    def _look_for_list(self) -> None:
        """A menu, or a list that drops down, gets the keys without having the focus; some key or click has opened it."""
        if (popup := QApplication.activePopupWidget()) is not None:
            self._stand_before(popup.windowHandle())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count what comes in; take F12 away from everybody."""
        if isinstance(watched, QWindow):
            return event.type() in _INPUT and self._came_in(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_bare(event, Qt.Key.Key_Escape):
            self._left_over(event)
        return False

    def _came_in(self, event: QEvent) -> bool:
        self.stirred.emit()
        if event.type() != QEvent.Type.MouseMove:
            self._soon.start(0)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self._presses += 1
        if not _is_bare(event, COVER):
            return False
        if not event.isAutoRepeat():
            self.wanted.emit()
        return True

    def _left_over(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        (press, at), now = self._unused, self._clock()
        self._unused = self._presses, now
        if press and press + 1 == self._presses and now - at <= TWICE:
            self._unused = (0, 0.0)
            self.wanted.emit()


def _is_bare(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.key() == key and event.modifiers() == Qt.KeyboardModifier.NoModifier
