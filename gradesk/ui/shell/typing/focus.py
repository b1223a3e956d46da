"""Watching the one widget that has the focus: keys go nowhere else, and a filter on the whole program would be asked at
every event there is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusWatch(QObject):
    """An event filter that stands before whatever has the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        self._is_watching = True
        application.focusChanged.connect(self._follow)
        self._stand_before(application.focusWidget())

    def let_go(self) -> None:
        """Watch nothing any more."""
        if self._is_watching:
            self._is_watching = False
            self._application.focusChanged.disconnect(self._follow)
            self._stand_before(None)

    def moved(self) -> None:
        """The focus went elsewhere."""

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._stand_before(now)
        self.moved()

    def _stand_before(self, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now
        if now is not None:
            now.installEventFilter(self)
