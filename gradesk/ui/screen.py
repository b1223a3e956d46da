"""What every screen is: it shows something, says when it is stale, and saves what is being typed before it goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.store.work import Changed
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.held import Typed, give_back, held_in


def place_of(here: dict[str, object]) -> str:
    """A place of a screen as a text that can be kept."""
    return json.dumps(here, sort_keys=True)


class Screen(QWidget):
    """Base of all screens. `kinds` are the records whose change makes it reload."""

    kinds: frozenset[str] = frozenset()
    written_here: frozenset[str] = (
        frozenset()
    )  # records that are written on this screen, though their own place is another

    stands_alone = False  # with nothing around it: what is shown may be seen by people who may not see the rest
    has_search = False  # a search of its own in sight; that of the window waits for its key then

    def __init__(self, context: Context) -> None:
        super().__init__(context.within)
        self.setObjectName("page")
        self.context = context
        self._stale = True
        self._handed: dict[str, Typed] = {}
        context.changes.changed.connect(self._heard)

    def arrive(self, **place: object) -> None:
        """Show what `place` names; called each time the window goes here."""

    def here(self) -> dict[str, object]:
        """What `arrive` is to be told to show again what is shown now."""
        return {}

    def held(self) -> dict[str, Typed]:
        """What stands typed here and is kept by nothing yet, by the place where it stands."""
        found = {place: dict(words) for place, words in self._handed.items()}
        for here, root in self.pages():
            if words := held_in(root):
                found.setdefault(place_of(here), {}).update(words)
        return found

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """The parts of the screen that are places of their own, each with what `arrive` is to be told of it."""
        return [(self.here(), self)]

    def hand_over(self, words: Mapping[str, Typed]) -> None:
        """Typed from before, by place; they are put back where they stood when that place is shown."""
        self._handed = {place: dict(typed) for place, typed in words.items()}

    def take_up(self) -> None:
        """Put back words from before that stood in what is shown now."""
        for here, root in self.pages():
            place = place_of(here)
            if place in self._handed and (left := give_back(root, self._handed.pop(place))):
                self._handed[place] = left

    def is_fresh(self) -> None:
        """Say that what is shown was read just now, so that showing the screen need not read it again."""
        self._stale = False

    def reload(self) -> None:
        """Read what is shown anew."""

    def flush(self) -> None:
        """Keep what is being typed; called before the window goes elsewhere or closes."""

    def unkept(self) -> bool:
        """Whether something stands typed that no record keeps yet."""
        return bool(self.held())

    def work_going_on(self) -> str:
        """What would be broken off by closing the window, as a sentence; empty for nothing."""
        return ""

    def busy(self) -> str:
        """Why the window must not go elsewhere just now, as a sentence; empty when it may."""
        return ""

    def close_down(self) -> None:
        """Let go of what must not outlive the window."""

    def meeting_in_sight(self) -> str:
        """The meeting F5 holds or shows: its uuid; empty where it is to be chosen."""
        return ""

    def pupil_in_sight(self) -> str:
        """The uuid of the pupil the screen is about, or an empty text."""
        return ""

    def came_from(self) -> Screen | None:
        """While one arrives: the screen that is still in sight; this one itself when it is gone to anew."""
        stack = self.parentWidget()
        before = stack.currentWidget() if isinstance(stack, QStackedWidget) else None
        return before if isinstance(before, Screen) else None

    def actions_here(self) -> list[Action]:
        """Actions that this screen adds while it is shown."""
        return []

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; the refusal is said in a banner. True when it was done."""
        return self.context.attempt(deed)

    def concerns(self, changed: Changed) -> bool:
        """Whether a change touches what is shown."""
        return bool(self.kinds & changed.kinds)

    def shows(self, pupil_id: str, kinds: frozenset[str]) -> bool:
        """Whether records of these kinds are in sight here; `pupil_id` says whose they are, if they are one pupil's."""
        del pupil_id
        return bool(kinds & self.written_here)

    def catch_up(self, changed: Changed) -> None:
        """Show what a change touched; called while the screen is in sight, never for the screen's own change."""
        del changed
        self.reload()

    def _heard(self, changed: Changed) -> None:
        if changed.initiator is self or not self.concerns(changed):
            return
        if self.isVisible():
            self.catch_up(changed)
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the screen was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()


@dataclass(frozen=True)
class Listed:
    """A screen in the list: its name, how it is made, and how it stands in the navigation (untitled ones are only gone to).

    One `within` a place is a room of it: it stands below the place while one is there. A file dropped on the window goes to
    the screen that `takes_files`, as `path`. One that is `found_as` some words stands in the finder and the menu under them.
    """

    name: str
    make: Callable[[Context], Screen]
    title: str = ""
    icon: str = ""
    takes_files: bool = False
    found_as: str = ""
    within: str = ""
