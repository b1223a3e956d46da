"""Read-back: before a step is left, its words stand large; one key agrees, and who does not agree has a place for their words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gradesk.model.meetings.minutes import Dissent, MeetingLine
from gradesk.services.meetings import holding
from gradesk.services.meetings.kinds import Step
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow, row
from gradesk.ui.screens.meeting.room import Room


class Leading(Room, Protocol):
    """The room, as it is led from a step to its words read out and on."""

    def spoken(self) -> list[str]:
        """What is read out of the step in hand."""

    def step_in_hand(self) -> Step:
        """The step that is being held."""

    def to_step(self) -> None:
        """Back to it."""

    def on(self) -> None:
        """To the step behind it."""


class ReadBack(QWidget):
    """The words, then: agreed, not agreed because, or back to the step."""

    def __init__(self, room: Leading) -> None:
        super().__init__()
        self._room = room
        self._asked_of: MeetingLine | None = None  # the one line somebody does not agree with
        self.title = PlainLabel("", "title")
        self._words = QVBoxLayout()
        self._words.setSpacing(14)
        content = QWidget()
        content.setLayout(column(self._words, None))
        self.agreed = button("Agreed", self.agree, "main", "Enter")
        self.against = button("Not agreed because …", self.ask, "", "N")
        self.back = button("Back to the step", room.to_step, "", "Escape")
        self._asked = QWidget()
        self.who, self.why = QLineEdit(), QLineEdit()
        for line, words in ((self.who, "Who does not agree"), (self.why, "Why, in their words")):
            line.setAccessibleName(words)
            line.setPlaceholderText(words)
            line.textEdited.connect(lambda _words: self._asked.show())
        self.who.returnPressed.connect(self.why.setFocus)
        self.why.returnPressed.connect(self.note)
        self.noted = button("Note it", self.note)
        self._buttons = (self.agreed, self.against, self.back, self.noted)
        self._asked.setLayout(column(self.who, self.why, flow(self.noted), gap=8))
        self._page = page = ScrollPage(content)
        self.setLayout(
            column(self.title, page, self._asked, flow(self.agreed, self.against, self.back), gap=12, grows=page)
        )

    def read_out(self) -> None:
        """Read out the step in hand, with the views that differ."""
        step, found = self._room.step_in_hand(), self._room.minutes
        self._asked_of = None
        differ = found.dissents if self._room.shows_all else found.heard
        of = {line.uuid: line.words for line in found.at(step.code)}
        views = [(one.uuid, _view(one, of.get(one.line_id or "", ""))) for one in differ if one.step == step.code]
        self.show_words(self._room.told(step), self._room.spoken(), views)

    def ask_about(self, line: MeetingLine) -> None:
        """Ask who does not agree with one line."""
        self._asked_of = line
        self.show_words(self._room.told(self._room.step_in_hand()), [line.words])
        self.ask()

    def agree(self) -> None:
        """All agree, but those who are noted; a different view that is half typed is noted first."""
        if not self.flush():
            return
        if self._asked_of is not None:  # one line alone was heard
            self.read_out()
            return
        room, said = self._room, self._room.spoken()
        step, uuid = room.step_in_hand().code, room.minutes.meeting.uuid
        if room.attempt(lambda: holding.agree(room.context.store, uuid, step, said)):
            room.on()

    def has_more(self) -> bool:
        """Whether words stand below the edge; then they come into sight, a page at a time, before anybody agrees to them."""
        bar = self._page.verticalScrollBar()
        if bar.value() >= bar.maximum():
            return False
        bar.setValue(bar.value() + bar.pageStep())
        return True

    def show_words(self, title: str, said: Sequence[str], views: Sequence[tuple[str, str]] = ()) -> None:
        """Stand the words large, and read them out."""
        self.title.setText(title)
        clear(self._words)
        for words in said:
            self._words.addWidget(PlainLabel(words, "read"))
        for uuid, view in views:
            out = button("Take it out", partial(self._take_out, uuid), "link")
            out.setAccessibleName(f"Take out: {view}")
            line = row(PlainLabel(view, "far-quiet"), out)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._words.addWidget(holder)
        self._asked.hide()
        offer_names(self.who, list(self._room.names()))
        self.agreed.setText("Agreed by all others" if views else "Agreed")
        self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join([title, *said, *(view for _, view in views)]))

    def _take_out(self, uuid: str) -> None:
        """A view that was noted by mistake, such as under another name."""
        room = self._room
        if room.attempt(lambda: holding.remove_dissent(room.context.store, uuid)):
            room.context.done("The different view is taken out.", "good")
            self.read_out()

    def clear(self) -> None:
        """Let go of the words of another meeting."""
        self.title.setText("")
        clear(self._words)
        self._asked.hide()
        self.who.clear()
        self.why.clear()

    def ask(self) -> None:
        """Make room for who does not agree."""
        self._asked.show()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def note(self) -> bool:
        """Keep it; False where something lacks."""
        room, who, why = self._room, self.who.text(), self.why.text()
        step, uuid = room.step_in_hand().code, room.minutes.meeting.uuid
        line_id = self._asked_of.uuid if self._asked_of is not None else None
        if not room.attempt(lambda: holding.differ(room.context.store, uuid, step, who, why, line_id)):
            return False
        self.who.clear()
        self.why.clear()
        self.read_out()
        return True

    def flush(self) -> bool:
        """Keep a different view that is half typed: nobody agrees over it."""
        if not self.who.text().strip() and not self.why.text().strip():
            return True
        self.ask()
        return self.note()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key each."""
        typing = self.who.hasFocus() or self.why.hasFocus()
        if event.key() == Qt.Key.Key_Escape and typing:
            self._asked.hide()
            self.agreed.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.click()
        elif (
            not typing
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.focusWidget() not in self._buttons
        ):
            self.agree()
        elif not typing and event.key() == Qt.Key.Key_N:
            self.ask()
        else:
            super().keyPressEvent(event)


def _view(one: Dissent, line: str) -> str:
    """A view that differs, with the line it is of where it is not of the whole step."""
    return f"{one.who} does not agree{f' with “{line}”' if line else ''}: {one.words}"
