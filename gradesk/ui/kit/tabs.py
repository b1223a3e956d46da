"""Tabs that only a click or a key turns; the wheel is for scrolling what is under them."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTabBar, QTabWidget


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
