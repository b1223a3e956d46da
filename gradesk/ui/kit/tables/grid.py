"""A table that is filled in by one column of figures, as in a spreadsheet: type, Enter, type, Enter; or paste them all."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QWidget

from gradesk.ui.kit.tables.letters import begins_words
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import RowsModel

MOST_PASTED = 200_000  # characters; a class with its names is a few thousand


class GridTable(RowsTable):
    """Any figure or letter begins to write in the column of results and takes the place of what stands there.

    `pasted` carries the text of the clipboard and the row in hand; `too_much` says that it is more than any class.
    """

    pasted = Signal(str, int)
    too_much = Signal()

    def __init__(self, model: RowsModel, name: str, column: int) -> None:
        super().__init__(model, name, column)
        self._column = column

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, paste, empty, go down."""
        here = self.currentIndex()
        typed = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif here.isValid() and begins_words(event):
            self._write_on(here, typed)
        elif here.isValid() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.emptied.emit(here.row(), self._column)
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Hand on what lies on the clipboard."""
        text = QApplication.clipboard().text()
        if len(text) > MOST_PASTED:
            self.too_much.emit()
        else:
            self.pasted.emit(text, max(self.currentIndex().row(), 0))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next row is in hand; what was refused stays behind, marked."""
        row = self.currentIndex().row()
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_to(min(row + 1, self.model().rowCount() - 1), self._column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_on(self, here: QModelIndex, letter: str) -> None:
        self.edit_at_end(self.model().index(here.row(), self._column))
        editor = self._open_line()
        if editor is not None:
            editor.setText(letter)
