"""The grid of a register: a row a pupil, a column a day; one letter marks a cell and goes on to the next pupil."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from gradesk.model.term.words import NOT_RUN
from gradesk.services.term.registers import Register
from gradesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LETTERS = {"h": "here", "a": "absent", "p": "part"}
SHOWN = {"here": "H", "absent": "A", "part": "P"}
SAID = {"here": "here", "absent": "absent", "part": "there for a part", "": "not marked"}
WIDE = 68  # pixels of a day at 100 %
LEAST = 4  # pupils in sight, however large the text; the page scrolls then


class RegisterModel(QAbstractTableModel):
    """Marks of one support."""

    def __init__(self) -> None:
        super().__init__()
        self.register: Register | None = None
        self._noted: frozenset[str] = frozenset()  # marks whose note stands with a target

    @property
    def names(self) -> tuple[str, ...]:
        """Who is in it, a row each."""
        return self.register.names if self.register is not None else ()

    def show_register(self, found: Register | None, noted: frozenset[str] = frozenset()) -> None:
        """Show another one, or the same anew."""
        self.beginResetModel()
        self.register, self._noted = found, noted
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Pupils."""
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Days."""
        return 0 if parent.isValid() or self.register is None else len(self.register.days)

    def day(self, column: int) -> date | None:
        """The day of a column."""
        found = self.register
        return found.days[column] if found is not None and 0 <= column < len(found.days) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names, and days with why one did not run."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.names[section] if section < len(self.names) else None
        day = self.day(section)
        if day is None or self.register is None:
            return None
        held = self.register.sessions.get(day)
        extra = " +" if held is not None and held.extra else ""
        if role == Qt.ItemDataRole.ToolTipRole and held is not None and not held.ran:
            return f"Did not run: {NOT_RUN.label(held.reason).lower()}"
        return f"{day:%a}\n{day.day} {day:%b}{extra}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell: its letter, and in words."""
        day, found = self.day(index.column()), self.register
        if found is None or day is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        held = found.sessions.get(day)
        mark = found.mark(day, found.members[index.row()].pupil_id)
        how = mark.mark if mark is not None else ""
        if held is not None and not held.ran:
            words, shown = f"did not run, {NOT_RUN.label(held.reason).lower()}", "–"
        else:
            part = f" {mark.part}" if mark is not None and mark.part else ""
            words, shown = f"{SAID[how]}{part + ' minutes' if part else ''}", f"{SHOWN.get(how, '')}{part}"
        if mark is not None and mark.note:
            shown += "*"
            words += f"; note: {mark.note}"
            words += "; it stands with a target" if mark.uuid in self._noted else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return shown
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{self.names[index.row()]}, {day:%A} {day.day} {day:%B}: {words}"
        return None


class RegisterGrid(QTableView):
    """Letters mark: H, A, P; N says that the day did not run; Delete takes a mark back. `marked` carries column, rows, letter.

    T and G are about the note of the cell: to type it, and to put it into the notes of a target.
    """

    marked = Signal(int, list, str)
    did_not_run = Signal(int)
    note = Signal()
    give = Signal()

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Register: a row for each child, a column for each day")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)

    def measure(self, theme: Theme) -> None:
        """As wide as its letters."""
        self.horizontalHeader().setDefaultSectionSize(theme.px(WIDE))
        high = self.fontMetrics().height() + theme.px(12)
        self.verticalHeader().setDefaultSectionSize(high)
        self.setMinimumHeight((LEAST + 2) * high + self.horizontalScrollBar().sizeHint().height())  # two of the heading

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One letter each; what is not one of them moves."""
        here, typed = self.currentIndex(), event.text().casefold()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if here.isValid() and plain and typed in LETTERS:
            self._mark(LETTERS[typed])
        elif here.isValid() and plain and typed == "n":
            self.did_not_run.emit(here.column())
        elif here.isValid() and plain and typed in ("t", "g"):
            (self.note if typed == "t" else self.give).emit()
        elif here.isValid() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark("")
        else:
            super().keyPressEvent(event)

    def _mark(self, how: str) -> None:
        here = self.currentIndex()
        rows = sorted({one.row() for one in self.selectedIndexes() if one.column() == here.column()} | {here.row()})
        self.marked.emit(here.column(), rows, how)
        self.go_on(rows[-1], here.column())

    def go_on(self, row: int, column: int) -> None:
        """To the next pupil; behind the last one to the next day."""
        model = self.model()
        if row + 1 < model.rowCount():
            row += 1
        elif column + 1 < model.columnCount():
            row, column = 0, column + 1
        self.setCurrentIndex(model.index(row, column))
