"""After printing or saving: who was given it, noted with one key in the register of copies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Batch
from gradesk.services.paper import copies
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import OpenChoiceEditor
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import column, flow

ASKED = "Who was given it? Enter notes it."


class Given(QFrame):
    """Hidden until something has left. Enter notes who has it, Escape says that nobody has; `answered` follows both."""

    answered = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._made: Sequence[Batch] = ()
        self._how = "printed"
        self.asked = PlainLabel(ASKED)
        self.holder = OpenChoiceEditor([])
        self.holder.widget.setAccessibleName("Who was given it")
        self.holder.widget.installEventFilter(self)
        self.note_button = button("Note it", self.note, "main")
        self.skip_button = button("Nobody yet", self.skip)
        self.told_invited = PlainLabel("", "field")
        self.invite_button = button("Note the families as invited", self.note_invited, "main")
        self.invite_button.installEventFilter(self)
        self.invitations = QWidget()
        self.invitations.setLayout(column(self.told_invited, flow(self.invite_button), gap=4))
        self.setLayout(
            column(
                self.invitations,
                self.asked,
                flow(self.holder.widget, self.note_button, self.skip_button),
                margin=10,
            )
        )
        self.hide()

    def ask(self, made: Sequence[Batch], how: str) -> None:
        """Ask after something was printed or saved; nothing about single pupils is not asked about."""
        self._made, self._how = made, how
        ids = {one for batch in made for entry in batch.entries for one in entry.pupil_ids}
        only = next(iter(ids)) if len(ids) == 1 else ""
        names = copies.holders(self._context.store, only)
        family = copies.family(self._context.store, only) if only else []
        self.holder.offer([*family, *(name for name in names if name not in family)])
        self.holder.show(family[0] if family else "")
        meetings = len(desk.letters(made))
        said = "These invitations are to 1 meeting that is booked." if meetings == 1 else ""
        self.told_invited.setText(said or f"These invitations are to {meetings:,} meetings that are booked.")
        self.invitations.setVisible(meetings > 0)
        restyle(self.note_button, role="" if meetings else "main")
        self.asked.setText("Or who else was given it? Enter notes it." if meetings else ASKED)
        self.show()
        if meetings:
            self.invite_button.setFocus()
            return
        self.holder.widget.setFocus()
        self.holder.select_all()  # another name typed takes the place of the one proposed

    def note(self) -> None:
        """Keep it."""
        holder, noted = str(self.holder.value()), list[int]()

        def keep() -> None:
            noted.append(desk.note_given(self._context.store, self._made, holder, self._how))

        if self._context.attempt(keep):
            count = noted[0]
            copies_word = "copy" if count == 1 else "copies"
            had = sum(map(len, desk.to_give(self._made).values())) - count
            already = f" They had the newest of {had:,} already." if had > 0 else ""
            self._context.done(f"Noted: {count:,} {copies_word} for {holder}.{already}", "good")
            self.skip()

    def note_invited(self) -> None:
        """Keep with each meeting that the families its letter is to are invited today."""
        noted: list[int] = []
        if self._context.attempt(lambda: noted.append(desk.note_invited(self._context.store, self._made, self._how))):
            words = "1 meeting" if noted[0] == 1 else f"{noted[0]:,} meetings"
            self._context.done(f"Noted: the families are invited to {words}, from today.", "good")
            self.skip()

    def skip(self) -> None:
        """Ask no more; what was typed is noted, or of no use any more."""
        self.holder.show("")
        self.hide()
        self.answered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape in the line, and on the button of the invitations."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.note() if watched is self.holder.widget else self.note_invited()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.skip()
                return True
        return super().eventFilter(watched, event)
