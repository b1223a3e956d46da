"""The line that says to which day a planned end is being dragged."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from gradesk.model.rules.days.school_year import day_words, span_of
from gradesk.model.rules.river.story import Story
from gradesk.model.rules.river.window import Window
from gradesk.ui.kit.river.brush import RiverBrush


def paint_drag(painter: QPainter, brush: RiverBrush, window: Window, story: Story, day: date, size: QSizeF) -> None:
    """Draw it from top to foot, with the day in words."""
    x = window.x(day.toordinal() + 1)
    painter.setPen(QPen(brush.colour("focus"), 2, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, 0), QPointF(x, size.height()))
    off = "" if not story.terms or span_of(day, story.terms) else ", in the holidays"
    words = f" until {day_words(day, story.today)}{off} "
    width = brush.measure(words) + 8
    left = min(max(x - width - 4, window.left), size.width() - width)
    box = QRectF(left, size.height() - brush.ink.line * 1.3, width, brush.ink.line * 1.3)
    painter.fillRect(box, brush.colour("focus"))
    painter.setPen(brush.colour("card"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
