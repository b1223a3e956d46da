"""The step in hand: its title large, what it asks, and its page."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.services.meetings.kinds import Step
from gradesk.ui.kit.forms.held import PLACE
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.screens.meeting.next_day import DayPage
from gradesk.ui.screens.meeting.people import PeoplePage
from gradesk.ui.screens.meeting.promises import ActionsPage
from gradesk.ui.screens.meeting.room import Room, StepPage
from gradesk.ui.screens.meeting.saying import LinesPage, SidesPage
from gradesk.ui.screens.meeting.targets import TargetsPage
from gradesk.ui.screens.meeting.what_next import NextPage

SHAPES: dict[str, type[StepPage]] = {
    "lines": LinesPage, "people": PeoplePage, "sides": SidesPage, "targets": TargetsPage, "next": NextPage,
    "actions": ActionsPage, "date": DayPage,
}  # fmt: skip


class Stage(QWidget):
    """Pages are made when their step is first gone to."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.heading, self.asks = PlainLabel("", "far"), PlainLabel("", "ask")
        self._body = QStackedWidget()
        self._pages: dict[str, tuple[StepPage, ScrollPage]] = {}
        self.setLayout(column(self.heading, self.asks, self._body, gap=10, grows=self._body))

    def page(self, step: str) -> StepPage | None:
        """The page of a step that was gone to."""
        return self._pages[step][0] if step in self._pages else None

    def show_step(self, step: Step) -> StepPage:
        """Turn to a step."""
        room, name = self._room, self._room.minutes.first_name
        if step.code not in self._pages:
            made = SHAPES[step.shape](room, step)
            holder = ScrollPage(made)
            holder.setProperty(PLACE, step.code)
            self._pages[step.code] = (made, holder)
            self._body.addWidget(holder)
        page, holder = self._pages[step.code]
        self.heading.setText(room.told(step))
        self.asks.setText(step.asks.format(name=name or "the child"))
        self._body.setCurrentWidget(holder)
        page.show_minutes(room.minutes)
        page.begin()
        return page

    def clear(self) -> None:
        """Another meeting has other pages."""
        for _, holder in self._pages.values():
            self._body.removeWidget(holder)
            holder.deleteLater()
        self._pages = {}
