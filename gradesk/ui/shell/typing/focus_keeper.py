"""The focus is never lost: when what had it is gone, it goes to what is left nearest to it, and keys and voice go on there.

Qt gives it to nobody when a widget is deleted, leaves it on one that is hidden when it finds no other, and gives it to a
page out of sight when somebody asks late for it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gradesk.ui.kit.layouts import is_gone
from gradesk.ui.kit.order import stops_in
from gradesk.ui.shell.typing.focus import FocusWatch

_ON_PURPOSE = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
_GOING = (QEvent.Type.Hide, QEvent.Type.EnabledChange)


class FocusKeeper(FocusWatch):
    """Remembers in what the focus stands. `page` is where it goes when nothing of that is left."""

    def __init__(self, window: QWidget, page: Callable[[], QWidget]) -> None:
        self._window, self._page = window, page
        self._around: list[QWidget] = []
        super().__init__(window)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.bring_back)
        # A window that gets its turn back with nobody in it tells of no change of focus: from nobody to nobody is none.
        self._application.focusWindowChanged.connect(self._look_soon)

    def let_go(self) -> None:
        """Watch nothing any more."""
        if self._is_watching:
            self._application.focusWindowChanged.disconnect(self._look_soon)
            self._soon.stop()
        super().let_go()

    def moved(self) -> None:
        """Remember what is around it, or that it is nowhere."""
        now = self._application.focusWidget()
        if not _is_there(now):
            self._look_soon()
        elif now is not None and self._window.isAncestorOf(now):
            self._around = []
            while now is not None and now is not self._window:
                self._around.append(now)
                now = now.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has the focus may be hidden with all that it stands in."""
        if event.type() in _GOING:
            self._look_soon()
        return super().eventFilter(watched, event)

    def _look_soon(self, _window: object = None) -> None:
        # Most often something else takes it in the same breath, or its page is shown.
        self._soon.start()

    def bring_back(self) -> bool:
        """Give the focus to what is nearest, unless it is in sight; whether it was given."""
        if _is_there(self._application.focusWidget()) or not self._window.isActiveWindow():
            return False
        for widget in [*self._around, self._page()]:
            if not isValid(widget) or not widget.isVisible() or is_gone(widget):
                continue
            stop = next((one for one in stops_in(widget) if one.isVisible() and one.isEnabled()), None)
            if stop is not None:
                stop.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        self._page().setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _is_there(widget: QWidget | None) -> bool:
    """Whether it is in sight, or comes into sight by itself: what was just made is shown a moment later."""
    if widget is None or not widget.isEnabled():
        return False
    here: QWidget | None = widget
    while here is not None and not here.isVisible():
        if here.isHidden() and here.testAttribute(_ON_PURPOSE):
            return False
        here = here.parentWidget()
    return True
