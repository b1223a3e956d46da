"""A thin bar below the words of a cell: how much of something there is, which the words say too."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

SHARE = Qt.ItemDataRole.UserRole + 7  # of the whole, from 0 to 1; None for no bar
THICK, EDGE = 3, 4  # pixels


class BarDelegate(QStyledItemDelegate):
    """Draws the cell as it is, and then the bar."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The bar is as long as its share of the cell, on a line as long as the cell."""
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if share is None:
            return
        area: QRect = option.rect
        whole = QRect(area.left() + EDGE, area.bottom() - THICK, max(area.width() - 3 * EDGE, 1), THICK)
        part = QRect(whole.left(), whole.top(), round(whole.width() * min(max(share, 0.0), 1.0)), THICK)
        palette: QPalette = option.palette
        painter.fillRect(whole, palette.color(QPalette.ColorRole.Mid))
        painter.fillRect(part, palette.color(QPalette.ColorRole.Link))
