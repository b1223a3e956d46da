"""Tabs that only a click or a key turns; the wheel is for scrolling what is under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QTabBar, QTabWidget, QWidget

from gradesk.ui.kit.layouts import row


class _CalmBar(QTabBar):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmTabs(QTabWidget):
    """A tab widget in the program's own manner."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabBar(_CalmBar())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar has the focus, and is what is read out
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)  # its line would stand above the tabs, not below
        self.setUsesScrollButtons(True)
        self._title: QWidget | None = None
        self._words: QWidget | None = None

    def head_with(self, title: QWidget, *beside: QWidget) -> None:
        """The page's title before the tabs and what belongs to all of them behind, in the one row they share."""
        left, right = QWidget(), QWidget()
        before, behind = row(title), row(*beside)
        before.setContentsMargins(0, 0, 12, 0)
        left.setLayout(before)
        right.setLayout(behind)
        self.setCornerWidget(left, Qt.Corner.TopLeftCorner)
        self.setCornerWidget(right, Qt.Corner.TopRightCorner)
        self._title = left
        self._words = right if all(isinstance(one, QLabel) for one in beside) else None
        right.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when the words beside the tabs change."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the size of text changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit anew: much changes while a page is out of sight."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """At large text the tabs are what one needs: words beside them give way first, then the title."""
        right = self.cornerWidget(Qt.Corner.TopRightCorner)
        if self._title is None or right is None:
            return
        tabs, title, beside = (one.sizeHint().width() for one in (self.tabBar(), self._title, right))
        if self._words is not None:
            self._words.setVisible(title + tabs + beside <= self.width())
            beside = beside if title + tabs + beside <= self.width() else 0
        self._title.setVisible(title + tabs + beside <= self.width())
        self.setDocumentMode(True)  # which lays title, tabs and words out anew
        self.tabBar().setDrawBase(False)
