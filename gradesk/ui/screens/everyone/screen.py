"""What every pupil gets: the everyday strategies of the whole school and of each class, so that plans need not list them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.services.plans import adjustments
from gradesk.services.plans.adjustments import SCHOOL, Place
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow, row
from gradesk.ui.parts.strategies import StrategyList
from gradesk.ui.screen import Screen
from gradesk.ui.screens.everyone.suggesting import Suggesting

DETAILS = ("area", "lessons", "starts_on", "ends_on")
MOST_CLASSES = 24  # of which each has a card; beyond that only those with something of their own
WHOLE = "Whole school"


class EveryoneScreen(Screen):
    """A card for the whole school and one for each class; suggestions to tick stand above them when asked for."""

    kinds = frozenset({"adjustment", "pupil"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lists: dict[str, StrategyList] = {}
        self._cards: dict[str, QFrame] = {}
        say = context.words().say
        self.counted = PlainLabel("", "quiet")
        self.suggesting = Suggesting(context)
        self.suggesting.hide()
        self.open_suggestions = button("Suggestions", self.suggest, "", "Everyday strategies to tick, several at once")
        self.empty = EmptyState(
            say("What does every {pupil} here get?"),
            "Write what the whole school and each class does every day. Plans then list only what is additional or "
            "different.",
            "Look at suggestions",
            self.suggest,
        )
        self._places = QVBoxLayout()
        self._places.setSpacing(12)
        self._another = ChoiceEditor([("", "Choose a class")])
        self._another.widget.setAccessibleName("Another class")
        self._another.edited.connect(self._begin_class)
        self._more = card(flow(PlainLabel("Another class", "field", wrap=False), self._another.widget))
        head = row(PlainLabel(say("What every {pupil} gets"), "title", wrap=False), self.counted, self.open_suggestions)
        head.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(column(head, self.suggesting, self.empty, self._places, self._more, None, margin=16, gap=12))
        self._begun: set[str] = set()
        self.setLayout(column(ScrollPage(inside)))

    def reload(self) -> None:
        """Show every place anew; what is being typed stays."""
        found = adjustments.places(self.context.store)
        many = len(found) > MOST_CLASSES + 1
        shown = [place for place in found if not many or self._has_own(place)]
        names = [place.class_name for place in shown]
        if names != list(self._cards):
            self._build(names)
        for place in shown:
            self.lists[place.class_name].show_place(place)
        self._another.offer([("", "Choose a class"), *((p.class_name, p.class_name) for p in found if p not in shown)])
        self._more.setVisible(many)
        count = sum(len(place.now) for place in found)
        self.empty.setVisible(count == 0 and not self.suggesting.isVisible())
        self.counted.setText(f"{count:,} strategies" if count != 1 else "1 strategy")
        self.suggesting.show_places(found)

    def suggest(self) -> None:
        """Show or hide the suggestions."""
        show = self.suggesting.isHidden()
        self.suggesting.setVisible(show)
        self.open_suggestions.setText("Hide suggestions" if show else "Suggestions")
        self.reload()
        if show:
            self.suggesting.area.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep what is being typed."""
        for shown in self.lists.values():
            shown.flush()

    def actions_here(self) -> list[Action]:
        """The suggestions from the palette too."""
        return [Action("everyone.suggest", "Suggestions for everyday strategies", self.suggest, "", "Edit")]

    def _has_own(self, place: Place) -> bool:
        name = place.class_name
        return name == SCHOOL or bool(place.now or place.ended) or name in self._begun

    def _begin_class(self) -> None:
        if self._another.value():
            name = self._another.value()
            self._begun.add(name)
            self.reload()
            self.lists[name].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, names: list[str]) -> None:
        """Put the cards in their order; those that stay are not made anew."""
        for name in [name for name in self._cards if name not in names]:
            self.lists.pop(name).flush()
            gone = self._cards.pop(name)
            self._places.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        fresh = {name: self._cards.get(name) or self._card(name) for name in names}
        self._cards = fresh
        for position, name in enumerate(names):
            self._places.insertWidget(position, fresh[name])

    def _card(self, name: str) -> QFrame:
        add = partial(adjustments.add, self.context.store, class_name=name)
        self.lists[name] = StrategyList(self.context, self, name or WHOLE, add, DETAILS, folded=True)
        self.lists[name].corrected.connect(self.reload)
        return card(PlainLabel(name or WHOLE, "heading"), self.lists[name])
