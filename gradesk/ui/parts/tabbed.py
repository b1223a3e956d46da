"""A screen of tabs, each of which is a part of its own: turning, arriving, keeping what is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gradesk.ui.actions import Action
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.parts.part import Part
from gradesk.ui.screen import Screen


class TabbedScreen(Screen):
    """`names` are code and label of each tab; the screen gives its `tabs` and, in the same order, its `parts`."""

    names: tuple[tuple[str, str], ...]
    tabs: CalmTabs
    parts: tuple[Part, ...]

    @property
    def part(self) -> Part:
        """The tab in sight."""
        return self.parts[self.tabs.currentIndex()]

    def here(self) -> dict[str, object]:
        """Which tab."""
        return {"tab": self.names[self.tabs.currentIndex()][0]}

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """Each tab."""
        return [({"tab": name}, part) for (name, _), part in zip(self.names, self.parts, strict=True)]

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
        self.tabs.setCurrentIndex([code for code, _ in self.names].index(name))

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self.parts:
            part.flush()

    def turning(self, place_name: str) -> list[Action]:
        """Turning to each tab by key."""
        return [
            Action(f"{place_name}.{name}", f"Turn to {label}", partial(self.turn_to, name), f"Alt+{place}", "Go")
            for place, (name, label) in enumerate(self.names, start=1)
        ]

    def turned(self) -> None:
        """Another tab came in sight: read it, and type in it first, unless one is walking along the tabs."""
        self.part.reload()
        self.setFocusProxy(self.part.first)
        if self.isVisible() and not self.tabs.tabBar().hasFocus():
            self.part.first.setFocus(Qt.FocusReason.OtherFocusReason)  # or it would be left on the page behind
