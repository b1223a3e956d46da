"""A list of choices in the program's own manner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter


class CalmComboBox(QComboBox):
    """A list of choices that the wheel never changes: it scrolls the page."""

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
