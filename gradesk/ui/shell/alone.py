"""A screen that stands alone: no places, no search, no menus, no messages of others, and the whole of the display."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.banner import Banner


class Alone:
    """Puts away what stands around a screen while it stands alone, and brings it back just as it was."""

    def __init__(self, around: Sequence[QWidget], banner: Banner) -> None:
        self._around, self._banner = around, banner
        self._hidden: list[QWidget] = []
        self.is_on = False

    def turn(self, *, on: bool) -> None:
        """Put it away, or bring it back."""
        if on == self.is_on:
            return
        self.is_on = on
        self._banner.hush(on=on)
        if on:
            self._hidden = [widget for widget in self._around if not widget.isHidden()]
        for widget in self._hidden:
            widget.setVisible(not on)
