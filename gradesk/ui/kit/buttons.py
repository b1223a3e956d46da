"""Buttons and the icons on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton

from gradesk.system.paths import resource
from gradesk.ui.kit.labels import caption, tip


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


def button(text: str, run: Callable[[], object], role: str = "", help: str = "") -> QPushButton:
    """A button; `role` is "main" for the one thing to do next, "link" for a quiet one."""
    made = QPushButton(caption(text))
    made.setAccessibleName(text)
    made.setAutoDefault(True)
    if role:
        made.setProperty("role", role)
    if help:
        made.setToolTip(tip(help))
    made.clicked.connect(lambda: run())
    return made
