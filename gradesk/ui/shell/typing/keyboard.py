"""Keys that must not do what they look like: letters never press buttons, a sign typed by its number opens no tab, and a line
in which nothing was typed keeps no Undo from the record."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit

from gradesk.ui.qt_names import Qt
from gradesk.ui.shell.typing.focus import FocusWatch


class CarefulKeys(FocusWatch):
    """Stands before whatever has the focus."""

    def __init__(self, application: QApplication) -> None:
        self._typed_on: QObject | None = None  # the button that letters were typed on
        super().__init__(application)

    def moved(self) -> None:
        """What was typed on a button before says nothing of this one."""
        self._typed_on = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take away the space of words typed on a button, and Alt with a digit of the number pad from the shortcuts."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and _is_by_number(event):
            event.accept()  # Windows writes é for Alt+0233; the digits are no Alt+2, Alt+3
            return True
        if event.type() == QEvent.Type.ShortcutOverride and _has_no_use(watched, event):
            event.ignore()  # Qt's own fields take the key whether they have something to take back or not
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QAbstractButton):
            if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
                return self._typed_on is watched
            if event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._typed_on = watched
        return super().eventFilter(watched, event)


def _is_by_number(event: QKeyEvent) -> bool:
    with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    on_pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return with_alt and on_pad and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9


def _has_no_use(watched: QObject, event: QKeyEvent) -> bool:
    """Whether a field has nothing typed to take back or do again, so that the key is the window's."""
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    if not (undo or redo) or not isinstance(watched, QLineEdit | QPlainTextEdit):
        return False
    if isinstance(watched, QPlainTextEdit):
        document = watched.document()
        return not (document.isUndoAvailable() if undo else document.isRedoAvailable())
    if not watched.text() and watched.property("fleeting") is True:
        return True  # a search that was emptied is nothing to take back
    return not (watched.isUndoAvailable() if undo else watched.isRedoAvailable())
