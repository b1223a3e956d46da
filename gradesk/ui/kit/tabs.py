"""Tabs that only a click or a key turns; the wheel is for scrolling what is under them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from gradesk.ui.kit.layouts import row


class _CalmBar(QTabBar):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmTabs(QTabWidget):
    """A tab widget in the program's own manner."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabBar(_CalmBar())
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)  # its line would stand above the tabs, not below
        self.setUsesScrollButtons(True)

    def head_with(self, title: QWidget, *beside: QWidget) -> None:
        """The page's title before the tabs and what belongs to all of them behind, in the one row they share."""
        left, right = QWidget(), QWidget()
        before, behind = row(title), row(*beside)
        before.setContentsMargins(0, 0, 12, 0)
        left.setLayout(before)
        right.setLayout(behind)
        self.setCornerWidget(left, Qt.Corner.TopLeftCorner)
        self.setCornerWidget(right, Qt.Corner.TopRightCorner)
