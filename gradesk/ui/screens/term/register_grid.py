"""The grid of a register: a row a pupil, a column a session; one letter marks a cell and goes on to the next pupil.

It shows one group over a half-term, or all sessions of an adult on one day under each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import NOT_RUN
from gradesk.services.term.given.adult_days import Due
from gradesk.services.term.registers import Register, Slot
from gradesk.ui.looks.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LETTERS = {"h": "here", "a": "absent", "p": "part"}
SHOWN = {"here": "H", "absent": "A", "part": "P"}
SAID = {"here": "here", "absent": "absent", "part": "there for a part", "": "not marked"}
WIDE = 68  # pixels of a day at 100 %
LEAST = 4  # pupils in sight, however large the text; the page scrolls then
MOST = 10  # for which room is asked at the usual size of text
NOT_IN_IT = "·"


@dataclass(frozen=True)
class GridCell:
    """One pupil at one session: the register it stands in, and the pupil’s place there."""

    register: Register
    slot: Slot
    place: int

    @property
    def pupil_id(self) -> str:
        """Whose it is."""
        return self.register.members[self.place].pupil_id

    @property
    def name(self) -> str:
        """The pupil’s name."""
        return self.register.names[self.place]

    @property
    def session(self) -> ProvisionSession | None:
        """The session, once somebody began it."""
        return self.register.sessions.get(self.slot)

    @property
    def mark(self) -> SessionMark | None:
        """How the pupil had it, once it was marked."""
        return self.register.mark(self.slot.day, self.pupil_id, self.slot.extra)

    @property
    def fell_out(self) -> bool:
        """Whether the session was said not to have run."""
        return self.session is not None and not self.session.ran

    @property
    def is_put_on(self) -> bool:
        """Whether the session was put on, and nobody is marked or noted at it yet."""
        held = self.session
        return held is not None and held.extra and not any(uuid == held.uuid for uuid, _ in self.register.marks)

    @property
    def is_in(self) -> bool:
        """Whether the pupil is in the group on that day."""
        return self.register.is_in(self.place, self.slot.day)


@dataclass(frozen=True)
class _Row:
    """A pupil, with the session of each column; one without a place is a heading."""

    register: Register
    slots: tuple[Slot, ...]
    place: int | None
    title: str


class RegisterModel(QAbstractTableModel):
    """Marks of one support, or of one day."""

    def __init__(self) -> None:
        super().__init__()
        self.register: Register | None = None  # of a group over a while
        self._rows: list[_Row] = []
        self._slots: tuple[Slot, ...] = ()
        self._noted: frozenset[str] = frozenset()  # marks whose note stands with a target

    @property
    def names(self) -> tuple[str, ...]:
        """What stands before each row."""
        return tuple(row.title for row in self._rows)

    @property
    def shows_a_day(self) -> bool:
        """Whether it is of one day, with groups under each other."""
        return self.register is None and bool(self._rows)

    def show_register(self, found: Register | None, noted: frozenset[str] = frozenset()) -> None:
        """Show one group, or the same anew."""
        rows = []
        if found is not None:
            rows = [_Row(found, found.slots, place, name) for place, name in enumerate(found.names)]
        self._show(found, rows, found.slots if found is not None else (), noted)

    def show_day(self, due: Sequence[Due], noted: frozenset[str] = frozenset()) -> None:
        """Show all sessions of one day, each under a heading."""
        rows = []
        for one in due:
            rows.append(_Row(one.register, (one.slot,), None, heading(one)))
            rows += [_Row(one.register, (one.slot,), place, one.register.names[place]) for place in one.places]
        self._show(None, rows, (due[0].slot,) if due else (), noted)

    def _show(self, found: Register | None, rows: list[_Row], slots: tuple[Slot, ...], noted: frozenset[str]) -> None:
        self.beginResetModel()
        self.register, self._rows, self._slots, self._noted = found, rows, slots, noted
        self.endResetModel()

    def cell(self, row: int, column: int) -> GridCell | None:
        """What stands in a cell; None for a heading and beyond the grid."""
        if not (0 <= row < len(self._rows) and 0 <= column < len(self._slots)):
            return None
        one = self._rows[row]
        return GridCell(one.register, one.slots[column], one.place) if one.place is not None else None

    def together(self, row: int, column: int) -> list[GridCell]:
        """Everybody who is in the session of a cell on its day."""
        here = self.cell(row, column)
        if here is None:
            return []
        every = [GridCell(here.register, here.slot, place) for place in range(len(here.register.members))]
        return [one for one in every if one.is_in]

    def first_row(self) -> int:
        """The first row of a pupil."""
        return next((at for at, row in enumerate(self._rows) if row.place is not None), 0)

    def row_of(self, here: GridCell | None) -> int | None:
        """Where a pupil’s row of the same session stands now."""
        for at, row in enumerate(self._rows):
            if here is None or row.place is None or row.register.provision.uuid != here.register.provision.uuid:
                continue
            same = self.register is not None or row.slots == (here.slot,)
            if same and row.register.members[row.place].pupil_id == here.pupil_id:
                return at
        return None

    def column_of(self, here: GridCell | None) -> int | None:
        """Where the session of a cell stands now."""
        if here is None:
            return None
        if self.register is None:
            return 0
        return self._slots.index(here.slot) if here.slot in self._slots else None

    def last_until(self, day: date) -> int:
        """The last session until a day."""
        return max((at for at, slot in enumerate(self._slots) if slot.day <= day), default=0)

    def first_waiting(self, today: date) -> QModelIndex | None:
        """The first cell of a session that was put on, is over, and waits for its marks."""
        for at, slot in enumerate(self._slots):
            for row in range(len(self._rows) if slot.extra and slot.day < today else 0):
                cell = self.cell(row, at)
                if cell is not None and cell.is_in and cell.is_put_on:
                    return self.index(row, at)
        return None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Pupils, and on a day the headings of their groups."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Sessions."""
        return 0 if parent.isValid() else len(self._slots)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is passed over."""
        is_cell = index.isValid() and self.cell(index.row(), index.column()) is not None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_cell else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names, and days with why one did not run."""
        if orientation == Qt.Orientation.Vertical:
            return self._title(section, role)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or section >= len(self._slots):
            return None
        day, extra = self._slots[section]
        if self.register is None:
            return f"{day:%a}\n{day.day} {day:%b}"
        held = self.register.sessions.get(self._slots[section])
        if role == Qt.ItemDataRole.ToolTipRole and extra:
            return "Put on to make another good"
        if role == Qt.ItemDataRole.ToolTipRole and held is not None and not held.ran:
            return f"Did not run: {NOT_RUN.label(held.reason).lower()}"
        return f"{day:%a}{' +' if extra else ''}\n{day.day} {day:%b}"

    def _title(self, section: int, role: int) -> Any:
        if not 0 <= section < len(self._rows):
            return None
        row = self._rows[section]
        if role == Qt.ItemDataRole.FontRole and row.place is None:
            font = QFont()
            font.setBold(True)
            return font
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"   {row.title}" if self.register is None and row.place is not None else row.title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell: its letter, and in words."""
        here = self.cell(index.row(), index.column()) if index.isValid() else None
        if here is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        shown, words = self._said(here)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            day = here.slot.day
            where = f"{here.name}, {here.register.provision.name}" if self.register is None else here.name
            put_on = ", a session put on" if here.slot.extra else ""
            return f"{where}, {day_words(day)}{put_on}: {words}"
        return None

    def _said(self, here: GridCell) -> tuple[str, str]:
        """What a cell shows, and the same in words."""
        held, mark = here.session, here.mark
        how = mark.mark if mark is not None else ""
        if held is not None and not held.ran:
            words, shown = f"did not run, {NOT_RUN.label(held.reason).lower()}", "–"
        elif not here.is_in and not how:
            words, shown = "not in it on this day", NOT_IN_IT
        else:
            part = f" {mark.part}" if mark is not None and mark.part else ""
            words, shown = f"{SAID[how]}{part + ' minutes' if part else ''}", f"{SHOWN.get(how, '')}{part}"
        if mark is not None and mark.note:
            shown += "*"
            words += f"; note: {mark.note}"
            words += "; it stands with a target" if mark.uuid in self._noted else ""
        return shown, words


def day_words(day: date) -> str:
    """A day as a register says it."""
    return f"{day:%A} {day.day} {day:%B}"


def heading(one: Due) -> str:
    """A group’s session in a line: its name, time and length, whether it was put on, and for whom one stands in."""
    row = one.register.provision
    held = one.register.sessions.get(one.slot)
    minutes = held.minutes if held is not None else row.minutes
    parts = [row.name, row.begins_at, f"{minutes} min" if minutes else ""]
    parts += ["+ makes good" if one.slot.extra else "", f"for {one.instead_of}" if one.instead_of else ""]
    if held is not None and not held.ran:
        parts.append(f"did not run: {NOT_RUN.label(held.reason).lower()}")
    return ", ".join(part for part in parts if part)


class RegisterGrid(QTableView):
    """Letters mark: H, A, P; N says that the session did not run; Delete takes a mark back. `marked` carries the cells.

    With Shift a letter marks everybody of the session who has no mark yet, which `filled` carries. T and G are about the
    note of the cell: to type it, and to put it into the notes of a target. Ctrl with ← and → steps to another day.
    """

    marked = Signal(list, str)
    filled = Signal(int, int, str)
    did_not_run = Signal(int, int)
    note = Signal()
    give = Signal()
    make_good = Signal()
    stepped = Signal(int)

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Register: a row for each child, a column for each session")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)

    def measure(self, theme: Theme) -> None:
        """As wide as its letters."""
        self.horizontalHeader().setDefaultSectionSize(theme.px(WIDE))
        high = self.fontMetrics().height() + theme.px(12)
        self.verticalHeader().setDefaultSectionSize(high)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows = LEAST if theme.is_large else min(max(LEAST, self._model.rowCount()), MOST)
        self.setMinimumHeight((rows + 2) * high + self.horizontalScrollBar().sizeHint().height())  # two of the heading

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One letter each; what is not one of them moves."""
        here, typed, held = self.currentIndex(), event.text().casefold(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        plain = not control and not held & Qt.KeyboardModifier.AltModifier
        if control and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif plain and here.isValid() and typed in LETTERS and held & Qt.KeyboardModifier.ShiftModifier:
            self._fill(LETTERS[typed])
        elif plain and here.isValid() and typed in LETTERS:
            self._mark(LETTERS[typed])
        elif plain and here.isValid() and typed == "n":
            self.did_not_run.emit(here.row(), here.column())
        elif plain and here.isValid() and typed in ("t", "g"):
            (self.note if typed == "t" else self.give).emit()
        elif plain and typed == "m":
            self.make_good.emit()
        elif here.isValid() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark("")
        else:
            super().keyPressEvent(event)

    def _mark(self, how: str) -> None:
        here = self.currentIndex()
        chosen = {(one.row(), one.column()) for one in self.selectedIndexes()} | {(here.row(), here.column())}
        last = max(chosen, key=lambda one: (one[1], one[0]))
        self.marked.emit(sorted(chosen, key=lambda one: (one[1], one[0])), how)
        self.go_on(*last)

    def _fill(self, how: str) -> None:
        here = self.currentIndex()
        row, column = here.row(), here.column()
        cell = self._model.cell(row, column)
        self.filled.emit(row, column, how)
        while cell is not None and self._is_same(cell, row + 1, column):
            row += 1
        self.go_on(row, column)

    def _is_same(self, cell: GridCell, row: int, column: int) -> bool:
        other = self._model.cell(row, column)
        return other is not None and (other.register.provision.uuid, other.slot) == (
            cell.register.provision.uuid, cell.slot,
        )  # fmt: skip

    def go_on(self, row: int, column: int) -> None:
        """To the next pupil who is in it; behind the last one to the next session."""
        rows, columns = self._model.rowCount(), self._model.columnCount()
        for at in range(column * rows + row + 1, columns * rows):
            cell = self._model.cell(at % rows, at // rows)
            if cell is not None and cell.is_in:
                self.setCurrentIndex(self._model.index(at % rows, at // rows))
                return
        self.setCurrentIndex(self._model.index(row, column))
