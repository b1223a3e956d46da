"""Bars of weeks, stacked by kind in colour and pattern; a number on each; something dragged onto a bar goes to its week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gradesk.ui.kit.labels import tip
from gradesk.ui.theme import Theme

HIGH = 230
DRAGGED = "application/x-gradesk-line"  # what a list must hand over to be taken by a bar
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.Dense6Pattern,
)
ROLES = ("review", "assess", "plan", "do", "accent", "warm_text", "quiet")


@dataclass(frozen=True)
class Bar:
    """One week: its two lines of heading, how many of each kind (by the kind's place), what is said of it, and what lies
    before it (a holiday), empty for nothing."""

    heading: str
    under: str
    counts: dict[int, int]
    words: str
    gap: str = ""
    is_tall: bool = False

    @property
    def total(self) -> int:
        """How many things."""
        return sum(self.counts.values())


class LoadBars(QWidget):
    """The bars. Left and Right choose a week; `chosen` says which; `dropped` that a line was dragged onto a week."""

    chosen = Signal(int)
    dropped = Signal(int)

    def __init__(self, theme: Callable[[], Theme], kinds: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._kinds = tuple(kinds)
        self._bars: Sequence[Bar] = ()
        self._place = 0
        self._over = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName("Coming weeks")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def place(self) -> int:
        """The week chosen, from 0."""
        return self._place

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other weeks; the one chosen stays."""
        self._bars = bars
        self._place = min(self._place, max(len(bars) - 1, 0))
        self._tell()

    def choose(self, place: int) -> None:
        """Choose a week."""
        if 0 <= place < len(self._bars) and place != self._place:
            self._place = place
            self._tell()
            self.chosen.emit(place)

    def sizeHint(self) -> QSize:
        """As high as the text asks, and never wider than the page."""
        return QSize(320, self._theme().px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """It may be made narrow."""
        return QSize(200, self._theme().px(HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose a week, Home and End the first and the last."""
        steps = {
            Qt.Key.Key_Left: self._place - 1,
            Qt.Key.Key_Right: self._place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._bars) - 1,
        }
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.choose(max(0, min(steps[Qt.Key(event.key())], len(self._bars) - 1)))
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a week."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(self.at(event.position()))

    def event(self, event: QEvent) -> bool:
        """The tooltip says all of a week in words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.at(QPointF(event.pos()))
            if place >= 0:
                QToolTip.showText(event.globalPos(), tip(self._bars[place].words), self)
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take lines of the list below, and nothing else."""
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show over which week it is."""
        self._over = self.at(event.position())
        event.setAccepted(self._over >= 0 and event.mimeData().hasFormat(DRAGGED))
        self.update()

    def dragLeaveEvent(self, _event: object) -> None:
        """It is over no week any more."""
        self._over = -1
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which week it was dropped on."""
        place, self._over = self.at(event.position()), -1
        self.update()
        if place >= 0 and event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()
            self.dropped.emit(place)

    def at(self, point: QPointF) -> int:
        """The week at a point; -1 for none."""
        if not self._bars:
            return -1
        place = int(point.x() // (self.width() / len(self._bars)))
        return place if 0 <= place < len(self._bars) else -1

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the legend and the bars."""
        if not self._bars:
            return
        theme, painter = self._theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter, theme)
        line = painter.fontMetrics().height()
        top, foot = line * 2.6, line * 2.2
        tallest = max(max(bar.total for bar in self._bars), 4)
        unit = (self.height() - top - foot) / tallest
        wide = self.width() / len(self._bars)
        for place, bar in enumerate(self._bars):
            box = QRectF(place * wide, top - line, wide, self.height() - top + line)
            self._paint_week(painter, theme, box, place, bar, unit, foot)
        painter.end()

    def _paint_legend(self, painter: QPainter, theme: Theme) -> None:
        line = painter.fontMetrics().height()
        x, side = 2.0, line * 0.8
        used = {place for bar in self._bars for place in bar.counts}
        for place, name in enumerate(self._kinds):
            if place not in used:
                continue
            self._fill(painter, theme, QRectF(x, line * 0.2, side, side), place)
            x += side + 6
            painter.setPen(theme.colour("text"))
            painter.drawText(QPointF(x, line * 0.95), name)
            x += painter.fontMetrics().horizontalAdvance(name) + line

    def _paint_week(
        self, painter: QPainter, theme: Theme, box: QRectF, place: int, bar: Bar, unit: float, foot: float
    ) -> None:
        line = painter.fontMetrics().height()
        if place == self._over:
            painter.fillRect(box, theme.colour("selected"))
        if place == self._place:
            painter.fillRect(box, theme.colour("accent_soft"))
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "edge"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if bar.gap:
            painter.setPen(QPen(theme.colour("edge"), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.left(), box.top()), QPointF(box.left(), box.bottom()))
            painter.save()
            painter.translate(box.left() + line, box.bottom() - foot)
            painter.rotate(-90)
            painter.setPen(theme.colour("quiet"))
            painter.drawText(QPointF(4, 0), bar.gap)
            painter.restore()
        base = box.bottom() - foot
        inside = box.adjusted(box.width() * 0.26, 0, -box.width() * 0.16, 0)
        height = 0.0
        for kind, number in sorted(bar.counts.items()):
            part = QRectF(inside.left(), base - height - unit * number, inside.width(), unit * number)
            self._fill(painter, theme, part, kind)
            height += unit * number
        painter.setPen(theme.colour("text"))
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        said = f"{bar.total} !" if bar.is_tall else str(bar.total)
        above = QRectF(box.left(), base - height - line * 1.1, box.width(), line)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, said)
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        for number, text in enumerate((bar.heading, bar.under)):
            at = QRectF(box.left() + 2, base + 2 + number * line, box.width() - 4, line)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(at.width()))
            painter.setPen(theme.colour("quiet" if number else "text"))
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, shown)

    def _fill(self, painter: QPainter, theme: Theme, box: QRectF, kind: int) -> None:
        colour = theme.colour(ROLES[kind % len(ROLES)])
        painter.setPen(QPen(colour, 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRect(box)
        painter.setBrush(colour)
        brush = painter.brush()
        brush.setStyle(PATTERNS[kind % len(PATTERNS)])
        painter.setBrush(brush)
        painter.drawRect(box)

    def _tell(self) -> None:
        words = self._bars[self._place].words if self._bars else ""
        self.setAccessibleDescription(words)
        self.update()
