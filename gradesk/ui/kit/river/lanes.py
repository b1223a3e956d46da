"""The lanes of many pupils: names at the left, the axis above, and only what is in view is drawn."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.jumps import jump
from gradesk.model.rules.river.lanes import Lane, Line, School, lay_head, lay_line, lines
from gradesk.model.rules.river.laying import Picture
from gradesk.model.rules.river.story import Story
from gradesk.model.rules.river.window import Window
from gradesk.ui.kit.river.brush import RiverBrush
from gradesk.ui.kit.river.parts import LaneParts
from gradesk.ui.kit.river.tools import STEP
from gradesk.ui.kit.spoken import went
from gradesk.ui.looks.theme import Theme

WIDEST_GUTTER = 0.3  # of the width
HEAD = 2.5  # lines of text
FEW = 5  # lanes that are always in sight


class LanesView(QAbstractScrollArea):
    """Draws a `School`. `opened` names a pupil, `noticed` the pupil under the focus or the pointer.

    Up and Down go from pupil to pupil, Left and Right pan, Ctrl with them goes by half-term, + and − zoom, Enter opens;
    a letter goes to the next pupil whose name begins so. The wheel scrolls, with Ctrl it zooms.
    """

    opened = Signal(str)
    noticed = Signal(str)
    went = Signal(str)  # in words, to which half-term

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._made_brush: RiverBrush | None = None
        self._school = School(date.min, (), Index(Story(date.min)))  # until the first `show_school`
        self._lines: list[Line] = []
        self._tops: list[float] = []
        self._window = Window(0.0, 400.0)
        self._at = -1
        self._pan_from: float | None = None
        self._moved = False
        self._fitted = False
        self.drawn = 0  # shapes in the last picture, whatever the school's size
        self.spoken = LaneParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Timelines of all")

    @property
    def current(self) -> str:
        """The pupil that has the focus, or nobody."""
        return self._school.lanes[self._at].key if 0 <= self._at < len(self._school.lanes) else ""

    @property
    def lanes(self) -> Sequence[Lane]:
        """Everybody who has a lane, from the top."""
        return self._school.lanes

    @property
    def place(self) -> int:
        """Which lane has the focus; -1 for none."""
        return self._at

    def box(self, place: int) -> QRect:
        """Where a lane is drawn; empty while it is scrolled away."""
        line = next(line for line in self._lines if line.lane == place)
        top = self._head() + line.top - self.verticalScrollBar().value()
        room = QRectF(0, self._head(), self.viewport().width(), self.viewport().height() - self._head())
        return room.intersected(QRectF(0, top, room.width(), line.height)).toAlignedRect()

    @property
    def stretch(self) -> Window:
        """The stretch of time in view."""
        return self._window

    def keys(self) -> tuple[str, ...]:
        """Everybody who has a lane, from the top."""
        return tuple(lane.key for lane in self._school.lanes)

    def lane(self, key: str) -> Lane | None:
        """The lane of a pupil."""
        return next((lane for lane in self._school.lanes if lane.key == key), None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours or sizes."""
        self._theme = theme
        self._made_brush = None
        self._measure()

    def show_school(self, school: School) -> None:
        """Draw other lanes; the pupil that had the focus keeps it, and the stretch shown stays."""
        before = self.current
        self._school = school
        self._at = next((place for place, lane in enumerate(school.lanes) if lane.key == before), -1)
        if not self._fitted:
            self._fitted = True
            self.show_days(school.today - timedelta(days=400), school.today + timedelta(days=130))
        self._measure()

    def show_days(self, first: date, last: date) -> None:
        """Show exactly these days."""
        self._show(self._window.over(first, last))

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show `factor` times as many days."""
        self._show(self._window.zoomed(factor, at))

    def pan(self, share: float) -> None:
        """Move by a share of what is shown; positive goes to later days."""
        self._show(self._window.panned(share))

    def go_to_term(self, step: int) -> None:
        """Show the half-term before (-1) or after (+1) that holds anything, whole, and tell which it is."""
        school = self._school
        found = jump(self._window, school.ground.story.terms, school.reaches(), school.today, step)
        if found.term is not None:
            self.show_days(found.term.starts_on - timedelta(days=3), found.term.ends_on + timedelta(days=3))
        self.setAccessibleDescription(found.words)
        self.went.emit(found.words)

    def go_to_today(self) -> None:
        """Bring today into view; the zoom stays."""
        self._show(self._window.panned((self._school.today.toordinal() - self._window.start) / self._window.days - 0.7))

    def choose(self, key: str) -> None:
        """Give a pupil the focus, and bring the lane into view."""
        for place, lane in enumerate(self._school.lanes):
            if lane.key == key:
                self.go_to(place)

    # Measures --------------------------------------------------------------------------------------------------

    @property
    def _brush(self) -> RiverBrush:
        if self._made_brush is None:
            self._made_brush = RiverBrush(self._theme, self.font(), self.devicePixelRatioF())
        return self._made_brush

    def _head(self) -> float:
        return self._brush.ink.line * HEAD

    def _show(self, window: Window) -> None:
        self._window = window
        self.viewport().update()

    def _measure(self) -> None:
        ink = self._brush.ink
        self._lines = lines(self._school.lanes, ink)
        self._tops = [line.top for line in self._lines]
        whole = self._lines[-1].top + self._lines[-1].height if self._lines else 0
        room = self.viewport().height() - self._head() - ink.line * 1.2
        self.verticalScrollBar().setPageStep(round(max(room, 1)))
        self.verticalScrollBar().setSingleStep(round(ink.line * 1.9))
        self.verticalScrollBar().setRange(0, round(max(whole - room, 0)))
        names = (
            max((ink.measure(lane.name) for lane in self._school.lanes), default=0)
            + ink.measure(" Review 188 days late")
            + 30
        )
        left = min(names, self.viewport().width() * WIDEST_GUTTER)
        self._window = self._window.placed(left, self.viewport().width() - left)
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """The axis and a few lanes."""
        return QSize(300, round(self._brush.ink.line * (HEAD + FEW * 1.9 + 3)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretch shown."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._made_brush = None
            self._measure()

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lanes in view."""
        brush, window, view = self._brush, self._window, self.viewport()
        painter = QPainter(view)
        painter.setFont(brush.font)
        painter.fillRect(view.rect(), brush.colour("card"))
        head = self._head()
        ground = lay_head(self._school, window, brush.ink, float(view.height()))
        painter.setClipRect(QRectF(window.left, 0, window.width, view.height()))
        brush.draw(painter, ground.shapes)
        picture = Picture(gutter=window.left, pointed=False)
        scrolled = self.verticalScrollBar().value()
        for line in self._in_view(scrolled, view.height() - head):
            lay_line(picture, self._school, line, window, brush.ink, head + line.top - scrolled)
        # Lanes slide under the axis, and stop above the word at the foot of today's line.
        painter.setClipRect(QRectF(window.left, head, window.width, view.height() - head - brush.ink.line * 1.1))
        brush.draw(painter, picture.shapes)
        painter.setClipRect(QRectF(0, head, view.width(), view.height() - head))
        self._paint_current(painter, scrolled)
        brush.draw(painter, picture.captions)
        painter.setClipping(False)
        self.drawn = len(ground.shapes) + len(picture.shapes) + len(picture.captions)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(brush.colour("focus"), 2))
            painter.drawRect(QRectF(view.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _in_view(self, top: float, height: float) -> list[Line]:
        first = max(bisect.bisect_right(self._tops, top) - 1, 0)
        return self._lines[first : bisect.bisect_left(self._tops, top + height)]

    def _paint_current(self, painter: QPainter, scrolled: float) -> None:
        line = next((line for line in self._lines if line.lane == self._at), None) if self._at >= 0 else None
        if line is not None:
            top = self._head() + line.top - scrolled
            painter.fillRect(QRectF(0, top, self._window.left, line.height), self._brush.colour("selected"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._brush.colour("focus"), 2))
            painter.drawRect(QRectF(1, top, self.viewport().width() - 2, line.height - 1))

    # Hands -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, by_term = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        page = max(self.verticalScrollBar().pageStep() // max(self.verticalScrollBar().singleStep(), 1) - 1, 1)
        last = len(self._school.lanes)
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -last, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key in steps:
            self.go_to(min(max(self._at + steps[key], 0), last - 1))
        elif sideways:
            self.go_to_term(sideways) if by_term else self.pan(sideways * 0.15)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        elif event.text().isalpha() and not by_term:
            self._go_to_letter(event.text().casefold())
        else:
            super().keyPressEvent(event)

    def _go_to_letter(self, letter: str) -> None:
        count = len(self._school.lanes)
        for step in range(1, count + 1):
            place = (self._at + step) % count
            if self._school.lanes[place].name.casefold().startswith(letter):
                self.go_to(place)
                return

    def go_to(self, place: int) -> None:
        """Give the lane at a place the focus, and bring it into view."""
        if not 0 <= place < len(self._school.lanes):
            return
        self._at = place
        line = next(line for line in self._lines if line.lane == place)
        bar = self.verticalScrollBar()
        bar.setValue(min(bar.value(), round(line.top)))
        bar.setValue(max(bar.value(), round(line.top + line.height - bar.pageStep())))
        lane = self._school.lanes[place]
        self.setAccessibleDescription(f"{lane.name}, {lane.words}")
        self.noticed.emit(lane.key)
        went(self)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching zooms."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 / max(1 + event.value(), 0.2), event.position().x())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl it zooms, sideways or with Shift it pans."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.85 ** (turn.y() / 120), event.position().x())
        elif turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-(turn.x() or turn.y()) / 1200)
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a pupil, or take hold of the water."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pan_from, self._moved = event.position().x(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging; otherwise tell whose lane lies under the pointer."""
        if self._pan_from is not None and event.buttons():
            if self._moved or abs(event.position().x() - self._pan_from) > 5:
                self._moved = True
                self.pan((self._pan_from - event.position().x()) / max(self._window.width, 1))
                self._pan_from = event.position().x()
            return
        place = self._under(event.position())
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor
        )
        if place is not None:
            self.noticed.emit(self._school.lanes[place].key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the pupil's own timeline."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pan_from = None
        place = self._under(event.position())
        if not self._moved and place is not None:
            self.go_to(place)
            self.opened.emit(self._school.lanes[place].key)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw anew; nothing is copied, because names and axis stay where they are."""
        self.viewport().update()

    def _under(self, point: QPointF) -> int | None:
        y = point.y() - self._head()
        if y < 0:
            return None
        place = bisect.bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1
        if place < 0 or y + self.verticalScrollBar().value() > self._tops[place] + self._lines[place].height:
            return None
        return self._lines[place].lane if self._lines[place].lane >= 0 else None
