"""Everyday strategies that Gradesk suggests: tick several and add them to the whole school or to a class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import adjustments
from gradesk.services.plans.adjustments import SCHOOL, Place
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

TALL = 320  # pixels at the usual size of text


class Suggesting(QFrame):
    """The suggestions of an area that the chosen place does not have yet, in a list to tick."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._there: dict[str, set[str]] = {}
        self.area = ChoiceEditor([("", "All areas"), *((term.code, term.label) for term in AREAS)])
        self.area.widget.setAccessibleName("Area of need")
        self.area.edited.connect(self._fill)
        self.place = ChoiceEditor([(SCHOOL, "Whole school")])
        self.place.widget.setAccessibleName("Add to")
        self.place.edited.connect(self._fill)
        for box in (self.area, self.place):
            box.fit_contents()
        self.ticks = TickList("Suggestions")
        self.ticks.setFixedHeight(context.look.theme.px(TALL))
        self.ticks.ticked_changed.connect(self._count)
        self._act = button("Add", self.add, "main")
        self.setLayout(
            column(
                PlainLabel("Suggestions", "heading"),
                PlainLabel(
                    "Tick with Space what you do already or want to begin; change the words afterwards.", "quiet"
                ),
                flow(
                    PlainLabel("Add to", "field", wrap=False),
                    self.place.widget,
                    PlainLabel("from", "field", wrap=False),
                    self.area.widget,
                ),
                self.ticks,
                flow(self._act),
                margin=14,
            )
        )
        context.look.heed(self, lambda: self.ticks.setFixedHeight(context.look.theme.px(TALL)))

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer what the places do not have yet."""
        self.place.offer([(place.class_name, place.class_name or "Whole school") for place in places])
        self._there = {place.class_name: {row.words.casefold() for row in place.now} for place in places}
        self._fill()

    def add(self) -> None:
        """Add everything that is ticked, in one step."""
        wanted, place, added = self.ticks.ticked(), self.place.value() or SCHOOL, []
        if self._context.attempt(lambda: added.append(adjustments.add_suggested(self._context.store, wanted, place))):
            self._context.done(f"{added[0]} added to {place or 'the whole school'}. Ctrl+Z takes them back.", "good")

    def _fill(self) -> None:
        there = self._there.get(self.place.value() or SCHOOL, set())
        area = self.area.value()
        self.ticks.show_lines(
            [
                Tickable(one.words, one.words, AREAS.label(one.area))
                for one in adjustments.suggestions()
                if (not area or one.area == area) and one.words.casefold() not in there
            ]
        )
        self._count()

    def _count(self) -> None:
        number = len(self.ticks.ticked())
        self._act.setEnabled(number > 0)
        self._act.setText(f"Add the {number} ticked" if number else "Add what is ticked")
