"""Several lines of plain text that grow with what is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from gradesk.ui.kit.forms.blanks import BlankMarks
from gradesk.ui.kit.in_hand import show_whole
from gradesk.ui.kit.layouts import SETTLING

MOST_PASTED = 20_000  # characters; no field keeps more, and laying out a million freezes the window
TOO_MUCH = f"That is longer than {MOST_PASTED:,} characters, so it was not put in; it is still on the clipboard."
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)


class GrowingText(QPlainTextEdit):
    """Several lines of plain text that grow with what is written; Tab goes on to the next field."""

    too_much = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self._came_by_key = False
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._marks = BlankMarks(self.document())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def at_least(self, lines: int) -> None:
        """Have room for so many lines before anything is written."""
        self._lines = lines
        self._grow()

    def _grow(self) -> None:
        lines = max(self._lines, int(self.document().size().height()))
        height = round(QFontMetricsF(self.font()).lineSpacing() * lines + 22)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow anew when lines break elsewhere because there is less width; Qt tells of no such change."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Grow anew when the size of text changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by key goes on behind what stands there, with a word of its own."""
        super().focusInEvent(event)
        self._came_by_key = event.reason() in _BY_KEY
        if self._came_by_key:
            self.moveCursor(QTextCursor.MoveOperation.End)
            # After the page has brought the cursor into sight, for which half of the field is enough.
            QTimer.singleShot(SETTLING + 5, self, lambda: show_whole(self))

    def go_on(self, at: int) -> None:
        """Put the cursor back into words that were being typed, to go on with them letter by letter."""
        self._came_by_key = False
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first letter does not run into the word before it."""
        typed, cursor = event.text(), self.textCursor()
        if self._came_by_key and typed:
            self._came_by_key = False
            before = self.toPlainText()[-1:]
            if typed.isalnum() and cursor.atEnd() and not cursor.hasSelection() and before.strip():
                cursor.insertText(" ")
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take in what is pasted or dropped, unless it is more than any field keeps."""
        if len(source.text()) > MOST_PASTED:
            self.too_much.emit()
            return
        super().insertFromMimeData(source)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, never the field."""
        event.ignore()
