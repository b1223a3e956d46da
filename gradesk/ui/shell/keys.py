"""The sheet of keys (F1): every action with its shortcut, from the same rows as the menus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QTableWidget, QTableWidgetItem, QWidget

from gradesk.ui.actions import Action
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row

ELSEWHERE = (
    (
        "On the timeline",
        "+ and − zoom, ← → move, Ctrl+← → by half-term, ↑ ↓ step, Enter opens, Alt+← → move a planned end, Home fits, End today",
    ),
    ("In a date field", "↑ ↓ a day later or earlier, with Shift a week; fri, tomorrow, 24/11, +2w"),
    ("In a passport’s refresh", "Enter still true, Ctrl+Enter keeps new words, Page Down skips, Page Up goes back"),
    ("In a list", "Enter opens, a click on a heading sorts"),
    ("In a field of text", "Tab goes on, Ctrl+Z takes back what was typed there"),
)


class KeySheet(QDialog):
    """A list to read and close."""

    def __init__(self, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and actions")
        keyed = [(action.title, action.shortcut) for action in actions if action.shortcut]
        table = QTableWidget(len(keyed) + len(ELSEWHERE), 2)
        table.setHorizontalHeaderLabels(["What", "Keys"])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setWordWrap(True)
        table.setAccessibleName("Keys and actions")
        for place, (what, keys) in enumerate([*keyed, *ELSEWHERE]):
            table.setItem(place, 0, QTableWidgetItem(what))
            table.setItem(place, 1, QTableWidgetItem(keys))
        table.horizontalHeader().setStretchLastSection(True)
        table.resizeColumnToContents(0)
        self.setLayout(
            column(
                PlainLabel("Keys and actions", "title"),
                table,
                row(None, button("Close", self.accept, "main")),
                margin=16,
            )
        )
        self.resize(760, 560)
        table.resizeRowsToContents()
