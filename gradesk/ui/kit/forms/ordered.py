"""A list whose lines are ticked and put in order, such as the sections of a plan or the steps of a meeting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
EDGES = 8  # pixels around the lines


class OrderedTicks(QListWidget):
    """Lines with ticks; Alt with Up or Down moves one. `arranged` is sent when ticks or order were changed by hand."""

    arranged = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._filling = False
        self._first = ""  # what always stands first, always ticked
        self.itemChanged.connect(lambda _item: self._changed())

    def fill(self, lines: Sequence[tuple[str, str]], ticked: Sequence[str], first: str = "") -> None:
        """Show lines as code and words, in order; the line in hand stays where it is. `first` cannot be moved or unticked."""
        place, self._filling, self._first = self.currentRow(), True, first
        self.clear()
        for code, words in lines:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            if code == first:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(min(max(place, 0), self.count() - 1))
        self.setFixedHeight(self.sizeHintForRow(0) * self.count() + EDGES)
        self._filling = False

    def codes(self) -> list[str]:
        """What is ticked, in order."""
        items = [self.item(place) for place in range(self.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def move_line(self, steps: int) -> None:
        """Move the line in hand up (negative) or down."""
        place = self.currentRow()
        item = self.item(place)
        least = 1 if self._first else 0
        if item is None or place < least or not least <= place + steps < self.count():
            return
        self._filling = True
        self.insertItem(place + steps, self.takeItem(place))
        self.setCurrentRow(place + steps)
        self._filling = False
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line in hand."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.move_line(_STEPS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def _changed(self) -> None:
        if not self._filling:
            self.arranged.emit()
