"""All meetings of the school in one place: coming, to be written up, held; what was promised; and a day of them planned."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.part import Part
from gradesk.ui.promises import Promises
from gradesk.ui.screen import Screen
from gradesk.ui.screens.meetings.coming import Coming, ToWriteUp
from gradesk.ui.screens.meetings.held import Held
from gradesk.ui.screens.meetings.lines import MeetingLines
from gradesk.ui.screens.meetings.planning import Planning

TABS = (
    ("coming", "Coming"),
    ("over", "To write up"),
    ("held", "Held"),
    ("actions", "Actions"),
    ("plan", "Plan a review day"),
)


class MeetingsScreen(Screen):
    """Five tabs; each reads when it is turned to."""

    kinds = frozenset(
        {
            "meeting", "meeting_person", "meeting_pupil", "meeting_kind", "agreed_action", "pupil", "contact", "cycle",
            "staff_member", "lead_period", "closure_day", "half_term",
        }
    )  # fmt: skip
    written_here = frozenset({"agreed_action", "meeting"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.coming = Coming(context, partial(self.turn_to, "plan"))
        self.over = ToWriteUp(context)
        self.held_list = Held(context)
        self.promises = Promises(context)
        self.planning = Planning(context)
        self.planning.booked.connect(self._show_day)
        self.tabs = CalmTabs()
        for (_, label), part in zip(TABS, self.parts, strict=True):
            # The lists share the height they have; at large text what stands below them is reached by scrolling.
            self.tabs.addTab(part if part is self.planning else ScrollPage(part), label)
        self.tabs.head_with(PlainLabel("Meetings", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        self.setFocusProxy(self.coming.first)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The tabs in order."""
        return (self.coming, self.over, self.held_list, self.promises, self.planning)

    @property
    def part(self) -> Part:
        """The tab in sight."""
        return self.parts[self.tabs.currentIndex()]

    def here(self) -> dict[str, object]:
        """Which tab."""
        return {"tab": TABS[self.tabs.currentIndex()][0]}

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """Each tab."""
        return [({"tab": name}, part) for (name, _), part in zip(TABS, self.parts, strict=True)]

    def arrive(self, **place: object) -> None:
        """Show a tab (`tab`) and in it a record (`record`)."""
        tab, record = place.get("tab"), place.get("record")
        if isinstance(tab, str):
            self.turn_to(tab)
        if isinstance(record, str) and record:
            self.part.reload()
            self.part.show_record(record)

    def pupil_in_sight(self) -> str:
        """The pupil of the meeting in hand, about whom F5 holds one."""
        part = self.part
        one = part.here if isinstance(part, MeetingLines) else None
        return one.meeting.pupil_id or "" if one is not None else ""

    def turn_to(self, name: str) -> None:
        """Show one of the tabs."""
        self.tabs.setCurrentIndex([code for code, _ in TABS].index(name))

    def reload(self) -> None:
        """Read the tab in sight, and how many wait."""
        self.coming.reload()
        self.over.reload()
        if self.part not in (self.coming, self.over):
            self.part.reload()
        self.setFocusProxy(self.part.first)
        waiting, ahead = len(self.over.lines), len(self.coming.lines)
        self.tabs.setTabText(1, f"To write up ({waiting:,})" if waiting else "To write up")
        self.counted.setText("1 is coming" if ahead == 1 else f"{ahead:,} are coming")

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self.parts:
            part.flush()

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and the papers of a day."""
        found = [
            Action(f"meetings.{name}", f"Turn to {label}", partial(self.turn_to, name), f"Alt+{place}", "Go")
            for place, (name, label) in enumerate(TABS, start=1)
        ]
        return [
            *found,
            Action("meetings.invitations", "Invitations of the day in hand", self.coming.invitations, "", "File"),
            Action("meetings.order", "Running order of the day in hand", self.coming.running_order, "", "File"),
        ]

    def _show_day(self, day: date) -> None:
        self.turn_to("coming")
        self.reload()
        self.coming.show_day(day)

    def _turned(self) -> None:
        self.part.reload()
        self.setFocusProxy(self.part.first)
        if self.isVisible() and not self.tabs.tabBar().hasFocus():
            self.part.first.setFocus(Qt.FocusReason.OtherFocusReason)  # or it would be left on the page behind
