"""The editors a form is made of: one for each kind of value, all with the same small face."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from gradesk.model.rules.days.day_text import read_day, written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.words.blanks import unfilled
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.forms.growing import TOO_MUCH, GrowingText
from gradesk.ui.kit.labels import restyle, tip

EXAMPLE = 7  # days ahead of today


class Wrong(Exception):
    """What stands in an editor is no value; the text says why."""


class Editor(QObject):
    """The face of an editor: a widget, its value, and signals when a person changed it or it could not be changed."""

    edited = Signal()
    problem = Signal(str)
    righted = Signal(str)  # why the value was wrong until now

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget
        self.wrong = ""  # why what stands here is no value
        self._help = ("", "")

    def value(self) -> Any:
        """What is entered; raises `Wrong` when it is no value."""
        raise NotImplementedError

    def show(self, value: Any) -> None:
        """Show a value without sending `edited`."""
        raise NotImplementedError

    def raw(self) -> Any:
        """What stands in the editor, whether it is a value or not."""
        return self.value()

    def show_raw(self, raw: Any) -> None:
        """Put back what `raw` gave."""
        self.show(raw)

    def mark(self, problem: str) -> None:
        """Say that the value is wrong, or with an empty text that it is right again."""
        before, self.wrong = self.wrong, problem
        if before == problem:
            return
        if not before:
            self._help = (self.widget.toolTip(), self.widget.accessibleDescription())
        restyle(self.widget, wrong=bool(problem))
        self.widget.setToolTip(tip(problem) if problem else self._help[0])
        self.widget.setAccessibleDescription(problem or self._help[1])
        announce(self.widget, problem, urgent=True)
        if before:
            self.righted.emit(before)


class LineEditor(Editor):
    """One line of text."""

    def __init__(self) -> None:
        self.line = QLineEdit()
        super().__init__(self.line)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.textChanged.connect(self._mark_blanks)

    def _mark_blanks(self, words: str) -> None:
        has = unfilled(words)
        if has != bool(self.line.property("blank")):
            restyle(self.line, blank=has)

    def typed(self) -> bool:
        """Whether a person changed the text since it was shown."""
        return self.line.isModified()

    def value(self) -> Any:
        """The text."""
        return self.line.text()

    def show(self, value: Any) -> None:
        """Show a text."""
        if self.line.text() != (value or ""):
            self.line.setText(value or "")
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)  # words longer than the line are read from their beginning


class NumberEditor(LineEditor):
    """A number, or nothing."""

    def value(self) -> Any:
        """The number."""
        typed = self.line.text().strip().rstrip("%").strip().replace(",", ".")
        if not typed:
            return None
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise Wrong("This is not a number; the old one was kept. Type digits such as 94.5.")
        return number

    def raw(self) -> Any:
        """The letters typed."""
        return self.line.text()

    def show_raw(self, raw: Any) -> None:
        """Put the letters back."""
        self.line.setText(raw)

    def show(self, value: Any) -> None:
        """Show a number without needless noughts."""
        self.line.setText("" if value is None else f"{value:.15g}")


class TextEditor(Editor):
    """Several lines of text."""

    def __init__(self, lines: int) -> None:
        self._text = GrowingText(lines)
        super().__init__(self._text)
        self._loading = False
        self._text.textChanged.connect(self._typed)
        self._text.too_much.connect(lambda: self.mark(TOO_MUCH))
        self._text.too_much.connect(lambda: self.problem.emit(TOO_MUCH))

    def _typed(self) -> None:
        if not self._loading:
            self.edited.emit()

    def value(self) -> Any:
        """The text."""
        return self._text.toPlainText()

    def show(self, value: Any) -> None:
        """Show a text."""
        if self._text.toPlainText() != (value or ""):
            self._loading = True
            self._text.setPlainText(value or "")
            self._loading = False


class ChoiceEditor(Editor):
    """One of a list; the first is "nothing chosen" where that is allowed."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        self._box = CalmComboBox()
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(14)
        super().__init__(self._box)
        self.offer(choices)
        self._box.activated.connect(lambda _index: self.edited.emit())

    def fit_contents(self) -> None:
        """As wide as its longest choice; for a box that stands by itself and not in a form."""
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def fit_within(self, letters: int) -> None:
        """Wide enough for its longest choice or so many letters; a longer one is a tooltip."""
        longest = max((len(self._box.itemText(place)) for place in range(self._box.count())), default=0)
        self._box.setMinimumContentsLength(min(longest, letters))
        self._box.currentTextChanged.connect(self._hint)
        self._hint(self._box.currentText())

    def text(self) -> str:
        """What is chosen, in words."""
        return self._box.currentText()

    def _hint(self, words: str) -> None:
        self._box.setToolTip(tip(words))

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer another list and keep what is chosen, if it is still there."""
        kept = self._box.currentData()
        self._box.clear()
        for value, label in choices:
            self._box.addItem(label, value)
        self.show(kept)

    def value(self) -> Any:
        """What is chosen."""
        return self._box.currentData()

    def show(self, value: Any) -> None:
        """Choose a value; one that is not on the list is added, so that nothing is lost by looking."""
        for place in range(self._box.count()):
            if self._box.itemData(place) == value:
                self._box.setCurrentIndex(place)
                return
        if value in (None, ""):
            self._box.setCurrentIndex(0 if self._box.count() else -1)
            return
        self._box.addItem(str(value), value)
        self._box.setCurrentIndex(self._box.count() - 1)


class OpenChoiceEditor(Editor):
    """One of a list, or anything else that is typed."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._box = CalmComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(28)
        super().__init__(self._box)
        self.offer(choices)
        self._box.activated.connect(lambda _index: self.edited.emit())
        line = self._box.lineEdit()
        assert line is not None
        line.textEdited.connect(lambda _text: self.edited.emit())

    def select_all(self) -> None:
        """Have the next letter take the place of what stands there."""
        line = self._box.lineEdit()
        assert line is not None
        line.selectAll()

    def offer(self, choices: Sequence[str]) -> None:
        """Offer another list and keep what stands there."""
        kept = self._box.currentText()
        self._box.clear()
        self._box.addItems(list(choices))
        self.show(kept)

    def value(self) -> Any:
        """What is chosen or typed."""
        return self._box.currentText().strip()

    def show(self, value: Any) -> None:
        """Show a choice or any other words."""
        self._box.setCurrentIndex(self._box.findText(value or ""))
        self._box.setEditText(value or "")


class TickEditor(Editor):
    """Yes or no."""

    def __init__(self, label: str) -> None:
        self.box = QCheckBox(label.replace("&", "&&"))
        super().__init__(self.box)
        self.box.clicked.connect(lambda _on: self.edited.emit())

    def value(self) -> Any:
        """Whether it is ticked."""
        return self.box.isChecked()

    def show(self, value: Any) -> None:
        """Tick or not."""
        self.box.setChecked(bool(value))


class DayLine(QLineEdit):
    """A line for a day; Up and Down step by a day."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up is a day later, Down a day earlier; with Shift a week."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            week = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(steps[Qt.Key(event.key())] * (7 if week else 1))
            return
        super().keyPressEvent(event)


def _example(today: date) -> str:
    """How a day may be typed, with one that is still ahead."""
    soon = today + timedelta(days=EXAMPLE)
    return f"e.g. {soon.day}/{soon.month}, fri, +2w"


class DayEditor(Editor):
    """A day, typed as people do; what it was taken for is shown on leaving."""

    def __init__(self, today: Callable[[], date], *, past: bool = False) -> None:
        self.line = DayLine()
        super().__init__(self.line)
        self._today = today
        self._past = past
        self.line.setPlaceholderText("day/month/year" if past else _example(today()))
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self._settle)
        self.line.stepped.connect(self._step)

    def value(self) -> Any:
        """The day, or None for an empty field."""
        typed = self.line.text().strip()
        if not typed:
            return None
        found = read_day(typed, self._today(), past=self._past)
        if found is None:
            raise Wrong(f"“{typed}” is not a day, so it was not taken. Type for example 24/11 or fri.")
        return found

    def raw(self) -> Any:
        """The letters typed."""
        return self.line.text()

    def show_raw(self, raw: Any) -> None:
        """Put the letters back."""
        self.line.setText(raw)

    def show(self, value: Any) -> None:
        """Show a day."""
        self.line.setText(written_day(value))
        self.line.setToolTip(tip(day_words(value, self._today())) if value else "")

    def _settle(self) -> None:
        was_typed = self.line.isModified()
        try:
            self.show(self.value())
        except Wrong:
            return  # the form says so
        self.line.setModified(was_typed)

    def _step(self, days: int) -> None:
        try:
            start = self.value() or self._today()
        except Wrong:
            start = self._today()
        last = date.max.toordinal()
        self.show(date.fromordinal(min(max(start.toordinal() + days, 1), last)))
        self.edited.emit()
