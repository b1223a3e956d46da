"""Choosing one value of a scale: a row of buttons, each with its digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from gradesk.ui.kit.forms.fields import Editor
from gradesk.ui.kit.labels import caption, tip
from gradesk.ui.kit.layouts import FlowLayout
from gradesk.ui.kit.spoken import Role

DIGITS = "1234567890"
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Choice(QPushButton):
    """One value; arrows are left to the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar chooses."""
        if event.key() in _STEPS:
            event.ignore()
            return
        super().keyPressEvent(event)


class ScaleRow(QWidget):
    """The buttons, one stop of the Tab key; a digit presses the one that bears it, arrows go along, Delete lets go."""

    spoken_as = Role.Grouping

    def __init__(self, editor: ScaleEditor) -> None:
        super().__init__()
        self._editor = editor
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit."""
        typed = event.text()
        if typed and typed in DIGITS and self._editor.press(DIGITS.index(typed)):
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._editor.let_go()
            return
        if event.key() in _STEPS:
            self._editor.step(_STEPS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class ScaleEditor(Editor):
    """One value of an ordered scale, such as the outcome of a target; or none yet."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        self._row = ScaleRow(self)
        super().__init__(self._row)
        self._group = QButtonGroup(self._row)
        self._group.setExclusive(False)
        self._values = [value for value, _ in choices]
        layout = FlowLayout(6)
        for place, (_, label) in enumerate(choices):
            bears = place < len(DIGITS) and label != DIGITS[place]
            made = _Choice(caption(f"{DIGITS[place]}  {label}" if bears else label))
            made.setCheckable(True)
            made.setAutoExclusive(True)  # so that it is read out as one of several; the group lets go all the same
            made.setAccessibleName(label)
            made.setProperty("role", "choice")
            made.clicked.connect(lambda _on, at=place: self.press(at))
            self._group.addButton(made, place)
            layout.addWidget(made)
        self._row.setLayout(layout)
        self._row.setToolTip(tip("A digit chooses, arrows go along, Delete takes the choice back."))
        self._stop_at(0)

    def value(self) -> Any:
        """What is chosen, or None."""
        place = self._chosen()
        return None if place is None else self._values[place]

    def show(self, value: Any) -> None:
        """Show a choice; None and the empty text are none."""
        for place, one in enumerate(self._values):
            self._group.button(place).setChecked(value not in (None, "") and one == value)
        self._stop_at(self._chosen() or 0)

    def press(self, place: int) -> bool:
        """Choose by place; False when there is none such."""
        if place >= len(self._values):
            return False
        self.show(self._values[place])
        self._group.button(place).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        return True

    def step(self, steps: int) -> None:
        """Go along the values, round and round, without choosing."""
        focused = next((at for at in range(len(self._values)) if self._group.button(at).hasFocus()), 0)
        place = (focused + steps) % len(self._values)
        self._group.button(place).setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_at(self, stop: int) -> None:
        """Let the Tab key stop at one of the values, so that it goes on to the next field from there."""
        for place in range(len(self._values)):
            policy = Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus
            self._group.button(place).setFocusPolicy(policy)
        if self._values:
            self._row.setFocusProxy(self._group.button(stop))

    def let_go(self) -> None:
        """Choose nothing."""
        self.show(None)
        self.edited.emit()

    def name(self, words: str) -> None:
        """Say aloud what the scale is for."""
        self._row.setAccessibleName(words)
        for place in range(len(self._values)):
            made = self._group.button(place)
            made.setAccessibleDescription(words)

    def _chosen(self) -> int | None:
        return next((place for place in range(len(self._values)) if self._group.button(place).isChecked()), None)
