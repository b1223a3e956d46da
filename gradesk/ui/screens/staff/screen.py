"""The staff: who works here with role and class, what each learned, and whose training is due again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gradesk.services.school import staff, training
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screen import Screen
from gradesk.ui.screens.staff.courses import Courses
from gradesk.ui.screens.staff.people import People


class StaffScreen(Screen):
    """Two tabs: the people with one of them open, and the courses with who took which."""

    kinds = frozenset({"staff_member", "training", "school"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.people = People(context, self)
        self.courses = Courses(context)
        self.tabs = CalmTabs()
        self.tabs.addTab(self.people, "People")
        self.tabs.addTab(ScrollPage(self.courses), "Training")
        self.tabs.head_with(PlainLabel("Staff", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.setFocusProxy(self.tabs)

    def here(self) -> dict[str, object]:
        """Which tab, and whose page is open."""
        return self.pages()[self.tabs.currentIndex()][0]

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """The people with one of them open, and the courses."""
        return [({"tab": 0, "record": self.people.chosen}, self.people), ({"tab": 1}, self.courses)]

    def arrive(self, **place: object) -> None:
        """Show a tab (`tab`) and a person (`record`)."""
        if isinstance(tab := place.get("tab"), int):
            self.tabs.setCurrentIndex(tab)
        if isinstance(person := place.get("record"), str) and person:
            self.people.choose(person)

    def reload(self) -> None:
        """Show everybody anew."""
        store = self.context.store
        here, due = len(staff.staff(store)), len(training.due_again(store))
        people = "1 person" if here == 1 else f"{here:,} people"
        again = "no training is due again" if not due else f"{due:,} training{'s' if due > 1 else ''} due again"
        self.counted.setText(f"{people}; {again}")
        self.people.reload()
        self.courses.reload()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.people.flush()

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key."""
        return [
            Action("staff.people", "Turn to People", self._turner(0), "Alt+1", "Go"),
            Action("staff.training", "Turn to Training", self._turner(1), "Alt+2", "Go"),
        ]

    def _turner(self, place: int) -> Callable[[], None]:
        return lambda: self.tabs.setCurrentIndex(place)
