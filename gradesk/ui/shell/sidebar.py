"""The navigation at the left: as wide as its words, and it scrolls where large text leaves no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

LEAST = 120  # pixels of height


class Sidebar(QScrollArea):
    """Holds the buttons of the navigation."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.installEventFilter(self)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the words, and as high as there is room."""
        return QSize(self.minimumWidth(), LEAST)

    def minimumSizeHint(self) -> QSize:
        """The same: it scrolls."""
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as wide as the words are now: they grow with the size of text."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar where it shows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        content = self.widget()
        if content is None:
            return
        wanted = content.sizeHint()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) if wanted.height() > self.height() else 0
        if self.width() != wanted.width() + bar:
            self.setFixedWidth(wanted.width() + bar)
