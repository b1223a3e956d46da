"""What stands around a meeting: whose it is, a quiet clock, and the keys that lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.custody import history
from gradesk.services.meetings.minutes import Minutes
from gradesk.store.work import Store
from gradesk.ui.actions import Action
from gradesk.ui.context import Go
from gradesk.ui.kit.labels import OneLine, PlainLabel
from gradesk.ui.kit.layouts import column, row

LEAVE, CORNER = "Ctrl+Shift+F5", "Shift+F5"


class Surround:
    """Three labels and what they say."""

    def __init__(self) -> None:
        self.title = OneLine("", "title")
        self.clock = PlainLabel("", "quiet", wrap=False)
        self.foot = PlainLabel("", "quiet")

    def lay_out(self, steps: QWidget, page: QWidget) -> QVBoxLayout:
        """The steps at the side, the page beside them, and this around both."""
        middle = row(steps, gap=24)
        middle.addWidget(page, 1)
        head = row(self.title, self.clock, gap=16)
        head.setStretch(0, 1)
        layout = column(head, gap=12)
        layout.setContentsMargins(28, 16, 28, 10)
        layout.addLayout(middle, 1)
        layout.addWidget(self.foot)
        return layout

    def name(self, found: Minutes | None, today: date) -> None:
        """Say whose meeting it is, and of which day where that is not today."""
        if found is None:
            self.title.setText("")
            return
        what = found.kind.label  # a title in free words may name somebody else
        late = f", {day_words(found.meeting.happened_on, today)}" if found.meeting.happened_on != today else ""
        self.title.setText(f"{found.first_name}: {what}{late}" if found.first_name else f"{what}{late}")

    def tell_time(self, found: Minutes, step: str, gone: int | None) -> None:
        """Minutes gone and steps left."""
        codes = [one.code for one in found.steps]
        left = len(codes) - codes.index(step) - 1 if step in codes else 0
        steps = f"{left} step{'' if left == 1 else 's'} left" if left else "the last step"
        usual = f" of {found.kind.minutes}" if found.kind.minutes else ""
        self.clock.setText(f"{gone}{usual} min gone, {steps}" if gone is not None else steps)

    def tell_keys(self, *, at_step: bool, about_child: bool = True) -> None:
        """The keys that lead on from here."""
        keys = ["Page Down: on", "Page Up: back", "F3: last time"] if at_step else []
        keys += [f"{CORNER}: own corner"] if at_step and about_child else []
        self.foot.setText("    ".join([*keys, f"{LEAVE}: leave meeting mode"]))


def minutes_gone(begun: datetime | None, now: datetime, found: Minutes, today: date) -> int | None:
    """Minutes since it began; none for one that is typed up later."""
    if begun is None or found.meeting.happened_on != today:
        return None
    return max(round((now - begun).total_seconds() / 60), 1)


def take_back(store: Store, units: Sequence[int]) -> None:
    """Take back what was done in the room last."""
    for unit in reversed(units):
        history.undo(store, unit)


def corner_row(go: Go, pupil_id: str, meeting_id: Callable[[], str]) -> list[Action]:
    """The way to the page on which the child answers, where the meeting is about one; which it is may be chosen later."""

    def corner() -> None:
        go("corner", pupil_id=pupil_id, meeting_id=meeting_id())

    return [Action("meeting.corner", "The child’s own corner …", corner, CORNER, "Go")] if pupil_id else []
