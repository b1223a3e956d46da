"""A list of choices in the program's own manner."""

from __future__ import annotations

import re
import time

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

NOTHING = "nothing chosen"


_AROUND = 2.8  # times the height of a line: padding, the arrow and the frame beside the words


class CalmComboBox(QComboBox):
    """A list of choices that the wheel never changes: it scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
        self._digits, self._typed_at = "", 0.0
        self.model().rowsInserted.connect(lambda _parent, first, last: self._say_empty(first, last))

    def _say_empty(self, first: int, last: int) -> None:
        for place in range(first, last + 1):
            if not self.itemText(place).strip():
                self.setItemData(place, NOTHING, Qt.ItemDataRole.AccessibleTextRole)

    def setAccessibleName(self, name: str) -> None:
        """The line of one that is typed in is called as the whole is."""
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Room for the longest choice where that is wanted: Qt remembers what it needed before it was dressed."""
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToContents:
            metrics = self.fontMetrics()
            longest = max((metrics.horizontalAdvance(self.itemText(place)) for place in range(self.count())), default=0)
            hint.setWidth(max(hint.width(), longest + round(_AROUND * metrics.height())))
        return hint

    def showPopup(self) -> None:
        """The list is read out under the name of what it is for."""
        self.view().setAccessibleName(self.accessibleName())
        self.view().installEventFilter(self)
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number finds what ends with it, such as “Year 4”, where nothing begins with it."""
        place = -1 if self.isEditable() else self._by_number(event)
        if place < 0:
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(place)
        self.activated.emit(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same in the open list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.isEditable():
            place = self._by_number(event)
            if place >= 0:
                self.view().setCurrentIndex(self.model().index(place, self.modelColumn(), self.rootModelIndex()))
                return True
        return super().eventFilter(watched, event)

    def _by_number(self, event: QKeyEvent) -> int:
        """The place of the entry a typed number means; -1 where Qt’s own search by the first letters knows better."""
        typed, now = event.text(), time.monotonic()
        chord = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if chord or not (typed.isascii() and typed.isdigit()):
            self._digits = ""
            return -1
        soon = QApplication.keyboardInputInterval() / 1000
        self._digits = self._digits + typed if now - self._typed_at <= soon else typed
        self._typed_at = now
        texts = [self.itemText(place) for place in range(self.count())]
        for digits in dict.fromkeys((self._digits, typed)):
            if any(text.startswith(digits) for text in texts):
                return -1
            ends = re.compile(rf"(?<!\d){digits}$")
            if found := [place for place, text in enumerate(texts) if ends.search(text)]:
                self._digits = digits
                return min(found, key=lambda place: len(texts[place]))  # “Year 1” before “Early years 1”
        return -1

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; a choice is made by click or key."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A choice that has no room ends in three dots."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        margin = 2 * self.fontMetrics().averageCharWidth()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, max(room - margin, 0)
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
