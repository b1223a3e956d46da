"""A drawing of lines: shown at any size, and drawn by mouse, finger, pen or arrow keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.look import Look

# The colours to draw in by the role they have in every theme. What they are called is what they look like in each.
COLOURS = (
    ("text", "Pencil"), ("assess", "Blue"), ("do", "Green"), ("review", "Orange"), ("plan", "Purple"),
)  # fmt: skip
SHAPE = 0.5  # of the width is the height
THICK = 4  # pixels at the usual size of text, on a pad
STEP = 0.02  # of the width, an arrow key
_ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0), Qt.Key.Key_Right: (STEP, 0.0), Qt.Key.Key_Up: (0.0, -STEP / SHAPE),
    Qt.Key.Key_Down: (0.0, STEP / SHAPE),
}  # fmt: skip


class Drawing(QWidget):
    """A drawing to look at. Strokes have a `colour` and `points` between 0 and 1, so that they are drawn at any size."""

    spoken_as = Role.Graphic

    def __init__(self, look: Look, strokes: Sequence[Mapping[str, Any]] = (), width: int = 200) -> None:
        super().__init__()
        self._look, self._width = look, width
        self.strokes: list[dict[str, Any]] = [dict(one) for one in strokes]
        self.setAccessibleName("A drawing")
        look.fit(self, lambda _theme: self.measure(self._width))

    def measure(self, width: int) -> None:
        """Be so many pixels wide, at the usual size of text."""
        self._width, wide = width, self._look.theme.px(width)
        self.setFixedSize(wide, round(wide * SHAPE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet and what was drawn."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._sheet(painter)
        theme = self._look.theme
        thick = max(theme.px(THICK) * min(self.width() / theme.px(800), 1.0), 1.5)
        known = {role for role, _ in COLOURS}
        for stroke in self.strokes:
            colour = theme.colour(stroke["colour"] if stroke["colour"] in known else "text")
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(colour, thick, Qt.PenStyle.SolidLine, cap, join))
            points = [self._there(x, y) for x, y in stroke["points"]]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(points)

    def _sheet(self, painter: QPainter) -> None:
        theme = self._look.theme
        has_focus = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus" if has_focus else "edge"), 3 if has_focus else 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)

    def _there(self, x: float, y: float) -> QPointF:
        return QPointF(x * self.width(), y * self.height())


class DrawPad(Drawing):
    """The same to draw on. With arrows a pen goes over the sheet, and Space puts it down or lifts it."""

    drawn = Signal()  # a stroke is done, or was taken back

    def __init__(self, look: Look, width: int) -> None:
        super().__init__(look, (), width)
        self.colour = COLOURS[0][0]
        self._pen = (0.5, 0.5)
        self._is_down = self._by_keys = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("A sheet to draw on: by mouse or finger, or with arrows, Space puts the pen down")

    def show_strokes(self, strokes: Sequence[Mapping[str, Any]]) -> None:
        """Show what was drawn before."""
        self.strokes = [dict(one) for one in strokes]
        self.update()

    def take_back(self) -> None:
        """The last line is gone."""
        if self.strokes:
            self.strokes.pop()
            self._is_down = False
            self.update()
            self.drawn.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins; a pen or a finger comes as the mouse does."""
        self._by_keys = self._is_down = False
        self._begin(self._at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        if self.strokes and event.buttons():
            self.strokes[-1]["points"].append(self._at(event))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends, and is kept."""
        del event
        self.drawn.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the pen, Space puts it down and lifts it, Ctrl+Z and Backspace take the last line back."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ARROWS and not control:
            self._move(*_ARROWS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            self._turn()
        elif event.key() == Qt.Key.Key_Backspace or (control and event.key() == Qt.Key.Key_Z):
            self.take_back()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Also where the pen is, while the arrows move it."""
        super().paintEvent(event)
        if self._by_keys and self.hasFocus():
            theme, painter = self._look.theme, QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 3))
            painter.setBrush(theme.colour(self.colour) if self._is_down else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self._there(*self._pen), theme.px(7), theme.px(7))

    def _turn(self) -> None:
        self._by_keys = True
        self._is_down = not self._is_down
        announce(self, "The pen is down." if self._is_down else "The pen is up.")
        if self._is_down:
            self._begin(list(self._pen))
        else:
            self.drawn.emit()
        self.update()

    def _move(self, across: float, down: float) -> None:
        self._by_keys = True
        x, y = self._pen
        self._pen = (round(min(max(x + across, 0.0), 1.0), 4), round(min(max(y + down, 0.0), 1.0), 4))
        if self._is_down:
            self.strokes[-1]["points"].append(list(self._pen))
        self.update()

    def _begin(self, at: list[float]) -> None:
        self.strokes.append({"colour": self.colour, "points": [at]})
        self.update()

    def _at(self, event: QMouseEvent) -> list[float]:
        place = event.position()
        x, y = place.x() / self.width(), place.y() / self.height()
        return [round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)]
