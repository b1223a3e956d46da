"""The board in a place with less room than it needs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea

from gradesk.ui.kit.board.board import BarBoard


class BoardArea(QScrollArea):
    """The bar in hand stays in sight, also where something opens below and takes room away."""

    def __init__(self, bars: BarBoard) -> None:
        super().__init__()
        self._bars = bars
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(bars)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the bar in hand in sight."""
        super().resizeEvent(event)
        self._bars.bring()
