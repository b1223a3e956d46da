"""Who is here, who could not come, and what they sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from gradesk.model.meetings.meeting import MeetingPerson
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import ANSWERS, ATTENDEES
from gradesk.services.meetings import booking, holding
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.screens.meeting.room import Room, StepPage


class PeoplePage(StepPage):
    """A tick for everybody who is here; a name adds somebody who came as well."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self.ticks: dict[str, QCheckBox] = {}
        self._shown: list[tuple[Any, ...]] = []
        self.everybody = button("All who said they would come are here", self.all_here, "main", "Enter")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.also = _Also(self)
        self.also.setAccessibleName("Somebody else who is here")
        self.also.setPlaceholderText("Somebody else who is here: a name, and Enter")
        self.setLayout(column(flow(self.everybody), self._list, self.also, None, gap=12))

    def show_minutes(self, found: Minutes) -> None:
        """Show everybody."""
        told = [(one.uuid, one.name, one.came, one.answer, one.sent, one.received_on) for one in found.people]
        if told == self._shown and self.ticks:
            return
        self._shown = told
        answered = any(one.answer in ("yes", "no") for one in found.people)
        self.everybody.setText("All who said they would come are here" if answered else "All of them are here")
        had = next((uuid for uuid, tick in self.ticks.items() if tick.hasFocus()), "")
        clear(self._list)
        self.ticks = {}
        for one in found.people:
            self._list.addWidget(self._person(one))
        if had in self.ticks:
            self.ticks[had].setFocus()
        offer_names(self.also, self.room.names())

    def begin(self) -> None:
        """On the button that says that all are here, or the first tick."""
        noted = any(one.came for one in self.room.minutes.people)
        first = next(iter(self.ticks.values()), self.also)
        (first if noted else self.everybody).setFocus(Qt.FocusReason.OtherFocusReason)

    def all_here(self) -> None:
        """Everybody who said so; where nobody answered, everybody."""
        store, uuid = self.room.context.store, self.room.minutes.meeting.uuid
        if self.room.attempt(lambda: holding.all_came(store, uuid)):
            self.also.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """A name that was not sent is added."""
        return self.add()

    def add(self) -> bool:
        """Add somebody who came without having been invited."""
        name = self.also.text().strip()
        if not name:
            return True
        store, uuid = self.room.context.store, self.room.minutes.meeting.uuid
        if self.room.attempt(lambda: booking.add_person(store, uuid, {"name": name, "came": "yes"})):
            self.also.clear()
            return True
        return False

    def _person(self, one: MeetingPerson) -> QWidget:
        say = self.room.context.words().say
        part = say(ATTENDEES.label(one.part)).lower()
        tick = QCheckBox(caption(f"{one.name} ({part})" if one.part != "pupil" else one.name))
        tick.setAccessibleName(f"{one.name} is here")
        tick.setChecked(one.came == "yes")
        tick.toggled.connect(lambda on: self._came(one.uuid, "yes" if on else "no"))
        self.ticks[one.uuid] = tick
        notes = [ANSWERS.label(one.answer)] if one.answer in ("no", "none") and one.came != "yes" else []
        notes += ["Not here"] if one.came == "no" else []
        parts: list[Any] = [row(tick, *(PlainLabel(note, "chip-warm", wrap=False) for note in notes), None)]
        if one.sent.strip():
            day = f" on {written_day(one.received_on)}" if one.received_on else ""
            parts.append(PlainLabel(f"{one.name} sent{day}: {one.sent}", "quiet"))
        elif one.came == "no":
            form = self.room.form(
                MeetingPerson, ("sent",), partial(self._keep, one.uuid), f"sent {one.uuid}", ahead=False
            )
            form.say_of(one.name).load(one)
            parts.append(form)
        holder = QWidget()
        holder.setLayout(column(*parts, gap=2))
        return holder

    def _came(self, uuid: str, came: str) -> None:
        self.room.attempt(lambda: holding.came(self.room.context.store, uuid, came))

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        body = {**values, "received_on": self.room.context.store.clock.today()}
        booking.change_person(self.room.context.store, uuid, body, self.room)


class _Also(QLineEdit):
    def __init__(self, page: PeoplePage) -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._page.add()
            return
        super().keyPressEvent(event)
