"""What a screen says while there is nothing on it: what belongs here, and the one button that starts it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import column, row

LINE = 90  # characters


class EmptyState(QWidget):
    """A heading, a sentence, and one or two buttons."""

    def __init__(
        self,
        heading: str,
        words: str,
        act: str = "",
        run: Callable[[], object] | None = None,
        second: str = "",
        second_run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        title = PlainLabel(heading, "heading")
        self._body = body = PlainLabel(words, "quiet")
        for label in (title, body):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(label.fontMetrics().averageCharWidth() * LINE)
        self._buttons = buttons = [button(act, run, "main")] if run is not None else []
        self._second = button(second, second_run) if second_run is not None else None
        if self._second is not None:
            buttons.append(self._second)
        if buttons:
            self.setFocusProxy(buttons[0])
        lines = [row(None, label, None) for label in (title, body)]
        for line in lines:
            line.setStretch(1, LINE)
        self.setLayout(column(None, *lines, row(None, *buttons, None), None, margin=24, gap=12))

    def offer(self, on: bool) -> None:
        """Show the buttons, or leave them out where what they do is offered beside."""
        for made in self._buttons:
            made.setVisible(on)

    def say(self, words: str, second: str | None = None) -> None:
        """Say another sentence under the heading, and another thing on the second button; an empty one hides it."""
        self._body.setText(words)
        if second is not None and self._second is not None:
            self._second.setText(caption(second))
            self._second.setAccessibleName(second)
            self._second.setVisible(bool(second))
