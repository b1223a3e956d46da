"""The table of a week: what each cell shows, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from gradesk.model.rules.week.parts import Week
from gradesk.model.rules.week.times import NAMES
from gradesk.ui.screens.term.week.hand import Hand
from gradesk.ui.screens.term.week.sheet import NO_SCHOOL, Piece, Sheet, Shown, Slot, spoken

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MIME = "application/x-gradesk-session"
LEAST_LETTERS = 5
EMPTY = Shown(Week((), ()))


class WeekModel(QAbstractTableModel):
    """Cells of a sheet. What is in hand lights up where it could go; which session of a cell is in hand is `inner`."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet = Sheet(EMPTY)
        self.hand: Hand | None = None
        self.inner = 0
        self.letters: dict[int, int] = {}  # how many have room above a column; where it is not said, all have

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another week, or the same anew."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def take(self, hand: Hand | None) -> None:
        """Something comes into hand, or is laid down."""
        self.hand = hand
        self.refresh()

    def refresh(self) -> None:
        """Paint all cells anew."""
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Adults, or periods."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Periods of all days, or days."""
        return 0 if parent.isValid() else len(self.sheet.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be gone to, and dropped on; what has a session can be dragged."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return found | Qt.ItemFlag.ItemIsDragEnabled if self.pieces(index) else found

    def mimeTypes(self) -> list[str]:
        """Sessions, of this program only."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Nothing of a session leaves the program: what is dragged is in hand here."""
        data = QMimeData()
        data.setData(MIME, b"in hand" if indexes else b"")
        return data

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Adults and periods."""
        titles = self.sheet.columns if orientation == Qt.Orientation.Horizontal else self.sheet.rows
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not 0 <= section < len(titles):
            return None
        is_short = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        slot = self.sheet.slot(0, section) if is_short and section in self.letters else None
        return short(titles[section], slot, self.letters[section]) if slot is not None else titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell in words; the shape of it is the painter’s."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(one.bar.name for one in self.pieces(index))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(index)
        return None

    def pieces(self, index: Index) -> list[Piece]:
        """The sessions of a cell."""
        return list(self.sheet.pieces(index.row(), index.column())) if index.isValid() else []

    def piece(self, index: Index) -> Piece | None:
        """The session in hand of a cell."""
        found = self.pieces(index)
        return found[self.inner % len(found)] if found else None

    def slot(self, index: Index) -> Slot | None:
        """Where a cell stands."""
        return self.sheet.slot(index.row(), index.column()) if index.isValid() else None

    def words(self, index: Index) -> str:
        """All that a cell says."""
        slot = self.slot(index)
        if slot is None:
            return "not on this day"
        where = f"{slot.adult or 'Nobody named'}, {slot.words}" if slot.adult is not None else slot.words
        found = self.pieces(index)
        state = self.sheet.state(slot)
        told = "; ".join(spoken(one, self.sheet.shown) for one in found).replace(".; ", "; ") or state
        if found and state == NO_SCHOOL:
            told = f"{state}; {told}"
        if len(found) > 1:
            told = f"{len(found)} at once: {told}"
        offered = self.hand.of((index.row(), index.column())) if self.hand is not None else ()
        if self.hand is not None and offered:
            told = f"a place for {self.hand.bar.name}, {offered[0].words}; {told}"
        return f"{where}: {told}"


def short(title: str, slot: Slot, letters: int) -> str:
    """A title for which there is little room: cut, or only the first letters of day and period."""
    name, _, at = title.partition("\n")
    if name in NAMES:
        return title if letters >= max(map(len, NAMES)) else f"{name[:3]}\n{at}"
    if letters < LEAST_LETTERS:
        return f"{NAMES[slot.day][0]}\n{slot.period.name[0]}"
    name = name.replace(" · ", " ") if len(name) > letters else name
    return f"{name}\n{at}" if len(name) <= letters else f"{name[: letters - 1]}…\n{at}"
