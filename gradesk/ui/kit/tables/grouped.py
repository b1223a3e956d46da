"""Lines in groups that fold, each group with its number; the keys go from line to line and from group to group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QSizePolicy, QTreeView

from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.tables.bars import SHARE, BarDelegate
from gradesk.ui.looks.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True)
class Cell:
    """A column: its heading, what a line shows in it, and its share of the width. A `seldom` one stays away at large text.

    `bar` is a part of a whole from 0 to 1 that is drawn below the words, which say it too; None for no bar.
    """

    heading: str
    show: Callable[[Any], str]
    share: int = 1
    seldom: bool = False
    bar: Callable[[Any], float | None] | None = None


@dataclass(frozen=True)
class Group:
    """Some lines under a title. `key` stays the same when the lines change; a `folded` one starts folded."""

    key: str
    title: str
    help: str
    rows: Sequence[Any]
    folded: bool = False


class GroupedModel(QAbstractItemModel):
    """Groups and their lines. `key` names what a line is about; `icon` and `help` give its picture and its tooltip."""

    def __init__(
        self,
        cells: Sequence[Cell],
        key: Callable[[Any], object],
        icon: Callable[[Any], QIcon | None] | None = None,
        help: Callable[[Any], str] | None = None,
    ) -> None:
        super().__init__()
        self.cells = cells
        self.groups: Sequence[Group] = ()
        self.key = key
        self._icon, self._help = icon, help

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other groups; those without lines are left out."""
        self.beginResetModel()
        self.groups = [group for group in groups if group.rows]
        self.endResetModel()

    def row_at(self, index: Index) -> Any | None:
        """The line at an index; None for a group's title."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self.groups[index.internalId() - 1].rows[index.row()]

    def group_at(self, index: Index) -> Group | None:
        """The group of an index, of a line or of a title."""
        if not index.isValid():
            return None
        return self.groups[index.row() if index.internalId() == 0 else index.internalId() - 1]

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Qt's own way to name a cell."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """The title a line stands under."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many groups, or lines of a group."""
        if not parent.isValid():
            return len(self.groups)
        return len(self.groups[parent.row()].rows) if parent.internalId() == 0 and parent.column() == 0 else 0

    def columnCount(self, _parent: Index = ROOT) -> int:
        """How many columns."""
        return len(self.cells)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.cells[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        row, group = self.row_at(index), self.group_at(index)
        if group is None:
            return None
        if row is None:
            return self._title(group, index.column(), role)
        cell = self.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.show(row)
        if role == SHARE:
            return cell.bar(row) if cell.bar is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell.heading}: {cell.show(row) or 'none'}"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and self._icon is not None:
            return self._icon(row)
        if role == Qt.ItemDataRole.FontRole and needs_wide(cell.show(row)):
            return wide(QApplication.font())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = " ".join(part for part in (cell.show(row), self._help(row) if self._help else "") if part)
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def _title(self, group: Group, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.FontRole:
            font = QFont(QApplication.font())
            font.setBold(True)
            return font
        # The title lies across all columns, and each of them is asked for what it says.
        if role == Qt.ItemDataRole.AccessibleTextRole or (column == 0 and role == Qt.ItemDataRole.DisplayRole):
            return f"{group.title} ({len(group.rows):,})"
        if role == Qt.ItemDataRole.ToolTipRole and group.help:
            return tip(group.help)
        return group.help if role == Qt.ItemDataRole.AccessibleDescriptionRole else None


class GroupedTree(QTreeView):
    """The view. `opened` on Enter or a double click on a line; `letter` says which letter was pressed on which line.

    Enter on a title folds or unfolds it; Ctrl+Down and Ctrl+Up go from title to title.
    """

    opened = Signal(object)
    letter = Signal(str, object)
    moved = Signal(object)

    def __init__(self, model: GroupedModel, name: str) -> None:
        super().__init__()
        self._grouped = model
        self._folded: dict[str, bool] = {}
        self.setModel(model)
        for place, cell in enumerate(model.cells):
            if cell.bar is not None:
                self.setItemDelegateForColumn(place, BarDelegate(self))
        self.setAccessibleName(name)
        self.setProperty("role", "lines")
        self.setUniformRowHeights(True)
        # As high as there is room for, and no higher: what stands below stays in sight.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(lambda here, _before: self.moved.emit(model.row_at(here)))
        self.collapsed.connect(lambda index: self._remember(index, True))
        self.expanded.connect(lambda index: self._remember(index, False))

    @property
    def here(self) -> Any | None:
        """The current line; None on a title."""
        return self._grouped.row_at(self.currentIndex())

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other groups; the current line stays, or gives way to the one that took its place."""
        model, here = self._grouped, self.currentIndex()
        group, row = model.group_at(here), model.row_at(here)
        wanted = (group.key if group else "", here.row(), model.key(row) if row is not None else None)
        behind = [one.key for one in model.groups[model.groups.index(group) + 1 :]] if group else []
        scrolled = self.verticalScrollBar().value()
        model.show_groups(groups)
        for place, one in enumerate(model.groups):
            title = model.index(place, 0)
            self.setFirstColumnSpanned(place, ROOT, True)
            self.setExpanded(title, not self._folded.get(one.key, one.folded))
        self._return_to(*wanted, behind)
        self.verticalScrollBar().setValue(scrolled)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.moved.emit(self.here)

    def go_to(self, key: object) -> bool:
        """Make the line of this key the current one; False when there is none."""
        model = self._grouped
        for place, group in enumerate(model.groups):
            for at, row in enumerate(group.rows):
                if model.key(row) == key:
                    title = model.index(place, 0)
                    self.expand(title)
                    self.setCurrentIndex(model.index(at, 0, title))
                    return True
        return False

    def go_into(self, group_key: str) -> bool:
        """Make the first line of a group the current one, its title at the top; False when there is no such group."""
        for place, group in enumerate(self._grouped.groups):
            if group.key == group_key:
                title = self._grouped.index(place, 0)
                self.expand(title)
                self.setCurrentIndex(self._grouped.index(0, 0, title))
                self.scrollTo(title, QAbstractItemView.ScrollHint.PositionAtTop)
                return True
        return False

    def measure(self, theme: Theme) -> None:
        """Share the width out, and make lines as high as the text is now."""
        self.setIndentation(theme.px(22))
        for place, cell in enumerate(self._grouped.cells):
            self.setColumnHidden(place, cell.seldom and theme.is_large)
        side = QFontMetrics(self.font()).height()
        self.setIconSize(self.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
        self._share_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Lines are as high as the theme says, which Qt knows only now; it had measured one before."""
        super().showEvent(event)
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, a letter is a verb of the line, Ctrl with an arrow goes to the next title."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif modifiers == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.next_group(1 if key == Qt.Key.Key_Down else -1)
        elif modifiers == Qt.KeyboardModifier.NoModifier and event.text().isalpha():
            self.letter.emit(event.text().casefold(), self.here)
        else:
            super().keyPressEvent(event)

    def next_group(self, step: int) -> None:
        """Go to the title after (1) or before (-1) this one; from a line up to its own title."""
        here = self.currentIndex()
        inside = here.parent().isValid()
        place = here.parent().row() if inside else here.row()
        wanted = place if inside and step < 0 else place + step
        if 0 <= wanted < self._grouped.rowCount():
            title = self._grouped.index(wanted, 0)
            self.setCurrentIndex(title)
            self.scrollTo(title, QAbstractItemView.ScrollHint.PositionAtTop)  # with its lines in sight

    def _return_to(self, group_key: str, place: int, key: object, behind: Sequence[str]) -> None:
        if key is not None and self.go_to(key):
            return
        keys = [group.key for group in self._grouped.groups]
        if not keys:
            return
        # Where the last line of a group went, the next group is at hand, not the first of all.
        at = (
            keys.index(group_key)
            if group_key in keys
            else keys.index(next((one for one in behind if one in keys), keys[0]))
        )
        title = self._grouped.index(at, 0)
        if key is None and group_key in keys:
            self.setCurrentIndex(title)
            return
        self.expand(title)
        last = self._grouped.rowCount(title) - 1
        self.setCurrentIndex(self._grouped.index(min(place if group_key in keys else 0, last), 0, title))

    def _share_out(self) -> None:
        whole = sum(cell.share for place, cell in enumerate(self._grouped.cells) if not self.isColumnHidden(place))
        for place, cell in enumerate(self._grouped.cells):
            self.setColumnWidth(place, self.viewport().width() * cell.share // whole)

    def _clicked(self, index: QModelIndex) -> None:
        if self._grouped.row_at(index) is None:
            self.setExpanded(index, not self.isExpanded(index))

    def _open(self, index: QModelIndex) -> None:
        row = self._grouped.row_at(index)
        if row is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.opened.emit(row)

    def _remember(self, index: QModelIndex, folded: bool) -> None:
        group = self._grouped.group_at(index)
        if group is not None:
            self._folded[group.key] = folded
