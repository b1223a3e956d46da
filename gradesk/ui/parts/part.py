"""What a tab of a screen is that reads by itself when it is turned to."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.ui.context import Context
from gradesk.ui.kit.forms.held import held_in

LINE = "line "  # how the form of a line in the in-tray is called, with the uuid of the line


class Part(QWidget):
    """Base of the tabs: `first` has the focus when the tab is turned to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.first: QWidget = self

    def reload(self) -> None:
        """Read anew what is shown."""

    def show_record(self, uuid: str) -> None:
        """Bring one record into sight."""

    def take(self, uuid: str, typed: dict[str, Any]) -> None:
        """Words from before about one record; only the in-tray has a form that changes whom it is about."""

    def flush(self) -> None:
        """Keep what is being typed."""

    def unkept(self) -> bool:
        """Whether something stands typed that no record keeps yet."""
        return bool(held_in(self))
