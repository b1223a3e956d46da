"""The meetings that are booked about a pupil: who is invited and what they answered; and a line to book the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import booking, kinds, listed
from gradesk.services.meetings.booking import Booked
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, is_gone, row
from gradesk.ui.screens.pupil.meetings.before import Before, Hands
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("kind", "happened_on", "starts_at", "place", "title")
PAPERS = "Papers"  # what a line of Today names when they should be out
MOVED = ("happened_on", "starts_at", "minutes", "place", "title")


class BookedCard(QFrame):
    """The next meeting first, each with its people; a line for a new one. `held` is called with one that was held."""

    def __init__(self, context: Context, owner: Panel, held: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._owner, self._held = context, owner, held
        self._pupil_id, self._open, self._unfolded = "", "", ""
        self._first: dict[str, QPushButton] = {}
        self._before: Before | None = None
        self._unfolded_row = ""
        self.setProperty("role", "card")
        self.heading = PlainLabel("Meetings booked", "heading")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        store = context.store
        self.new = Form(
            Meeting, FIELDS, store.clock.today, context.words(), 3,
            {"kind": kinds.choices(store, brief=False)}, draft=True, halves=True, about="new meeting", ahead=True,
        )  # fmt: skip
        self.new.say_of("new meeting")
        self.new.righted.connect(context.unsay)
        self.act = button(
            "Book this meeting", self.book, "", "Those who usually come are invited with it; change them above"
        )
        self.setLayout(column(self.heading, self._lines, self.new, flow(self.act), margin=14, gap=8))

    def show_pupil(self, pupil_id: str) -> None:
        """Show what is booked about a pupil."""
        if pupil_id != self._pupil_id:
            self._open = self._unfolded = ""
        self._pupil_id = pupil_id
        self._blank()
        self._read()

    def go_to(self, uuid: str, at: Sequence[str] = ()) -> bool:
        """Put the cursor on a meeting, or on its papers; False when it is none of these."""
        if uuid not in self._first:
            return False
        if PAPERS in at:
            self._unfolded = uuid
            self._read()
            assert self._before is not None
            self._before.focus_papers()
            return True
        self._first[uuid].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def book(self) -> None:
        """Book what stands in the form, with those who usually come."""
        store = self._context.store
        try:
            values = self.new.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        made: list[str] = []
        usual = booking.usual_people(store, self._pupil_id)
        if not self._context.attempt(lambda: made.append(booking.book(store, [self._pupil_id], values, usual))):
            self.new.focus_on("happened_on")
            return
        self.new.clear()
        self._blank()
        self._read()
        against = booking.clashes(store, made[0])
        self._context.done(" ".join(["Booked.", *against]), "info" if against else "good")
        self.go_to(made[0])

    def _blank(self) -> None:
        self.new.load(Meeting(kind="review", happened_on=None, starts_at="", place="", title=""))

    def _read(self) -> None:
        clear(self._lines)
        self._first, self._before = {}, None
        found = booking.ahead(self._context.store, self._pupil_id)
        if not found:
            self._lines.addWidget(
                PlainLabel(
                    "Nothing is booked: a day and a time here, and it stands in the coming weeks and on Today.", "quiet"
                )
            )
        for one in found:
            self._lines.addWidget(self._block(one))

    def _block(self, one: Booked) -> QWidget:
        store, today, uuid = self._context.store, self._context.store.clock.today(), one.meeting.uuid
        is_over = one.meeting.happened_on < today
        told = _told(one, today)
        words = PlainLabel(f"{told}: to be written up" if is_over else told, "field")
        acts: list[QPushButton] = []
        if one.meeting.happened_on <= today:
            title = "Go on with it" if one.meeting.state == "open" else "Write it up" if is_over else "Hold it now"
            acts.append(button(title, partial(self._context.go, "meeting", meeting_id=uuid), "main", "F5"))
            if one.meeting.state == "booked":
                acts.append(button("It was held", partial(self._hold, uuid), "", "Without its steps, in a line"))
        acts.append(button("Change", partial(self._edit, uuid), "link"))
        if one.meeting.happened_on <= today:
            acts.append(
                button("Nobody came", partial(self._do, uuid, partial(booking.close, store, uuid, "missed")), "link")
            )
        acts.append(button("Call it off", partial(self._do, uuid, partial(booking.close, store, uuid, "off")), "link"))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {told}")
        self._first[uuid] = acts[0]
        head = row(words, *acts)
        head.setStretch(0, 1)
        parts: list[Any] = [head]
        parts += [PlainLabel(sentence, "problem") for sentence in booking.clashes(store, uuid)]
        if self._open == uuid:
            form = self._owner.form(
                Meeting, MOVED, partial(self._move, uuid), 3, None, True, about=f"meeting {uuid}", ahead=True
            )
            form.say_of(told).load(one.meeting)
            parts.append(form)
        who = button("Who comes", partial(self._unfold, uuid), "link", "Answers, invitations, and who else")
        who.setAccessibleName(f"Who comes: {told}")
        line = row(PlainLabel(listed.told_people(one.people), "quiet"), who)
        line.setStretch(0, 1)
        parts.append(line)
        if self._unfolded == uuid:
            if order := self._order(one):
                parts.append(PlainLabel(f"In this order: {order}.", "quiet"))
            hands = Hands(self._do, self._unfold_row, self._edit)
            self._before = Before(self._owner, one, told, self._unfolded_row, hands)
            parts.append(self._before)
        holder = QWidget()
        holder.setLayout(column(*parts, gap=4))
        return holder

    def _order(self, one: Booked) -> str:
        """The steps of its kind, as the school has them on its page."""
        kind = next((kind for kind in kinds.kinds(self._context.store) if kind.code == one.meeting.kind), None)
        name = self._owner.page.pupil.first_name if self._owner.page is not None else ""
        return "; ".join(step.title.format(name=name) for step in kinds.steps_of(kind)) if kind is not None else ""

    def _unfold_row(self, uuid: str) -> None:
        self._owner.flush()
        self._unfolded_row = "" if self._unfolded_row == uuid else uuid
        self._read()
        for form in self.findChildren(Form):
            if form.about.endswith(f" {uuid}") and uuid == self._unfolded_row and not is_gone(form):
                form.tab_first[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self, uuid: str) -> None:
        self._unfolded = "" if self._unfolded == uuid else uuid
        self._read()
        if self._unfolded and self._before is not None:
            self._before.also.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go_to(uuid)

    def _hold(self, uuid: str) -> None:
        if self._context.attempt(lambda: booking.hold(self._context.store, uuid)):
            self._held(uuid)
            self._context.done("It was held. Write down what was said.", "good")

    def _move(self, uuid: str, values: Mapping[str, Any]) -> None:
        booking.move(self._context.store, uuid, values, self._owner)

    def _edit(self, uuid: str) -> None:
        self._owner.flush()
        self._open = "" if self._open == uuid else uuid
        self._read()
        for form in self.findChildren(Form):
            if form.about == f"meeting {uuid}" and not is_gone(form):
                form.focus_on("happened_on")

    def _do(self, uuid: str, deed: Callable[[], object]) -> None:
        """Do something and read anew; then the cursor is where one goes on, in the line for the next name or paper too."""
        if not self._context.attempt(deed):
            return
        self._read()
        line, _, meeting = uuid.rpartition(" ")
        if line == "sent" and self._before is not None:
            self._before.focus_papers()
        elif line and self._before is not None:
            (self._before.also if line == "also" else self._before.paper).setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.go_to(meeting):
            self.new.focus_on("kind")


def _told(one: Booked, today: Any) -> str:
    meeting = one.meeting
    at = f" at {meeting.starts_at}" if meeting.starts_at else ""
    what = one.kind + (f" ({meeting.title})" if meeting.title else "")
    where = f", {meeting.place}" if meeting.place else ""
    return f"{day_words(meeting.happened_on, today)}{at}: {what}{where}"
