"""The river: one pupil's story on a line of time; zoomed, panned, pointed at, and its planned ends dragged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from gradesk.model.rules.river.grips import NEAR, grip_under
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.jumps import jump, reaches_of
from gradesk.model.rules.river.laying import Picture, gutter, lay
from gradesk.model.rules.river.rows import rows
from gradesk.model.rules.river.shapes import Hit, Shape
from gradesk.model.rules.river.story import Bar, Mark, Stage, Story
from gradesk.model.rules.river.window import Window
from gradesk.ui.kit.river.brush import RiverBrush
from gradesk.ui.kit.river.dragging import paint_drag
from gradesk.ui.kit.river.parts import RiverParts
from gradesk.ui.kit.river.tools import STEP
from gradesk.ui.kit.spoken import went
from gradesk.ui.looks.theme import Theme


class River(QWidget):
    """Draws a `Story`: + and − zoom, Left and Right pan, Ctrl with them goes from half-term to half-term, Up and Down from
    one thing to the next, Alt+Left and Alt+Right move a planned end, Home shows all, End today."""

    opened = Signal(str)  # the key of a thing
    noticed = Signal(tuple)  # the keys under the pointer or the focus
    moved = Signal(str, object)  # a planned end, to another day
    went = Signal(str)  # to which half-term, in words

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._made_brush: RiverBrush | None = None
        self._index = Index(Story(date.min))  # until the first `show_story`
        self._window = Window(0.0, 400.0)
        self._made_picture: Picture | None = None
        self._at: str | None = None
        self._pan_from: float | None = None
        self._pressed: Hit | None = None
        self._drag: tuple[str, date] | None = None
        self.spoken = RiverParts(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")

    # What is shown ---------------------------------------------------------------------------------------------

    @property
    def stretch(self) -> Window:
        """The stretch of time in view."""
        return self._window

    @property
    def current(self) -> str | None:
        """The key of what has the focus."""
        return self._at

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours or sizes."""
        self._theme = theme
        self._made_brush = None
        self._changed(size=True)

    def show_story(self, story: Story, *, fit: bool = True) -> None:
        """Draw another story; with `fit` the stretch shown reaches from its beginning to a little after its end."""
        self._index = Index(story)
        if self._at not in self._index.things:
            self._at = None
        if fit:
            self.fit()
        self._changed(size=True)

    @property
    def index(self) -> Index:
        """All that can have the focus, in order of time."""
        return self._index

    def thing(self, key: str) -> Stage | Bar | Mark | None:
        """What a key stands for."""
        return self._index.things.get(key)

    def fit(self) -> None:
        """Show the whole story, ten years at most; today and what is planned stay in view."""
        today = self._index.story.today
        days = [day for day, _ in self._index.items]
        ends = [turn.end for turn in self._index.turns] + self._index.bar_ends
        last = date.fromordinal(int(max([*ends, *days, today.toordinal()]))) + timedelta(days=21)
        first = date.fromordinal(int(min([*days, today.toordinal() - 180])))
        # Room before the first mark, which is drawn around its day.
        first -= timedelta(days=10 + (last - first).days // 50)
        self._show(self._window.over(max(first, last - timedelta(days=3650)), last))

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show `factor` times as many days."""
        self._show(self._window.zoomed(factor, at))

    def pan(self, share: float) -> None:
        """Move by a share of what is shown; positive goes to later days."""
        self._show(self._window.panned(share))

    def go_to_term(self, step: int) -> None:
        """Show the half-term before (-1) or after (+1) that holds anything, whole, and tell which it is."""
        found = jump(self._window, self._index.story.terms, reaches_of(self._index), self._index.story.today, step)
        if found.term is not None:
            self.show_days(found.term.starts_on - timedelta(days=3), found.term.ends_on + timedelta(days=3))
        self.setAccessibleDescription(found.words)
        self.went.emit(found.words)

    def go_to_today(self) -> None:
        """Bring today into the middle; the zoom stays."""
        today = self._index.story.today.toordinal() + 0.5
        self._show(self._window.panned((today - self._window.start) / self._window.days - 0.5))

    def show_days(self, first: date, last: date) -> None:
        """Show exactly these days."""
        self._show(self._window.over(first, last))

    def _show(self, window: Window) -> None:
        self._window = window
        self._changed()

    def _changed(self, *, size: bool = False) -> None:
        self._made_picture = None
        if size:
            self._place()
            self.updateGeometry()
        self.update()

    def _place(self) -> None:
        left = min(gutter(self._index, self._brush.ink), self.width() * 0.3)
        self._window = self._window.placed(left, self.width() - left)
        self._made_picture = None

    @property
    def _brush(self) -> RiverBrush:
        if self._made_brush is None:
            self._made_brush = RiverBrush(self._theme, self.font(), self.devicePixelRatioF())
        return self._made_brush

    @property
    def _picture(self) -> Picture:
        if self._made_picture is None:
            self._made_picture = lay(self._index, self._window, self._brush.ink)
        return self._made_picture

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(600, round(rows(self._index, self._brush.ink).height) + 4)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretch shown."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._made_brush = None
            self._changed(size=True)

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is in view."""
        picture, brush = self._picture, self._brush
        painter = QPainter(self)
        painter.setFont(brush.font)
        painter.fillRect(self.rect(), brush.colour("card"))
        painter.setClipRect(QRectF(picture.gutter, 0, self.width() - picture.gutter, self.height()))
        brush.draw(painter, picture.shapes)
        self._paint_current(painter)
        if self._drag is not None:
            paint_drag(painter, brush, self._window, self._index.story, self._drag[1], QSizeF(self.size()))
        painter.setClipping(False)
        captions: Sequence[Shape] = picture.captions
        brush.draw(painter, captions)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(brush.colour("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def hit_of(self, key: str) -> Hit | None:
        """Where something is drawn; None while it is out of view."""
        return next((hit for hit in self._picture.hits if key in hit.keys), None)

    def _paint_current(self, painter: QPainter) -> None:
        hit = self.hit_of(self._at) if self._at else None
        if hit is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._brush.colour("focus"), 3))
            painter.drawRoundedRect(QRectF(hit.x - 3, hit.y - 3, hit.width + 6, hit.height + 6), 6, 6)

    # Keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, held = event.key(), event.modifiers()
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1}.get(
            Qt.Key(key), 0
        )
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self.update()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif sideways and held & Qt.KeyboardModifier.AltModifier:
            self._nudge(sideways * (7 if held & Qt.KeyboardModifier.ShiftModifier else 1))
        elif sideways and held & Qt.KeyboardModifier.ControlModifier:
            self.go_to_term(sideways)
        elif sideways:
            self.pan(sideways * 0.15)
        elif step:
            self._step(step)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_End:
            self.go_to_today()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say again what has the focus."""
        super().focusInEvent(event)
        if self._at is not None:
            self._notice((self._at,))

    def look_at(self, key: str) -> None:
        """Give something the focus, and bring it into view."""
        thing = self._index.things.get(key)
        if thing is not None:
            self._at = key
            day = thing.day if isinstance(thing, Mark) else thing.starts_on
            self._show(self._window.around(day))

    def _step(self, step: int) -> None:
        items = self._index.items
        if not items:
            return
        here = self._index.places.get(self._at or "")
        if here is not None and self._window.start - 1 <= items[here][0] <= self._window.end:
            place = min(max(here + step, 0), len(items) - 1)
        else:  # from the middle of what is in view
            middle = self._window.start + self._window.days / 2
            place = min(range(len(items)), key=lambda at: abs(items[at][0] - middle))
        self.take_in_hand(items[place][1])

    def take_in_hand(self, key: str) -> None:
        """Give something the focus, as the keys do: it is told of and read out."""
        self.look_at(key)
        self._notice((key,))
        went(self)

    def _nudge(self, days: int) -> None:
        thing = self._index.things.get(self._at or "")
        if isinstance(thing, (Stage, Bar)) and thing.movable and thing.planned_to is not None:
            self.moved.emit(thing.key, thing.planned_to + timedelta(days=days))

    def _notice(self, keys: tuple[str, ...]) -> None:
        found = [self._index.things[key] for key in keys if key in self._index.things]
        if len(found) == 1:
            self.setAccessibleDescription(f"{found[0].label}. {found[0].detail}")
        elif found:
            self.setAccessibleDescription(f"{len(found)} together")
        self.noticed.emit(keys)

    # The pointer -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Pinching zooms, on a touchpad and on a touch screen."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 / max(1 + event.value(), 0.2), event.position().x())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture) and pinch.scaleFactor() > 0:
                self.zoom(1 / pinch.scaleFactor(), float(self.mapFromGlobal(pinch.centerPoint().toPoint()).x()))
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms, sideways or with Shift it pans; by itself it scrolls the page, as anywhere."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.85 ** (turn.y() / 120), event.position().x())
        elif turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-(turn.x() or turn.y()) / 1200)
        event.setAccepted(bool(turn.x() or event.modifiers()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a planned end, of a thing, or of the water."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        held = self._grip_under(point)
        if held is not None:
            assert held.planned_to is not None
            self._drag = (held.key, held.planned_to)
            return
        self._pressed = self._under(point)
        self._pan_from = point.x()
        if self._pressed is not None:
            self._at = self._pressed.keys[0]
            self._notice(self._pressed.keys)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; otherwise tell what lies under the pointer."""
        point = event.position()
        if self._drag is not None:
            self._drag = (self._drag[0], date.fromordinal(round(self._window.day_at(point.x())) - 1))
            self.update()
            return
        if self._pan_from is not None and event.buttons():
            if self._pressed is None or abs(point.x() - self._pan_from) > NEAR:
                self._pressed = None
                self.pan((self._pan_from - point.x()) / max(self._window.width, 1))
                self._pan_from = point.x()
            return
        if self._grip_under(point) is not None:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
            return
        hit = self._under(point)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)
        if hit is not None:
            self._notice(hit.keys)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: a planned end moves, one thing is told of, several are spread out."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pan_from = None
        if self._drag is not None:
            key, day = self._drag
            self._drag = None
            self.update()
            thing = self._index.things.get(key)
            if not isinstance(thing, Mark) and thing is not None and day != thing.planned_to:
                self.moved.emit(key, day)
            return
        hit, self._pressed = self._pressed, None
        if hit is not None and len(hit.keys) > 1 and hit.holds(event.position().x(), event.position().y(), NEAR):
            self._spread(hit.keys)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open one thing; a single click only reads."""
        hit = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit is not None:
            self.opened.emit(hit.keys[0])

    def _spread(self, keys: Sequence[str]) -> None:
        """Zoom in on several things that were drawn as one; those of one day are told by the card alone."""
        days = []
        for key in keys:
            thing = self._index.things[key]
            days.append(thing.day if isinstance(thing, Mark) else thing.starts_on)
        if max(days) > min(days) and self._window.days > 14:
            spare = max((max(days) - min(days)).days // 8, 2)
            self.show_days(min(days) - timedelta(days=spare), max(days) + timedelta(days=spare))

    def _under(self, point: QPointF) -> Hit | None:
        if point.x() < self._window.left:
            return None
        x, y, hits = point.x(), point.y(), self._picture.hits
        close = [hit for hit in hits if hit.holds(x, y)] or [hit for hit in hits if hit.holds(x, y, NEAR)]
        return close[-1] if close else None

    def _grip_under(self, at: QPointF) -> Stage | Bar | None:
        return grip_under(self._index, self._window, self._brush.ink, at.x(), at.y())
