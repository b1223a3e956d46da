"""The line that adds people: one by typing a name, or as many as a spreadsheet has, pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

LONGEST = 200  # characters of one name
MOST_PASTED = 400_000  # characters; more people than any school has


class AddingLine(QLineEdit):
    """Enter sends on the name; several lines at once are sent on as `pasted`, whichever way they came in."""

    pasted = Signal(str)
    went_on = Signal()  # by Tab, from the line that just added somebody

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(MOST_PASTED)
        self.setPlaceholderText("Name, as pupils use it; Enter adds. Or paste a column of names")
        self.setAccessibleName("Add a member of staff")
        self._just_added = False
        self.textEdited.connect(self._typed)

    def take_next(self) -> None:
        """Stand empty for the next name; nothing of the last one is left for Ctrl+Z, which takes back the adding."""
        self.setText("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._just_added = True

    def event(self, event: QEvent) -> bool:
        """Tab from here goes on to whoever was just added."""
        is_tab = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
        if is_tab and self._just_added and not self.text():
            self.went_on.emit()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who comes back later goes through the page as ever."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._just_added = False

    def _typed(self, text: str) -> None:
        self._just_added = False
        if len(text.splitlines()) > 1:
            self.setText("")
            self.pasted.emit(text)
        elif len(text) > LONGEST:
            self.setText(text[:LONGEST])
            self.setModified(True)
