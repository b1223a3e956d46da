"""Text on the screen. People's words are shown as they stand: never as HTML."""

from __future__ import annotations

from html import escape
from re import compile as compile_words
from re import findall
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gradesk.ui.kit.faces import needs_wide
from gradesk.ui.qt_names import Qt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

BROKEN = 80  # letters of a word that stay together on a line; folders and addresses are broken at their signs
_ENDLESS = compile_words(rf"\w{{{BROKEN + 1},}}")
SPARE = 6  # heights of a letter that the first of two lines may leave empty, where a long word has no room


class PlainLabel(QLabel):
    """The one label of the program: plain text, wrapped, selectable where that helps."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", "PlainText")
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._wide = False
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text, in a face that has all of its letters."""
        super().setText(text)
        self.face_for(text)

    def face_for(self, text: str) -> None:
        """Take the face that has all letters of a text."""
        needed = needs_wide(text)
        if needed != self._wide:
            self._wide = needed
            restyle(self, face="wide" if needed else "")


class OneLine(PlainLabel):
    """A text on one line; what has no room is a tooltip, and read out whole. A `snug` one is never wider than its text."""

    def __init__(self, text: str = "", role: str = "", *, snug: bool = False) -> None:
        self._whole = text
        self._snug = snug
        super().__init__(text, role, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        # By the whole text: by what is in sight of it, the face would change the width, and that what is in sight.
        self.face_for(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the size of text changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if self._snug:
            self.ensurePolished()
            self.setMaximumWidth(self.fontMetrics().horizontalAdvance(self._whole) + 4)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self._room())
        self.setToolTip(tip(self._whole) if shown != self._whole else "")
        QLabel.setText(self, shown)

    def _room(self) -> int:
        return self.width()


class FewLines(OneLine):
    """The same on as many lines as the longest of some texts needs, at most two: what stands below stays where it is."""

    def __init__(self, role: str = "") -> None:
        self._lines = 1
        super().__init__("", role)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def make_room(self, texts: Iterable[str]) -> None:
        """Take as many lines as the longest of these needs, at most two."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        self._lines = 2 if widest > self.width() else 1
        self.setWordWrap(self._lines > 1)
        self.setFixedHeight(self._lines * metrics.lineSpacing() + 2)
        self._fit()

    def _room(self) -> int:
        # Words do not fill a line to its end: what the first line may leave over is left out of account.
        return self.width() if self._lines == 1 else self.width() * self._lines - self.fontMetrics().height() * SPARE


def breakable(text: str) -> str:
    """A text in which no word is too long to be broken: Qt makes the window as wide as the longest word of a label."""
    return _ENDLESS.sub(lambda found: "\u200b".join(findall(f".{{1,{BROKEN}}}", found.group())), text)


def tip(text: str) -> str:
    """Text for a tooltip: shown as it stands, however it looks to Qt."""
    return f"<qt>{escape(text)}</qt>"


def caption(text: str) -> str:
    """Text for a button, tab or menu, where a single & would vanish."""
    return text.replace("&", "&&")


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the stylesheet looks at, and dress the widget anew."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
