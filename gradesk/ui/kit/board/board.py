"""Weeks across and bars in lanes: chosen, moved and stretched by keys or with the pointer, each with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from gradesk.ui.kit.board.brush import BoardBrush
from gradesk.ui.kit.board.spoken import BoardParts
from gradesk.ui.kit.board.values import GAP, BarOf, Laid, Lane, Week
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.spoken import went
from gradesk.ui.looks.theme import Theme

GUTTER, LEAST_WEEK = 150, 46  # pixels at 100 %
GRIP = 7  # pixels of an edge by which a bar is stretched
KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class BarBoard(QWidget):
    """Up and Down go from bar to bar, Left and Right from week to week. With Shift a bar is moved, with Ctrl and Shift its end,
    with Alt and Shift its beginning.

    `chosen` says which bar has the focus, `week_chosen` which week; `opened` that Enter was pressed on a bar; `moved` that a bar is
    to last from one week to another; `held` the same while it is in somebody's hand; `letter` which letter was typed;
    `stopped` why a key moved nothing.
    """

    chosen = Signal(str)
    week_chosen = Signal(int)
    opened = Signal(str)
    moved = Signal(str, int, int)
    held = Signal(str, int, int)
    letter = Signal(str)
    stopped = Signal(str)

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self.weeks: Sequence[Week] = ()
        self.lanes: Sequence[Lane] = ()
        self.laid: list[Laid] = []
        self._rows: list[int] = []  # of each lane
        self._place, self._week = 0, 0
        self._fresh: list[str] = []
        self._drag: tuple[int, str, int] | None = None  # the bar's place, which part, the week it was taken at
        self._ghost: tuple[int, int] | None = None
        self.spoken = BoardParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Board of the term")

    # What is shown ---------------------------------------------------------------------------------------------

    @property
    def bars(self) -> list[BarOf]:
        """The bars in the order in which keys go through them."""
        return [one.bar for one in self.laid]

    @property
    def here(self) -> BarOf | None:
        """The bar in hand."""
        return self.laid[self._place].bar if self.laid else None

    @property
    def week(self) -> int:
        """The week in hand, by its place."""
        return self._week

    def show_board(self, weeks: Sequence[Week], lanes: Sequence[Lane]) -> None:
        """Show other weeks and lanes; the bar in hand stays in hand where it is still there."""
        before = self.here
        where = self.laid[self._place].lane if self.laid else 0
        self.weeks, self.lanes, self.laid, self._rows = weeks, lanes, [], []
        for place, lane in enumerate(lanes):
            rows: list[list[BarOf]] = []
            for bar in lane.bars:
                row = next((at for at, some in enumerate(rows) if all(_are_apart(bar, one) for one in some)), len(rows))
                if row == len(rows):
                    rows.append([])
                rows[row].append(bar)
                self.laid.append(Laid(place, row, bar))
            self._rows.append(len(rows))
        same = [at for at, one in enumerate(self.laid) if before is not None and one.bar.key == before.key]
        near = min(same, key=lambda at: abs(self.laid[at].lane - where), default=None)
        self._place = near if near is not None else min(self._place, max(len(self.laid) - 1, 0))
        if self._fresh != [one.heading for one in weeks]:
            self._fresh = [one.heading for one in weeks]
            self._week = next((at for at, one in enumerate(weeks) if one.is_now), 0)
        self._ghost = self._drag = None
        self.updateGeometry()
        self.resize(max(self.width(), self.minimumSizeHint().width()), self.sizeHint().height())
        self._tell()

    def go_to(self, key: str) -> None:
        """Take a bar in hand."""
        place = next((at for at, one in enumerate(self.laid) if one.bar.key == key), None)
        if place is not None:
            self.choose(place)

    def choose(self, place: int) -> None:
        """Take the bar of a place in hand."""
        if 0 <= place < len(self.laid):
            self._place = place
            self._tell()
            self.bring()
            self.chosen.emit(self.laid[place].bar.key)

    def choose_week(self, week: int) -> None:
        """Take a week in hand."""
        if 0 <= week < len(self.weeks) and week != self._week:
            self._week = week
            self.update()
            self.week_chosen.emit(week)

    # Room ----------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(self.gutter + len(self.weeks) * self._theme().px(LEAST_WEEK), self._bottom())

    def minimumSizeHint(self) -> QSize:
        """No narrower than its weeks bear."""
        return QSize(self.gutter + round(self._units() * self._theme().px(LEAST_WEEK)), self._bottom())

    def box(self, place: int, *, shown: bool = False) -> QRect:
        """Where a bar lies; or, while it is in somebody's hand, where it is shown."""
        one = self.laid[place]
        first, last = one.bar.first, one.bar.last
        if shown and self._ghost is not None and self._drag is not None and self._drag[0] == place:
            first, last = self._ghost
        return self._box(one, first, last).toRect()

    @property
    def line(self) -> int:
        """Height of a line of text."""
        return self.fontMetrics().height()

    def _high(self, rows: int) -> int:
        """Of a lane of so many rows: its name and its note have room in any case."""
        return max(rows * self._row_height() + 6, 2 * self.line + 12)

    def _row_height(self) -> int:
        return self.line + 10

    @property
    def gutter(self) -> int:
        """Room for the names of the lanes."""
        return self._theme().px(GUTTER)

    def _head(self) -> int:
        return round(self.line * 3.4)

    def _bottom(self) -> int:
        return self._head() + sum(map(self._high, self._rows)) + 4

    def _units(self) -> float:
        return max(len(self.weeks) + sum(GAP for one in self.weeks if one.gap), 1)

    def slots(self) -> list[tuple[float, float]]:
        """Left edge and width of every week; a holiday takes a part of a week's room before it."""
        unit = (self.width() - self.gutter - 4) / self._units()
        found, left = [], float(self.gutter)
        for one in self.weeks:
            left += unit * GAP if one.gap else 0
            found.append((left, unit))
            left += unit
        return found

    def top(self, lane: int) -> int:
        """Where a lane begins."""
        return self._head() + sum(map(self._high, self._rows[:lane]))

    def _box(self, one: Laid, first: int, last: int) -> QRectF:
        slots = self.slots()
        left, (end, wide) = slots[first][0], slots[last]
        top = self.top(one.lane) + one.row * self._row_height() + 4
        return QRectF(left + 2, top, end + wide - left - 4, self._row_height() - 4)

    def week_at(self, x: float) -> int:
        """The week at a distance from the left, the nearest where there is none."""
        slots = self.slots()
        return next((at for at, (left, wide) in enumerate(slots) if x < left + wide), len(slots) - 1)

    def place_at(self, point: QPointF) -> int:
        """The bar at a point; -1 for none."""
        return next(
            (at for at, one in enumerate(self.laid) if self._box(one, one.bar.first, one.bar.last).contains(point)), -1
        )

    def bring(self) -> None:
        """Have the bar in hand in sight."""
        view = self.parentWidget()
        area = view.parentWidget() if view is not None else None
        if isinstance(area, QScrollArea) and self.laid:
            box = self.box(self._place)
            area.ensureVisible(box.left() + 20, box.center().y(), 30, box.height() + self.line)

    # Keys and pointer ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, move, stretch, open, or hand a letter on."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in KEYS and held & Qt.KeyboardModifier.ShiftModifier:
            self._by_key(KEYS[Qt.Key(key)], held)
        elif key in KEYS and held == Qt.KeyboardModifier.NoModifier:
            self.choose_week(self._week + KEYS[Qt.Key(key)])
        elif held == Qt.KeyboardModifier.NoModifier and key in _STEPS:
            self.choose(_STEPS[Qt.Key(key)](self._place, len(self.laid)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.here is not None:
            self.opened.emit(self.here.key)
        elif held == Qt.KeyboardModifier.NoModifier and (event.text().isalpha() or key == Qt.Key.Key_Delete):
            self.letter.emit("delete" if key == Qt.Key.Key_Delete else event.text().casefold())
        else:
            super().keyPressEvent(event)

    def _by_key(self, step: int, held: Qt.KeyboardModifier) -> None:
        bar = self.here
        if bar is None:
            return
        first, last = bar.first, bar.last
        if held & Qt.KeyboardModifier.ControlModifier:
            last += step
        elif held & Qt.KeyboardModifier.AltModifier:
            first += step
        else:
            first, last = first + step, last + step
        if first >= 0 and last < len(self.weeks) and first <= last:
            self.moved.emit(bar.key, first, last)
        elif first > last:
            self.stopped.emit("A bar lasts a week at least; nothing was changed.")
        else:
            self.stopped.emit("The weeks that are shown end there; nothing was changed.")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a bar in hand, or one of its ends; in the heading, a week."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self.place_at(event.position())
        if place < 0:
            if event.position().x() > self.gutter and self.weeks:
                self.choose_week(self.week_at(event.position().x()))
            return
        self.choose(place)
        self._drag = (place, self._part(place, event.position().x()), self.week_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the bar in hand would lie."""
        if self._drag is None:
            place = self.place_at(event.position())
            is_end = place >= 0 and self._part(place, event.position().x()) != "whole"
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.ArrowCursor)
            return
        place, part, from_week = self._drag
        step, bar = self.week_at(event.position().x()) - from_week, self.laid[place].bar
        first = bar.first + (step if part in ("whole", "first") else 0)
        last = bar.last + (step if part in ("whole", "last") else 0)
        if (first, last) != self._ghost and 0 <= first <= last < len(self.weeks):
            self._ghost = (first, last)
            self.held.emit(bar.key, first, last)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it lie where it is."""
        drag, ghost = self._drag, self._ghost
        self._drag = self._ghost = None
        self.update()
        if drag is not None and ghost is not None:
            bar = self.laid[drag[0]].bar
            if ghost != (bar.first, bar.last):
                self.moved.emit(bar.key, *ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a bar."""
        place = self.place_at(event.position())
        if place >= 0:
            self.opened.emit(self.laid[place].bar.key)

    def event(self, event: QEvent) -> bool:
        """The tooltip says all of a bar, or of a week in the heading."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._words_at(event.pos())
            if words:
                QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)

    def _words_at(self, point: QPoint) -> str:
        place = self.place_at(QPointF(point))
        if place >= 0:
            return self.laid[place].bar.words
        if point.y() < self._head() and point.x() > self.gutter and self.weeks:
            return self.weeks[self.week_at(point.x())].words
        return ""

    def _part(self, place: int, x: float) -> str:
        box = self.box(place)
        if box.width() > 4 * GRIP and x > box.right() - GRIP:
            return "last"
        return "first" if box.width() > 4 * GRIP and x < box.left() + GRIP else "whole"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what lies in view."""
        if self.weeks:
            painter = QPainter(self)
            BoardBrush(self, painter, self._theme()).paint(event.rect())
            painter.end()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.here.words if self.here is not None else "")
        went(self)
        self.update()


def _are_apart(one: BarOf, other: BarOf) -> bool:
    return one.last < other.first or other.last < one.first


_STEPS: dict[Qt.Key, Callable[[int, int], int]] = {
    Qt.Key.Key_Up: lambda place, _count: max(place - 1, 0),
    Qt.Key.Key_Down: lambda place, count: min(place + 1, count - 1),
    Qt.Key.Key_Home: lambda _place, _count: 0,
    Qt.Key.Key_End: lambda _place, count: count - 1,
    Qt.Key.Key_PageUp: lambda place, _count: max(place - 10, 0),
    Qt.Key.Key_PageDown: lambda place, count: min(place + 10, count - 1),
}
