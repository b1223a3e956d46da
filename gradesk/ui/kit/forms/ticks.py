"""A list in which several lines can be ticked: Space ticks, the arrows move, and headings part the groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QListWidgetItem, QStyle

from gradesk.ui.kit.wrapped import WrappedList


@dataclass(frozen=True)
class Tickable:
    """One line that can be ticked: its key, its words, and the heading it stands under (or none)."""

    key: str
    words: str
    group: str = ""


class TickList(WrappedList):
    """Lines to tick. `ticked_changed` is sent when a person ticks or takes a tick away."""

    ticked_changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._filling = False
        self._ticked: list[str] | None = None  # asked for often, and a list may hold a whole school
        self.itemChanged.connect(self._changed)
        self.itemActivated.connect(self._turn)

    def show_lines(self, lines: Sequence[Tickable]) -> None:
        """Show lines in their order; a tick on a line that is still there stays."""
        kept = set(self.ticked())
        self._ticked = None
        self._filling = True
        self.clear()
        group = ""
        for line in lines:
            if line.group != group:
                group = line.group
                self._add_heading(group)
            item = QListWidgetItem(line.words)
            item.setData(Qt.ItemDataRole.UserRole, line.key)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if line.key in kept else Qt.CheckState.Unchecked)
            self.addItem(item)
        self._filling = False
        self.measure()

    def ticked(self) -> list[str]:
        """The keys of the lines that are ticked, in the list's order."""
        if self._ticked is None:
            items = [self.item(place) for place in range(self.count())]
            on = [item for item in items if item.checkState() == Qt.CheckState.Checked]
            self._ticked = [str(key) for item in on if (key := item.data(Qt.ItemDataRole.UserRole))]
        return list(self._ticked)

    def tick(self, keys: Iterable[str]) -> None:
        """Tick exactly these lines."""
        wanted = set(keys)
        self._filling = True
        for place in range(self.count()):
            item = self.item(place)
            if key := item.data(Qt.ItemDataRole.UserRole):
                item.setCheckState(Qt.CheckState.Checked if key in wanted else Qt.CheckState.Unchecked)
        self._filling = False
        self._ticked = None
        self.ticked_changed.emit()

    def show_ticked(self) -> None:
        """Bring the first line that is ticked into sight, and make it the one in hand."""
        items = [self.item(place) for place in range(self.count())]
        found = next((one for one in items if one.checkState() == Qt.CheckState.Checked), None)
        if found is not None:
            self.setCurrentItem(found)
            self.scrollToItem(found, QListView.ScrollHint.PositionAtCenter)

    def beside(self) -> int:
        """The boxes."""
        style = self.style()
        inside = QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_CheckBoxLabelSpacing
        return sum(style.pixelMetric(one, None, self) for one in inside)

    def _measure_if_other(self) -> None:
        """Another height of a line ticks nothing."""
        before = self.blockSignals(True)
        super()._measure_if_other()
        self.blockSignals(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is for whoever the list stands on; Enter alone ticks."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _add_heading(self, words: str) -> None:
        heading = QListWidgetItem(words)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self.addItem(heading)

    def _changed(self, _item: QListWidgetItem) -> None:
        self._ticked = None
        if not self._filling:
            self.ticked_changed.emit()

    def _turn(self, item: QListWidgetItem) -> None:
        # Enter and a double click do as Space does.
        if item.data(Qt.ItemDataRole.UserRole):
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
