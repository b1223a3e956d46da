"""How a cell of the week is painted: sessions one below the other, their state in words, places that light up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gradesk.model.rules.week.parts import LESSON
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screens.term.week.model import WeekModel
from gradesk.ui.screens.term.week.sheet import FREE, Piece, detail, states

Index = QModelIndex | QPersistentModelIndex
BADGE = 36  # pixels at 100 % below which only a letter has room
TIGHT = 70  # pixels at 100 % below which only a name has room


class CellPainter(QStyledItemDelegate):
    """Paints the cells of a week."""

    def __init__(self, model: WeekModel, theme: Callable[[], Theme], parent: QTableView) -> None:
        super().__init__(parent)
        self._model, self._theme, self._view = model, theme, parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        theme, model = self._theme(), self._model
        box: QRect = option.rect
        slot = model.slot(index)
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, theme.colour("card"))
        if slot is None or (slot.period.kind != "lesson"):
            painter.fillRect(box, theme.colour("page"))
        if slot is None or model.sheet.state(slot) != FREE:
            painter.fillRect(box, QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        if slot is not None and model.sheet.by_adult and index.column() and self._is_new_day(index):
            painter.fillRect(QRect(box.left(), box.top(), 2, box.height()), theme.colour("edge"))
        pieces = model.pieces(index)
        room = box.adjusted(3, 2, -2, -2)
        offered = model.hand.of((index.row(), index.column())) if model.hand is not None else ()
        if offered:
            is_here = model.hand is not None and model.hand.cell == (index.row(), index.column())
            high = self._line(painter) * (2 if not pieces and box.width() >= theme.px(TIGHT) else 1) + 4
            mark = QRect(room.left(), room.bottom() - high + 1, room.width(), high)
            self._paint_offer(painter, theme, mark if pieces else room, self._cost_words(index), is_here=is_here)
            room = room.adjusted(0, 0, 0, -high) if pieces else QRect()
        if pieces and room.height() > 0:
            self._paint_pieces(painter, theme, room, pieces, index)
        self._paint_frame(painter, theme, box, index)
        painter.restore()

    def _is_new_day(self, index: Index) -> bool:
        here = self._model.slot(index)
        before = self._model.sheet.slot(index.row(), index.column() - 1)
        return here is not None and before is not None and here.day != before.day

    def _line(self, painter: QPainter) -> int:
        return painter.fontMetrics().height()

    def _cost_words(self, index: Index) -> str:
        hand = self._model.hand
        offered = hand.of((index.row(), index.column())) if hand is not None else ()
        if hand is None or not offered:
            return ""
        one = hand.here if hand.cell == (index.row(), index.column()) and hand.here is not None else offered[0]
        words = one.words.replace("nothing is missed", "nothing missed")
        return f"{one.at.split()[-1]} {words}"

    def _paint_offer(self, painter: QPainter, theme: Theme, box: QRect, words: str, *, is_here: bool) -> None:
        fill, ink = ("accent", "accent_text") if is_here else ("good", "good_text")
        painter.setPen(QPen(theme.colour(ink if not is_here else "focus"), 2 if is_here else 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour(ink))
        if box.width() < theme.px(BADGE):
            return
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(4, 1, -3, -1), int(flags), words)

    def _paint_pieces(self, painter: QPainter, theme: Theme, room: QRect, pieces: list[Piece], index: Index) -> None:
        line = self._line(painter)
        each = min(max(room.height() // len(pieces), line + 2), 3 * line + 4)
        shown = max(room.height() // each, 1)
        is_here = index == self._current()
        for number, piece in enumerate(pieces[:shown]):
            box = QRect(room.left(), room.top() + number * each, room.width(), each - 1)
            rest = len(pieces) - shown if number == shown - 1 else 0
            in_hand = is_here and number == self._model.inner % len(pieces)
            self._paint_piece(painter, theme, box, piece, rest, is_here=in_hand and len(pieces) > 1)

    def _paint_piece(
        self, painter: QPainter, theme: Theme, box: QRect, piece: Piece, rest: int, *, is_here: bool
    ) -> None:
        shown = self._model.sheet.shown
        told = states(piece, shown)
        fill, ink = _colours(piece, told)
        in_hand = self._model.hand is not None and piece.key == (self._model.hand.bar.uuid, self._model.hand.before)
        pen = QPen(theme.colour("focus" if is_here else ink), 2 if is_here else 1)
        if "proposed" in told or in_hand:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(theme.colour(ink))
        if box.width() < theme.px(BADGE):
            sign = "!" if "clash" in told else piece.bar.name[:1]
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
            return
        line, inside = self._line(painter), box.adjusted(4, 1, -3, 0)
        name = f"+{rest} {piece.bar.name}" if rest else piece.bar.name
        name = f"! {name}" if "clash" in told else name
        name = f"… {name}" if piece.goes_on else name
        lines = [name, f"{piece.kind_word}, {detail(piece)}" if _is_named(piece) else detail(piece)]
        if told:
            lines.insert(1, ", ".join(told))
        high = max(box.height() // line, 1)
        if told and high == 2 and box.width() >= theme.px(TIGHT):
            lines = [name, f"{', '.join(told)}; {detail(piece)}"]
        for number, words in enumerate(lines[:high]):
            font = QFont(painter.font())
            font.setBold(number == 0)
            painter.setFont(font)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside.left(), inside.top() + number * line + painter.fontMetrics().ascent(), cut)
        font = QFont(painter.font())
        font.setBold(False)
        painter.setFont(font)

    def _paint_frame(self, painter: QPainter, theme: Theme, box: QRect, index: Index) -> None:
        if index == self._current():
            colour: QColor = theme.colour("focus" if self._view.hasFocus() else "edge")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 3))
            painter.drawRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5))

    def _current(self) -> QModelIndex:
        return self._view.currentIndex()


class NarrowHeader(QHeaderView):
    """The titles of the columns; where a column is too narrow for the usual edges, its letters stand without them."""

    def __init__(self, theme: Callable[[], Theme], parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title."""
        theme = self._theme()
        if rect.width() >= theme.px(BADGE):
            super().paintSection(painter, rect, section)
            return
        painter.save()
        painter.fillRect(rect, theme.colour("page"))
        painter.setPen(theme.colour("text"))
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()


def _is_named(piece: Piece) -> bool:
    """Whether its kind has to be said besides its name."""
    return bool(piece.kind_word) and piece.bar.kind != LESSON and piece.kind_word != piece.bar.name


def _colours(piece: Piece, told: list[str]) -> tuple[str, str]:
    if "clash" in told:
        return "alert", "alert_text"
    if "proposed" in told:
        return "good", "good_text"
    if piece.bar.is_support:
        return "accent_soft", "text"
    if piece.bar.kind == LESSON:
        return "term", "text"
    return "warm", "warm_text"
