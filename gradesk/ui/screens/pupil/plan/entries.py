"""What a plan consists of, as a list one goes through: the plan itself, its targets, the agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.wrapped import WrappedList

ENOUGH_TARGETS = 4
WIDTH = 300  # pixels at the usual size of text
NAME = "Parts of the plan"


@dataclass(frozen=True)
class Entry:
    """One line: the key of what it stands for, what it is called, and what there is to say of it."""

    key: str
    title: str
    beside: str = ""


class _Lines(WrappedList):
    entered = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(NAME)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the fields; Alt with Up and Down moves a target, Delete removes it."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The list takes the room there is."""
        return QSize(self.minimumWidth(), self.fontMetrics().lineSpacing() * 8)

    def minimumSizeHint(self) -> QSize:
        """Two targets."""
        return QSize(120, self.fontMetrics().lineSpacing() * 6)


class Entries(QWidget):
    """The list and what is done with it; a box to choose from where text is large. `act` gets what is asked for.

    `targets` says whether this kind of plan has any.
    """

    chosen = Signal(str)

    def __init__(self, act: Callable[[str], object], *, narrow: bool, targets: bool) -> None:
        super().__init__()
        self._rows: Sequence[Entry] = ()
        self._act = act
        self._lines, self._box = _Lines(), CalmComboBox()
        self._box.setAccessibleName(NAME)
        self._box.setMinimumContentsLength(10)
        self._box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._narrow = narrow
        self._lines.currentRowChanged.connect(self._went)
        self._box.activated.connect(self._went)
        self._lines.entered.connect(lambda: act("enter"))
        self._lines.moved.connect(lambda steps: act("up" if steps < 0 else "down"))
        self._lines.removed.connect(lambda: act("remove"))
        self._plenty = PlainLabel("Four targets are plenty for one plan; a fifth is seldom reached.", "quiet")
        bank = button("From the bank", lambda: act("bank"), "", "Ctrl+B")
        self._on_target = [self._asks("Up", "up"), self._asks("Down", "down"), self._asks("Remove", "remove")]
        add = button("Add a target", lambda: act("add"), "", "Ctrl+T")
        shown = self._box if narrow else self._lines
        (self._lines if narrow else self._box).hide()
        added, done = flow(add, bank, gap=4), flow(*self._on_target, gap=4)
        if not targets:
            added.hide()
        self.setLayout(column(self._lines, self._box, self._plenty, added, done, gap=6, grows=shown))
        self.setFocusProxy(shown)

    def be_wide(self, width: int) -> None:
        """How wide the list is, in pixels."""
        self._lines.setMinimumWidth(width)
        if not self._narrow:
            self.setFixedWidth(width)

    def _asks(self, words: str, what: str) -> QWidget:
        made = button(words, lambda: self._act(what), "link")
        made.setAccessibleName(f"{words}: the chosen target")
        return made

    @property
    def rows(self) -> Sequence[Entry]:
        """What is listed."""
        return self._rows

    def show_rows(self, rows: Sequence[Entry], current: str, targets: Sequence[str]) -> None:
        """List the parts anew; the one in hand stays, and nothing is sent."""
        if rows != self._rows:
            self._rows = tuple(rows)
            for widget in (self._lines, self._box):
                widget.blockSignals(True)
                widget.clear()
            for one in rows:
                self._lines.addItem(QListWidgetItem(f"{one.title}\n{one.beside}" if one.beside else one.title))
                self._box.addItem(f"{one.title} ({one.beside})" if one.beside else one.title)
            self._lines.measure()
            for widget in (self._lines, self._box):
                widget.blockSignals(False)
        place = next((at for at, one in enumerate(rows) if one.key == current), 0)
        for chooser, put in ((self._lines, self._lines.setCurrentRow), (self._box, self._box.setCurrentIndex)):
            chooser.blockSignals(True)
            put(place)
            chooser.blockSignals(False)
        for made in self._on_target:
            made.setVisible(current in targets)
        self._plenty.setVisible(len(targets) >= ENOUGH_TARGETS and not self._narrow)

    def _went(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.chosen.emit(self._rows[place].key)
