"""Where a meeting was left: its step, since when it is held, and what may be seen; kept with the words that are half typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.forms.held import HeldPart


class Marker(HeldPart):
    """Holds the place while a meeting is open, so that a crash leads back to it though nothing is half typed."""

    about = "meeting"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = ""
        self.reading = False  # the words of the step are being read out
        self.begun: datetime | None = None
        self.hide()

    def typed(self) -> dict[str, Any]:
        """The step and since when; nothing while no meeting is open."""
        begun = self.begun.isoformat() if self.begun is not None else ""
        return {"step": self.step, "begun": begun, "reading": self.reading} if self.step else {}

    def unsent(self) -> dict[str, Any]:
        """The same."""
        return self.typed()

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Remember where it was."""
        self.step, self.reading = str(typed.get("step", "")), bool(typed.get("reading"))
        if typed.get("begun"):
            self.begun = datetime.fromisoformat(str(typed["begun"]))

    def clear(self) -> None:
        """No meeting is open."""
        self.step, self.reading, self.begun = "", False, None
