"""The steps at which one only says something: lines below each other, or what works and what does not from every side."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout

from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.vocabulary import SIDES
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.screens.meeting.lines import LineList
from gradesk.ui.screens.meeting.room import Room, StepPage

_COLUMNS = (("works", "What is working"), ("not", "What is not working"))


class LinesPage(StepPage):
    """Short lines."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self.lines = LineList(room, step.code, "A line, and Enter", differs=room.differ)
        self.setLayout(column(self.lines, None))

    def show_minutes(self, found: Minutes) -> None:
        """Show the lines."""
        self.lines.show_lines(found.at(self.step.code))

    def begin(self) -> None:
        """Into the field."""
        self.lines.begin()

    def flush(self) -> bool:
        """A line that was not sent is kept."""
        return self.lines.add()

    def spoken(self, found: Minutes) -> list[str]:
        """The lines that may be heard."""
        return [_aloud(line) for line in found.may_leave if line.step == self.step.code]


class SidesPage(StepPage):
    """What is working and what is not, as the child, home and school each see it."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self.lists: dict[tuple[str, str], LineList] = {}
        name, is_large = room.minutes.first_name, room.context.look.theme.is_large
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        place = 0
        for side in SIDES:
            whose = (
                room.context.words().say(side.label).replace("pupil", name) if side.code != "pupil" else f"For {name}"
            )
            for at, (sort, title) in enumerate(_COLUMNS):
                said = f"{whose}: {title.lower()}"
                made = LineList(room, step.code, said, {"sort": sort, "side": side.code}, room.differ, may_decide=False)
                self.lists[side.code, sort] = made
                cell = column(PlainLabel(said, "field"), made, gap=4)
                grid.addLayout(cell, place if is_large else place // 2, 0 if is_large else at)
                place += 1
        grid.setRowStretch(place, 1)

    def show_minutes(self, found: Minutes) -> None:
        """Show what each side said."""
        for (side, sort), made in self.lists.items():
            made.show_lines(found.at(self.step.code, sort, side))

    def begin(self) -> None:
        """Into the child’s own field first."""
        next(iter(self.lists.values())).begin()

    def flush(self) -> bool:
        """Lines that were not sent are kept."""
        kept = [made.add() for made in self.lists.values()]  # every one, whatever became of the one before
        return all(kept)

    def spoken(self, found: Minutes) -> list[str]:
        """Side by side."""
        said = []
        for (side, sort), made in self.lists.items():
            lines: list[Any] = [
                one for one in found.may_leave if (one.step, one.side, one.sort) == (self.step.code, side, sort)
            ]
            if lines:
                said.append(f"{made.entry.accessibleName()}: {'; '.join(one.words for one in lines)}")
        return said


def _aloud(line: MeetingLine) -> str:
    return f"Decided: {line.words}" if line.sort == "decision" else line.words
