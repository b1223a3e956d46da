"""The slots of a day that is being planned: who comes when and where, moved by keys, left empty, taken out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from gradesk.services.meetings.review_day import Proposed
from gradesk.system.words import Words
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel

EMPTY = "left empty"
FREE = "nothing"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SlotsTable(RowsTable):
    """The table. `moved` says which slot was moved and by how many; `emptied_before` and `taken_out` which was meant."""

    moved = Signal(int, int)
    emptied_before = Signal(int)
    taken_out = Signal(int)

    def __init__(self, words: Words) -> None:
        say = words.say
        self.slots = RowsModel(
            [
                Field("At", _when_and_where, share=5, least=7),
                Field(say("{Pupil}"), lambda one: one.name or EMPTY, share=5, least=10),
                Field("Class", lambda one: one.class_name, share=3, seldom=True),
                Field("Stands against it", lambda one: " ".join(one.against) or FREE, share=8, least=12),
            ],
            key=lambda one: f"{one.slot.at} {one.slot.room}",
            whose=lambda one: one.name or EMPTY,
        )
        super().__init__(self.slots, "Slots of the day", 0)
        self.emptied.connect(lambda place, _column: self.taken_out.emit(place))

    def show_slots(self, found: Sequence[Proposed], at: int = -1) -> None:
        """Show the slots, with the one in hand where it was or at another place."""
        place = self.currentIndex().row() if at < 0 else at
        self.slots.show_rows(found)
        if found:
            self.go_to(min(max(place, 0), len(found) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves whoever comes; E leaves a slot empty before them, or closes an empty one."""
        place = self.currentIndex().row()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS and place >= 0:
            self.moved.emit(place, _STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_E and not event.modifiers() and place >= 0:
            self.emptied_before.emit(place)
        else:
            super().keyPressEvent(event)


def _when_and_where(one: Proposed) -> str:
    return f"{one.slot.at}, {one.slot.room}" if one.slot.room else one.slot.at
