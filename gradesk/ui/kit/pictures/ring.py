"""A ring of as many segments as are wanted, filled for those there are: ●◐○ for numbers, always with its words beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme

SIDE = 22
WHOLE, TOP = 360 * 16, 90 * 16  # of Qt's sixteenths of a degree
MOST_SEGMENTS = 12
SHARP = 2  # pixels of the picture for one on the screen


def ring_words(number: int, wanted: int) -> str:
    """What the ring says: "1 of 3"."""
    return f"{number} of {wanted}"


def paint_ring(painter: QPainter, box: QRectF, number: int, wanted: int, full: QColor, empty: QColor) -> None:
    """Paint the ring into a box: a thick stroke where there is something, a thin one where there is not yet."""
    segments = min(max(wanted, 1), MOST_SEGMENTS)
    filled = min(number, segments) if wanted <= MOST_SEGMENTS else number * segments // wanted
    step = WHOLE // segments
    gap = step // 5 if segments > 1 else 0
    thick = box.width() / 5
    inside = box.adjusted(thick, thick, -thick, -thick)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place in range(segments):
        there = place < filled
        pen = QPen(full if there else empty, thick if there else thick / 3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(inside, TOP - place * step - gap // 2, -(step - gap))


@lru_cache(maxsize=64)
def ring_icon(number: int, wanted: int, full: str, empty: str, side: int) -> QIcon:
    """The ring as an icon beside a line's words."""
    picture = QPixmap(QSize(side * SHARP, side * SHARP))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_ring(painter, QRectF(0, 0, side * SHARP, side * SHARP), number, wanted, QColor(full), QColor(empty))
    painter.end()
    return QIcon(picture)


class Ring(QWidget):
    """The ring as a widget; a screen reader hears its words."""

    spoken_as = Role.Graphic

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._number, self._wanted = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, number: int, wanted: int, words: str) -> None:
        """Show so many of so many."""
        self._number, self._wanted = number, wanted
        self.setAccessibleName(words)
        self.setToolTip(tip(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As large as a line of text asks."""
        side = self._theme().px(SIDE)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._wanted < 1:
            return
        theme, painter = self._theme(), QPainter(self)
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_ring(painter, box, self._number, self._wanted, theme.colour("accent"), theme.colour("edge"))
        painter.end()
