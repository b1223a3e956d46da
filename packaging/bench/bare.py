"""The floor for the window: nothing but PySide6, a search box, and a table of as many rows. Run as a process of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

from measuring import median, milliseconds, peak_megabytes, since_start
from painting import Painted, until
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QVBoxLayout, QWidget

COLUMNS = 9
Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    """A plain list of plain rows."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.all = [tuple(f"Ava {place} of {number}" for place in range(COLUMNS)) for number in range(count)]
        self.shown = self.all

    def keep(self, text: str) -> None:
        """Show the rows whose first cell holds a text."""
        self.beginResetModel()
        self.shown = [row for row in self.all if text in row[0]]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell."""
        return self.shown[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def main(count: int) -> None:
    """Show the window, then press keys in its search box."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 800)
    inside = QWidget()
    box, table, rows = QLineEdit(), QTableView(), Rows(count)
    table.setModel(rows)
    layout = QVBoxLayout(inside)
    layout.addWidget(box)
    layout.addWidget(table)
    window.setCentralWidget(inside)
    painted = Painted(table.viewport())
    window.show()
    until(lambda: painted.count > 0)
    shown, peak = since_start(), peak_megabytes()
    box.textChanged.connect(rows.keep)

    def press(key: str) -> float:
        before = painted.count
        return milliseconds(lambda: (QTest.keyClicks(box, key), until(lambda: painted.count > before)))

    took = []
    for _ in range(6):
        for key in ("A", "v", "a"):
            took.append(press(key))
        box.clear()
        until(lambda: True)
    print(json.dumps({"shown": shown, "peak": peak, "key": median(took), "peak_after": peak_megabytes()}))
    window.close()
    del app


if __name__ == "__main__":
    main(int(sys.argv[1]))
