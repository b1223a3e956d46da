"""Short lines typed while one listens: Enter adds, the arrows go through them, a letter does what is to be done with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QVBoxLayout

from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.vocabulary import HELD_BACK
from gradesk.services.meetings import holding
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.at_names import AtNames
from gradesk.ui.kit.forms.held import HeldPart
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, row
from gradesk.ui.kit.spoken import Role
from gradesk.ui.screens.meeting.room import Room

HINT = "Enter adds the line. ↑ goes to the lines above."
KEYS = "Enter changes it, D decided, H held back, N not agreed, Delete."


class LineRow(QFrame):
    """One line: reached by the arrows, and by its button."""

    spoken_as = Role.ListItem

    def __init__(self, lines: LineList, line: MeetingLine) -> None:
        super().__init__()
        self._lines, self.line = lines, line
        self.setProperty("role", "line")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        said = [f"“{line.words}”" if line.sort == "decision" else line.words]
        state = [word for word in (_state(line),) if word]
        self.setAccessibleName(". ".join([*said, *state, KEYS]))
        words = PlainLabel(line.words)
        self._more = button("⋯", self.open_menu, "link", f"What can be done with this line. {KEYS}")
        self._more.setAccessibleName(f"What can be done with the line: {line.words}")
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parts: list[Any] = [PlainLabel("•", wrap=False), words]
        parts += [PlainLabel(word, "chip-warm", wrap=False) for word in state]
        laid = row(*parts, self._more, gap=10)
        laid.setContentsMargins(6, 2, 2, 2)
        laid.setStretch(1, 1)
        self.setLayout(laid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter does what is to be done with the line."""
        deeds: Mapping[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.change, Qt.Key.Key_Enter: self.change, Qt.Key.Key_F2: self.change,
            Qt.Key.Key_D: self.decide, Qt.Key.Key_H: self.hold_back, Qt.Key.Key_N: self.not_agreed,
            Qt.Key.Key_Delete: self.delete, Qt.Key.Key_Menu: self.open_menu,
            Qt.Key.Key_Up: partial(self._lines.step, self, -1), Qt.Key.Key_Down: partial(self._lines.step, self, 1),
            Qt.Key.Key_Escape: self._lines.begin,
        }  # fmt: skip
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and (deed := deeds.get(event.key())) is not None:
            deed()
            return
        super().keyPressEvent(event)

    def open_menu(self) -> None:
        """Everything that can be done with it."""
        menu = QMenu(self)
        is_decision = self.line.sort == "decision"
        rows: list[tuple[str, Callable[[], object]]] = [("Change the words\tEnter", self.change)]
        if self._lines.may_decide:
            rows.append(("Not a decision after all\tD" if is_decision else "This is decided\tD", self.decide))
        for term in HELD_BACK:
            if self.line.held_back != term.code:
                rows.append((f"Hold back: {term.label.lower()}", partial(self._hold, term.code)))
        if self.line.held_back:
            rows.append(("Hold it back no more\tH", partial(self._hold, "")))
        rows += [("Somebody does not agree …\tN", self.not_agreed), ("Delete it\tDelete", self.delete)]
        for title, run in rows:
            menu.addAction(title).triggered.connect(lambda _on=False, run=run: run())
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def change(self) -> None:
        """Open the words."""
        self._lines.open(self)

    def decide(self) -> None:
        """It was decided, or only said."""
        if self._lines.may_decide:
            sort = "said" if self.line.sort == "decision" else "decision"
            self._lines.keep(self, {"sort": sort})

    def hold_back(self) -> None:
        """Hold it back as somebody else’s words, then as a note for staff, then no more."""
        order = ("", *HELD_BACK.codes)
        self._hold(order[(order.index(self.line.held_back) + 1) % len(order)])

    def _hold(self, why: str) -> None:
        lines = self._lines
        lines.keep(self, {"held_back": why})
        if self not in lines.rows and not lines.shows(
            why
        ):  # the same key again would reach the line that is in its place
            lines.begin()

    def not_agreed(self) -> None:
        """Somebody sees it otherwise."""
        self._lines.differs(self.line)

    def delete(self) -> None:
        """Take it away."""
        self._lines.delete(self)


def _state(line: MeetingLine) -> str:
    said = ["Decided"] if line.sort == "decision" else []
    said += [f"Held back: {HELD_BACK.label(line.held_back).lower()}"] if line.held_back else []
    return ", ".join(said)


class LineList(HeldPart):
    """The lines of one place of a step, and the field for the next."""

    def __init__(
        self,
        room: Room,
        step: str,
        what: str,
        values: Mapping[str, Any] | None = None,
        differs: Callable[[MeetingLine], object] | None = None,
        may_decide: bool = True,
    ) -> None:
        super().__init__()
        self._room, self.step_code, self._values = room, step, dict(values or {})
        self.may_decide = may_decide
        self.about = " ".join(["lines", step, *map(str, self._values.values())])
        self.differs = differs or (lambda _line: None)
        self._shown: list[MeetingLine] = []
        self.rows: list[LineRow] = []
        self._editing = ""
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.hidden = PlainLabel("", "quiet")
        self.became = PlainLabel("", "quiet")
        self.became.hide()
        self.widget = self.entry = _Entry(self)
        self.entry.setAccessibleName(what)
        self.entry.setPlaceholderText(what)
        self.entry.setToolTip(HINT)
        self.setLayout(column(self._list, self.hidden, self.entry, self.became, gap=6))

    def show_lines(self, lines: Sequence[MeetingLine]) -> None:
        """Show the lines; those held back only where this meeting may see them."""
        seen = [line for line in lines if self.shows(line.held_back)]
        count = len(lines) - len(seen)
        self.hidden.setText(f"{count} line{'' if count == 1 else 's'} held back" if count else "")
        self.hidden.setVisible(count > 0)
        self.entry.names.offer(self._room.names())
        told = [(line.uuid, line.words, line.sort, line.held_back) for line in seen]
        there = [(row.line.uuid, row.line.words, row.line.sort, row.line.held_back) for row in self.rows]
        if told == there:
            return
        had = next((at for at, row in enumerate(self.rows) if row.hasFocus()), None)
        # Those before the first that differs stay: a line is added while somebody listens, whatever the number above it.
        pairs = enumerate(zip(told, there, strict=False))
        same = next((at for at, (one, other) in pairs if one != other), min(len(told), len(there)))
        clear(self._list, same)
        self.rows = [*self.rows[:same], *(LineRow(self, line) for line in seen[same:])]
        for made in self.rows[same:]:
            self._list.addWidget(made)
        if had is not None:
            (self.rows[min(had, len(self.rows) - 1)] if self.rows else self.entry).setFocus()

    def shows(self, held_back: str) -> bool:
        """Whether a line that is held back, or is not, can be seen just now."""
        return not held_back or self._room.shows_all

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> bool:
        """Keep what stands in the field as a line, or as the words of the line that was opened."""
        words = self.entry.text().strip()
        if not words:
            self._editing = (
                ""  # a line that was opened and emptied stays as it is, and the next words are a line of their own
            )
            return True
        store, meeting_id = self._room.context.store, self._room.minutes.meeting.uuid
        written: list[holding.Written] = []

        def deed() -> None:
            if self._editing:
                holding.change_line(store, self._editing, {"words": words})
            else:
                written.append(holding.add_line(store, meeting_id, self.step_code, words, self._values))

        if not self._room.attempt(deed):
            return False
        self._editing = ""
        self.entry.clear()
        promise = written[0].promise if written else None
        self.became.setText("")
        if promise is not None:
            by = f", by {promise.due_on:%a} {promise.due_on.day} {promise.due_on:%b}" if promise.due_on else ""
            self.became.setText(f"Noted as an action: {promise.owner or 'nobody named'}{by}: {promise.what}")
            announce(self, self.became.text())
        self.became.setVisible(bool(self.became.text()))
        return True

    def open(self, made: LineRow) -> None:
        """Take a line into the field to change its words."""
        if self.add():
            self._editing = made.line.uuid
            self.entry.setText(made.line.words)
            self.entry.setModified(True)
            self.begin()

    def keep(self, made: LineRow, values: Mapping[str, Any]) -> None:
        """Change what is said of a line."""
        store = self._room.context.store
        self._room.attempt(lambda: holding.change_line(store, made.line.uuid, values))

    def delete(self, made: LineRow) -> None:
        """Delete a line."""
        store = self._room.context.store
        uuid, words = made.line.uuid, made.line.words
        if self._room.attempt(lambda: holding.remove_line(store, uuid)):
            if self._editing == uuid and self.entry.text() == words:
                self.let_go()  # its words open in the field are those that were to go
            elif self._editing == uuid:
                self._editing = ""  # other words stand there by now: they are a new line
            self._room.context.done("The line is deleted.", "good")

    def step(self, made: LineRow, by: int) -> None:
        """Go from a line to the next, and behind the last one into the field."""
        at = self.rows.index(made) + by
        if at >= len(self.rows):
            self.begin()
        elif at >= 0:
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def to_last(self) -> None:
        """Go from the field to the last line."""
        if self.rows:
            self.rows[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> dict[str, Any]:
        """What stands in the field, and of which line it is."""
        return {"": self.entry.text(), "of": self._editing} if self.entry.text().strip() else {}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put it back."""
        self._editing = str(typed.get("of", ""))
        self.entry.setText(str(typed.get("", "")))
        self.entry.setModified(True)

    def clear(self) -> None:
        """Count what stands there as nobody's."""
        self.let_go()

    @property
    def is_changing(self) -> bool:
        """Whether a line of before is open in the field."""
        return bool(self._editing)

    def let_go(self) -> None:
        """Leave a line that was opened as it is."""
        self._editing = ""
        self.entry.clear()


class _Entry(QLineEdit):
    """Enter adds, the arrow goes up, Escape leaves an opened line as it was."""

    def __init__(self, lines: LineList) -> None:
        super().__init__()
        self._lines = lines
        self.names = AtNames(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list; all others are letters."""
        offered = self.names.is_offering
        if not offered and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._lines.add()
                return
            if event.key() == Qt.Key.Key_Up:
                self._lines.to_last()
                return
            if event.key() == Qt.Key.Key_Escape and self._lines.is_changing:
                self._lines.let_go()
                return
        super().keyPressEvent(event)
