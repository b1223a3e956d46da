"""A small graph of a target between reviews: where it starts, its steps, and the goal."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.ui.kit.labels import tip
from gradesk.ui.theme import Theme

WIDE, HIGH, EDGE = 260, 64, 8


@dataclass(frozen=True)
class SparkPoint:
    """One day with its height."""

    day: date
    height: float


class Spark(QWidget):
    """Draws the steps as a line with dots; the goal is dashed and named. All of it is said in words too."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._start: float | None = None
        self._points: Sequence[SparkPoint] = ()
        self._goal: float | None = None
        self._down = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_line(
        self, start: float | None, points: Sequence[SparkPoint], goal: float | None, lower_is_better: bool, words: str
    ) -> None:
        """Show a line; `words` is what a screen reader says."""
        self._start, self._points, self._goal, self._down = start, points, goal, lower_is_better
        self.setAccessibleName(words)
        self.setToolTip(tip(words))
        if self.parentWidget() is not None or not points:
            self.setVisible(bool(points))  # a widget without a parent would show itself as a window
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As big as the text asks."""
        theme = self._theme()
        return QSize(theme.px(WIDE), theme.px(HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if not self._points:
            return
        theme = self._theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(EDGE, EDGE, -theme.px(76), -EDGE)
        dots = self._dots(box)
        if self._goal is not None:
            level = self._level(self._goal, box)
            painter.setPen(QPen(theme.colour("good_text"), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), level), QPointF(box.right(), level))
            way = "↓" if self._down else "↑"
            label = QRectF(box.right() + 6, level - theme.px(11), theme.px(70), theme.px(22))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, f"goal {self._goal:g} {way}")
        painter.setPen(QPen(theme.colour("accent"), 2))
        for one, other in itertools.pairwise(dots):
            painter.drawLine(one, other)
        painter.setBrush(theme.colour("accent"))
        for place, dot in enumerate(dots):
            begins = place == 0 and self._start is not None
            painter.setBrush(theme.colour("card") if begins else theme.colour("accent"))
            painter.drawEllipse(dot, 4, 4)
        painter.end()

    def _dots(self, box: QRectF) -> list[QPointF]:
        first, last = self._points[0].day, self._points[-1].day
        span = max((last - first).days, 1)
        lead = 0.14 if self._start is not None else 0.0
        found = [QPointF(box.left(), self._level(self._start, box))] if self._start is not None else []
        for point in self._points:
            share = lead + (1 - lead) * ((point.day - first).days / span if last > first else 0.5)
            found.append(QPointF(box.left() + box.width() * share, self._level(point.height, box)))
        return found

    def _level(self, height: float, box: QRectF) -> float:
        heights = [point.height for point in self._points]
        heights += [edge for edge in (self._start, self._goal) if edge is not None]
        low, high = min(heights), max(heights)
        if high == low:
            return box.center().y()
        return box.bottom() - (height - low) / (high - low) * box.height()
