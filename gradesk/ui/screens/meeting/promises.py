"""Who does what by when: what was promised last time and what came of it, and what is promised now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import days_words
from gradesk.model.school.agenda import AgreedAction
from gradesk.services.meetings import actions, holding, minutes
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.meeting.lines import LineList
from gradesk.ui.screens.meeting.room import Room, StepPage

FIELDS = ("what", "owner", "due_on")


class ActionsPage(StepPage):
    """The promises of this meeting, each with who and by when; a line adds one."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self._forms: dict[str, Form] = {}
        self._shown: tuple[str, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.lines = LineList(room, step.code, "@Name by Friday: what they will do, and Enter", may_decide=False)
        self.setLayout(column(self._list, self.lines, None, gap=12))

    def show_minutes(self, found: Minutes) -> None:
        """Show the promises."""
        told = tuple(one.uuid for one in found.actions)
        if told != self._shown:
            self._shown = told
            clear(self._list)
            self._forms = {}
            for one in found.actions:
                self._list.addWidget(self._card(one))
        for one in found.actions:
            self._forms[one.uuid].load(one)
        self.lines.show_lines(())

    def begin(self) -> None:
        """Into the field."""
        self.lines.begin()

    def go_to(self, subject: str) -> None:
        """To an action that lacks a day or a name."""
        if subject in self._forms:
            form = self._forms[subject]
            lacking = next((one for one in self.room.minutes.actions if one.uuid == subject), None)
            form.focus_on("owner" if lacking is not None and not lacking.owner.strip() else "due_on")

    def flush(self) -> bool:
        """Keep what is half typed."""
        self.keep()
        return self.lines.add() and not any(form.unsent() for form in self._forms.values())

    def spoken(self, found: Minutes) -> list[str]:
        """Who does what by when."""
        return [said(one) for one in found.actions]

    def _card(self, one: AgreedAction) -> QWidget:
        columns = 1 if self.room.context.look.theme.is_large else 3
        form = self.room.form(
            AgreedAction, FIELDS, partial(self._keep, one.uuid), f"action {one.uuid}", columns=columns, halves=True
        )
        form.say_of(one.what)
        form.offer_people(list(self.room.names()))
        self._forms[one.uuid] = form
        away = button("Delete", partial(self._remove, one.uuid), "link")
        away.setAccessibleName(f"Delete the action: {one.what}")
        return card(form, row(None, away), role="notice")

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        store, found = self.room.context.store, self.room.minutes
        with store.work("Change an action", self.room):
            actions.change(store, uuid, values)
            holding.unsay(store, found.meeting.uuid, self.step.code)

    def _remove(self, uuid: str) -> None:
        store, found = self.room.context.store, self.room.minutes

        def deed() -> None:
            with store.work("Delete an action"):
                actions.remove(store, uuid)
                holding.unsay(store, found.meeting.uuid, self.step.code)

        if self.room.attempt(deed):
            self.lines.begin()


class LastTime(QWidget):
    """What was promised before, and what came of it; a key says that it is done."""

    def __init__(self, room: Room, back: Callable[[], object]) -> None:
        super().__init__()
        self._room, self._back = room, back
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.back = button("Back to the step", back, "", "F3 or Escape")
        title = PlainLabel("What was promised, and what came of it", "title")
        self.setLayout(column(title, self._list, flow(self.back), None, gap=12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, as from the words that are read out."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
            return
        super().keyPressEvent(event)

    def show_last(self) -> None:
        """Read it anew."""
        clear(self._list)
        store, meeting = self._room.context.store, self._room.minutes.meeting
        # What staff promised one another may be about anything, and name anybody.
        found = minutes.last_time(store, meeting, among_staff=self._room.shows_all)
        if not self._room.shows_all and (more := len(minutes.last_time(store, meeting)) - len(found)):
            said = "1 promise among staff is" if more == 1 else f"{more} promises among staff are"
            self._list.addWidget(PlainLabel(f"{said} not shown.", "quiet"))
        elif not found:
            self._list.addWidget(PlainLabel("Nothing was promised before this meeting.", "quiet"))
        first: QWidget | None = None
        for one in found:
            act = button("Done", partial(self._do, one), "main" if one.done_on is None else "link")
            act.setText("It is done" if one.done_on is None else "Not done after all")
            act.setAccessibleName(f"{act.text()}: {one.what}")
            line = row(PlainLabel(self._told(one)), act)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._list.addWidget(holder)
            first = first or (act if one.done_on is None else None)
            holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        (first or self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _told(self, one: AgreedAction) -> str:
        if one.done_on is not None:
            return f"{said(one)} Done on {one.done_on:%d/%m/%Y}."
        age = days_words((one.happened_on - self._room.minutes.meeting.happened_on).days)
        return f"{said(one)} Promised {age}, still open."

    def _do(self, one: AgreedAction) -> None:
        store, day = self._room.context.store, self._room.minutes.meeting.happened_on
        deed = (
            partial(actions.done, store, one.uuid, day)
            if one.done_on is None
            else partial(actions.reopen, store, one.uuid)
        )
        if self._room.attempt(deed):
            self.show_last()


def said(one: AgreedAction) -> str:
    """A promise as it is read out: who, what, by when."""
    by = f", by {one.due_on:%A} {one.due_on.day} {one.due_on:%B}" if one.due_on else ""
    return f"{one.owner or 'Nobody named yet'}: {one.what.rstrip('.')}{by}."
