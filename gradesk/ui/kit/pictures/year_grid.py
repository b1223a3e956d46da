"""A school year at a glance: twelve rows of days, term and holiday by shade, what is special about a day by a letter."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.spoken import Parts, went
from gradesk.ui.looks.theme import Theme

FIRST_MONTH, MONTHS, DAYS = 9, 12, 31
ROW, NAMES = 24, 44  # pixels at the usual size of text
FRIDAY = 4


class YearGrid(QWidget):
    """The days of a year from September to August. Arrows go from day to day; `chosen` says where one is."""

    chosen = Signal(object)

    def __init__(self, theme: Callable[[], Theme], today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._today = theme, today
        self._start = today().year
        self._in_term: Callable[[date], bool] = lambda _day: False
        self._letters: Mapping[date, str] = {}
        self._said: Callable[[date], str] = lambda _day: ""
        self.day = today()
        self.spoken = YearParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The school year, day by day")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_year(
        self, start: int, in_term: Callable[[date], bool], letters: Mapping[date, str], said: Callable[[date], str]
    ) -> None:
        """Show a year: which days are school days, the letter of special ones, and what a day is in words."""
        self._start, self._in_term, self._letters, self._said = start, in_term, letters, said
        if not self.first <= self.day <= self.last:
            self.day = self._today() if self.first <= self._today() <= self.last else self.first
        self._tell()

    def words(self) -> str:
        """What the day in hand is."""
        return self.words_of(self.day)

    def words_of(self, day: date) -> str:
        """What a day is."""
        return f"{day_words(day, self._today())}: {self._said(day)}"

    @property
    def first(self) -> date:
        """The first of September."""
        return date(self._start, FIRST_MONTH, 1)

    @property
    def last(self) -> date:
        """The last of August."""
        return date(self._start + 1, FIRST_MONTH, 1) - timedelta(days=1)

    def sizeHint(self) -> QSize:
        """Twelve lines and one for the numbers."""
        theme = self._theme()
        return QSize(theme.px(480), theme.px(ROW) * (MONTHS + 1))

    def minimumSizeHint(self) -> QSize:
        """It may be made narrow."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right a day, Up and Down a month."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.go_to(self.day + timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            month = self._place(self.day)[0] + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= month < MONTHS:
                year, number = self._month(month)
                self.go_to(date(year, number, min(self.day.day, calendar.monthrange(year, number)[1])))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a day."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if (day := self.at(event.position())) is not None:
            self.go_to(day)

    def event(self, event: QEvent) -> bool:
        """The tooltip says what the day under the mouse is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if (day := self.at(QPointF(event.pos()))) is not None:
                QToolTip.showText(event.globalPos(), tip(self.words_of(day)), self)
            return True
        return super().event(event)

    def at(self, point: QPointF) -> date | None:
        """The day at a point."""
        names, wide, high = self._sizes()
        month, number = int(point.y() // high) - 1, int((point.x() - names) // wide) + 1
        if not (0 <= month < MONTHS and 1 <= number <= DAYS):
            return None
        year, which = self._month(month)
        return date(year, which, number) if number <= calendar.monthrange(year, which)[1] else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, theme = QPainter(self), self._theme()
        names, wide, high = self._sizes()
        painter.setPen(theme.colour("quiet"))
        for number in range(1, DAYS + 1):
            box = QRectF(names + (number - 1) * wide, 0, wide, high)
            if wide > painter.fontMetrics().horizontalAdvance("00") or number % 5 == 0 or number == 1:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
        for month in range(MONTHS):
            year, which = self._month(month)
            painter.setPen(theme.colour("text"))
            label = QRectF(0, (month + 1) * high, names, high)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, calendar.month_abbr[which])
            for number in range(1, calendar.monthrange(year, which)[1] + 1):
                box = QRectF(names + (number - 1) * wide, (month + 1) * high, wide, high).adjusted(1, 1, -1, -1)
                self._paint_day(painter, theme, box, date(year, which, number))
        painter.end()

    def _paint_day(self, painter: QPainter, theme: Theme, box: QRectF, day: date) -> None:
        letter = self._letters.get(day, "")
        open_day = self._in_term(day)
        fill = "warm" if letter else "accent_soft" if open_day else "term" if day.weekday() <= FRIDAY else "page"
        painter.fillRect(box, theme.colour(fill))
        if open_day:
            # A foot under every school day, so that the shade is not all there is.
            painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), theme.colour("accent"))
        if letter:
            font = QFont(self.font())
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.colour("warm_text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
            painter.setFont(self.font())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if day == self._today():
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRect(box)
        if day == self.day:
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "edge"), 3))
            painter.drawRect(box)

    def _sizes(self) -> tuple[float, float, float]:
        theme = self._theme()
        names = float(theme.px(NAMES))
        return names, (self.width() - names) / DAYS, float(theme.px(ROW))

    def _month(self, place: int) -> tuple[int, int]:
        number = (FIRST_MONTH - 1 + place) % 12 + 1
        return self._start + (1 if number < FIRST_MONTH else 0), number

    def _place(self, day: date) -> tuple[int, int]:
        return (day.month - FIRST_MONTH) % 12, day.day

    def box(self, day: date) -> QRect:
        """Where a day is drawn."""
        names, wide, high = self._sizes()
        month, number = self._place(day)
        return QRectF(names + (number - 1) * wide, (month + 1) * high, wide, high).toRect()

    def go_to(self, day: date) -> None:
        """Take a day of this year in hand."""
        if self.first <= day <= self.last:
            self.day = day
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words())
        self.chosen.emit(self.day)
        went(self)
        self.update()


class YearParts(Parts):
    """The days of the year shown."""

    def __init__(self, grid: YearGrid) -> None:
        self._grid = grid

    def _day(self, place: int) -> date:
        return self._grid.first + timedelta(days=place)

    def count(self) -> int:
        """A year of days."""
        return (self._grid.last - self._grid.first).days + 1

    def words(self, place: int) -> str:
        """What a day is."""
        return self._grid.words_of(self._day(place))

    def box(self, place: int) -> QRect:
        """Its square."""
        return self._grid.box(self._day(place))

    def here(self) -> int:
        """The day in hand."""
        return (self._grid.day - self._grid.first).days

    def choose(self, place: int) -> None:
        """Take it in hand."""
        self._grid.go_to(self._day(place))
