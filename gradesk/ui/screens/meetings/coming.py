"""The meetings that are coming, by day, and the papers of a day: its invitations and its running order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from gradesk.services.meetings import listed
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.tables.grouped import Cell
from gradesk.ui.screens.meetings.lines import MeetingLines, expected, minded
from gradesk.ui.screens.meetings.new_meeting import NewMeeting


class Coming(MeetingLines):
    """What is booked; `plan` goes to where a day of meetings is planned."""

    def __init__(self, context: Context, plan: Callable[[], object]) -> None:
        say = context.words().say
        nothing = EmptyState(
            "No meeting is booked",
            say("A meeting is booked on a {pupil}’s page under Meetings, or a whole day of them at once here."),
            "Book a meeting",
            lambda: self.offer_new(),
            "Plan a review day",
            plan,
        )
        mind = Cell("To mind", lambda one: "; ".join(minded(one)) or "all is well", 9)
        super().__init__(context, "Meetings that are coming", lambda: listed.coming(context.store), mind, nothing)
        self.new = NewMeeting(context, self._was_booked, self.put_away)
        self.book_one = button("Book a meeting …", self.offer_new, "", "N: about one, several, or nobody in particular")
        self.lay_out(
            [
                button("Open it", lambda: self.open(self.here), "main", say("Enter: on the {pupil}’s page")),
                button("Move it", self.offer_move, "", "M: another day, time or room"),
                button("Call it off", self.call_off, "", "C"),
                button("It was held", self.hold, "", "H"),
                button("Invitations of this day", self.invitations, "", "I: each in its family’s language"),
                button("Running order of this day", self.running_order, "", "R: one sheet for the table"),
                self.book_one,
            ],
            self.new,
        )

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """The letters of a line, and of its day."""
        return {**super().verbs(), "i": self.invitations, "r": self.running_order, "n": self.offer_new}

    def offer_new(self) -> None:
        """Show the card of a new meeting."""
        self.flush()
        self.mover.hide()
        self.new.open()

    def put_away(self) -> None:
        """Put the card away."""
        self.new.hide()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _was_booked(self, uuid: str) -> None:
        self.new.hide()
        self.reload()
        self.show_record(uuid)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def invitations(self) -> None:
        """Go to the print desk with the invitations of the day in hand, each in its family’s language."""
        if (day := self.day) is None:
            return
        ids = tuple(dict.fromkeys(one.meeting.pupil_id for one in self.of_day(day) if one.meeting.pupil_id))
        self.context.go(
            "preview", document="invitation", variant="each", which=day.isoformat(), pupil_ids=ids, at_home=True
        )

    def running_order(self) -> None:
        """Go to the print desk with the running order of the day in hand."""
        if (day := self.day) is not None:
            self.context.go("preview", document="running-order", which=day.isoformat(), pupil_ids=())


class ToWriteUp(MeetingLines):
    """The meetings whose time is over and of which nothing is written, and those begun and not ended, as they were held."""

    def __init__(self, context: Context) -> None:
        nothing = EmptyState(
            "Nothing waits to be written up",
            "When the time of a meeting is over it stands here, in the order of the day, until you say what came of it.",
        )
        came = Cell("Who was to come", expected, 9)
        super().__init__(context, "Meetings to write up", lambda: listed.to_write_up(context.store), came, nothing)
        self.lay_out(
            [
                button("It was held: write it up", self.hold, "main", "H"),
                button("Nobody came", self.nobody_came, "", "N"),
                button("Move it", self.offer_move, "", "M: another day, time or room"),
                button("Call it off", self.call_off, "", "C"),
                button("Open it", lambda: self.open(self.here), "", "Enter"),
            ]
        )

    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """The letters of a line."""
        return {**super().verbs(), "n": self.nobody_came}
