"""The timeline: cycles as lettered spans on the school's terms, with dots for what happened; drawn by hand.

Knows days, spans and dots only. What lies outside the stretch shown is never drawn, so a long past costs nothing.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.timeline_data import TimeDot, TimelineData, TimeSpan
from gradesk.ui.theme import Theme

SHORTEST_DAYS, LONGEST_DAYS = 7, 3700


class Timeline(QWidget):
    """Draws a `TimelineData`; zooms by wheel and + and -, pans by drag and arrows, opens by click and Enter."""

    opened = Signal(str)
    focused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._data = TimelineData(date.today())  # noqa: DTZ011 (replaced by the first `show_data`)
        self._start = 0.0  # ordinal of the day at the left edge
        self._days = 400.0
        self._at: str | None = None
        self._drag: float | None = None
        self._dot_days: list[int] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")

    @property
    def shown_days(self) -> float:
        """How many days fit in the width."""
        return self._days

    @property
    def current(self) -> str | None:
        """The key of what has the focus."""
        return self._at

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours or sizes."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_data(self, data: TimelineData, *, fit: bool = True) -> None:
        """Draw other data; with `fit` the stretch shown reaches from the first event to a little after the last."""
        self._data = data
        self._dot_days = [dot.day.toordinal() for dot in data.dots]
        if fit:
            self.fit()
        self.updateGeometry()
        self.update()

    def fit(self) -> None:
        """Show everything, two years at most; today and what is planned stay in view."""
        firsts = [span.starts_on for span in self._data.spans] + [dot.day for dot in self._data.dots]
        lasts = [span.ends_on or span.planned_to for span in self._data.spans] + [self._data.today]
        last = max(lasts) + timedelta(days=30)
        first = min(firsts, default=self._data.today - timedelta(days=200)) - timedelta(days=14)
        first = max(first, last - timedelta(days=760))
        first = min(first, last - timedelta(days=200))
        self._start, self._days = float(first.toordinal()), float((last - first).days)
        self.update()

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show `factor` times as many days, keeping the day at the pixel `at` (the middle) where it is."""
        pixel = self.width() / 2 if at is None else at
        day = self._start + pixel / max(self.width(), 1) * self._days
        self._days = min(max(self._days * factor, SHORTEST_DAYS), LONGEST_DAYS)
        self._start = day - pixel / max(self.width(), 1) * self._days
        self.update()

    def pan(self, share: float) -> None:
        """Move by a share of what is shown; positive goes to later days."""
        self._start += self._days * share
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(600, round(self._rows()["height"]))

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, round(self._rows()["height"]))

    # Where things lie ------------------------------------------------------------------------------------------

    def _rows(self) -> dict[str, float]:
        line = QFontMetricsF(self.font()).height()
        return {
            "months": 4,
            "terms": line + 8,
            "spans": line * 2.4 + 8,
            "span_height": line * 1.7,
            "planned": line * 4.3 + 8,
            "dots": line * 5.3 + 14,
            "height": line * 6.6 + 24,
        }

    def _x(self, day: float) -> float:
        return (day - self._start) / self._days * self.width()

    def _box(self, span: TimeSpan) -> QRectF:
        rows = self._rows()
        end = span.ends_on or max(self._data.today, span.starts_on)
        left, right = self._x(span.starts_on.toordinal()), self._x(end.toordinal() + 1)
        return QRectF(left, rows["spans"], max(right - left, 3), rows["span_height"])

    def _dot_box(self, dot: TimeDot) -> QRectF:
        size = self._theme.px(13)
        return QRectF(self._x(dot.day.toordinal() + 0.5) - size / 2, self._rows()["dots"], size, size)

    def _dots_shown(self) -> Sequence[TimeDot]:
        low = bisect.bisect_left(self._dot_days, int(self._start) - 1)
        high = bisect.bisect_right(self._dot_days, int(self._start + self._days) + 1)
        return self._data.dots[low:high]

    def _shows(self, first: date, last: date) -> bool:
        return last.toordinal() + 1 >= self._start and first.toordinal() <= self._start + self._days

    def _spans_shown(self) -> list[TimeSpan]:
        return [s for s in self._data.spans if self._shows(s.starts_on, max(s.ends_on or s.planned_to, s.planned_to))]

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("card"))
        self._paint_terms(painter)
        self._paint_months(painter)
        for span in self._spans_shown():
            self._paint_span(painter, span)
        self._paint_dots(painter)
        self._paint_today(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_terms(self, painter: QPainter) -> None:
        rows = self._rows()
        metrics = QFontMetricsF(self.font())
        for term in self._data.terms:
            if not self._shows(term.starts_on, term.ends_on):
                continue
            left, right = self._x(term.starts_on.toordinal()), self._x(term.ends_on.toordinal() + 1)
            box = QRectF(left, rows["terms"], right - left, rows["height"] - rows["terms"])
            painter.fillRect(box, self._theme.colour("term"))
            shown = QRectF(
                max(left, 0) + 4, rows["terms"] + 2, min(right, self.width()) - max(left, 0) - 8, metrics.height()
            )
            # Where "Autumn 2" has no room, "A2" may.
            short = "".join(word[:1] for word in term.name.split())
            fits = [text for text in (term.name, short) if metrics.horizontalAdvance(text) <= shown.width()]
            if fits:
                painter.setPen(self._theme.colour("quiet"))
                painter.drawText(shown, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits[0])

    def _paint_months(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self.font())
        pixels = self.width() / self._days
        room = metrics.horizontalAdvance("Jan 2026") + 12
        step = next((months for months in (1, 3, 6) if pixels * 30 * months > room), 12)
        first = date.fromordinal(max(int(self._start), 1))
        year, month = first.year, first.month
        painter.setPen(self._theme.colour("quiet"))
        while True:
            if (month - 1) % step == 0 or (step == 12 and month == 1):
                x = self._x(date(year, month, 1).toordinal())
                if x > self.width():
                    return
                if x < -2:  # its name would be cut at the edge
                    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
                    continue
                painter.drawLine(QPointF(x, 2), QPointF(x, self._rows()["terms"]))
                text = f"{date(year, month, 1):%b}" + (f" {year}" if month == 1 or step == 12 else "")
                painter.drawText(QPointF(x + 4, 4 + metrics.ascent()), text)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _paint_span(self, painter: QPainter, span: TimeSpan) -> None:
        box = self._box(span)
        colour = self._theme.colour(span.role)
        planned = QRectF(
            self._x(span.planned_from.toordinal()),
            self._rows()["planned"],
            max(self._x(span.planned_to.toordinal() + 1) - self._x(span.planned_from.toordinal()) - 1, 2),
            self._theme.px(5),
        )
        painter.fillRect(planned, QBrush(colour, Qt.BrushStyle.Dense4Pattern))
        if not span.begun:
            return
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 4, 4)
        painter.fillPath(path, colour)
        if span.ends_on is None:
            fade = QRectF(box.right(), box.top(), self._theme.px(10), box.height())
            painter.fillRect(fade, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        self._paint_letter(painter, span, box)
        if span.overdue:
            painter.setPen(QPen(self._theme.colour("alert_text"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -3, 2, 3), 5, 5)
        if span.key == self._at:
            self._paint_ring(painter, box)

    def _paint_letter(self, painter: QPainter, span: TimeSpan, box: QRectF) -> None:
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        shown = QRectF(max(box.left(), 0), box.top(), min(box.right(), self.width()) - max(box.left(), 0), box.height())
        fits = [t for t in (span.label, span.letter) if metrics.horizontalAdvance(t) + 8 <= shown.width()]
        if fits or metrics.horizontalAdvance(span.letter) <= shown.width():
            painter.setPen(self._theme.colour("stage_text"))
            painter.drawText(shown, Qt.AlignmentFlag.AlignCenter, fits[0] if fits else span.letter)
        painter.setFont(self.font())

    def _paint_dots(self, painter: QPainter) -> None:
        # Dots that would lie on top of one another merge into one with a count.
        groups: list[list[TimeDot]] = []
        for dot in self._dots_shown():
            if groups and self._dot_box(groups[-1][-1]).intersects(self._dot_box(dot)):
                groups[-1].append(dot)
            else:
                groups.append([dot])
        for group in groups:
            box = self._dot_box(group[-1])
            self._paint_shape(painter, group[-1].shape if len({d.shape for d in group}) == 1 else "circle", box)
            if len(group) > 1:
                painter.setPen(self._theme.colour("text"))
                width = self._theme.px(40)
                under = QRectF(box.center().x() - width / 2, box.bottom(), width, QFontMetricsF(self.font()).height())
                painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, str(len(group)))
            if any(dot.key == self._at for dot in group):
                self._paint_ring(painter, box)

    def _paint_shape(self, painter: QPainter, shape: str, box: QRectF) -> None:
        painter.setPen(QPen(self._theme.colour("card"), 1))
        painter.setBrush(self._theme.colour("text"))
        centre = box.center()
        if shape == "square":
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        elif shape == "diamond":
            painter.drawPolygon(
                [
                    QPointF(centre.x(), box.top()),
                    QPointF(box.right(), centre.y()),
                    QPointF(centre.x(), box.bottom()),
                    QPointF(box.left(), centre.y()),
                ]
            )
        elif shape == "triangle":
            painter.drawPolygon([QPointF(centre.x(), box.top()), box.bottomRight(), box.bottomLeft()])
        else:
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))

    def _paint_ring(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("focus"), 3))
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 6, 6)

    def _paint_today(self, painter: QPainter) -> None:
        x = self._x(self._data.today.toordinal() + 0.5)
        if not 0 <= x <= self.width():
            return
        colour = QColor(self._theme.colour("accent"))
        painter.setPen(QPen(colour, 2))
        rows = self._rows()
        painter.drawLine(QPointF(x, rows["terms"]), QPointF(x, rows["height"] - 4))
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance("today") + 8
        left = min(max(x - width / 2, 0), self.width() - width)
        box = QRectF(left, rows["height"] - metrics.height() - 4, width, metrics.height())
        painter.fillRect(box, colour)
        painter.setPen(self._theme.colour("accent_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "today")

    # Hands -----------------------------------------------------------------------------------------------------

    def _items(self) -> list[tuple[date, str, str]]:
        """Everything that can have the focus, in order of time, as (day, key, words)."""
        found = [(s.starts_on, s.key, f"{s.label}. {s.detail}") for s in self._data.spans if s.begun]
        found += [(d.day, d.key, f"{d.label}. {d.detail}") for d in self._data.dots]
        return sorted(found)

    def _under(self, point: QPointF) -> tuple[str, str] | None:
        near = self._theme.px(4)
        for dot in reversed(self._dots_shown()):
            if self._dot_box(dot).adjusted(-near, -near, near, near).contains(point):
                return dot.key, f"{dot.label}\n{dot.detail}"
        for span in reversed(self._spans_shown()):
            if span.begun and self._box(span).contains(point):
                return span.key, f"{span.label}\n{span.detail}"
        return None

    def _focus_on(self, step: int) -> None:
        items = self._items()
        if not items:
            return
        keys = [key for _, key, _ in items]
        place = keys.index(self._at) + step if self._at in keys else (0 if step > 0 else len(keys) - 1)
        day, key, words = items[min(max(place, 0), len(items) - 1)]
        self._at = key
        if not self._start <= day.toordinal() <= self._start + self._days:
            self._start = day.toordinal() - self._days / 2
        self.setAccessibleDescription(words)
        self.focused.emit(key)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, arrows pan, Home fits, Page Up and Down go from one thing to the next, Enter opens it."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.75)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 0.75)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.pan(0.15 if key == Qt.Key.Key_Right else -0.15)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Up):
            self._focus_on(1 if key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down) else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms where the pointer is; sideways or with Shift it pans."""
        turn = event.angleDelta()
        if turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-(turn.x() or turn.y()) / 1200)
        else:
            self.zoom(0.85 if turn.y() > 0 else 1 / 0.85, event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or focus what lies under the pointer."""
        self._drag = event.position().x()
        found = self._under(event.position())
        self._at = found[0] if found else None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging; otherwise show what lies under the pointer."""
        if self._drag is not None and event.buttons():
            self.pan((self._drag - event.position().x()) / max(self.width(), 1))
            self._drag = event.position().x()
            return
        found = self._under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        if found:
            QToolTip.showText(event.globalPosition().toPoint(), tip(found[1]), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what lies under the pointer."""
        found = self._under(event.position())
        if found and found[0] == self._at:
            self.opened.emit(found[0])
        self._drag = None

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
