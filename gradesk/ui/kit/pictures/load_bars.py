"""Bars of weeks, stacked by kind in colour and pattern; a number on each; something dragged onto a bar goes to its week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
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
from gradesk.ui.kit.spoken import Parts, went
from gradesk.ui.looks.theme import Theme

HIGH = 230
GAP = 0.5  # of a week's room, for a holiday before it
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
    """One week: its two lines of heading (each with a shorter one where there is little room), how many of each kind (by
    the kind's place), what is said of it, and what lies before it (a holiday), empty for nothing."""

    heading: tuple[str, str]
    under: tuple[str, str]
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
        self.spoken = BarParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName("Coming weeks")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> Sequence[Bar]:
        """The weeks shown."""
        return self._bars

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
        return next((place for place, (left, wide) in enumerate(self._slots()) if left <= point.x() < left + wide), -1)

    def box(self, place: int) -> QRect:
        """The room of a week."""
        left, wide = self._slots()[place]
        return QRectF(left, 0, wide, self.height()).toRect()

    def _slots(self) -> list[tuple[float, float]]:
        """Left edge and width of every week; a holiday takes half a week's room before it."""
        gaps = sum(GAP for bar in self._bars if bar.gap)
        unit = self.width() / max(len(self._bars) + gaps, 1)
        found, left = [], 0.0
        for bar in self._bars:
            left += unit * GAP if bar.gap else 0
            found.append((left, unit))
            left += unit
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the legend and the bars."""
        if not self._bars:
            return
        theme, painter = self._theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter, theme)
        line = painter.fontMetrics().height()
        top, foot = line * 2.9, line * 2.2
        tallest = max(max(bar.total for bar in self._bars), 4)
        unit = (self.height() - top - foot) / tallest
        for place, (bar, (left, wide)) in enumerate(zip(self._bars, self._slots(), strict=True)):
            box = QRectF(left, top - line * 1.3, wide, self.height() - top + line * 1.3)
            if bar.gap:
                self._paint_gap(painter, theme, QRectF(left - wide * GAP, box.top(), wide * GAP, box.height()), bar.gap)
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
        base = box.bottom() - foot
        inside = box.adjusted(box.width() * 0.2, 0, -box.width() * 0.2, 0)
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
        for number, (long, short) in enumerate((bar.heading, bar.under)):
            at = QRectF(box.left() + 2, base + 2 + number * line, box.width() - 4, line)
            text = long if metrics.horizontalAdvance(long) <= at.width() else short
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(at.width()))
            painter.setPen(theme.colour("quiet" if number else "text"))
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_gap(self, painter: QPainter, theme: Theme, box: QRectF, words: str) -> None:
        painter.fillRect(box.adjusted(4, 0, -4, 0), theme.colour("term"))
        painter.save()
        painter.translate(box.center())
        painter.rotate(-90)
        painter.setPen(theme.colour("text"))
        turned = QRectF(-box.height() / 2, -box.width() / 2, box.height(), box.width())
        painter.drawText(turned, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

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
        went(self)
        self.update()


class BarParts(Parts):
    """The weeks."""

    def __init__(self, bars: LoadBars) -> None:
        self._bars = bars

    def count(self) -> int:
        """As many as are shown."""
        return len(self._bars.bars)

    def words(self, place: int) -> str:
        """All of a week."""
        return self._bars.bars[place].words

    def box(self, place: int) -> QRect:
        """Its bar with what stands around it."""
        return self._bars.box(place)

    def here(self) -> int:
        """The week chosen."""
        return self._bars.place if self._bars.bars else -1

    def choose(self, place: int) -> None:
        """Choose it."""
        self._bars.choose(place)
