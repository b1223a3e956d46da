"""The rows a table shows and lets be written in, and the fields they are shown in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.labels import tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MOST_SHOWN = 200  # characters of a text that was refused


@dataclass(frozen=True)
class Field:
    """A column: its heading, what a row shows in it, how it is changed (or not at all), and its share of the width.

    It is never narrower than `least` characters while there is room.
    One that is `chosen` is no text but is set by digits, and Tab stops at it too. A `seldom` one stays away at large text.
    """

    heading: str
    show: Callable[[Any], str]
    change: Callable[[Any, str], object] | None = None
    share: int = 1
    chosen: bool = False
    seldom: bool = False
    least: int = 0


class RowsModel(QAbstractTableModel):
    """Rows and their fields. `key` names what a row is about, `whose` the person it is read out for.

    What is typed in a cell and refused stays with it, is shown as not kept, and stands there when it is edited again.
    """

    def __init__(
        self, fields: Sequence[Field], key: Callable[[Any], str], whose: Callable[[Any], str] | None = None
    ) -> None:
        super().__init__()
        self.fields = fields
        self._whose = whose
        self.rows: list[Any] = []
        self._key = key
        self._refused: dict[tuple[str, int], str] = {}

    @property
    def unkept(self) -> bool:
        """Whether something typed in a cell was refused and stands there still."""
        return bool(self._refused)

    def refused(self) -> dict[tuple[str, int], str]:
        """What was typed in cells and refused, by what the row is about and the column."""
        return dict(self._refused)

    def refuse(self, key: str, column: int, words: str) -> None:
        """Count words as typed in a cell and refused."""
        self._refused[key, column] = words
        place = self.place_of(key)
        if place >= 0:
            self.dataChanged.emit(self.index(place, column), self.index(place, column))

    def key_of(self, place: int) -> str:
        """What a row is about."""
        return self._key(self.rows[place])

    def place_of(self, key: str) -> int:
        """Where the row about something stands; -1 when it is not there."""
        return next((place for place, row in enumerate(self.rows) if self._key(row) == key), -1)

    def name_of(self, index: Index) -> str:
        """What a cell is called: whose it is, and its heading."""
        whose = self._whose(self.rows[index.row()]) if self._whose else ""
        return f"{whose}, {self.fields[index.column()].heading}" if whose else self.fields[index.column()].heading

    def let_go(self, index: Index) -> None:
        """Forget what was typed in a cell and refused."""
        if index.isValid() and self._refused.pop(self._cell(index), None) is not None:
            self.dataChanged.emit(index, index)

    def _cell(self, index: Index) -> tuple[str, int]:
        return self._key(self.rows[index.row()]), index.column()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def renew(self, place: int, row: Any) -> None:
        """Show a row anew in its place."""
        self.rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.fields) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many fields."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, and what its editor starts with."""
        if not index.isValid():
            return None
        field, row = self.fields[index.column()], self.rows[index.row()]
        refused = self._refused.get(self._cell(index))
        if role == Qt.ItemDataRole.EditRole:
            return field.show(row) if refused is None else refused
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            shown = field.show(row) if refused is None else f"Not kept: {refused[:MOST_SHOWN]}"
            if role == Qt.ItemDataRole.DisplayRole:
                return shown
            return f"{self.name_of(index)}: {shown or 'none'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(words) if (words := field.show(row)) else None
        if role == Qt.ItemDataRole.FontRole and needs_wide(field.show(row)):
            return wide(QApplication.font())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Change a cell; what is refused is said by whoever changes it."""
        change = self.fields[index.column()].change
        if role != Qt.ItemDataRole.EditRole or change is None or not index.isValid():
            return False
        row, cell, words = self.rows[index.row()], self._cell(index), str(value).rstrip()
        if words != self.fields[index.column()].show(row) and change(row, words) is False:
            self._refused[cell] = words
            self.dataChanged.emit(index, index)
            return False
        self.let_go(index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells that can be changed are edited."""
        found = super().flags(index)
        if index.isValid() and self.fields[index.column()].change is not None:
            return found | Qt.ItemFlag.ItemIsEditable
        return found
