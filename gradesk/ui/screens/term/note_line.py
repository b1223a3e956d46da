"""The note of the cell in hand: how one pupil’s session was, and into which target’s notes it can go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gradesk.services.term import registers
from gradesk.services.term.given import session_notes
from gradesk.services.term.given.session_notes import Offered
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Unsent
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row

LONGEST = 1_000  # characters, as of a note on a target


@dataclass(frozen=True)
class At:
    """Whose session of which day."""

    provision_id: str
    day: date
    pupil_id: str
    name: str
    extra: bool = False


class NoteLine(QWidget):
    """Kept with Enter, or when one goes on. `back` is called with whether the register is to be read anew."""

    def __init__(self, context: Context, owner: object, back: Callable[[bool], object]) -> None:
        super().__init__()
        self._context, self._owner, self._back = context, owner, back
        self._at: At | None = None
        self._kept = ""
        self._offered: list[Offered] = []
        self._waiting: dict[At, str] = {}  # what was refused, by its cell
        self._held: Unsent | None = None
        self.about = PlainLabel("", "field")
        self.line = _Line(self._leave)
        self.line.setMaxLength(LONGEST)
        self.line.returnPressed.connect(self._enter)
        self.line.editingFinished.connect(self.keep)
        self.give = button("Into a target’s notes", self.put, "", "G, on the register")
        self.told = PlainLabel("", "quiet")
        beside = row(self.line, self.give)
        beside.setStretch(0, 1)
        self.setLayout(column(self.about, beside, self.told, gap=4))

    def show_cell(self, at: At | None, note: str, *, is_closed: bool = False) -> None:
        """Show the note of another cell, of a closed register to be read alone; the one that was typed is kept first."""
        if at != self._at:
            self._put_aside()
        elif self.line.text() != self._kept:
            return  # it is being typed
        self._at, self._kept = at, note
        self.setVisible(at is not None)
        if at is None:
            return
        self.line.setReadOnly(is_closed)
        put_on = ", a session put on" if at.extra else ""
        words = f"{at.name}, {at.day:%A} {at.day.day} {at.day:%B}{put_on}"
        self.about.setText(f"Note: {words}")
        self.line.setAccessibleName(f"Note about {words}")
        asked = "" if is_closed else "How it went, such as 3/5 with a visual prompt; Enter keeps it"
        self.line.setPlaceholderText(asked)
        self.line.setText(note)
        if self._held is not None:
            self._held.deleteLater()
        self._held = Unsent(self.line, f"note {at.provision_id} {at.pupil_id} {at.day}")
        if at in self._waiting:
            self.line.setText(self._waiting.pop(at))
        self._offer()

    def keep(self) -> None:
        """Keep what is typed."""
        at, typed = self._at, self.line.text()
        if at is None or typed.strip() == self._kept.strip():
            return
        store = self._context.store
        if self._context.attempt(
            lambda: registers.annotate(store, at.provision_id, at.day, at.pupil_id, typed, self._owner, at.extra)
        ):
            self._kept = typed.strip()
            self._settle()
            self._back(True)

    def _put_aside(self) -> None:
        """Keep what is typed; what is refused waits for its cell to be in hand again."""
        at, typed = self._at, self.line.text()
        self.keep()
        if at is not None and typed.strip() != self._kept.strip():
            self._waiting[at] = typed

    def put(self) -> None:
        """Put it into the notes of the target that the support serves; of several, the one that is chosen."""
        self.keep()
        at = self._at
        if at is None:
            return
        free = [one for one in self._offered if not one.is_there]
        if not self._kept or not free:
            self._context.say(self._why_not(), "info")
            return
        place: int | None = 0
        if len(free) > 1:
            title = "Into a target’s notes"
            place = self._context.ask.choose(self, title, f"Which target of {at.name}?", [one.words for one in free])
        if place is None:
            return
        chosen, store = free[place], self._context.store
        if self._context.attempt(
            lambda: session_notes.put(
                store, at.provision_id, at.day, at.pupil_id, chosen.target_id, self._owner, at.extra
            )
        ):
            self._offer()
            self._back(True)
            self._context.done(f"It stands in the notes of {chosen.words[:1].lower()}{chosen.words[1:]}", "good")

    def _why_not(self) -> str:
        if not self._kept:
            return "There is no note here yet, so nothing went to a target. T writes one."
        if not self._offered:
            return "This support serves no open target here, so nothing went to one. Tick it under Groups."
        return "This note stands with its target already; nothing was changed."

    def _offer(self) -> None:
        at = self._at
        assert at is not None
        self._offered = session_notes.targets_of(self._context.store, at.provision_id, at.day, at.pupil_id, at.extra)
        there = [one.words for one in self._offered if one.is_there]
        self.give.setVisible(bool(self._kept) and len(there) < len(self._offered))
        self.told.setText(f"Stands in the notes of: {'; '.join(there)}" if there else "")
        self.told.setVisible(bool(there))

    def _settle(self) -> None:
        if self._held is not None:
            self._held.clear()
        self._offer()

    def _enter(self) -> None:
        self.keep()
        if self.line.text().strip() == self._kept:
            self._back(False)

    def _leave(self) -> None:
        self.line.setText(self._kept)
        self._back(False)


class _Line(QLineEdit):
    """Escape puts back what was kept."""

    def __init__(self, left: Callable[[], object]) -> None:
        super().__init__()
        self._left = left

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the note as it was kept."""
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        else:
            super().keyPressEvent(event)
