"""What was agreed to be done for a pupil: who does it and by when, ticked off with a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.agenda import AgreedAction
from gradesk.services.meetings import actions
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, is_gone, row
from gradesk.ui.screens.pupil.move_away import for_staff, headed, mover
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("what", "owner", "due_on", "happened_on")
SHOWN_DONE = 5  # of the actions that are done


class ActionsCard(QFrame):
    """The open actions first, each with Done; a line for a new one; the last that are done."""

    def __init__(self, context: Context, owner: Panel) -> None:
        super().__init__()
        self._context, self._owner = context, owner
        self._pupil_id = ""
        self._open = ""
        self._done: dict[str, QPushButton] = {}
        self.setProperty("role", "card")
        self.heading = PlainLabel("Agreed actions", "heading")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.new = Form(
            AgreedAction, FIELDS, context.store.clock.today, context.words(), 4, draft=True, halves=True, about="action"
        )
        self.new.say_of("new action")
        self.new.righted.connect(context.unsay)
        self.act = button("Note this action", self.add, "", "Ctrl+Enter in its fields")
        self.setLayout(column(self.heading, self._lines, self.new, flow(self.act), margin=14, gap=8))

    def show_pupil(self, pupil_id: str) -> None:
        """Show the actions about a pupil."""
        if pupil_id != self._pupil_id:
            self._open = ""
        self._pupil_id = pupil_id
        self._blank()
        self._read()

    def go_to(self, uuid: str) -> bool:
        """Put the cursor on Done of an action; False when it is none of these, or done."""
        if uuid not in self._done:
            return False
        self._done[uuid].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter notes the action that is being written."""
        wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        here = self.focusWidget()
        if (
            wanted
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and here is not None
            and self.new.isAncestorOf(here)
        ):
            self.add()
            return
        super().keyPressEvent(event)

    def add(self) -> None:
        """Note what stands in the form."""
        try:
            values = self.new.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        if self._context.attempt(lambda: actions.add(self._context.store, self._pupil_id, values)):
            self.new.clear()
            self._blank()
            self._read()
            self._context.done("Noted. It stands in “Who owes what” until it is done.", "good")
        self.new.focus_on("what")

    def _blank(self) -> None:
        today = self._context.store.clock.today()
        self.new.load(AgreedAction(what="", owner="", due_on=None, happened_on=today))

    def _read(self) -> None:
        clear(self._lines)
        self._done = {}
        found = actions.of_pupil(self._context.store, self._pupil_id)
        still = [one for one in found if one.done_on is None]
        if not still:
            self._lines.addWidget(
                PlainLabel("Nothing is open: what a meeting agrees is noted here with a name and a day.", "quiet")
            )
        for one in still:
            self._lines.addWidget(self._line(one))
        for one in [one for one in found if one.done_on is not None][:SHOWN_DONE]:
            self._lines.addWidget(self._over(one))

    def _line(self, one: AgreedAction) -> QWidget:
        today = self._context.store.clock.today()
        late = one.due_on is not None and one.due_on < today
        when = f"{'late, it was due' if late else 'by'} {day_words(one.due_on, today)}" if one.due_on else "no day yet"
        who = f"{one.owner}: " if one.owner else ""
        words = PlainLabel(f"{who}{one.what} ({when}; agreed {day_words(one.happened_on, today)})")
        act = button("Done", partial(self._do, partial(actions.done, self._context.store, one.uuid)))
        act.setAccessibleName(f"Done: {one.what}")
        act.setToolTip("")
        self._done[one.uuid] = act
        change = button("Change", partial(self._edit, one.uuid), "link")
        change.setAccessibleName(f"Change: {one.what}")
        delete = button("Delete", partial(self._do, partial(actions.remove, self._context.store, one.uuid)), "link")
        delete.setAccessibleName(f"Delete: {one.what}")
        hold = for_staff(self._owner, "agreed_action", one.uuid, one.what, self._read)
        line = headed(self._owner.context, words, act, self._away(one), hold, change, delete)
        holder = QWidget()
        if self._open != one.uuid:
            holder.setLayout(line)
            return holder
        form = self._owner.form(
            AgreedAction, FIELDS, partial(self._keep, one.uuid), 4, None, True, about=f"action {one.uuid}"
        )
        form.say_of(one.what).load(one)
        holder.setLayout(column(line, form, gap=4))
        return holder

    def _away(self, one: AgreedAction) -> QPushButton:
        return mover(self._owner, "agreed_action", one.uuid, one.what, self._read)

    def _over(self, one: AgreedAction) -> QWidget:
        today = self._context.store.clock.today()
        done = day_words(one.done_on, today) if one.done_on else ""
        words = PlainLabel(f"Done {done}: {one.owner + ': ' if one.owner else ''}{one.what}", "quiet")
        again = button("Not done", partial(self._do, partial(actions.reopen, self._context.store, one.uuid)), "link")
        again.setAccessibleName(f"Not done: {one.what}")
        line = row(words, again)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _edit(self, uuid: str) -> None:
        self._open = "" if self._open == uuid else uuid
        self._read()
        for form in self.findChildren(Form):
            if form.about == f"action {uuid}" and not is_gone(form):
                form.focus_on("what")

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        actions.change(self._context.store, uuid, values, self._owner)

    def _do(self, deed: Callable[[], object]) -> None:
        if self._context.attempt(deed):
            self._read()
            self.new.focus_on("what")
