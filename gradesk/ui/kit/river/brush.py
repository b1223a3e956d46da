"""Draws the river's shapes with Qt. Texts and marks are made once and kept, because a pan draws the same ones again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
)

from gradesk.model.rules.river.rows import Ink
from gradesk.model.rules.river.shapes import Glyph, Pill, Rect, Shape, Stroke, Words, outlines
from gradesk.ui.looks.theme import Theme

_KEPT = 4000  # texts and marks kept before they are thrown away together
_PATTERNS = {"hatch": Qt.BrushStyle.BDiagPattern, "soft": Qt.BrushStyle.Dense4Pattern}


class RiverBrush:
    """Colours, fonts and kept texts of one theme at one size of text."""

    def __init__(self, theme: Theme, font: QFont, ratio: float) -> None:
        """`ratio` is how many pixels of the screen stand for one of the window."""
        self._ratio = ratio
        self.font = font
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._metrics = QFontMetricsF(font)
        self._colours = {role: QColor(value) for role, value in theme.colours.items()}
        self._brushes: dict[tuple[str, str], QBrush] = {}
        self._texts: dict[tuple[str, bool], tuple[QStaticText, QSizeF]] = {}
        self._glyphs: dict[tuple[str, float, str], QPixmap] = {}
        self._widths: dict[str, float] = {}
        self._pen: tuple[bool, str] | None = None  # of the word drawn last, while nothing else has changed it
        self.ink = Ink(self._metrics.height(), self.measure)

    def measure(self, text: str) -> float:
        """How wide a text is."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return width

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return self._colours[role]

    def draw(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Draw shapes in their order."""
        if len(self._texts) > _KEPT:
            self._texts.clear()
        if len(self._widths) > _KEPT:
            self._widths.clear()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        deeds: dict[type[Any], Callable[[QPainter, Any], None]] = {
            Rect: self._rect,
            Words: self._words,
            Glyph: self._glyph,
            Pill: self._pill,
            Stroke: self._stroke,
        }
        self._pen = None
        for shape in shapes:
            deeds[type(shape)](painter, shape)

    def _brush(self, role: str, style: str) -> QBrush:
        brush = self._brushes.get((role, style))
        if brush is None:
            brush = QBrush(self._colours[role], _PATTERNS.get(style, Qt.BrushStyle.SolidPattern))
            self._brushes[role, style] = brush
        return brush

    def _rect(self, painter: QPainter, rect: Rect) -> None:
        box = QRectF(rect.x, rect.y, rect.width, rect.height)
        if not rect.edge and not rect.radius:
            painter.fillRect(box, self._brush(rect.fill, rect.style))
            return
        self._pen = None
        if rect.edge:
            dashed = Qt.PenStyle.DashLine if rect.style == "dash" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._colours[rect.edge], 1.6 if rect.style == "dash" else 1.0, dashed))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush(rect.fill, rect.style) if rect.fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, rect.radius, rect.radius)

    def _words(self, painter: QPainter, words: Words) -> None:
        kept = self._texts.get((words.text, words.bold))
        if kept is None:
            text = QStaticText(words.text)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            text.prepare(font=self._bold if words.bold else self.font)
            kept = self._texts[words.text, words.bold] = (text, text.size())
        text, size = kept
        slack = 0.0 if words.align == "left" else words.width - size.width()
        if words.align == "centre":
            slack /= 2
        pen = (words.bold, words.role)
        if pen != self._pen:
            # Most words follow one of the same kind.
            self._pen = pen
            painter.setFont(self._bold if words.bold else self.font)
            painter.setPen(self._colours[words.role])
        painter.drawStaticText(QPointF(words.x + slack, words.y + (words.height - size.height()) / 2), text)

    def _stroke(self, painter: QPainter, stroke: Stroke) -> None:
        self._pen = None
        painter.setPen(QPen(self._colours[stroke.role], stroke.width))
        painter.drawLine(QLineF(stroke.x1, stroke.y1, stroke.x2, stroke.y2))

    def _glyph(self, painter: QPainter, glyph: Glyph) -> None:
        key = (glyph.shape, glyph.size, glyph.role)
        pixmap = self._glyphs.get(key)
        if pixmap is None:
            pixmap = self._glyphs[key] = self._made(glyph)
        self._lay(painter, pixmap, glyph.x, glyph.y)

    def _pill(self, painter: QPainter, pill: Pill) -> None:
        key = (pill.number, pill.height, "alike" if pill.alike else "")
        pixmap = self._glyphs.get(key)
        if pixmap is None:
            pixmap = self._canvas(pill.width + 4, pill.height + 4)
            inner = QPainter(pixmap)
            inner.translate((pill.width + 4) / 2 - pill.x, (pill.height + 4) / 2 - pill.y)
            self.draw(inner, pill.parts())
            inner.end()
            self._pen = None
            self._glyphs[key] = pixmap
        self._lay(painter, pixmap, pill.x, pill.y)

    def _lay(self, painter: QPainter, pixmap: QPixmap, x: float, y: float) -> None:
        width, height = pixmap.width() / self._ratio, pixmap.height() / self._ratio
        # On whole pixels, where a picture is copied and not blended anew.
        painter.drawPixmap(QPointF(round(x - width / 2), round(y - height / 2)), pixmap)

    def _canvas(self, width: float, height: float) -> QPixmap:
        pixmap = QPixmap(round(width * self._ratio), round(height * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _made(self, glyph: Glyph) -> QPixmap:
        side = glyph.size + 4
        pixmap = self._canvas(side, side)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.setPen(QPen(self._colours["card"], 1.0))
        painter.setBrush(self._colours[glyph.role])
        paint_glyph(painter, glyph.shape, glyph.size, self._colours[glyph.role])
        painter.end()
        return pixmap


def paint_glyph(painter: QPainter, shape: str, size: float, colour: QColor) -> None:
    """One of the `GLYPHS` around the origin, with the painter's pen as its edge."""
    half = size / 2
    if shape == "circle":
        painter.drawEllipse(QPointF(0, 0), half, half)
    elif shape == "ring":
        painter.setPen(QPen(colour, size * 0.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), half * 0.8, half * 0.8)
    for corners in outlines(shape):
        painter.drawPolygon(QPolygonF([QPointF(x * half, y * half) for x, y in corners]))
