"""The line a name is searched with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.held import fleeting

# Who comes back from another program or from a menu goes on where the cursor stood; a click puts it somewhere.
_GOES_ON = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class SearchLine(QLineEdit):
    """Who comes to it anew finds the old search selected, so that what is typed takes its place. `down` is the key."""

    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        fleeting(self)
        clearable(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what stands there."""
        super().focusInEvent(event)
        if event.reason() not in _GOES_ON:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the line into the list."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)
