"""When we meet again: a day that everybody can keep, with what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.stages import usual_review_day
from gradesk.services.meetings import booking
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.school import school
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.screens.meeting.room import Room, StepPage

NEAR = 10  # days before the usual one in which one with school is looked for


class DayPage(StepPage):
    """One day and one time; it is booked when the meeting ends, and the review is due then."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        store = room.context.store
        day = usual_review_day(room.minutes.meeting.happened_on, school.half_terms(store), school.stage_weeks(store))
        before = (day - timedelta(days=ago) for ago in range(NEAR))
        self._usual = next((one for one in before if not booking.closed(store, one)), day)
        self.form = room.form(Meeting, ("next_on", "next_at"), self._keep, "next meeting", columns=2)
        self.told = PlainLabel("", "ask")
        said = f"Take the usual day: {day_words(self._usual, store.clock.today())}"
        self.usual = button(said, self.take_usual)
        self.setLayout(column(self.form, flow(self.usual), self.told, None, gap=14))

    def show_minutes(self, found: Minutes) -> None:
        """Show the day."""
        self.form.load(found.meeting)
        day, today = found.meeting.next_on, self.room.context.store.clock.today()
        against = booking.against(self.room.context.store, found.meeting.uuid, day) if day is not None else []
        self.told.setText(" ".join([f"We meet again {day_words(day, today)}.", *against]) if day is not None else "")

    def begin(self) -> None:
        """Into the day, or on the usual one while there is none."""
        if self.room.minutes.meeting.next_on is None:
            self.usual.setFocus()
        else:
            self.form.focus_on("next_on")

    def take_usual(self) -> None:
        """The day that follows by the length of a cycle."""
        if self.room.attempt(lambda: self._keep({"next_on": self._usual})):
            self.form.focus_on("next_at")

    def spoken(self, found: Minutes) -> list[str]:
        """The day and time, so that nobody goes without having heard them."""
        day, at = found.meeting.next_on, found.meeting.next_at
        return [f"{day:%A} {day.day} {day:%B}" + (f", {at}" if at else "")] if day is not None else []

    def flush(self) -> bool:
        """Keep what is half typed."""
        self.keep()
        return not self.form.unsent()

    def _keep(self, values: Mapping[str, Any]) -> None:
        booking.move(self.room.context.store, self.room.minutes.meeting.uuid, values, self.room)
