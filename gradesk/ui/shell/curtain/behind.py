"""What stands behind the curtain: every window of the program is shaded at once, then put out of sight, and brought back.

A window stays where it is, for a question that is hidden counts as answered. What stands in it is hidden, so that no screen
reader finds it and no key reaches it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolTip, QWidget
from shiboken6 import isValid

from gradesk.ui.ask import ONLY_READ

_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
_UNSEEN = Qt.WidgetAttribute.WA_DontShowOnScreen  # a dialog in whose place the system shows its own


class Shade(QWidget):
    """An empty page over one window, as large as that.

    What has the `focus` there is not told that it lost it: a cell that is open would close, and a search fold itself away.
    """

    def __init__(self, window: QWidget, focus: QWidget | None) -> None:
        super().__init__(window)
        self.setObjectName("scrolled")  # the ground of a page, in every theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Covered")
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        if focus is not None:
            focus.installEventFilter(self)
        self.show()
        self.raise_()
        self.repaint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and keep a question so that fits itself to what stands in it."""
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, QDialog):
            return self.isVisible()
        if event.type() == QEvent.Type.FocusOut:
            return self.isVisible()
        if event.type() == QEvent.Type.Resize and watched is self.parent() and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


class _Shaded:
    """One window behind the curtain, and how it was."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self._title = window.windowTitle()
        self._focus = window.focusWidget()
        self._chosen = _chosen_in(self._focus)
        self._hidden: list[QWidget] = []
        self._shade = Shade(window, self._focus)
        window.setWindowTitle("Gradesk")

    def put_away(self) -> None:
        """Hide what stands in it."""
        self._lay_out(False)
        for child in self.window.children():
            if isinstance(child, QWidget) and not child.isWindow() and child is not self._shade and child.isVisible():
                self._hidden.append(child)
                child.hide()

    def _lay_out(self, on: bool) -> None:
        """A question is as large as what stands in it, and would shrink to nothing."""
        if isinstance(self.window, QDialog) and (layout := self.window.layout()) is not None:
            layout.setEnabled(on)
            if on:
                layout.update()

    def bring_back(self) -> None:
        """Show it as it was, the cursor where it stood."""
        if not isValid(self.window):
            return
        if self.window.windowTitle() == "Gradesk":  # unless somebody gave it another one meanwhile
            self.window.setWindowTitle(self._title)
        for child in filter(isValid, self._hidden):
            child.show()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
            _choose_again(self._focus, self._chosen)
        if isValid(self._shade):
            self._shade.hide()
            self._shade.deleteLater()
        self._lay_out(True)


class Behind:
    """All windows but the cover."""

    def __init__(self, cover: QWidget) -> None:
        self._cover = cover
        self._shaded: list[_Shaded] = []
        self.active = QApplication.activeModalWidget() or QApplication.activeWindow()

    @property
    def is_asking(self) -> bool:
        """Whether a question stands behind, which nobody could answer any more."""
        return any(not _is_only_read(one) for one in self._dialogs())

    def close_what_is_only_read(self) -> None:
        """Close windows in which nothing is asked, such as the manual: nothing is lost by it."""
        for one in self._dialogs():
            if _is_only_read(one):
                one.reject()

    def _dialogs(self) -> list[QDialog]:
        return [one.window for one in self._shaded if isValid(one.window) and isinstance(one.window, QDialog)]

    def shade(self) -> bool:
        """Shade every window that is in sight and is not shaded yet; whether there was one of those that stay."""
        _close_lists()
        QToolTip.hideText()
        known = [one.window for one in self._shaded]
        found = [
            window
            for window in QApplication.topLevelWidgets()
            if window.isVisible()
            and window is not self._cover
            and window not in known
            and not window.testAttribute(_UNSEEN)
        ]
        for window in found:
            if window.windowType() in _PASSING:
                window.hide()
            else:
                self._shaded.append(_Shaded(window))
        return len(self._shaded) > len(known)

    def put_away(self) -> None:
        """Hide what stands in the shaded windows."""
        for one in self._shaded:
            one.put_away()

    def bring_back(self) -> None:
        """Show all of them as they were."""
        for one in self._shaded:
            one.bring_back()
        self._shaded.clear()


def _close_lists() -> None:
    before: QWidget | None = None
    while (popup := QApplication.activePopupWidget()) is not None and popup is not before:
        popup.close()
        before = popup


def activate(window: QWidget | None) -> None:
    """Give keys to a window again, if it is still there."""
    if window is not None and isValid(window):
        window.activateWindow()


def _chosen_in(focus: QWidget | None) -> tuple[int, int, int] | None:
    """The cursor of a line, and what is chosen in it: from where, how many letters."""
    if not isinstance(focus, QLineEdit):
        return None
    return focus.cursorPosition(), focus.selectionStart(), focus.selectionLength()


def _choose_again(focus: QWidget, chosen: tuple[int, int, int] | None) -> None:
    if chosen is None or not isinstance(focus, QLineEdit):
        return
    cursor, start, length = chosen
    if start < 0:
        focus.setCursorPosition(cursor)
    elif cursor == start:
        focus.setSelection(start + length, -length)
    else:
        focus.setSelection(start, length)


def _is_only_read(window: QDialog) -> bool:
    return bool(window.property(ONLY_READ))
