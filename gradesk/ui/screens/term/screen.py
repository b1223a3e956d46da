"""The term in one place: the groups and what they get, and the registers of what was given."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.part import Part
from gradesk.ui.screen import Screen
from gradesk.ui.screens.term.costs import Costs
from gradesk.ui.screens.term.groups import Groups
from gradesk.ui.screens.term.registers import RegisterPart

TABS = (("groups", "Groups"), ("registers", "Registers"), ("money", "Money"))


class TermScreen(Screen):
    """Each tab reads when it is turned to."""

    kinds = frozenset(
        {
            "provision",
            "provision_member",
            "provision_session",
            "session_mark",
            "hourly_rate",
            "pupil",
            "staff_member",
            "half_term",
            "closure_day",
        }
    )
    written_here = frozenset({"provision", "provision_member", "provision_session", "session_mark", "hourly_rate"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.groups = Groups(context, self.mark)
        self.registers = RegisterPart(context, self)
        self.costs = Costs(context)
        self.tabs = CalmTabs()
        for (_, label), part in zip(TABS, self.parts, strict=True):
            self.tabs.addTab(ScrollPage(part), label)
        self.tabs.head_with(PlainLabel("Term", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        self.setFocusProxy(self.groups.first)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The tabs in order."""
        return (self.groups, self.registers, self.costs)

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

    def turn_to(self, name: str) -> None:
        """Show one of the tabs."""
        self.tabs.setCurrentIndex([code for code, _ in TABS].index(name))

    def mark(self, uuid: str) -> None:
        """Turn to the register of one support."""
        self.turn_to("registers")
        self.registers.show_record(uuid)

    def reload(self) -> None:
        """Read the tab in sight."""
        self.part.reload()
        self.setFocusProxy(self.part.first)
        count = len(self.groups.lines or self.registers.lines)
        self.counted.setText("1 runs" if count == 1 else f"{count:,} run")

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self.parts:
            part.flush()

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key."""
        return [
            Action(f"term.{name}", f"Turn to {label}", partial(self.turn_to, name), f"Alt+{place}", "Go")
            for place, (name, label) in enumerate(TABS, start=1)
        ]

    def _turned(self) -> None:
        self.part.reload()
        self.setFocusProxy(self.part.first)
        self.part.first.setFocus()
