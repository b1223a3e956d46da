"""The grid of the week: arrows go from cell to cell, letters do something; a session is dragged or moved by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gradesk.model.rules.week.times import NAMES
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screens.term.week.model import LEAST_LETTERS, MIME, WeekModel
from gradesk.ui.screens.term.week.painting import CellPainter, NarrowHeader
from gradesk.ui.screens.term.week.sheet import Piece

WIDTHS = (30, 66, 120, 170)  # pixels of a period at 100 %, from the whole week in sight to one day
USUAL = 2
LEAST_WIDE = 15
BARE = 66  # of a break or lunch with nothing in it
NAMES_WIDE = 150
DAY_EDGES = 18  # pixels at 100 % beside the name of a day
MOST = 3  # sessions of one cell that are shown one below the other
LEAST = 250  # pixels of height at 100 %
BY_ADULT = "The week: a row for each adult, a column for each period"
BY_DAY = "The week: a row for each period, a column for each day"
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
ALL_HELD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class WeekGrid(QTableView):
    """Letters are sent on as `letter`; Alt with an arrow as `nudged`, Ctrl with ← or → as `stepped`. While something is in
    hand, arrows go along the places (`along`), Enter is `placed`. What is dragged is told by `lifted`, `hovered`, `dropped`.
    """

    letter = Signal(str)
    opened = Signal()
    taken_out = Signal()
    nudged = Signal(int, int)
    stepped = Signal(int)
    along = Signal(int, int)
    placed = Signal()
    left = Signal()
    lifted = Signal()
    hovered = Signal(int, int)
    dropped = Signal(int, int)
    went = Signal()

    def __init__(self, model: WeekModel, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self.zoom = USUAL
        self.setHorizontalHeader(NarrowHeader(theme, self))
        self.setModel(model)
        self.setItemDelegate(CellPainter(model, theme, self))
        self.setAccessibleName(BY_ADULT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(True)
        self.selectionModel().currentChanged.connect(self._changed)

    @property
    def piece(self) -> Piece | None:
        """The session in hand, also one that is taken over on its day."""
        return self._model.piece(self.currentIndex())

    def measure(self) -> None:
        """As wide and high as the letters need."""
        theme, sheet = self._theme(), self._model.sheet
        line = self.fontMetrics().height()
        self.setMinimumHeight(theme.px(LEAST))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        self.verticalHeader().setFixedWidth(theme.px(NAMES_WIDE if sheet.by_adult else 116))
        self.setAccessibleName(BY_ADULT if sheet.by_adult else BY_DAY)
        names = Qt.TextElideMode.ElideRight if sheet.by_adult else Qt.TextElideMode.ElideNone
        self.verticalHeader().setTextElideMode(names)
        self._model.letters.clear()
        if sheet.by_adult:
            across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            across.setMinimumSectionSize(theme.px(LEAST_WIDE))
            for column in range(len(sheet.columns)):
                slot = sheet.slot(0, column)
                bare = slot is not None and slot.period.kind != "lesson" and sheet.is_empty(column)
                wide = theme.px(min(BARE, WIDTHS[self.zoom]) if bare else WIDTHS[self.zoom])
                if not self.zoom:
                    wide = max(self.viewport().width() // len(sheet.columns), theme.px(LEAST_WIDE))
                self.setColumnWidth(column, wide)
                self._model.letters[column] = (wide - theme.px(12)) // self.fontMetrics().averageCharWidth()
        else:
            across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            across.setMinimumSectionSize(theme.px(WIDTHS[1]))
            wide = max(self.viewport().width() // max(len(sheet.columns), 1), theme.px(WIDTHS[1]))
            bold = QFont(self.font())
            bold.setBold(True)
            widest = max(QFontMetrics(bold).horizontalAdvance(name) for name in NAMES)
            has_room = widest <= wide - theme.px(DAY_EDGES)
            for column in range(len(sheet.columns)):
                self._model.letters[column] = max(map(len, NAMES)) if has_room else LEAST_LETTERS
        for row in range(len(sheet.rows)):
            is_short = not sheet.is_told(row) if sheet.by_adult else not sheet.most(row)
            lines = 1 if sheet.by_adult and not self.zoom else 2 if is_short else 3
            self.setRowHeight(row, max(min(sheet.most(row), MOST), 1) * (lines * line + 4) + 5)

    def zoom_by(self, step: int) -> None:
        """Wider or narrower periods."""
        self.zoom = min(max(self.zoom + step, 0), len(WIDTHS) - 1)
        self.measure()
        self.scrollTo(self.currentIndex())

    def go_to(self, cell: tuple[int, int] | None) -> None:
        """Take a cell in hand."""
        if cell is not None:
            self.setCurrentIndex(self._model.index(*cell))
            self.scrollTo(self.currentIndex())

    def go_to_piece(self, cell: tuple[int, int] | None, uuid: str) -> None:
        """Take a session of a cell in hand."""
        self.go_to(cell)
        found = [one.bar.uuid for one in self._model.pieces(self.currentIndex())]
        if uuid in found:
            self._model.inner = found.index(uuid)
            self.went.emit()
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Alt with an arrow moves the session in hand; where there is none it is the window’s."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            with_alt = event.modifiers() & ALL_HELD == Qt.KeyboardModifier.AltModifier
            if with_alt and event.key() in ARROWS and self.piece is not None:
                event.accept()
                return True
            if self._model.hand is not None and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key each; what is none of them moves from cell to cell."""
        key, held = Qt.Key(event.key()), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        typed = event.text().casefold()
        plain = not control and not alt
        if self._model.hand is not None and plain and self._place(key):
            return
        if alt and not control and key in ARROWS:
            self.nudged.emit(*ARROWS[key])
        elif control and not alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_out.emit()
        elif plain and key == Qt.Key.Key_Space:
            self._next_inner()
        elif plain and typed in ("+", "=", "-", "−") and typed:
            self.zoom_by(-1 if typed in ("-", "−") else 1)
        elif plain and len(typed) == 1 and typed.isalpha():
            self.letter.emit(typed)
        else:
            super().keyPressEvent(event)

    def _place(self, key: Qt.Key) -> bool:
        if key in ARROWS:
            self.along.emit(*ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.placed.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _next_inner(self) -> None:
        if self._model.pieces(self.currentIndex()):
            self._model.inner += 1
            self.went.emit()
            self.viewport().update()

    def _changed(self, *_cells: QModelIndex) -> None:
        self._model.inner = 0
        self.went.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is in hand stays in sight when a message takes room below."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    # By the mouse --------------------------------------------------------------------------------------------

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens what is there."""
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """A session is lifted; where it could go lights up meanwhile."""
        if self.piece is None:
            return
        self.lifted.emit()
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([self.currentIndex()]))
        drag.exec(Qt.DropAction.MoveAction)
        self.left.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only a session of this program."""
        if event.mimeData().hasFormat(MIME) and self._model.hand is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The place under the cursor is told."""
        index = self.indexAt(event.position().toPoint())
        super().dragMoveEvent(event)  # which scrolls at the edges
        if index.isValid() and self._model.hand is not None and self._model.slot(index) is not None:
            self.hovered.emit(index.row(), index.column())
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """The session is put there."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._model.hand is not None:
            event.acceptProposedAction()
            self.dropped.emit(index.row(), index.column())
