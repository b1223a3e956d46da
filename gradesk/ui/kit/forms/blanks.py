"""Blanks in typed words: seen until they are filled, and gone to one after the other by a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gradesk.model.rules.words.blanks import blanks

BLANK = "A blank is a place in [square brackets] that words from the bank leave for what only you know."


class BlankMarks(QSyntaxHighlighter):
    """Draws every blank of a text bold and underlined, so that it is seen without colour."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._format = QTextCharFormat()
        self._format.setFontWeight(QFont.Weight.Bold)
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)

    def highlightBlock(self, text: str) -> None:
        """Mark the blanks of one paragraph."""
        for start, end in blanks(text):
            self.setFormat(start, end - start, self._format)


def count_blanks(root: QWidget) -> int:
    """How many blanks the fields inside a widget still have."""
    return sum(len(blanks(_text(field))) for field in _fields(root))


def go_to_next_blank(root: QWidget, settle: Callable[[], object], *, around: bool = True) -> bool:
    """Select the next blank after the cursor, over all fields inside a widget and round again; False when there is none.

    Without `around` it ends at the last field, for pages that go on elsewhere.

    One that is passed over stays a blank: an example from the bank is nothing that was seen of this child. `settle` is
    called first, so that what follows from a filled blank, such as a whole sentence, is not asked for again.
    """
    fields = _fields(root)
    focused = next((place for place, field in enumerate(fields) if field.hasFocus()), -1)
    here = 0
    if focused >= 0:
        here = _passed(fields[focused])
    settle()
    order = [*range(max(focused, 0), len(fields)), *(range(max(focused, 0)) if around else ())]
    for place in order:
        for start, end in blanks(_text(fields[place])):
            if place != focused or start >= here:
                _select(fields[place], start, end)
                return True
    if around and focused >= 0 and (earlier := blanks(_text(fields[focused]))):
        _select(fields[focused], *earlier[0])
        return True
    return False


def _fields(root: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    return [
        child
        for child in root.findChildren(QWidget)
        if isinstance(child, QLineEdit | QPlainTextEdit) and child.isVisibleTo(root) and not child.isReadOnly()
    ]


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _passed(field: QLineEdit | QPlainTextEdit) -> int:
    """Where to look on: behind the blank that is selected, else at the cursor. A blank nobody filled stays one."""
    if isinstance(field, QLineEdit):
        start, chosen = field.selectionStart(), field.selectedText()
        here = start if start >= 0 else field.cursorPosition()
    else:
        cursor = field.textCursor()
        here, chosen = cursor.selectionStart(), cursor.selectedText()
    return here + len(chosen) if blanks(chosen) else here


def _select(field: QLineEdit | QPlainTextEdit, start: int, end: int) -> None:
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, QLineEdit):
        field.setSelection(start, end - start)
        return
    cursor = field.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
