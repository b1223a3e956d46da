"""A chart of results over time: bands as labelled shades, a line with its own shape of dot for each who answered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.spoken import Parts, Role, went
from gradesk.ui.looks.theme import Theme

WIDE, HIGH = 420, 230  # pixels at the usual size of text; it grows in width
NAMED = 150  # pixels for the words of bands beside the chart
DOT, REACH = 5, 14  # pixels: the radius of a dot, and from how far a click finds it
# Line and dot tell who answered, so that colour is not needed.
_STROKES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_COLOURS = ("accent", "plan", "review", "assess")


@dataclass(frozen=True)
class ChartPoint:
    """One result: its day, its height, and all of it in words."""

    day: date
    height: float
    words: str


@dataclass(frozen=True)
class ChartLine:
    """The results of one who answered, oldest first."""

    name: str
    points: tuple[ChartPoint, ...]


@dataclass(frozen=True)
class ChartBand:
    """A stretch of heights with its words."""

    low: float
    high: float
    words: str


@dataclass(frozen=True)
class ChartData:
    """Everything a chart shows. `say` puts a height into words for the scale; `least` and `most` end the scale."""

    title: str
    direction: str
    lines: tuple[ChartLine, ...]
    bands: tuple[ChartBand, ...]
    say: Callable[[float], str]
    least: float | None = None
    most: float | None = None


class Chart(QWidget):
    """Draws the lines. Left and Right go along the points in order of time, and what each says is read aloud and shown.

    `pointed` carries the words of the point in hand.
    """

    pointed = Signal(str)

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._data: ChartData | None = None
        self._at: tuple[int, int] | None = None  # line and point in hand
        self.spoken = ChartParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_data(self, data: ChartData) -> None:
        """Show other results."""
        self._data = data
        self._at = None
        self.setAccessibleName(f"Chart of {data.title}")
        self.setAccessibleDescription(self.words)
        self.setToolTip(tip(f"{data.direction.capitalize()}. Left and Right go along the results."))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """All of the chart in words, for those who do not see it."""
        if self._data is None:
            return ""
        told = [
            f"{line.name}: " + "; ".join(point.words for point in line.points)
            for line in self._data.lines
            if line.points
        ]
        return f"{self._data.title}, {self._data.direction}. " + ". ".join(told)

    @property
    def at(self) -> tuple[int, int] | None:
        """Line and point of the result in hand."""
        return self._at

    @property
    def current(self) -> ChartPoint | None:
        """The point in hand."""
        if self._data is None or self._at is None:
            return None
        return self._data.lines[self._at[0]].points[self._at[1]]

    def sizeHint(self) -> QSize:
        """As big as the text asks."""
        theme = self._theme()
        return QSize(theme.px(WIDE), theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """Half as wide at least, so that it fits a narrow window."""
        return QSize(self._theme().px(WIDE) // 2, self._theme().px(HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the points."""
        order = self.in_order()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not order:
            super().keyPressEvent(event)
        elif event.key() in steps:
            here = order.index(self._at) if self._at in order else len(order) - (event.key() == Qt.Key.Key_Right)
            self.go_to(order[min(max(here + steps[Qt.Key(event.key())], 0), len(order) - 1)])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(order[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The newest point comes into hand."""
        super().focusInEvent(event)
        if self._at is None and self.in_order():
            self.go_to(self.in_order()[-1])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame of the focus goes."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the point under it into hand."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._data is None:
            return
        near = [
            ((spot - event.position()).manhattanLength(), at)
            for at in self.in_order()
            for spot in [self._spot(self._data.lines[at[0]].points[at[1]])]
        ]
        if near and min(near)[0] <= self._theme().px(REACH):
            self.go_to(min(near)[1])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bands, scale, lines, dots."""
        if self._data is None:
            return
        theme = self._theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        painter.fillRect(self.rect(), theme.colour("card"))
        self._paint_bands(painter, box, theme)
        self._paint_scale(painter, box, theme)
        for number, line in enumerate(self._data.lines):
            self._paint_line(painter, number, line, theme)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    # Where things stand -----------------------------------------------------------------------------------------

    def in_order(self) -> list[tuple[int, int]]:
        """Line and point of every result, as time goes."""
        lines = self._data.lines if self._data is not None else ()
        places = [(one, other) for one, line in enumerate(lines) for other in range(len(line.points))]
        return sorted(places, key=lambda at: (lines[at[0]].points[at[1]].day, at))

    def said(self, at: tuple[int, int]) -> str:
        """A result in words, and whose answer it is."""
        assert self._data is not None
        line = self._data.lines[at[0]]
        return f"{line.name}: {line.points[at[1]].words}"

    def dot(self, at: tuple[int, int]) -> QRect:
        """Where a result is drawn."""
        assert self._data is not None
        spot, reach = self._spot(self._data.lines[at[0]].points[at[1]]), self._theme().px(REACH)
        return QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach).toRect()

    def go_to(self, at: tuple[int, int]) -> None:
        """Take a result in hand."""
        self._at = at
        words = self.said(at)
        self.setAccessibleDescription(words)
        self.pointed.emit(words)
        went(self)
        self.update()

    def _box(self) -> QRectF:
        theme = self._theme()
        metrics = self.fontMetrics()
        ends = self._ends()
        data = self._data
        assert data is not None
        left = max(metrics.horizontalAdvance(_brief(data.say(end))) for end in ends) + theme.px(16)
        right = theme.px(16)
        if data.bands:  # their words stand beside the chart, where no line runs through them
            right += min(max(metrics.horizontalAdvance(band.words) for band in data.bands), theme.px(NAMED))
        return QRectF(self.rect()).adjusted(left, theme.px(12), -right, -metrics.height() - theme.px(10))

    def _ends(self) -> tuple[float, float]:
        data = self._data
        assert data is not None
        heights = [point.height for line in data.lines for point in line.points] or [0.0]
        low, high = min(heights), max(heights)
        room = max((high - low) * 0.25, 1.0)
        low, high = low - room, high + room
        # A band that a result lies in, or next to one, is shown whole as far as it is not out of all proportion.
        for band in data.bands:
            if band.low <= max(heights) and band.high >= min(heights):
                low, high = min(low, max(band.low, low - 2 * room)), max(high, min(band.high, high + 2 * room))
        low = max(low, data.least) if data.least is not None else low
        high = min(high, data.most) if data.most is not None else high
        return (low, high) if high > low else (low - 1, low + 1)

    def _level(self, height: float, box: QRectF) -> float:
        low, high = self._ends()
        return box.bottom() - (height - low) / (high - low) * box.height()

    def _spot(self, point: ChartPoint) -> QPointF:
        box = self._box()
        assert self._data is not None
        days = [self._data.lines[one].points[other].day for one, other in self.in_order()]
        span = (days[-1] - days[0]).days
        share = (point.day - days[0]).days / span if span else 0.5
        inner = box.adjusted(self._theme().px(10), 0, -self._theme().px(10), 0)
        return QPointF(inner.left() + inner.width() * share, self._level(point.height, box))

    # Painting ---------------------------------------------------------------------------------------------------

    def _paint_bands(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        assert self._data is not None
        low, high = self._ends()
        metrics = self.fontMetrics()
        for place, band in enumerate(self._data.bands):
            if band.high < low or band.low > high:
                continue
            # Whole numbers leave a gap between bands; each is drawn to where the next begins.
            nexts = [other.low for other in self._data.bands if other.low > band.low]
            top = self._level(min(min(nexts, default=band.high), high), box)
            bottom = self._level(max(band.low, low), box)
            shade = QRectF(box.left(), top, box.width(), bottom - top)
            painter.fillRect(shade, theme.colour("term" if place % 2 else "page"))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(shade.topLeft(), shade.topRight())
            if shade.height() >= metrics.height() * 0.8:
                painter.setPen(theme.colour("quiet"))
                room = QRectF(
                    shade.right() + theme.px(8), shade.center().y() - metrics.height() / 2, 0, metrics.height()
                )
                room.setRight(self.width() - theme.px(4))
                words = metrics.elidedText(band.words, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_scale(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        data = self._data
        assert data is not None
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setPen(theme.colour("quiet"))
        height = self.fontMetrics().height()
        for end in self._ends():
            level = self._level(end, box)
            place = QRectF(0, level - height / 2, box.left() - theme.px(6), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _brief(data.say(end)))
        days = sorted({data.lines[one].points[other].day for one, other in self.in_order()})
        foot = QRectF(box.left(), box.bottom() + theme.px(4), box.width(), height)
        for day, side in zip(days[:: max(len(days) - 1, 1)], _SIDES, strict=False):
            painter.drawText(foot, side, f"{day.day} {day:%b} {day.year}")

    def _paint_line(self, painter: QPainter, number: int, line: ChartLine, theme: Theme) -> None:
        colour = theme.colour(_COLOURS[number % len(_COLOURS)])
        spots = [self._spot(point) for point in line.points]
        painter.setPen(QPen(colour, 2, _STROKES[number % len(_STROKES)]))
        for one, other in itertools.pairwise(spots):
            painter.drawLine(one, other)
        for place, spot in enumerate(spots):
            is_held = self._at == (number, place)
            if is_held:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("text"), 2))
                painter.drawEllipse(spot, theme.px(DOT + 5), theme.px(DOT + 5))
            painter.setPen(QPen(theme.colour("card"), 1))
            painter.setBrush(colour)
            draw_sign(painter, number, spot, theme.px(DOT))


class ChartParts(Parts):
    """The results, in order of time."""

    role = Role.Chart

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def count(self) -> int:
        """All results of all lines."""
        return len(self._chart.in_order())

    def words(self, place: int) -> str:
        """Who answered, when, and what it was."""
        return self._chart.said(self._chart.in_order()[place])

    def box(self, place: int) -> QRect:
        """Around the dot."""
        return self._chart.dot(self._chart.in_order()[place])

    def here(self) -> int:
        """The point in hand."""
        order = self._chart.in_order()
        return order.index(self._chart.at) if self._chart.at in order else -1

    def choose(self, place: int) -> None:
        """Take a point in hand."""
        self._chart.go_to(self._chart.in_order()[place])


def draw_sign(painter: QPainter, number: int, at: QPointF, size: float) -> None:
    """The dot of a line: a circle, a square, a triangle or a diamond."""
    shape = number % 4
    if shape == 0:
        painter.drawEllipse(at, size, size)
    elif shape == 1:
        painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
    else:
        corners = ((0, -1.3), (1.2, 0.9), (-1.2, 0.9)) if shape == 2 else ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0))
        painter.drawPolygon(QPolygonF([QPointF(at.x() + x * size, at.y() + y * size) for x, y in corners]))


SIGNS = ("●", "■", "▲", "◆")  # how the legend writes the dots
_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
_LONGEST = 14  # letters of a step's words beside the scale


def legend(lines: Sequence[str]) -> str:
    """The names of the lines with their dots, in one line of words."""
    return "   ".join(f"{SIGNS[number % len(SIGNS)]} {name}" for number, name in enumerate(lines))


def _brief(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
