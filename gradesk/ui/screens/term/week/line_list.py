"""A list of lines beside the week: what is still to be placed, what clashes, whose sessions are to be covered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QListWidgetItem

from gradesk.ui.kit.wrapped import WrappedList
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screens.term.week.model import MIME


class LineList(WrappedList):
    """Enter and a double click open a line; letters and keys that are none of a list are sent on by their code. A line that
    is dragged is lifted first.
    """

    opened = Signal(str)
    letter = Signal(str)
    turned = Signal(int)  # ← and →
    moved = Signal(str)
    lifted = Signal(str)
    laid_down = Signal()

    def __init__(self, name: str, least: int, *, drags: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._least = least
        self._shown: list[tuple[str, str]] = []
        self.setDragEnabled(drags)
        self.itemActivated.connect(lambda item: self.opened.emit(str(item.data(Qt.ItemDataRole.UserRole) or "")))
        self.currentItemChanged.connect(lambda *_items: self.moved.emit(self.here))

    def fit(self, theme: Theme) -> None:
        """Keep a least height."""
        self.setMinimumHeight(theme.px(self._least))
        self.measure()

    @property
    def here(self) -> str:
        """The key of the line in hand."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole) or "") if item is not None else ""

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show lines, each with its key; the one in hand stays, or the one in its place."""
        if list(lines) == self._shown:
            return
        here, row = self.here, self.currentRow()
        self._shown = list(lines)
        self.blockSignals(True)
        self.clear()
        for key, words in lines:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.addItem(item)
        self.blockSignals(False)
        keys = [key for key, _ in lines]
        if keys:
            self.setCurrentRow(keys.index(here) if here in keys else min(max(row, 0), len(keys) - 1))
        self.measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; ← and → turn; a letter is somebody else’s, and so is Ctrl+Enter, with which Qt would open too."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        typed = event.text().casefold()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if plain:
                self.opened.emit(self.here)
            else:
                event.ignore()
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif len(typed) == 1 and typed.isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.letter.emit(typed)
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The line is lifted; where it could go lights up meanwhile."""
        if not self.here:
            return
        self.lifted.emit(self.here)
        data = QMimeData()
        data.setData(MIME, b"in hand")
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)
        self.laid_down.emit()
