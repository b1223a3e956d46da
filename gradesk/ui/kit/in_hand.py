"""What somebody has in hand within a widget that is larger than one sees: the line, the part, or the place of the cursor."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gradesk.ui.kit.spoken import Parts


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
