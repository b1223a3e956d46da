"""Meetings that are booked, grouped by day: with what is to be minded of each, and its verbs by one letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import booking, listed
from gradesk.services.meetings.listed import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.parts.part import Part

MOVED = ("happened_on", "starts_at", "minutes", "place", "title")
LEAST = 190  # pixels at 100 %: the titles and five lines
ALONE = "This meeting is about nobody in particular; F5 holds it, M moves it, C calls it off."


class MeetingLines(Part):
    """Base of both lists: `read` gives the lines, `last` their last column, `verbs` what a letter does with the one in hand."""

    def __init__(
        self, context: Context, name: str, read: Callable[[], Sequence[Line]], last: Cell, nothing: EmptyState
    ) -> None:
        super().__init__(context)
        say = context.words().say
        self._read = read
        self.lines: Sequence[Line] = ()
        self.model = GroupedModel(
            [
                Cell("At", lambda one: one.meeting.starts_at or "no time", 4),
                Cell("Where", lambda one: one.meeting.place, 4),
                Cell(say("{Pupil}"), lambda one: one.name or "nobody in particular", 5),
                Cell("Class", lambda one: one.class_name, 3, seldom=True),
                Cell("Kind", lambda one: one.kind, 5, seldom=True),
                last,
            ],
            key=lambda one: one.meeting.uuid,
        )
        self.tree = GroupedTree(self.model, name)
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(lambda letter, _one: self.verbs().get(letter, lambda: None)())
        self.tree.moved.connect(lambda _one: self._explain())
        self.first = self.tree
        self.nothing = nothing
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(nothing)
        self.why = PlainLabel("", "quiet")
        self.acts: list[QPushButton] = []
        self.mover = QFrame()
        self.mover.setProperty("role", "card")
        self._moving = QVBoxLayout(self.mover)
        self.mover.hide()
        self._moved: Form | None = None
        context.look.heed(self, self._measure)

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """What each letter does with the line in hand."""
        return {"m": self.offer_move, "c": self.call_off, "h": self.hold}

    @property
    def here(self) -> Line | None:
        """The line in hand."""
        found: Line | None = self.tree.here
        return found

    @property
    def day(self) -> date | None:
        """The day of the line or the title in hand."""
        group = self.model.group_at(self.tree.currentIndex())
        return date.fromisoformat(group.key) if group is not None else None

    def of_day(self, day: date) -> list[Line]:
        """The lines of a day."""
        return [one for one in self.lines if one.meeting.happened_on == day]

    def reload(self) -> None:
        """Read the list anew; the line in hand stays."""
        today = self.context.store.clock.today()
        self.lines = self._read()
        self._measure()
        self.tree.show_groups(
            [
                Group(day.isoformat(), day_words(day, today), "", list(found))
                for day, found in groupby(self.lines, key=lambda one: one.meeting.happened_on)
            ]
        )
        if not self.tree.currentIndex().isValid() and self.lines:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.lines else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._explain()

    def show_record(self, uuid: str) -> None:
        """Go to one meeting."""
        self.tree.go_to(uuid)

    def show_day(self, day: date) -> None:
        """Go to the first meeting of a day."""
        self.tree.go_into(day.isoformat())

    def open(self, one: Line | None) -> None:
        """Go to the meeting on the pupil’s page."""
        if one is None:
            return
        if one.meeting.pupil_id is None:
            self.context.say(ALONE, "info")
            return
        self.context.go("pupil", pupil_id=one.meeting.pupil_id, tab="contacts", record=one.meeting.uuid, at=("Change",))

    def hold(self) -> None:
        """Say that it was held, and go to write down what was said; one that was begun is gone on with, and ended there."""
        one = self.here
        if one is not None and one.meeting.state == "open":
            self.context.go("meeting", meeting_id=one.meeting.uuid)
            return
        if one is None or not self.context.attempt(lambda: booking.hold(self.context.store, one.meeting.uuid)):
            return
        self.context.done("It was held. Write down what was said.", "good")
        if one.meeting.pupil_id is not None:
            self.open(one)

    def call_off(self) -> None:
        """Call the meeting in hand off."""
        self._close("off", "The meeting is called off. Ctrl+Z books it again.")

    def nobody_came(self) -> None:
        """Say that nobody came."""
        self._close("missed", "Noted that nobody came. Ctrl+Z takes it back.")

    def _close(self, state: str, said: str) -> None:
        one = self.here
        if one is not None and self.context.attempt(lambda: booking.close(self.context.store, one.meeting.uuid, state)):
            self.context.done(said, "good")

    def offer_move(self) -> None:
        """Show the fields of the meeting in hand below the list: its day, time, length and room."""
        one = self.here
        if one is None:
            return
        self.flush()
        clear(self._moving)
        uuid = one.meeting.uuid

        def keep(values: Mapping[str, Any]) -> None:
            booking.move(self.context.store, uuid, values, self)

        told = f"{one.kind}, {one.name}" if one.name else one.kind
        self._moved = made = kept_form(
            self.context, Meeting, MOVED, keep, 5, halves=True, about=f"meeting {uuid}", ahead=True
        )
        made.say_of(told).load(one.meeting)
        self._moving.addWidget(PlainLabel(f"Move: {told}", "field"))
        self._moving.addWidget(made)
        self._moving.addWidget(flow(button("Done", self.shut, "", "Escape")))
        self.mover.show()
        made.focus_on("happened_on")

    def shut(self) -> None:
        """Put the fields away; the list shows where the meeting stands now."""
        self.flush()
        self.mover.hide()
        self._moved = None
        self.reload()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep what is being typed."""
        if self._moved is not None:
            self._moved.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the fields away."""
        if event.key() == Qt.Key.Key_Escape and self.mover.isVisible():
            self.shut()
            return
        super().keyPressEvent(event)

    def lay_out(self, acts: Sequence[QPushButton], *below: QWidget) -> None:
        """The list, what is to be said of the line in hand, and what is done with it."""
        self.acts = list(acts)
        layout = column(self.shown, self.why, flow(*acts), *below, self.mover, gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)

    def _measure(self) -> None:
        theme = self.context.look.theme
        self.tree.measure(theme)
        self.tree.setMinimumHeight(theme.px(LEAST))

    def _explain(self) -> None:
        one = self.here
        for act in self.acts:
            act.setEnabled(one is not None)
            act.setVisible(bool(self.lines))
        today = self.context.store.clock.today()
        words = "" if one is None else " ".join(filter(None, [told_people(one, today), one.late, *one.against]))
        self.why.setText(words)
        self.why.setVisible(bool(self.lines))
        self.tree.setAccessibleDescription(words)


def minded(one: Line) -> list[str]:
    """What is to be minded of a meeting, in few words: what stands against it, who is not invited, who has not answered."""
    found = [words.rstrip(".") for words in one.against]
    uninvited = "invitations are late" if one.late else "not invited yet"
    for said, names in ((uninvited, one.uninvited), ("no answer", one.silent), ("cannot come", one.absent)):
        if names:
            found.append(f"{said}: {', '.join(names)}")
    return found if one.people else [*found, "nobody is invited"]


def told_people(one: Line, today: date) -> str:
    """What a meeting is about, and who comes."""
    title = f"{one.meeting.title}. " if one.meeting.title else ""
    return f"{title}{listed.told_people(one.people, is_over=one.meeting.happened_on < today)}"


def expected(one: Line) -> str:
    """Who was to come and did not say no; and that it was begun and not ended."""
    names = ", ".join(who.name for who in one.people if who.answer != "no")
    return "; ".join(filter(None, ("begun, not ended yet" if one.meeting.state == "open" else "", names)))
