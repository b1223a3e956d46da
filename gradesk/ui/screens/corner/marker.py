"""Where the corner was left: its page and who sat beside, so that a crash leads back though nothing is half typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.forms.held import HeldPart


class Marker(HeldPart):
    """Holds the place while a child answers."""

    about = "corner"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = self.helper = ""
        self.hide()

    def typed(self) -> dict[str, Any]:
        """The page and who sits beside; nothing while nobody answers."""
        return {"place": self.place, "helper": self.helper} if self.place else {}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Remember where it was."""
        self.place, self.helper = str(typed.get("place", "")), str(typed.get("helper", ""))

    def clear(self) -> None:
        """Nobody answers."""
        self.place = self.helper = ""
