"""Large tiles to choose from: faces, numbers and pictures, by mouse, finger, arrows and space bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gradesk.ui.kit.labels import caption
from gradesk.ui.kit.layouts import FlowLayout
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.look import Look
from gradesk.ui.looks.theme import Theme

Paint = Callable[[QPainter, QRectF, Theme], None]
GAP = 10
_ALONG = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ACROSS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
DIGITS = "0123456789"
DARK = 128  # of 255: how light a ground may be that black lines are not seen on


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its code, what it is called, and what is drawn on it, if anything."""

    code: str
    label: str
    paint: Paint | None = None


class Tile(QAbstractButton):
    """A tile with a picture and a word under it, or a number alone. Chosen is told by a tick and a thick frame.

    Its `size` is how wide and high it is at the usual size of text, and how wide at most at any, in pixels.
    """

    def __init__(self, look: Look, choice: Choice, size: tuple[int, int, int]) -> None:
        super().__init__()
        self._look, self._choice, self._size = look, choice, size
        self.setText(caption(choice.label))
        self.setCheckable(True)
        self.setProperty("role", "tile" if choice.paint is not None else "number")
        self.setAccessibleName(choice.label)
        look.fit(self, self._measure)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the letters have another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure(self._look.theme)

    def _measure(self, theme: Theme) -> None:
        # At large text a tile grows less than its word, so that a row of faces still has its place side by side.
        wide, tall, most = self._size
        wide, tall = (min(theme.px(one), round(one * most / wide)) for one in (wide, tall))
        lines = 2 * self.fontMetrics().lineSpacing() if self._choice.paint is not None else 0
        size = QSize(wide, max(tall, round(tall * 0.6) + lines + theme.px(8)))
        if size != self.minimumSize():
            self.setFixedSize(size)

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return QSize(self.minimumSize())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar chooses; arrows and digits are left to the row."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, picture, word, and a tick where it is chosen."""
        del event
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        chosen = self.isChecked()
        painter.setPen(QPen(theme.colour("accent" if chosen else "edge"), 5 if chosen else 1))
        painter.setBrush(theme.colour("accent_soft" if chosen else "card"))
        painter.drawRoundedRect(box, 12, 12)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 3, Qt.PenStyle.DashLine if chosen else Qt.PenStyle.SolidLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5) if chosen else box, 10, 10)
        painter.setPen(theme.colour("text"))
        if self._choice.paint is None:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._choice.label)
        else:
            self._draw_picture(painter, box, theme)
        if chosen:
            _tick(painter, box, theme)

    def _draw_picture(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        lines = 2 * self.fontMetrics().lineSpacing()
        words = QRectF(box.left() + 4, box.bottom() - lines - 4, box.width() - 8, lines)
        side = min(box.width() - 2 * theme.px(10), words.top() - box.top() - theme.px(10))
        place = QRectF(box.center().x() - side / 2, box.top() + theme.px(8), side, side)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self._choice.label)
        assert self._choice.paint is not None
        self._choice.paint(painter, place, theme)


class Tiles(QWidget):
    """Tiles in rows, one stop of the Tab key; `many` lets several be chosen. `changed` carries what is chosen, in order."""

    spoken_as = Role.Grouping
    changed = Signal(list)

    def __init__(
        self, look: Look, choices: Sequence[Choice], size: tuple[int, int, int], name: str, *, many: bool = False
    ) -> None:
        super().__init__()
        self._many = many
        self.setAccessibleName(name)
        self.tiles = [Tile(look, one, size) for one in choices]
        self._codes = [one.code for one in choices]
        layout = FlowLayout(GAP)
        for tile in self.tiles:
            tile.setAccessibleDescription(name)
            tile.clicked.connect(lambda _on=False, tile=tile: self._pressed(tile))
            layout.addWidget(tile)
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._stop_at(0)

    def chosen(self) -> list[str]:
        """The codes that are chosen, in order."""
        return [code for code, tile in zip(self._codes, self.tiles, strict=True) if tile.isChecked()]

    def show_chosen(self, codes: Sequence[str]) -> None:
        """Show a choice."""
        for code, tile in zip(self._codes, self.tiles, strict=True):
            tile.setChecked(code in codes)
        first = next((at for at, tile in enumerate(self.tiles) if tile.isChecked()), 0)
        self._stop_at(first)

    def press(self, code: str) -> None:
        """Choose one, or take it back."""
        self.tiles[self._codes.index(code)].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along and across, a digit chooses the tile that bears it or has its place, Delete chooses nothing."""
        key, typed = event.key(), event.text()
        here = next((at for at, tile in enumerate(self.tiles) if tile.hasFocus()), 0)
        if key in _ALONG:
            self._focus((here + _ALONG[Qt.Key(key)]) % len(self.tiles))
        elif key in _ACROSS and (there := self._row_away(here, _ACROSS[Qt.Key(key)])) is not None:
            self._focus(there)
        elif typed and typed in DIGITS and not self._many and typed in self._codes:
            self._focus(self._codes.index(typed))
            self.tiles[self._codes.index(typed)].click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen():
            self.show_chosen(())
            self.changed.emit([])
        else:
            super().keyPressEvent(event)

    def _pressed(self, tile: Tile) -> None:
        if not self._many:
            for other in self.tiles:
                if other is not tile:
                    other.setChecked(False)
        self._stop_at(self.tiles.index(tile))
        self.changed.emit(self.chosen())

    def _focus(self, at: int) -> None:
        self._stop_at(at)
        self.tiles[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_at(self, stop: int) -> None:
        for at, tile in enumerate(self.tiles):
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == stop else Qt.FocusPolicy.ClickFocus)
        if self.tiles:
            self.setFocusProxy(self.tiles[stop])

    def _row_away(self, here: int, way: int) -> int | None:
        """The nearest tile of the row below or above."""
        middle = self.tiles[here].geometry().center()
        beyond = [at for at, tile in enumerate(self.tiles) if (tile.geometry().center().y() - middle.y()) * way > 0]
        if not beyond:
            return None

        def far(at: int) -> tuple[int, int]:
            there = self.tiles[at].geometry().center()
            return abs(there.y() - middle.y()), abs(there.x() - middle.x())

        return min(beyond, key=far)


def picture(path: str) -> Paint:
    """Draws a picture from a file."""
    loaded: list[QPixmap] = []

    def paint(painter: QPainter, box: QRectF, theme: Theme) -> None:
        if not loaded:
            loaded.append(QPixmap(path))
        if theme.colour("card").lightness() < DARK:  # their lines are black
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.white)
            painter.drawRoundedRect(box, 8, 8)
        painter.drawPixmap(box, loaded[0], QRectF(loaded[0].rect()))

    return paint


def face(level: int) -> Paint:
    """Draws a face from 1, the least happy, to 5."""

    def paint(painter: QPainter, box: QRectF, theme: Theme) -> None:
        line = theme.colour("text")
        painter.setPen(QPen(line, max(box.width() / 28, 2)))
        painter.setBrush(theme.colour("card"))
        painter.drawEllipse(box.adjusted(2, 2, -2, -2))
        painter.setBrush(line)
        eye = box.width() / 16
        for side in (0.34, 0.66):
            painter.drawEllipse(QPointF(box.left() + box.width() * side, box.top() + box.height() * 0.38), eye, eye)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bend = (level - 3) * 0.13 * box.height()
        base = box.top() + box.height() * 0.68 - bend / 2
        mouth = QPainterPath(QPointF(box.left() + box.width() * 0.28, base))
        mouth.quadTo(QPointF(box.center().x(), base + 2 * bend), QPointF(box.left() + box.width() * 0.72, base))
        painter.setPen(QPen(line, max(box.width() / 22, 2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(mouth)

    return paint


def _tick(painter: QPainter, box: QRectF, theme: Theme) -> None:
    side = theme.px(22) if not theme.is_large else theme.px(15)
    badge = QRect(round(box.right() - side - 6), round(box.top() + 6), side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawEllipse(badge)
    painter.setPen(QPen(theme.colour("accent_text"), max(side / 8, 2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(
        [QPointF(badge.left() + side * x, badge.top() + side * y) for x, y in ((0.27, 0.52), (0.44, 0.7), (0.75, 0.34))]
    )
