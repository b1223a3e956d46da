"""Buttons and the icons on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from gradesk.system.lazy import lazily
from gradesk.system.paths import resource
from gradesk.ui.kit.labels import caption, tip
from gradesk.ui.qt_names import Qt

# A button alone needs none of them.
if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray, QSize
    from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer
else:
    QByteArray = lazily("PySide6.QtCore:QByteArray")
    QSize = lazily("PySide6.QtCore:QSize")
    QIcon = lazily("PySide6.QtGui:QIcon")
    QKeyEvent = lazily("PySide6.QtGui:QKeyEvent")
    QPainter = lazily("PySide6.QtGui:QPainter")
    QPixmap = lazily("PySide6.QtGui:QPixmap")
    QSvgRenderer = lazily("PySide6.QtSvg:QSvgRenderer")


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """A line icon in one colour."""
    raw = resource("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    pixmap = QPixmap(QSize(size * 2, size * 2))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(raw.encode())).render(painter)
    painter.end()
    return QIcon(pixmap)


class Press(QPushButton):
    """A button that a key held down presses once: the next thing it would do is another button's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first of it counts."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
            return
        super().keyPressEvent(event)


def button(text: str, run: Callable[[], object], role: str = "", help: str = "") -> QPushButton:
    """A button; `role` is "main" for the one thing to do next, "link" for a quiet one."""
    made = Press(caption(text))
    made.setAccessibleName(text)
    made.setAutoDefault(True)
    if role:
        made.setProperty("role", role)
    if help:
        made.setToolTip(tip(help))
    made.clicked.connect(lambda: run())
    return made
