"""Today, the first screen: what would embarrass us, line by line; beside it the coming weeks, promises and the in-tray."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.pupils import register
from gradesk.services.today import beginning, due
from gradesk.services.today.beginning import Beginning
from gradesk.services.today.due import Due
from gradesk.services.today.due_rules import book
from gradesk.services.today.due_rules.book import Rule
from gradesk.store.work import Changed, Store
from gradesk.system.lazy import lazily
from gradesk.ui import tasks
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.parts.part import LINE, Part
from gradesk.ui.screen import Screen, place_of
from gradesk.ui.screens.today.now import NowList

if TYPE_CHECKING:
    from gradesk.services.today import forecast
    from gradesk.ui.parts.promises import Promises
    from gradesk.ui.screens.today.intray import InTray
    from gradesk.ui.screens.today.weeks import Weeks
else:
    forecast = lazily("gradesk.services.today.forecast")
    InTray = lazily("gradesk.ui.screens.today.intray:InTray")
    Weeks = lazily("gradesk.ui.screens.today.weeks:Weeks")
    Promises = lazily("gradesk.ui.parts.promises:Promises")

TABS = (("now", "Owed now"), ("weeks", "Coming weeks"), ("actions", "Who owes what"), ("intray", "In-tray"))
# What is owed, by which rules, a warning, what is coming, whether anybody is on the roll, and a new school's first weeks.
Found = tuple[Sequence[Due], Sequence[Rule], str, str, int, Beginning | None]
MANY = 1_000  # pupils: in a school of more the first lines are shown before all of them are there
FIRST = 40  # pupils of the SEN register whose lines come first


class TodayScreen(Screen):
    """One list by rules; the other tabs are made when they are first turned to."""

    written_here = frozenset({"agreed_action", "captured_line", "later"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._task: tasks.Task | None = None
        self._shown_on = context.store.clock.today()
        self._has_read = False
        self.counted = PlainLabel("Reading …", "quiet", wrap=False)
        self.warning = PlainLabel("", "problem")
        self.tabs = CalmTabs()
        self._parts: dict[str, Part] = {}
        self._holders: dict[str, QVBoxLayout] = {}
        self._place_tabs()
        page = ScrollPage()
        self.tabs.addTab(page, TABS[0][1])
        self.now = NowList(context, self, page.viewport())
        page.setWidget(self.now)
        self.table, self.model = self.now.tree, self.now.model
        for name, label in TABS[1:]:
            holder = QWidget()
            self._holders[name] = column()
            holder.setLayout(self._holders[name])
            self.tabs.addTab(holder, label)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        self.setFocusProxy(self.now.tree)

    def _place_tabs(self) -> None:
        """Before there is anything in them: what is put into its place at once is dressed only once."""
        self.tabs.head_with(PlainLabel("Today", "title", wrap=False), self.counted)
        layout = column(self.warning, self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        layout.setStretch(1, 1)
        self.warning.hide()
        self.setLayout(layout)

    @property
    def shown(self) -> str:
        """The name of the tab in sight."""
        return TABS[self.tabs.currentIndex()][0]

    @property
    def items(self) -> Sequence[Due]:
        """Everything owed, as it was read last."""
        return self.now.items

    def here(self) -> dict[str, object]:
        """Which tab."""
        return {"tab": self.shown}

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """Each tab that was made."""
        found: list[tuple[dict[str, object], QWidget]] = [({"tab": "now"}, self.now)]
        return found + [({"tab": name}, part) for name, part in self._parts.items()]

    def take_up(self) -> None:
        """Words about a line of the in-tray bring that line into hand."""
        super().take_up()
        waiting = self._handed.get(place_of({"tab": "intray"}), {})
        tray = self._parts.get("intray")
        if tray is not None:
            for name in [name for name in waiting if name.startswith(LINE)]:
                tray.take(name.removeprefix(LINE), waiting.pop(name))

    def arrive(self, **place: object) -> None:
        """Show a tab (`tab`) and in it a record (`record`)."""
        tab, record = place.get("tab"), place.get("record")
        if isinstance(tab, str):
            self.turn_to(tab)
            if isinstance(record, str) and tab in self._parts:
                self._parts[tab].show_record(record)

    def turn_to(self, name: str) -> None:
        """Show one of the tabs."""
        self.tabs.setCurrentIndex([code for code, _ in TABS].index(name))

    def part(self, name: str) -> Part:
        """A tab beside the list, made when it is first asked for."""
        if name not in self._parts:
            self._parts[name] = _made(name, self.context)
            self._holders[name].addWidget(ScrollPage(self._parts[name]))
        return self._parts[name]

    def concerns(self, changed: Changed) -> bool:
        """Whatever is written may clear a line."""
        del changed
        return True

    def reload(self) -> None:
        """Look through the school anew, off the window's thread; the tab in sight reads by itself."""
        store = self.context.store
        self._shown_on = store.clock.today()
        self._read_by(_read if self._has_read else _read_first, store)
        if self.shown != "now":
            self.part(self.shown).reload()

    def _read_by(self, read: Callable[[Store], tuple[Found, bool]], store: Store) -> None:
        self._task = task = tasks.start(lambda _count: read(store), self)
        task.done.connect(lambda found: self._show(*found) if task is self._task else None)
        task.refused.connect(lambda words: self.context.say(words, "problem"))
        tasks.begin(task)

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self._parts.values():
            part.flush()

    def close_down(self) -> None:
        """Wait for no answer any more."""
        self._task = None

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and what is done with a line."""
        found = [
            Action(f"today.{name}", f"Turn to {label}", partial(self.turn_to, name), f"Alt+{place}", "Go")
            for place, (name, label) in enumerate(TABS, start=1)
        ]
        return [
            *found,
            Action("today.home", "Not seen by home this term", self._to_home, "", "Go"),
            Action(
                "today.person",
                self.context.words().say("Group Today by {pupil}, or by rule"),
                self.now.turn_order,
                "",
                "View",
            ),
            Action("today.later", "Put this line off", self.now.offer_later, "", "Edit"),
            Action("today.back", "Bring this line back", self.now.bring_back, "", "Edit"),
            Action(
                "today.calendar", "Calendar of the year", lambda: self.context.go("school", tab="calendar"), "", "Go"
            ),
            Action("today.rules", "Rules of Today", lambda: self.context.go("school", tab="rules"), "", "Go"),
        ]

    def _to_home(self) -> None:
        self.turn_to("now")
        self.now.to_home()
        self.now.tree.setFocus()

    def _show(self, found: Found, is_all: bool) -> None:
        items, rules, warning, coming, on_roll, first = found
        self._has_read = is_all
        if not is_all:
            self.now.show_items(items, rules, coming, on_roll)
            self._read_by(_read, self.context.store)
            return
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.now.first.show_beginning(first)
        self.now.show_items(items, rules, coming, on_roll)
        self._offer_the_next_step()
        waiting = sum(item.rule == "captured" for item in items)
        self.tabs.setTabText(0, f"Owed now ({len(due.owed(items)):,})")
        self.tabs.setTabText(3, f"In-tray ({waiting:,})" if waiting else "In-tray")
        self.counted.setText(self.now.said())

    def _offer_the_next_step(self) -> None:
        """Where nothing is owed yet, Enter does the next step of the beginning."""
        step = self.now.first.next_step
        if self.shown == "now" and not self.now.items and step is not None and not self.now.first.isHidden():
            self.setFocusProxy(step)
            if self.isVisible() and (self.now.isAncestorOf(self.focusWidget()) or self.focusWidget() is None):
                step.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.shown == "now":
            self.setFocusProxy(self.now.tree)

    def _turned(self) -> None:
        first: QWidget = self.now.tree
        if self.shown != "now":
            part = self.part(self.shown)
            first = part.first
            part.reload()
        self.setFocusProxy(first)
        if self.isVisible() and not self.tabs.tabBar().hasFocus():
            first.setFocus(Qt.FocusReason.OtherFocusReason)  # or it would be left on the page behind


def _read_first(store: Store) -> tuple[Found, bool]:
    """All of a usual school; in a large one what is owed to a few, if anything is, and that it is not all."""
    on_roll = register.count(store, register.Criteria(), at_most=MANY + 1)
    if on_roll > MANY and (items := due.due(store, only_first=FIRST)):
        return (items, book.rules(store), "", "", on_roll, None), False
    return _read(store)


def _read(store: Store) -> tuple[Found, bool]:
    return _found(store), True


def _found(store: Store) -> Found:
    items = due.due(store)
    coming = ""
    if not due.owed(items):
        coming = forecast.next_week(store)
    on_roll = register.count(store, register.Criteria(), at_most=1)
    return items, book.rules(store), due.clock_set_back(store), coming, on_roll, beginning.beginning(store)


def _made(name: str, context: Context) -> Part:
    if name == "weeks":
        return Weeks(context)
    if name == "actions":
        return Promises(context)

    return InTray(context)
