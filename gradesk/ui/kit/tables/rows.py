"""A table over a list of rows in memory, whose cells are typed in; a digit is a verb of the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gradesk.ui.kit.tables.letters import begins_words
from gradesk.ui.kit.tables.rows_model import Field, Index, RowsModel
from gradesk.ui.looks.theme import Theme

SETTLED = 500  # ms from which a window that opens leaves the focus where it is
EDGES = 12  # pixels left and right of the words of a cell, at 100 %
LINES_AROUND = 2  # pixels above and below a row in hand
SETTLING = 120  # ms without a change of size until a thousand rows are measured anew


_STEPS = {QAbstractItemDelegate.EndEditHint.EditNextItem: 1, QAbstractItemDelegate.EndEditHint.EditPreviousItem: -1}


class _Named(QStyledItemDelegate):
    """The editor of a cell says whose cell it is and what is written in it."""

    edges = 0  # pixels beside the words of a cell, which Qt leaves out of account where it breaks them

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need between the edges, also with the lines around a row in hand."""
        inner, space = QStyleOptionViewItem(option), QRect(option.rect)
        space.setWidth(max(space.width() - self.edges, 1))
        inner.rect = space
        return super().sizeHint(inner, index) + QSize(0, LINES_AROUND)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's own editor, with a name."""
        editor = super().createEditor(parent, option, index)
        model = index.model()
        if editor is not None and isinstance(model, RowsModel):
            editor.setAccessibleName(model.name_of(index))
        return editor


class RowsTable(QTableView):
    """The table. `digit` says which digit was pressed where it begins no words; Enter edits the cell or the one to write in.

    A letter begins to write in a cell that is written in, as in a spreadsheet, after the words that stand there. A row is as
    high as its words, or of at most so many `lines` where many rows are to be seen at once; at large text of one.
    """

    digit = Signal(int, int, bool)  # row, digit, whether with Alt
    emptied = Signal(int, int)
    copied_down = Signal(int, int)

    def __init__(
        self, model: RowsModel, name: str, enter_edits: int, *, digits_everywhere: bool = False, lines: int = 0
    ) -> None:
        super().__init__()
        self._lines = lines
        self._theme: Theme | None = None
        self._digits_everywhere = digits_everywhere
        self._enter_edits = enter_edits
        self._went_on_from: int | None = None
        self._resume: QModelIndex | None = None
        self._waits_open: tuple[int, str, str] | None = None  # a cell that was open when the window fell
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._fit_rows)
        self._fitted = -1
        self.setModel(model)
        self._cells = _Named(self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(name)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def measure(self, theme: Theme) -> None:
        """Give columns their shares of the width, and rows the height their words need."""
        self._theme = theme
        self._cells.edges = theme.px(EDGES)
        self.verticalHeader().setMinimumSectionSize(theme.px(34))
        if self._lines:
            lines = 1 if theme.is_large else self._lines
            self.verticalHeader().setMaximumSectionSize(lines * self.fontMetrics().lineSpacing() + theme.px(10))
        for place, field in enumerate(self._rows_model().fields):
            self.setColumnHidden(place, field.seldom and theme.is_large)
        self._share_out()
        self._fit_rows()

    def _fit_rows(self) -> None:
        self._settling.stop()
        self._fitted = self.viewport().width()
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew; the heights follow when the window is no longer being drawn larger or smaller."""
        super().resizeEvent(event)
        self._share_out()
        if self._fitted != self.viewport().width():
            self._settling.start()

    def _share_out(self) -> None:
        """A share of the width each, but no heading is cut while there is room for them all."""
        fields = self._rows_model().fields
        shown = [place for place in range(len(fields)) if not self.isColumnHidden(place)]
        room, whole = self.viewport().width(), sum(fields[place].share for place in shown)
        least = {place: self._least_width(fields[place]) for place in shown}
        left = room - sum(least.values())
        for place in shown:
            share = fields[place].share / whole
            self.setColumnWidth(place, int(room * share if left < 0 else least[place] + left * share))

    def _least_width(self, field: Field) -> int:
        edges = self._theme.px(18) if self._theme is not None else 18
        heading = round(self.fontMetrics().horizontalAdvance(field.heading) * 1.1)  # bold
        return max(heading, field.least * self.fontMetrics().averageCharWidth()) + edges

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Delete, Enter and Ctrl+D."""
        # After Alt a digit may follow; and a key that an open cell had no use for means nothing here.
        if event.key() == Qt.Key.Key_Alt or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        here = self.currentIndex()
        came_from, self._went_on_from = self._went_on_from, None
        if not here.isValid() or not self._understood(event, here, came_from):
            super().keyPressEvent(event)

    def _understood(self, event: QKeyEvent, here: QModelIndex, came_from: int | None) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        nothing, key = Qt.KeyboardModifier.NoModifier, event.key()
        meant = here.row() if came_from is None else came_from
        in_words = self._rows_model().fields[here.column()].change is not None and came_from is None
        writes = in_words and not self._digits_everywhere
        if event.text().isascii() and event.text().isdigit() and plain == nothing and not writes:
            self.digit.emit(here.row(), int(event.text()), False)
        elif came_from is not None and plain == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.digit.emit(meant, key - Qt.Key.Key_0, True)
            self._went_on_from = came_from
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open(here, meant, came_from is not None)
        elif begins_words(event):
            self._write_on(here, event.text())
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and plain & Qt.KeyboardModifier.ControlModifier:
            return super().focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key == Qt.Key.Key_Delete:
            self.emptied.emit(here.row(), here.column())
        elif plain == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_D:
            self.copied_down.emit(here.row(), here.column())
        else:
            return False
        return True

    def _open(self, here: QModelIndex, meant: int, went_on: bool) -> None:
        model = self._rows_model()
        editable = not went_on and model.fields[here.column()].change is not None
        self._resume = model.index(here.row(), here.column()) if went_on else None
        self.edit_at_end(here if editable else model.index(meant, self._enter_edits))

    def go_on_from(self, place: int) -> None:
        """Go on to the next row; Enter and Alt with a digit, pressed straight after, still mean the row before."""
        self.go_to(place + 1)
        self._went_on_from = place

    def edit_at_end(self, index: QModelIndex) -> None:
        """Open a cell with the cursor behind its words, so that the first letter adds to them."""
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.focusWidget()
        if isinstance(editor, QLineEdit):
            if editor.text().strip():
                editor.setText(f"{editor.text().rstrip()} ")  # what is typed now is a word of its own
            editor.end(False)

    def _write_on(self, here: QModelIndex, letter: str) -> None:
        if self._rows_model().fields[here.column()].change is None:
            return  # rather than jump to a row that begins with the letter
        self.edit_at_end(here)
        editor = self._open_line()
        if editor is not None:
            editor.insert(letter)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Dead keys and input methods begin to write as letters do."""
        here = self.currentIndex()
        is_open = self.state() == QAbstractItemView.State.EditingState
        if is_open or not here.isValid() or self._rows_model().fields[here.column()].change is None:
            super().inputMethodEvent(event)
            return
        self._write_on(here, "")
        editor = self._open_line()
        if editor is not None:
            QApplication.sendEvent(editor, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from cell to cell that is filled in, then on to what follows; after a digit from the row it was for."""
        here = self.currentIndex()
        came_from, self._went_on_from = self._went_on_from, None
        if came_from is not None and forward:
            here = self._rows_model().index(came_from, here.column())
        if here.isValid() and self.state() != QAbstractItemView.State.EditingState:
            return self._step(here, 1 if forward else -1) or super().focusNextPrevChild(forward)
        return super().focusNextPrevChild(forward)

    def _step(self, here: QModelIndex, steps: int) -> bool:
        model = self._rows_model()
        columns = [place for place, field in enumerate(model.fields) if field.change is not None or field.chosen]
        cells = [(row, column) for row in (here.row(), here.row() + steps) for column in columns[::steps]]
        for row, column in cells:
            after = (column - here.column()) * steps > 0 if row == here.row() else 0 <= row < model.rowCount()
            if after:
                self.setCurrentIndex(model.index(row, column))
                return True
        return False

    @property
    def about(self) -> str:
        """What the table is called where half typed words are kept."""
        return f"table {self.accessibleName()}"

    def unsent(self) -> dict[str, Any]:
        """The cell that is open with the words in it, and those that were refused."""
        model = self._rows_model()
        found: dict[str, Any] = {f"{column} {key}": words for (key, column), words in model.refused().items()}
        if self._waits_open is not None:
            found["open"] = list(self._waits_open)
        editor, here = self._open_line(), self.currentIndex()
        if (
            editor is not None
            and here.isValid()
            and editor.text().rstrip() != str(model.data(here, Qt.ItemDataRole.EditRole)).rstrip()
        ):
            found["open"] = [here.column(), model.key_of(here.row()), editor.text()]
        return found

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put the words back into their cells; the one that was open is open again."""
        model = self._rows_model()
        for cell, words in typed.items():
            if cell != "open":
                place, _, key = cell.partition(" ")
                model.refuse(key, int(place), str(words))
        if "open" in typed:
            column, key, words = typed["open"]
            if model.place_of(key) < 0:
                model.refuse(key, column, words)  # the row is not there now; its words wait for it
            else:
                # When the window has put the focus where it stands: a cell that loses it keeps what is half typed.
                self._waits_open = (column, key, words)
                QTimer.singleShot(SETTLED, self, lambda: self._open_what_waits())

    def _open_what_waits(self) -> None:
        column, key, words = self._waits_open or (0, "", "")
        self._waits_open = None
        index = self._rows_model().index(self._rows_model().place_of(key), column)
        if index.isValid():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit_at_end(index)
            editor = self._open_line()
            if editor is not None:
                editor.setText(words)

    def _rows_model(self) -> RowsModel:
        model = self.model()
        assert isinstance(model, RowsModel)
        return model

    def _open_line(self) -> QLineEdit | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        editor = self.indexWidget(self.currentIndex()) or self.focusWidget()
        return editor if isinstance(editor, QLineEdit) else None

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Escape lets go of what was refused."""
        here = self.currentIndex()
        # Qt would open the next cell at once; here Tab only goes there.
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if hint in _STEPS else hint)
        resume, self._resume = self._resume, None
        if resume is not None and hint not in _STEPS:
            self.setCurrentIndex(resume)
            self._went_on_from = here.row()  # Alt and a digit still mean the row that was written about
        elif hint in _STEPS:
            self._step(here, _STEPS[hint])
        if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self._rows_model().let_go(here)

    def commit_open(self) -> None:
        """Keep what is typed in a cell that is open."""
        editor = self.indexWidget(self.currentIndex()) or self.focusWidget()
        if self.state() == QAbstractItemView.State.EditingState and editor is not None and editor is not self:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def go_to(self, place: int, column: int | None = None) -> None:
        """Make another row the current one."""
        model = self.model()
        if 0 <= place < model.rowCount():
            here = self.currentIndex()
            self.setCurrentIndex(
                model.index(place, here.column() if column is None and here.isValid() else column or 0)
            )
