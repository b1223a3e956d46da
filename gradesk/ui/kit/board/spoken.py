"""A board as a screen reader hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from gradesk.ui.kit.spoken import Parts

if TYPE_CHECKING:
    from gradesk.ui.kit.board.board import BarBoard


class BoardParts(Parts):
    """The bars."""

    def __init__(self, board: BarBoard) -> None:
        self._board = board

    def count(self) -> int:
        """As many as there are."""
        return len(self._board.bars)

    def words(self, place: int) -> str:
        """All of a bar."""
        return self._board.bars[place].words

    def box(self, place: int) -> QRect:
        """Where it is drawn."""
        return self._board.box(place)

    def here(self) -> int:
        """The bar in hand."""
        here = self._board.here
        return self._board.bars.index(here) if here is not None else -1

    def choose(self, place: int) -> None:
        """Take it in hand."""
        self._board.choose(place)

    def press(self, place: int) -> None:
        """Open it."""
        self._board.choose(place)
        self._board.opened.emit(self._board.bars[place].key)
