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
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme

WIDE, HIGH, EDGE = 260, 64, 8


@dataclass(frozen=True)
class SparkPoint:
    """One day with its height."""

    day: date
    height: float


@dataclass(frozen=True)
class SparkLine:
    """A start, the steps, and a goal."""

    start: float | None
    points: Sequence[SparkPoint]
    goal: float | None

    def draw(self, painter: QPainter, box: QRectF, theme: Theme, dot: float) -> None:
        """Draw the steps as a line with dots in a box, and the goal as a dashed one."""
        if not self.points:
            return
        dots = self._dots(box)
        if self.goal is not None:
            level = self.level(self.goal, box)
            painter.setPen(QPen(theme.colour("good_text"), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), level), QPointF(box.right(), level))
        painter.setPen(QPen(theme.colour("accent"), 2))
        for one, other in itertools.pairwise(dots):
            painter.drawLine(one, other)
        for place, at in enumerate(dots):
            begins = place == 0 and self.start is not None
            painter.setBrush(theme.colour("card") if begins else theme.colour("accent"))
            painter.drawEllipse(at, dot, dot)

    def level(self, height: float, box: QRectF) -> float:
        """Where a height stands in the box."""
        heights = [point.height for point in self.points]
        heights += [edge for edge in (self.start, self.goal) if edge is not None]
        low, high = min(heights), max(heights)
        if high == low:
            return box.center().y()
        return box.bottom() - (height - low) / (high - low) * box.height()

    def _dots(self, box: QRectF) -> list[QPointF]:
        first, last = self.points[0].day, self.points[-1].day
        span = max((last - first).days, 1)
        lead = 0.14 if self.start is not None else 0.0
        found = [QPointF(box.left(), self.level(self.start, box))] if self.start is not None else []
        for point in self.points:
            share = lead + (1 - lead) * ((point.day - first).days / span if last > first else 0.5)
            found.append(QPointF(box.left() + box.width() * share, self.level(point.height, box)))
        return found


class Spark(QWidget):
    """Draws the steps as a line with dots; the goal is dashed and named. All of it is said in words too."""

    spoken_as = Role.Graphic

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._line = SparkLine(None, (), None)
        self._down = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_line(
        self, start: float | None, points: Sequence[SparkPoint], goal: float | None, lower_is_better: bool, words: str
    ) -> None:
        """Show a line; `words` is what a screen reader says."""
        self._line, self._down = SparkLine(start, points, goal), lower_is_better
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
        if not self._line.points:
            return
        theme, goal = self._theme(), self._line.goal
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(EDGE, EDGE, -theme.px(76), -EDGE)
        self._line.draw(painter, box, theme, 4)
        if goal is not None:
            level = self._line.level(goal, box)
            way = "↓" if self._down else "↑"
            label = QRectF(box.right() + 6, level - theme.px(11), theme.px(70), theme.px(22))
            painter.setPen(theme.colour("good_text"))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, f"goal {goal:g} {way}")
        painter.end()
