"""Every window of Gradesk is kept out of pictures of the screen and of shared screens, where the system can and it is wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow

from gradesk.system.laptop import capture
from gradesk.ui.looks.look import Look


class Unseen(QObject):
    """Follows the windows as they get the focus: a question or the manual is a window of its own."""

    def __init__(
        self,
        parent: QObject,
        look: Look,
        hide: Callable[[int], object] = capture.hide,
        show: Callable[[int], object] = capture.show,
    ) -> None:
        super().__init__(parent)
        self._look, self._hide, self._show = look, hide, show
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._application = application
        application.focusWindowChanged.connect(self._meet)
        look.hiding.connect(self._meet_all)
        self._meet_all()

    def let_go(self) -> None:
        """The school is closed: there is nothing to hide."""
        self._application.focusWindowChanged.disconnect(self._meet)
        self._look.hiding.disconnect(self._meet_all)
        for window in self._application.topLevelWindows():
            self._show(int(window.winId()))

    def _meet(self, window: QWindow | None) -> None:
        if window is not None:
            (self._hide if self._look.hides_from_pictures else self._show)(int(window.winId()))

    def _meet_all(self) -> None:
        for window in self._application.topLevelWindows():
            if window.isVisible():
                self._meet(window)
