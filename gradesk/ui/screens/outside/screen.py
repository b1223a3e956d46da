"""People outside: the board of referrals, everything that was advised, the EHC plans of all, and the directory."""

from __future__ import annotations

from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.parts.tabbed import TabbedScreen
from gradesk.ui.screens.outside.advised import Advised
from gradesk.ui.screens.outside.people import People
from gradesk.ui.screens.outside.sample import Sample
from gradesk.ui.screens.outside.season import SeasonOfReviews
from gradesk.ui.screens.outside.waiting import Waiting

TABS = (
    ("waiting", "Waiting"),
    ("advice", "What was advised"),
    ("ehc", "EHC plans"),
    ("people", "People"),
    ("sample", "Inspection"),
)


class OutsideScreen(TabbedScreen):
    """Five tabs; each reads when it is turned to."""

    kinds = frozenset(
        {
            "referral", "referral_step", "report", "recommendation", "consent", "involvement", "professional", "happening",
            "agreed_action", "target", "provision", "adjustment", "pupil", "clock_setting",
            "ehc_case", "ehc_date", "ehc_review", "half_term", "closure_day", "status_period", "cycle", "review",
        }
    )  # fmt: skip
    written_here = frozenset({"professional", "referral_step", "recommendation"})
    names = TABS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.waiting, self.advised, self.people = Waiting(context), Advised(context), People(context)
        self.season = SeasonOfReviews(context)
        self.sample = Sample(context)
        self.parts = (self.waiting, self.advised, self.season, self.people, self.sample)
        self.tabs = CalmTabs()
        for (_, label), part in zip(TABS, self.parts, strict=True):
            self.tabs.addTab(ScrollPage(part), label)
        self.tabs.head_with(PlainLabel("Outside", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(lambda _place: self.turned())
        self.setFocusProxy(self.waiting.first)

    def reload(self) -> None:
        """Read the tab in sight, and how many wait."""
        self.waiting.reload()
        if self.part is not self.waiting:
            self.part.reload()
        self.setFocusProxy(self.part.first)
        due, waited = self.waiting.due(), len(self.waiting.lines)
        self.tabs.setTabText(0, f"Waiting ({due:,} to ask)" if due else "Waiting")
        self.counted.setText("1 referral is open" if waited == 1 else f"{waited:,} referrals are open")

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and adding to the directory."""
        return [*self.turning("outside"), Action("outside.add", "Add somebody outside …", self._add, "", "Edit")]

    def _add(self) -> None:
        self.turn_to("people")
        self.people.offer_new()
