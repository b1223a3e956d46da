"""Lists of the term that keep their least height though there is more on the page than fits."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from gradesk.ui.kit.tables.grouped import GroupedModel, GroupedTree
from gradesk.ui.looks.theme import Theme


class RoomyTree(GroupedTree):
    """It takes the room there is, and never less than `least` pixels at 100 %."""

    def __init__(self, model: GroupedModel, name: str, least: int) -> None:
        super().__init__(model, name)
        self._model, self._least = model, least
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def measure(self, theme: Theme) -> None:
        """Share the width out, and keep the least height."""
        super().measure(theme)
        self.setMinimumHeight(theme.px(self._least))

    def start(self) -> None:
        """Make the first line the current one where none is."""
        if not self.currentIndex().isValid() and self._model.groups:
            self.setCurrentIndex(self._model.index(0, 0, self._model.index(0, 0)))
