"""Reviewing a class or a group: every open target in one list, rated by keys; then views and decisions, pupil by pupil."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.services.plans import class_reviews
from gradesk.services.plans.class_reviews import Group, PupilReview
from gradesk.store.work import Changed
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor, TickEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screen import Screen
from gradesk.ui.screens.reviews.endings import Endings
from gradesk.ui.screens.reviews.ratings import Ratings


class ReviewsScreen(Screen):
    """Two lists over the same reviews: their targets, and how each of them ends."""

    kinds = frozenset({"cycle", "review", "target_outcome", "target", "plan", "pupil", "progress_point", "rating"})
    written_here = frozenset({"cycle", "review", "target_outcome"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: list[PupilReview] = []
        say = context.words().say
        self.who = ChoiceEditor([("", "Every class")])
        self.who.fit_contents()
        self.who.widget.setAccessibleName("Class")
        self.who.edited.connect(self.reload)
        self.soon = TickEditor("Due in three weeks")
        self.soon.edited.connect(self.reload)
        self.counted = SpokenLabel("", "quiet", wrap=False)
        self.ratings = Ratings(context, self)
        self.endings = Endings(context, self)
        self.tabs = CalmTabs()
        self.tabs.addTab(self.ratings, "Rate the targets")
        self.tabs.addTab(self.endings, "Views and decisions")
        self.nothing = EmptyState(
            "No targets to rate",
            say(
                "Every open cycle with an agreed plan stands here, with its targets. Agree a plan on a {pupil}’s page."
            ),
            say("Go to the {pupils}"),
            lambda: context.go("pupils"),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tabs)
        self.shown.addWidget(self.nothing)
        self.act = button("Record complete", self.record, "main", "Record every review that lacks nothing")
        head = row(PlainLabel("Reviews", "title", wrap=False), self.who.widget, self.soon.widget, None, self.act)
        self.tabs.setCornerWidget(self.counted)
        layout = column(head, self.shown, margin=16, gap=6, grows=self.shown)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.setFocusProxy(self.ratings.table)
        self.tabs.currentChanged.connect(
            lambda place: self.setFocusProxy(self.endings.table if place else self.ratings.table)
        )

    def here(self) -> dict[str, object]:
        """The class, and which of the tables."""
        return self.pages()[self.tabs.currentIndex()][0]

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """The targets to rate, and the views and decisions."""
        name = str(self.who.value() or "")
        both = enumerate((self.ratings, self.endings))
        return [({"class_name": name, "tab": place}, part) for place, part in both]

    def arrive(self, **place: object) -> None:
        """Show a class (`class_name`) and a table (`tab`) when one is named."""
        name = place.get("class_name")
        if isinstance(tab := place.get("tab"), int):
            self.tabs.setCurrentIndex(tab)
        if isinstance(name, str):
            self._offer_classes()
            self.who.show(name)
            self.reload()

    def reload(self) -> None:
        """Read every open review of the group."""
        self._offer_classes()
        group = Group(str(self.who.value() or ""), bool(self.soon.value()))
        self.found = class_reviews.in_hand(self.context.store, group)
        self.ratings.show_reviews(self.found)
        self.endings.show_reviews(self.found)
        self.shown.setCurrentWidget(self.tabs if self.found else self.nothing)
        self.recount()

    def catch_up(self, changed: Changed) -> None:
        """Read anew what something else changed; a list keeps its place."""
        del changed
        self.reload()

    def renew(self, pupil_id: str) -> None:
        """Read one pupil's review anew, after a word of it was kept from here."""
        for place, one in enumerate(self.found):
            if one.pupil_id == pupil_id:
                self.found[place] = class_reviews.again(self.context.store, one)
                self.ratings.renew(self.found[place])
                self.endings.renew(place, self.found[place])
        self.recount()

    def recount(self) -> None:
        """Say how far it is."""
        total = sum(len(one.page.lines) for one in self.found)
        rated = sum(one.rated for one in self.found)
        ready = sum(not one.lacks for one in self.found)
        self.counted.setText(f"{rated} of {total} targets rated; {ready} of {len(self.found)} complete")
        self.act.setEnabled(ready > 0)

    def record(self) -> None:
        """Record every review that lacks nothing."""
        self.flush()
        made: list[str] = []
        if self.attempt(lambda: made.extend(class_reviews.record_complete(self.context.store, self.found))):
            self.reload()
            words = "1 review is" if len(made) == 1 else f"{len(made)} reviews are"
            self.context.done(f"{words} recorded, and the next cycles are open. Ctrl+Z takes it back.", "good")

    def actions_here(self) -> list[Action]:
        """Recording, from the palette too."""
        return [Action("reviews.record", "Record the complete reviews", self.record, "", "Edit")]

    def flush(self) -> None:
        """Keep the cell that is being typed in."""
        for table in (self.ratings.table, self.endings.table):
            table.commit_open()

    def _offer_classes(self) -> None:
        names = class_reviews.classes(self.context.store)
        kept = self.who.value()
        self.who.offer([("", "Every class"), *((name, name) for name in names)])
        self.who.show(kept if kept in names else "")
