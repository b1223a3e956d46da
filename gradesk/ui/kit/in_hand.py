"""What somebody has in hand within a widget that is larger than one sees: the line, the part, or the place of the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QScrollArea, QWidget

from gradesk.ui.kit.spoken import Parts

EDGE = 8  # pixels kept free around a field that is shown whole


def in_hand(widget: QWidget) -> QRect:
    """Where it is in the widget; the widget's top line where nothing is in hand."""
    top = QRect(0, 0, widget.width(), widget.fontMetrics().height())
    if isinstance(widget, QAbstractItemView):
        line = widget.visualRect(widget.currentIndex())
        return line.translated(widget.viewport().pos()) if line.isValid() else top
    if isinstance(parts := getattr(widget, "spoken", None), Parts):
        box = parts.box(parts.here()) if parts.here() >= 0 else QRect()
        return box if box.isValid() else top
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    return cursor if isinstance(cursor, QRect) and cursor.height() < widget.height() else top


def show_whole(field: QWidget) -> None:
    """Bring a field that has the focus into sight from its label to its foot, where the page is high enough for it."""
    page = field.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    content = page.widget() if page is not None else None
    if page is None or content is None or not field.hasFocus():
        return
    whole = QRect(field.mapTo(content, QPoint(0, 0)), field.size())
    around = field.parentWidget()
    for label in around.findChildren(QLabel) if around is not None else ():
        if label.buddy() is field:
            whole |= QRect(label.mapTo(content, QPoint(0, 0)), label.size())
    if whole.height() <= page.viewport().height():
        page.ensureVisible(whole.center().x(), whole.center().y(), 0, whole.height() // 2 + EDGE)
