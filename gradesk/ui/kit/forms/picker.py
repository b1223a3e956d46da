"""Finding something in a bank by its words, and taking it: a line to type in, a list, and the rest of what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QStackedWidget, QWidget

from gradesk.model.vocabulary import Vocabulary
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.fields import ChoiceEditor, TickEditor
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow, row
from gradesk.ui.kit.wrapped import WrappedList

SHARES = (6, 7)  # of the width: the list, and what stands beside it
NOTHING = "Nothing in the bank says that; write your own."


@dataclass(frozen=True)
class PickerRow:
    """One line of the list: what is handed back, its words, what stands under them, and the rest for the preview."""

    what: object
    words: str
    beside: str = ""
    rest: str = ""


class PickerList(WrappedList):
    """The list. Digits and Escape are for whoever stands around it; letters go on with the search."""

    letters = Signal(str)
    left_upwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up on the first line goes back to the search; a letter typed here goes on with it."""
        if event.key() == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.left_upwards.emit()
            return
        text = event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and text.isdigit():
            event.ignore()
            return
        if plain and (text.isalpha() or event.key() == Qt.Key.Key_Backspace):
            self.letters.emit(text if text.isalpha() else "")
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Some three lines of text; more where there is room."""
        return QSize(120, self.fontMetrics().lineSpacing() * 3)


class BankPicker(QWidget):
    """Knows no bank: `find` gives the rows for typed words, an area's code and an age in years.

    `picked` hands back what a row stands for, on Enter or a double click; `shown` whenever another row is the current
    one; `closed` is Escape. `more` are further widgets for its own line of choices; `aside` stands beside the list and
    shows all of the current row, in place of the preview below it.
    """

    picked = Signal(object)
    shown = Signal(object)
    closed = Signal()

    def __init__(
        self,
        find: Callable[[str, str, int | None], Sequence[PickerRow]],
        areas: Vocabulary,
        age: int | None = None,
        more: Sequence[QWidget] = (),
        aside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._find = find
        self._rows: Sequence[PickerRow] = ()
        self._stale = True
        self._taken = False
        self.line = QLineEdit()
        fleeting(self.line)
        self.line.setPlaceholderText("Find in the bank, such as: scissors, turns, spell")
        self.line.setAccessibleName("Find in the bank")
        clearable(self.line)
        self.line.textChanged.connect(lambda _text: self._typed())
        self.area = ChoiceEditor([("", "All areas"), *((term.code, term.label) for term in areas)])
        self.area.fit_contents()
        self.area.widget.setAccessibleName("Area of need")
        self.area.edited.connect(lambda: self.search())
        self.this_age = TickEditor("")
        self.this_age.edited.connect(lambda: self.search())
        self.list = PickerList()
        self.list.setAccessibleName("What was found")
        self.list.itemDoubleClicked.connect(lambda _item: self._pick())
        self.list.currentRowChanged.connect(lambda _row: self._current())
        self.list.letters.connect(self._go_on_typing)
        self.list.left_upwards.connect(self.line.setFocus)
        self.nothing = PlainLabel(NOTHING, "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.found = QStackedWidget()
        self.found.addWidget(self.list)
        self.found.addWidget(self.nothing)
        self.counted = SpokenLabel("", "quiet", wrap=False)
        self.rest = PlainLabel("", "quiet")
        if aside is not None:
            self.rest.hide()
        sides = row(self.found, *([aside] if aside is not None else []), gap=16)
        for place, share in enumerate(SHARES):
            sides.setStretch(place, share)
        choices = flow(self.area.widget, *more, self.this_age.widget)
        layout = column(row(self.line, self.counted), choices, sides, self.rest, gap=8)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        for widget in (self.line, self.list, self.area.widget, self.this_age.widget):
            widget.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.set_age(age)

    def set_age(self, age: int | None) -> None:
        """Search for a pupil of this age in years; without one, for all ages."""
        self._age = age
        self.this_age.widget.setVisible(age is not None)
        self.this_age.box.setText(f"This age only ({age})")
        self.this_age.show(age is not None)
        self.search()

    def set_area(self, area: str) -> None:
        """Narrow to an area, such as that of the target being written."""
        self.area.show(area)
        self.search()

    @property
    def current(self) -> object | None:
        """What the current row stands for."""
        place = self.list.currentRow()
        return self._rows[place].what if 0 <= place < len(self._rows) else None

    def search(self, *, first: bool = False) -> None:
        """Find anew; read only once it is in sight. The current row stays in hand, or with `first` the first hit is."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        before = None if first else self.current
        age = self._age if self.this_age.value() else None
        self._rows = self._find(self.line.text(), str(self.area.value() or ""), age)
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._rows:
            self.list.addItem(QListWidgetItem(f"{one.words}\n{one.beside}" if one.beside else one.words))
        self.list.measure()
        kept = next((place for place, one in enumerate(self._rows) if one.what == before), 0)
        self.list.setCurrentRow(kept if self._rows else -1)
        self.list.blockSignals(False)
        self.found.setCurrentWidget(self.list if self._rows else self.nothing)
        self.counted.setText(f"{len(self._rows):,} found" if self._rows else "")
        self._current()

    def show_what(self, what: object) -> None:
        """Make the row that stands for this the current one, if it is among those found."""
        for place, one in enumerate(self._rows):
            if one.what == what:
                self.list.setCurrentRow(place)
                self.list.scrollToItem(self.list.item(place))

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was asked for while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes to the list, Enter takes, Escape leaves."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # or the window would take it, which closes its message with it
            return True
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if watched is self.line and key == Qt.Key.Key_Down and self._rows:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if watched in (self.line, self.list) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick()
                return True
        return super().eventFilter(watched, event)

    def _pick(self) -> None:
        if self.current is not None:
            self._taken = True
            self.picked.emit(self.current)
            self.line.selectAll()  # the next word typed looks for another

    def _current(self) -> None:
        place = self.list.currentRow()
        rest = self._rows[place].rest if 0 <= place < len(self._rows) else ""
        self.rest.setText(rest)
        self.list.setAccessibleDescription(rest)
        self.shown.emit(self.current)

    def _typed(self) -> None:
        self._taken = False
        self.search(first=True)

    def _go_on_typing(self, letter: str) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._taken:  # one was taken, so this letter begins to look for another
            self.line.selectAll()
        if letter:
            self.line.insert(letter)
        else:
            self.line.backspace()
