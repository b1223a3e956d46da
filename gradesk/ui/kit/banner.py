"""A message across the foot of the page: what happened, what was kept, what to do. It never blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import clear

PASSING = 8000  # ms that good news stays


class Banner(QFrame):
    """Shows one message at a time; problems stay until they are read away, good news passes."""

    def __init__(self) -> None:
        super().__init__()
        self._label = PlainLabel()
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = button("Close message", self.hide, "link")
        close.setText("Close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._label, 1)
        self._acts = QHBoxLayout()
        layout.addLayout(self._acts)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """The message shown; empty when none is."""
        return "" if self.isHidden() else self._label.text()

    def settle(self) -> None:
        """Lie over the foot of what is behind, as high as the words need."""
        behind = self.parentWidget()
        if behind is None or self.isHidden():
            return
        width = behind.width()
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(0, behind.height() - height, width, height)
        self.raise_()

    def say(self, words: str, kind: str = "info", acts: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a message of kind "info", "good" or "problem", with what can be done about it."""
        self._timer.stop()
        clear(self._acts)
        if not words:
            self.hide()
            return
        self._label.setText(words)
        self.setAccessibleName(words)
        restyle(self, role=f"banner-{kind}")
        restyle(self._label)
        for title, run in acts:
            self._acts.addWidget(button(title, partial(self._acted, run)))
        self.show()
        self.settle()
        if kind != "problem":
            self._timer.start(PASSING)

    def _acted(self, run: Callable[[], object]) -> None:
        self.hide()
        run()
