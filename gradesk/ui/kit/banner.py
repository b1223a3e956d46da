"""A message under the page: what happened, what was kept, what to do. It blocks nothing and covers nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton

from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, breakable, restyle
from gradesk.ui.kit.layouts import clear
from gradesk.ui.kit.spoken import Role

UNDO = "Undo"  # the act that has a key of its own
PASSING = 8000  # ms that good news stays


class Banner(QFrame):
    """Shows one message at a time; problems stay until they are read away, good news passes."""

    spoken_as = Role.Notification

    coming = Signal()  # just before it takes its place

    def __init__(self) -> None:
        super().__init__()
        self.kind, self._words = "info", ""
        self._hushed = False
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
        self._timer.timeout.connect(self.pass_by)
        self.hide()

    @property
    def words(self) -> str:
        """The message shown; empty when none is."""
        return "" if self.isHidden() else self._words

    def hush(self, *, on: bool) -> None:
        """Say nothing from now on but what stands until it is taken back, such as that the file takes nothing."""
        self._hushed = on
        if on and self.kind != "standing":
            self.hide()

    def say(self, words: str, kind: str = "info", acts: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a message with what can be done about it.

        "info" and "good" pass, unless they offer something; a "problem" stays until something is accepted, a "standing" one
        until it is taken back.
        """
        self._timer.stop()
        clear(self._acts)
        if not words or (self._hushed and kind != "standing"):
            self.hide()
            return
        self.kind, self._words = kind, words
        self._label.setText(breakable(words))
        self.setAccessibleName(words)
        is_problem = kind in ("problem", "standing")
        restyle(self, role="banner-problem" if is_problem else f"banner-{kind}")
        restyle(self._label)
        offers = False
        for title, run in acts:
            made = button(title, partial(self._acted, run), "", "" if title == UNDO else "Ctrl+.")
            made.setProperty("offers", title != UNDO)
            self._acts.addWidget(made)
            if title != UNDO and not offers:
                offers = True
                self._acts.addWidget(PlainLabel("Ctrl+.", "quiet", wrap=False))
        self.coming.emit()
        self.show()
        announce(self, words, urgent=is_problem)
        if not is_problem and not offers:  # nobody has to be quick to take an offer; Undo has a key at any time
            self._timer.start(PASSING)

    def pass_by(self) -> None:
        """Good news goes by itself, but never while somebody stands in it, on its way to Undo."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._timer.start(PASSING)
        else:
            self.hide()

    def unsay(self, words: str) -> None:
        """Take a message back, when it is the one that is shown."""
        if words and self.words == words:
            self.hide()

    def withdraw(self, title: str) -> None:
        """Take away something that cannot be done any more; the message stays."""
        for one in self.findChildren(QPushButton):
            if one.text() == title:
                one.hide()

    def take_offer(self) -> None:
        """Do what the message offers beside taking it back."""
        offered = [one for one in self.findChildren(QPushButton) if one.property("offers") and one.isVisible()]
        if offered:
            offered[0].click()
        else:
            self.say("No message offers anything just now.", "info")

    def accepted(self) -> None:
        """Something was done: why it was refused before is over. What a field still holds wrong is not."""
        if self.kind == "problem":
            self.hide()

    def _acted(self, run: Callable[[], object]) -> None:
        self.hide()
        run()
