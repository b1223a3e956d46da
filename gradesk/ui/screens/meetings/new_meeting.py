"""Booking one meeting from the place of all: about one pupil, several, or nobody in particular."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from gradesk.model.meetings.meeting import Meeting
from gradesk.services.meetings import booking, kinds
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.chosen_names import ChosenNames
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

FIELDS = ("kind", "happened_on", "starts_at", "minutes", "place", "title")


class NewMeeting(QFrame):
    """Nothing is kept until it is booked. `booked` is called with its uuid, `left` when the card is put away."""

    def __init__(self, context: Context, booked: Callable[[str], object], left: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context, self._booked, self._left = context, booked, left
        say, store = context.words().say, context.store
        self.form = Form(
            Meeting, FIELDS, store.clock.today, context.words(), 3,
            {"kind": kinds.choices(store, brief=False)}, draft=True, halves=True, about="meeting to book", ahead=True,
        )  # fmt: skip
        self.form.say_of("meeting to book")
        self.form.righted.connect(context.unsay)
        about = say(
            "About which {pupils}: a part of a name, and Enter; nobody, where it is about no {pupil} in particular"
        )
        self.about = ChosenNames(say("About which {pupils}"), about)
        self.who = ChosenNames("Who comes", "Who comes: a name, and Enter", free=True)
        self.about.refused.connect(self._nobody_called)
        self.usual = PlainLabel("", "quiet")
        self.about.changed.connect(self._tell)
        self.act = button("Book it", self.book, "main", "Ctrl+Enter")
        self.setLayout(
            column(
                PlainLabel("Book a meeting", "heading"),
                self.form,
                self.about,
                self.usual,
                self.who,
                flow(self.act, button("Put away", self._left, "link", "Escape")),
                margin=14,
                gap=8,
            )
        )
        self.hide()

    def open(self) -> None:
        """Begin an empty one."""
        store = self._context.store
        rows = register.everyone(store)
        self.about.offer({f"{one.name} ({one.class_name})" if one.class_name else one.name: one.uuid for one in rows})
        self.who.offer({one.name: one.uuid for one in staff.staff(store)})
        self.form.load(Meeting(kind="tac", happened_on=None, starts_at="", minutes=None, place="", title=""))
        self.about.clear()
        self.who.clear()
        self.show()
        self.form.focus_on("kind")

    def book(self) -> None:
        """Book what stands here; where something lacks it says what, and all stays as it is."""
        if not (self.about.add() and self.who.add()):
            return
        try:
            values = self.form.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        if values.get("minutes") is None:
            values.pop("minutes")
        ids = list(self.about.chosen.values())
        store, made = self._context.store, list[str]()
        people = [{"name": name} for name in self.who.chosen]
        if len(ids) == 1:
            there = {one["name"].casefold() for one in people}
            people += [one for one in booking.usual_people(store, ids[0]) if one["name"].casefold() not in there]
        if not self._context.attempt(lambda: made.append(booking.book(store, ids, values, people))):
            self.form.focus_on("happened_on")
            return
        against = booking.clashes(store, made[0])
        self._booked(made[0])
        self._context.done(" ".join(["Booked.", *against]), "info" if against else "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter books, Escape puts it away."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.book()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        count = len(self.about.chosen)
        words = {0: "It is about nobody in particular.", 1: "Those who usually come are invited with it."}
        several = "It is about several, so nobody is invited by itself; it is held from the page of the first."
        self.usual.setText(words.get(count, several))

    def _nobody_called(self, typed: str) -> None:
        said = (
            f"Nobody, or more than one {{pupil}}, is called “{typed}”; nobody was added. Choose from the names offered."
        )
        self._context.say(self._context.words().say(said), "problem")
