"""Cells that are open and are to be left as they were."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget


def leave_open_cells(within: QWidget) -> None:
    """Close every cell that is open below a widget, as Escape does: what stands in it is not kept."""
    for view in within.findChildren(QAbstractItemView):
        editor = view.indexWidget(view.currentIndex())
        if editor is not None and view.state() == QAbstractItemView.State.EditingState:
            view.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
