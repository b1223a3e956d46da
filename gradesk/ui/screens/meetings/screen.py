"""All meetings of the school in one place: coming, to be written up, held; what was promised; and a day of them planned."""

from __future__ import annotations

from datetime import date
from functools import partial

from gradesk.services.meetings.listed import Line
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.parts.promises import Promises
from gradesk.ui.parts.tabbed import TabbedScreen
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


class MeetingsScreen(TabbedScreen):
    """Five tabs; each reads when it is turned to."""

    kinds = frozenset(
        {
            "meeting", "meeting_person", "meeting_pupil", "meeting_kind", "agreed_action", "pupil", "contact", "cycle",
            "staff_member", "lead_period", "closure_day", "half_term",
        }
    )  # fmt: skip
    written_here = frozenset({"agreed_action", "meeting"})
    names = TABS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.coming = Coming(context, partial(self.turn_to, "plan"))
        self.over = ToWriteUp(context)
        self.held_list = Held(context)
        self.promises = Promises(context)
        self.planning = Planning(context)
        self.planning.booked.connect(self._show_day)
        self.parts = (self.coming, self.over, self.held_list, self.promises, self.planning)
        self.tabs = CalmTabs()
        for (_, label), part in zip(TABS, self.parts, strict=True):
            # The lists share the height they have; at large text what stands below them is reached by scrolling.
            self.tabs.addTab(part if part is self.planning else ScrollPage(part), label)
        self.tabs.head_with(PlainLabel("Meetings", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(lambda _place: self.turned())
        self.setFocusProxy(self.coming.first)

    def meeting_in_sight(self) -> str:
        """The meeting in hand that is being held, of today, over, or that was held at a table; one to come is chosen."""
        one, today = self._here(), self.context.store.clock.today()
        return one.meeting.uuid if one is not None and not one.is_brief and one.meeting.happened_on <= today else ""

    def _here(self) -> Line | None:
        part = self.part
        return part.here if isinstance(part, MeetingLines | Held) else None

    def pupil_in_sight(self) -> str:
        """The pupil of the meeting in hand, about whom F5 holds one."""
        one = self._here()
        return one.meeting.pupil_id or "" if one is not None else ""

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

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and the papers of a day."""
        return [
            *self.turning("meetings"),
            Action("meetings.new", "Book a meeting …", self._book, "", "Edit"),
            Action("meetings.invitations", "Invitations of the day in hand", self.coming.invitations, "", "File"),
            Action("meetings.order", "Running order of the day in hand", self.coming.running_order, "", "File"),
        ]

    def _book(self) -> None:
        self.turn_to("coming")
        self.coming.offer_new()

    def _show_day(self, day: date) -> None:
        self.turn_to("coming")
        self.reload()
        self.coming.show_day(day)
