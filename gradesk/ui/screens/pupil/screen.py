"""A pupil's page: the head, and tabs for passport, plan, everyday, review, evidence, timeline, contacts, details and history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gradesk.services import pictures
from gradesk.services.custody import watching
from gradesk.services.pupils import pupils
from gradesk.services.pupils.pupils import PupilPage
from gradesk.store.work import Changed
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.explained import explained
from gradesk.ui.file_task import FileTask
from gradesk.ui.kit.forms.held import Typed
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.layouts import ScrollPage, column, row
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screen import Screen, place_of
from gradesk.ui.screens.pupil import layer_offer
from gradesk.ui.screens.pupil.contacts_tab import ContactsTab
from gradesk.ui.screens.pupil.details_tab import DetailsTab
from gradesk.ui.screens.pupil.everyday_tab import EverydayTab
from gradesk.ui.screens.pupil.evidence.tab import EvidenceTab
from gradesk.ui.screens.pupil.head import Head
from gradesk.ui.screens.pupil.history_tab import HistoryTab
from gradesk.ui.screens.pupil.live_page import ROOMY, LivePage
from gradesk.ui.screens.pupil.next_things import Keys
from gradesk.ui.screens.pupil.outside.tab import OutsideTab
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.passport.tab import PassportTab
from gradesk.ui.screens.pupil.plan.tab import PlanTab
from gradesk.ui.screens.pupil.review.tab import ReviewTab
from gradesk.ui.screens.pupil.timeline.tab import TimelineTab

TABS: tuple[tuple[str, str, type[Panel]], ...] = (
    ("passport", "Passport", PassportTab),
    ("plan", "Plan", PlanTab),
    ("everyday", "Support", EverydayTab),
    ("review", "Review", ReviewTab),
    ("evidence", "Evidence", EvidenceTab),
    ("timeline", "Timeline", TimelineTab),
    ("contacts", "Meetings", ContactsTab),
    ("outside", "Outside", OutsideTab),
    ("details", "Details", DetailsTab),
    ("history", "History", HistoryTab),
)

# The word of the manual's list that a tab is explained by.
EXPLAINED = {
    "passport": "Passport", "plan": "Plan", "everyday": "Everyday", "review": "Review", "evidence": "Evidence",
    "timeline": "Timeline", "contacts": "Contact with home",
}  # fmt: skip
# What is done on the plan by key, whichever tab is in sight.
ON_PLAN: tuple[tuple[str, str, Callable[[PlanTab], object], str], ...] = (
    ("begin", "Begin a plan", lambda tab: tab.offer_begin(), "Ctrl+N"),
    ("target", "Add a target", lambda tab: tab.add_target(), "Ctrl+T"),
    ("bank", "Choose from the bank", lambda tab: tab.help.offer_bank(), "Ctrl+B"),
    ("support", "Begin support for the target in hand", lambda tab: tab.begin_support(), "Ctrl+Shift+B"),
    ("agree", "Agree the plan", lambda tab: tab.go_to_agreement(), "Ctrl+G"),
)
# What is added to the evidence by key, whichever tab is in sight.
ON_EVIDENCE: tuple[tuple[str, str, Callable[[EvidenceTab], object], str], ...] = (
    ("observation", "New observation", lambda tab: tab.new_observation(), "Ctrl+Shift+O"),
    ("watch", "Watch and count in class", lambda tab: tab.watch(), "Ctrl+Shift+W"),
    ("result", "New result", lambda tab: tab.new_result(), "Ctrl+Shift+M"),
    ("document", "Attach a document", lambda tab: tab.attach(), "Ctrl+Shift+D"),
    ("form", "Read a filled form", lambda tab: tab.read_form(), "Ctrl+Shift+F"),
)


def _key_of(place: int) -> str:
    """The key that turns to a tab; the tenth has the 0, which stands behind the 9."""
    return f"Alt+{(place + 1) % 10}"


class PupilScreen(Screen):
    """Everything about one pupil. Only the tab in sight reads; the others catch up when they are turned to."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.page: PupilPage | None = None
        self.head = Head(context, self._change_photo, self._remove_photo)
        self._picture = FileTask(context, self.head.add_photo, self)
        self.tabs = CalmTabs()
        self.panels: dict[str, Panel] = {}
        self._pages: dict[str, ScrollPage] = {}
        self._behind: set[str] = set()
        for name, label, _make in TABS:
            self._pages[name] = ScrollPage(QWidget())
            place = self.tabs.addTab(self._pages[name], label)
            key = _key_of(place)
            self.tabs.setTabToolTip(place, explained(EXPLAINED[name], key) if name in EXPLAINED else tip(key))
        self.tabs.currentChanged.connect(self._turned)
        self._before = 0
        self._keys = Keys(
            context, lambda: self.panel(self.shown), f"Alt+{[name for name, _, _ in TABS].index('plan') + 1}"
        )
        self.setFocusProxy(self.tabs)
        self.live = LivePage(context)
        self._live_wanted = True
        both = row(self.tabs, self.live, gap=0)
        both.setStretch(0, 1)
        layout = column(self.head)
        layout.addLayout(both, 1)
        self.setLayout(layout)

    def arrive(self, **place: object) -> None:
        """Show a pupil (`pupil_id`), a tab of the page (`tab`), and there a record (`record`) or a field (`at`)."""
        pupil_id, tab = place.get("pupil_id"), place.get("tab")
        other = isinstance(pupil_id, str) and (self.page is None or self.page.pupil.uuid != pupil_id)
        if other:
            self.flush()
            self.page = None  # so that turning to the tab reads nothing of the pupil before
            for scrolled in self._pages.values():
                scrolled.verticalScrollBar().setValue(0)
        if isinstance(tab, str):
            self.tabs.setCurrentIndex([name for name, _, _ in TABS].index(tab))
        if other:
            self._read(str(pupil_id))
            watching.viewed(self.context.store, str(pupil_id))
        if place.get("begin") is True and self.page is not None:
            if self.shown == "plan":
                self._on_plan(lambda tab: tab.offer_begin())
            else:
                self._review()
        elif self.page is not None and (place.get("at") or place.get("record")):
            record, at = str(place.get("record") or ""), place.get("at")
            names = tuple(str(name) for name in at) if isinstance(at, tuple) else ()
            # After the window has put the focus where it usually stands.
            QTimer.singleShot(0, self, lambda: self.panel(self.shown).go_to(record, names))

    def here(self) -> dict[str, object]:
        """The pupil and the tab."""
        return {"pupil_id": self.page.pupil.uuid, "tab": self.shown} if self.page is not None else {}

    def held(self) -> dict[str, Typed]:
        """Every tab has its own words of every pupil."""
        found = {place: dict(words) for place, words in self._handed.items()}
        for tab, panel in self.panels.items():
            for pupil_id, words in panel.held().items():
                found[place_of({"pupil_id": pupil_id, "tab": tab})] = words
        return found

    def take_up(self) -> None:
        """Put back words from before on the tab that is shown."""
        if self.shown in self.panels:
            self.panels[self.shown].take_up()

    def _hand_on(self, tab: str) -> None:
        """A tab that is made takes what was typed on it before, whoever it was about."""
        for place in [place for place in self._handed if json.loads(place).get("tab") == tab]:
            self.panels[tab].hand_over(json.loads(place)["pupil_id"], self._handed.pop(place))

    def panel(self, name: str) -> Panel:
        """A tab's inside, made when it is first turned to."""
        if name not in self.panels:
            make = next(kind for code, _, kind in TABS if code == name)
            # On its page from the first: what is moved there is dressed anew, with all that stands on it.
            self.panels[name] = make(replace(self.context, within=self._pages[name].viewport()))
            self.panels[name].calm_changed.connect(self._keep_calm)
            self._pages[name].setWidget(self.panels[name])
            self._behind.add(name)
            self._hand_on(name)
        return self.panels[name]

    @property
    def shown(self) -> str:
        """The name of the tab in sight."""
        return TABS[self.tabs.currentIndex()][0]

    def concerns(self, changed: Changed) -> bool:
        """Only changes that touch this pupil, or could touch any."""
        if self.page is None:
            return False
        return not changed.pupils or self.page.pupil.uuid in changed.pupils

    def shows(self, pupil_id: str, kinds: frozenset[str]) -> bool:
        """What the tab in sight shows, and on the history everything of this pupil."""
        if self.page is None or self.page.pupil.uuid != pupil_id:
            return False
        return self.shown == "history" or bool(kinds & self.panel(self.shown).kinds)

    def reload(self) -> None:
        """Read the pupil anew."""
        if self.page is not None:
            self._read(self.page.pupil.uuid)

    def catch_up(self, changed: Changed) -> None:
        """Read anew, but leave the tab alone that is being typed in: it knows what it sent."""
        if self.page is not None:
            self._read(self.page.pupil.uuid, keep=changed.initiator)

    def flush(self) -> None:
        """Keep what is being typed in the tab in sight."""
        if self.shown in self.panels and self.page is not None:
            self.panels[self.shown].flush()

    def close_down(self) -> None:
        """Draw no page any more."""
        self.live.let_go()

    def work_going_on(self) -> str:
        """What would be broken off by closing the window, as a sentence; empty for nothing."""
        return next(filter(None, (panel.work_going_on() for panel in self.panels.values())), "")

    def pupil_in_sight(self) -> str:
        """The pupil whose page this is."""
        return self.page.pupil.uuid if self.page is not None else ""

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and what is done on them most."""
        found = [
            Action("pupil.print", "Preview and print", self._preview, "Ctrl+P", "File"),
            Action("pupil.pack", "Parent’s pack", self._pack, "Ctrl+Shift+P", "File"),
            Action("pupil.refresh", "Refresh the passport together", self._refresh, "Ctrl+Shift+R", "Edit"),
            Action("pupil.corner", self.context.words().say("The {pupil}’s corner …"), self._corner, "Shift+F5", "Go"),
            Action(
                "pupil.everything",
                self.context.words().say("Everything about this {pupil}, for whoever asks …"),
                self._everything,
                menu="File",
            ),
            Action("pupil.delete", self.context.words().say("Delete this {pupil} …"), self._delete, "", "Edit"),
            Action("pupil.change", "Change the words of this page, or read them", self._turn_words, "F2", "Edit"),
            Action("missing", "Next thing missing on this page", self._keys.next_missing, "F6", "Edit"),
            Action("plan.blank", "Next blank on this page", self._keys.next_blank, "F8", "Edit"),
            Action("plan.check", "Next thing to check on this page", self._keys.next_finding, "F7", "Edit"),
            Action("plan.mend", "Put it right", self._keys.mend, "Shift+F7", "Edit"),
            Action("review.begin", "Review now", self._review, "Ctrl+R", "Edit"),
            Action("pupil.live", "Show or hide the page beside the words", self.turn_live, "F9", "View"),
            Action("pupil.head", "Show or fold what is known at a glance", self.head.turn, "F4", "View"),
        ]
        found += layer_offer.actions(self.context, self.pupil_in_sight)
        found += [
            Action(f"plan.{name}", title, partial(self._on_plan, act), key, "Edit") for name, title, act, key in ON_PLAN
        ]
        found += [
            Action(f"evidence.{name}", title, partial(self._on_evidence, act), key, "Edit")
            for name, title, act, key in ON_EVIDENCE
        ]
        for place, (name, label, _) in enumerate(TABS):
            turn = partial(self.tabs.setCurrentIndex, place)
            found.append(Action(f"tab.{name}", f"Turn to {label}", turn, _key_of(place), "Go"))
        return found

    def _read(self, pupil_id: str, keep: object = None) -> None:
        try:
            self.page = pupils.page(self.context.store, pupil_id)
        except Refused as refusal:
            self.page = None
            self.context.go("pupils")
            self.context.say(str(refusal), "info")
            return
        self.head.show_page(self.page)
        self._behind = {name for name, panel in self.panels.items() if panel is not keep}
        for panel in self.panels.values():
            if panel is keep:
                panel.page = self.page
        self._show_tab()
        self.is_fresh()

    def _show_tab(self) -> None:
        if self.page is None:
            return
        panel = self.panel(self.shown)
        if self.shown in self._behind:
            self._behind.discard(self.shown)
            panel.show_page(self.page)
        self._keep_calm()

    def _keep_calm(self) -> None:
        calm = self.shown in self.panels and self.panels[self.shown].is_calm
        self.head.setVisible(not calm)
        self.tabs.tabBar().setVisible(not calm)
        self._show_live()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page stands beside the words where there is room for both."""
        super().resizeEvent(event)
        self._show_live()

    def turn_live(self) -> None:
        """Show or hide the page beside the words."""
        self._live_wanted = not self._live_wanted
        self._show_live()

    def _show_live(self) -> None:
        panel = self.panels.get(self.shown)
        code = panel.live if panel is not None and not panel.is_calm else ""
        roomy = self.width() >= self.context.look.theme.px(ROOMY)
        shown = bool(code) and self.page is not None and roomy and self._live_wanted
        self.live.setVisible(shown)
        if shown and self.page is not None:
            self.live.show_document(code, self.page.pupil.uuid)
        else:
            self.live.let_go()

    def _turned(self, index: int) -> None:
        before = TABS[self._before][0]
        self._before = index
        if before in self.panels and self.page is not None:
            self.panels[before].flush()
            self.panels[before].unsay_remark()
        self._show_tab()

    def _on_plan(self, act: Callable[[PlanTab], object]) -> None:
        self.arrive(tab="plan")
        panel = self.panel("plan")
        assert isinstance(panel, PlanTab)
        act(panel)

    def _on_evidence(self, act: Callable[[EvidenceTab], object]) -> None:
        self.arrive(tab="evidence")
        panel = self.panel("evidence")
        assert isinstance(panel, EvidenceTab)
        act(panel)

    def _turn_words(self) -> None:
        self.panel(self.shown).turn_words()

    def _review(self) -> None:
        self.arrive(tab="review")
        panel = self.panel("review")
        assert isinstance(panel, ReviewTab)
        panel.begin()

    def _preview(self) -> None:
        if self.page is not None:
            self.flush()
            document = self.shown if self.shown in ("plan", "timeline") else "passport"
            self.context.go("preview", document=document, pupil_ids=(self.page.pupil.uuid,))

    def _pack(self) -> None:
        """Plan, passport, target card and next dates, ready for the printer."""
        if self.page is not None:
            self.flush()
            self.context.go("preview", pack="parent", pupil_ids=(self.page.pupil.uuid,))

    def _corner(self) -> None:
        """A page for the child to answer on, beside an adult."""
        if self.page is not None:
            self.context.go("corner", pupil_id=self.page.pupil.uuid)

    def _everything(self) -> None:
        """Somebody asks for all that is kept."""
        self.arrive(tab="history")
        panel = self.panel("history")
        assert isinstance(panel, HistoryTab)
        panel.asked_button.setChecked(True)

    def _delete(self) -> None:
        """Ask, and take the pupil out of every list."""
        self.arrive(tab="details")
        panel = self.panel("details")
        assert isinstance(panel, DetailsTab)
        panel.delete()

    def _refresh(self) -> None:
        if self.page is not None:
            self.tabs.setCurrentIndex([name for name, _, _ in TABS].index("passport"))
            panel = self.panel("passport")
            assert isinstance(panel, PassportTab)
            panel.start_refresh()

    def _change_photo(self) -> None:
        if self._picture.stop():
            return
        path = self.context.ask.open_file(self, "Choose a photo", "Pictures (*.jpg *.jpeg *.png)")
        if path is None or self.page is None:
            return
        store, pupil_id = self.context.store, self.page.pupil.uuid

        def work(count: Progress) -> None:
            pupils.set_photo(store, pupil_id, pictures.read(path, count), count)

        self._picture.begin(work, lambda _nothing: self.reload())

    def _remove_photo(self) -> None:
        if self.page is not None:
            pupil_id = self.page.pupil.uuid
            self.attempt(lambda: pupils.set_photo(self.context.store, pupil_id, None))
