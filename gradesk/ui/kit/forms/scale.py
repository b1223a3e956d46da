"""Choosing one value of a scale: a row of buttons, each with its digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from gradesk.ui.kit.forms.fields import Editor
from gradesk.ui.kit.labels import caption
from gradesk.ui.kit.layouts import FlowLayout

DIGITS = "1234567890"


class ScaleRow(QWidget):
    """The buttons; a digit presses the one that bears it, Delete lets go of the choice."""

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
            made = QPushButton(caption(f"{DIGITS[place]}  {label}" if bears else label))
            made.setCheckable(True)
            made.setAccessibleName(label)
            made.setProperty("role", "choice")
            made.clicked.connect(lambda _on, at=place: self.press(at))
            self._group.addButton(made, place)
            layout.addWidget(made)
        self._row.setLayout(layout)
        first = self._group.button(0)
        if first is not None:
            self._row.setFocusProxy(first)

    def value(self) -> Any:
        """What is chosen, or None."""
        place = self._chosen()
        return None if place is None else self._values[place]

    def show(self, value: Any) -> None:
        """Show a choice; None and the empty text are none."""
        for place, one in enumerate(self._values):
            self._group.button(place).setChecked(value not in (None, "") and one == value)
        self._row.setFocusProxy(self._group.button(self._chosen() or 0))

    def press(self, place: int) -> bool:
        """Choose by place; False when there is none such."""
        if place >= len(self._values):
            return False
        self.show(self._values[place])
        self._group.button(place).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        return True

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
