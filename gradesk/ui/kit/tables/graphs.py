"""A small graph in a cell of a table; what it says in words is read out and stands in its tooltip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gradesk.ui.kit.pictures.spark import SparkLine
from gradesk.ui.looks.theme import Theme

EDGE = 10


class Graphs(QStyledItemDelegate):
    """Draws `line_of` a row instead of its words where there is a line to draw."""

    def __init__(self, parent: QObject, theme: Callable[[], Theme], line_of: Callable[[int], SparkLine]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line_of = line_of

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """No words under a graph."""
        super().initStyleOption(option, index)
        shown: Any = option
        if self._line_of(index.row()).points:
            shown.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell as every other, and the graph in it."""
        super().paint(painter, option, index)
        shown: Any = option
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(shown.rect).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        self._line_of(index.row()).draw(painter, box, self._theme(), 2.5)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A graph is content with two lines of words."""
        del index
        shown: Any = option
        height = shown.fontMetrics.height()
        return QSize(4 * height, 2 * height)
