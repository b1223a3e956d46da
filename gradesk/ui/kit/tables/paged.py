"""A table over a list that is read a page at a time, so that 20,000 lines open as fast as 60."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.tables.letters import begins_words
from gradesk.ui.looks.theme import Theme

PAGE = 120
KEPT_PAGES = 12
NARROWEST = 0.92  # of the width a column would like

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True)
class Column:
    """One column: its key for sorting, its heading, how a row reads in it, and how wide it starts in characters.

    `help` says what the heading means.
    """

    key: str
    heading: str
    text: Callable[[Any], str]
    width: int = 12
    sortable: bool = True
    help: str = ""


class PagedModel(QAbstractTableModel):
    """Rows on demand. `read(sort, descending, offset, limit)` gives a stretch of rows, `count()` how many there are."""

    def __init__(
        self,
        columns: Sequence[Column],
        count: Callable[[], int],
        read: Callable[[str, bool, int, int], Sequence[Any]],
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._count = count
        self._read = read
        self._pages: dict[int, Sequence[Any]] = {}
        self._total = 0
        self.sort_key, self.descending = self._columns[0].key, False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, in order."""
        return self._columns

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def refresh(self) -> None:
        """Forget what was read and count anew."""
        self.beginResetModel()
        self._pages.clear()
        self._total = self._count()
        self.endResetModel()

    def row(self, index: int) -> Any | None:
        """The row at a place, read if need be; None when the list has become shorter meanwhile."""
        page, place = divmod(index, PAGE)
        if page not in self._pages:
            if len(self._pages) >= KEPT_PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._read(self.sort_key, self.descending, page * PAGE, PAGE)
        rows = self._pages[page]
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns are shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text; the tooltip repeats it for cells that are cut off."""
        if not index.isValid() or role not in (
            Qt.ItemDataRole.FontRole,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        row = self.row(index.row())
        if row is None:
            return None if role == Qt.ItemDataRole.FontRole else ""
        column = self._columns[index.column()]
        text = column.text(row)
        if role == Qt.ItemDataRole.FontRole:
            return wide(QApplication.font()) if needs_wide(text) else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(text) if text else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {text or 'none'}"
        return text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading if section < len(self._columns) else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].help or None if section < len(self._columns) else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the list reads the rows anew in that order."""
        if not 0 <= column < len(self._columns) or not self._columns[column].sortable:
            return
        self.layoutAboutToBeChanged.emit()
        self.sort_key = self._columns[column].key
        self.descending = order == Qt.SortOrder.DescendingOrder
        self._pages.clear()
        self.layoutChanged.emit()


class PagedTable(QTableView):
    """The view of a paged list: whole lines, one chosen at a time; Enter opens the line that has the focus.

    Columns share the width and never need a bar to see them: where there is no room the last in `order` stay away.
    `typed` carries a letter pressed in the list, which belongs to the search.
    """

    typed = Signal(str)

    def __init__(self, model: PagedModel, name: str, order: Callable[[], Sequence[str]] = tuple) -> None:
        super().__init__()
        self._model = model
        self._order = order
        self._theme: Theme | None = None
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setStretchLastSection(True)

    def measure(self, theme: Theme) -> None:
        """Make rows and columns as large as the text is now."""
        self._theme = theme
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + theme.px(12))
        self._share_out()

    def shown(self) -> list[str]:
        """The columns there is room for, by key."""
        return [one.key for place, one in enumerate(self._model.columns) if not self.isColumnHidden(place)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        if self._theme is None:
            return
        room, used = self.viewport().width(), 0
        least = {one.key: self._widths(one, self._theme) for one in self._model.columns}
        fitting: list[str] = []
        for key in sorted(least, key=_places(self._order())):
            if fitting and used + least[key][0] > room:
                break
            fitting.append(key)
            used += least[key][0]
        wished = sum(least[key][1] - least[key][0] for key in fitting) or 1
        given = min((room - used) / wished, 1.0) if room > used else 0.0
        for place, one in enumerate(self._model.columns):
            small, large = least[one.key]
            self.setColumnHidden(place, one.key not in fitting)
            self.setColumnWidth(place, int(small + (large - small) * given))

    def _widths(self, column: Column, theme: Theme) -> tuple[int, int]:
        """The narrowest a column reads at, and how wide it would like to be."""
        metrics = QFontMetrics(self.font())
        heading = metrics.horizontalAdvance(column.heading) * 1.1 + theme.px(26)  # bold, with its arrow
        wished = metrics.averageCharWidth() * column.width + 14
        return round(max(heading, wished * NARROWEST)), round(max(heading, wished))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a double click for hands on the keyboard; a letter goes on in the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        elif begins_words(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _places(order: Sequence[str]) -> Callable[[str], int]:
    known = {key: place for place, key in enumerate(order)}
    return lambda key: known.get(key, len(known))
