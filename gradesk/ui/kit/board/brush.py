"""Draws a board: its weeks, lanes and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from gradesk.ui.kit.board.values import GAP, BarOf
from gradesk.ui.looks.theme import Theme

if TYPE_CHECKING:
    from gradesk.ui.kit.board.board import BarBoard


class BoardBrush:
    """Draws a board once."""

    def __init__(self, board: BarBoard, painter: QPainter, theme: Theme) -> None:
        self._board, self._painter, self._theme = board, painter, theme

    def paint(self, view: QRect) -> None:
        """Draw what lies in view."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._weeks()
        for place in range(len(self._board.lanes)):
            self._lane(place)
        for place, one in enumerate(self._board.laid):
            box = self._board.box(place, shown=True)
            if view.intersects(box):
                self._bar(QRectF(box), one.bar, is_here=one.bar is self._board.here)

    def _weeks(self) -> None:
        board, painter, theme = self._board, self._painter, self._theme
        line, metrics = board.line, painter.fontMetrics()
        for place, (one, (left, wide)) in enumerate(zip(board.weeks, board.slots(), strict=True)):
            column = QRectF(left, 0, wide, board.height())
            if place == board.week:
                painter.fillRect(column, theme.colour("accent_soft"))
            if one.gap:
                painter.fillRect(QRectF(left - wide * GAP + 2, 0, wide * GAP - 4, board.height()), theme.colour("term"))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(column.topLeft(), column.bottomLeft())
            texts = (one.heading, one.under, f"{one.load}{' !' if one.is_tall else ''}")
            for number, text in enumerate(texts):
                font = QFont(board.font())
                font.setBold(number == 0 and one.is_now)
                painter.setFont(font)
                painter.setPen(theme.colour("text" if number != 1 else "quiet"))
                box = QRectF(left + 3, 2 + number * line, wide - 5, line)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(board.font())

    def _lane(self, place: int) -> None:
        board, painter, theme = self._board, self._painter, self._theme
        lane, line, top = board.lanes[place], board.line, board.top(place)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, top, board.width(), top)
        wide = board.gutter - 10
        roles = ("text", "alert_text" if lane.is_over else "quiet")
        for number, (text, role) in enumerate(zip((lane.name, lane.note), roles, strict=True)):
            painter.setPen(theme.colour(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRectF(4, top + 5 + number * line, wide, line), Qt.AlignmentFlag.AlignVCenter, shown)

    def _bar(self, box: QRectF, bar: BarOf, *, is_here: bool) -> None:
        painter, theme = self._painter, self._theme
        painter.setBrush(theme.colour("selected" if is_here else "card"))
        edge = "alert_text" if bar.clashes else "accent"
        if is_here and self._board.hasFocus():
            edge = "focus"
        pen = QPen(theme.colour(edge), 3 if is_here else 1.5)
        pen.setStyle(Qt.PenStyle.DashLine if bar.lacks and not is_here else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        signs = ("! " if bar.clashes else "") + ("○ " if bar.lacks else "")
        label = signs + bar.label + (" →" if bar.is_open_ended else "")
        painter.setPen(theme.colour("text"))
        inside = box.adjusted(7, 0, -5, 0)
        shown = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
