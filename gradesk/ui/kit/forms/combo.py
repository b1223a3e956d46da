"""A list of choices in the program's own manner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

NOTHING = "nothing chosen"


class CalmComboBox(QComboBox):
    """A list of choices that the wheel never changes: it scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
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

    def showPopup(self) -> None:
        """The list is read out under the name of what it is for."""
        self.view().setAccessibleName(self.accessibleName())
        super().showPopup()

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
