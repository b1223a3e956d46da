"""Interventions: the catalogue on the left, the chosen one on the right, and one key to begin it for pupils."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.term import blocks
from gradesk.model.vocabulary import AREAS
from gradesk.services.term import interventions
from gradesk.services.term.interventions import Entry
from gradesk.store.work import Changed
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.picker import BankPicker, PickerRow
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, row
from gradesk.ui.screen import Screen
from gradesk.ui.screens.interventions.beginning import Beginning
from gradesk.ui.screens.interventions.entry import InterventionView, beside

AGES = range(3, 20)  # years


class InterventionsScreen(Screen):
    """Left what is found, right all of the chosen one; beginning it takes the place of both until it is done or left."""

    kinds = frozenset({"intervention", "school_measure"})
    written_here = frozenset({"intervention"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._entries: dict[object, Entry] = {}
        self.phase = ChoiceEditor([("", "All phases"), *((term.code, term.label) for term in blocks.PHASES)])
        self.age = ChoiceEditor([(None, "All ages"), *((age, f"Age {age}") for age in AGES)])
        for editor, name in ((self.phase, "Phase"), (self.age, "Age in years")):
            editor.fit_contents()
            box: Any = editor.widget
            box.setMinimumContentsLength(10)  # as long as the longest
            editor.widget.setAccessibleName(name)
        self.entry = InterventionView(context, self._renew_list, self._made, self.begin)
        self.picker = BankPicker(
            self._find, AREAS, more=(self.phase.widget, self.age.widget), aside=ScrollPage(self.entry)
        )
        self.picker.line.setPlaceholderText("Find an intervention, such as: reading, talk, worries")
        self.picker.nothing.setText("No intervention has all of these words; add one of your own.")
        for editor in (self.phase, self.age):
            editor.edited.connect(self.picker.search)
        self.picker.shown.connect(self._show)
        self.picker.picked.connect(lambda _what: self.begin())
        self.picker.closed.connect(self.picker.line.clear)
        self.beginning = Beginning(context, self._begun, self.leave)
        self._page = ScrollPage(self.beginning)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.picker)
        self.stack.addWidget(self._page)
        self._add = button("Add an intervention", self.add, "", "One of your school’s own")
        head = row(PlainLabel("Interventions", "title", wrap=False), None, self._add)
        layout = column(head, self.stack, margin=16, gap=10, grows=self.stack)
        layout.setContentsMargins(16, 10, 16, 10)
        self.setLayout(layout)
        self.setFocusProxy(self.picker)
        self._is_large = context.look.theme.is_large
        context.look.heed(self, self._looked)

    @property
    def is_beginning(self) -> bool:
        """Whether one is being begun just now."""
        return self.stack.currentWidget() is self._page

    def here(self) -> dict[str, object]:
        """The one that is open."""
        return {"record": self.entry.entry.code} if self.entry.entry is not None else {}

    def arrive(self, **place: object) -> None:
        """Show one (`record`)."""
        if isinstance(key := place.get("record"), str):
            self.leave()
            self.picker.search()
            self.picker.show_what(key)

    def reload(self) -> None:
        """Find anew."""
        self.picker.search()
        self._show(self.picker.current)

    def concerns(self, changed: Changed) -> bool:
        """Its own changes are shown as they are made."""
        return changed.initiator is not self.entry and super().concerns(changed)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.entry.flush()

    def actions_here(self) -> list[Action]:
        """Beginning the one in hand, and adding one, by key."""
        return [
            Action("interventions.begin", "Begin the intervention for …", self.begin, "Ctrl+B", "Go"),
            Action("interventions.add", "Add an intervention", self.add, "Ctrl+N", "Go"),
        ]

    def begin(self) -> None:
        """Choose for whom the one in hand is begun."""
        self.flush()
        found = self.entry.entry and interventions.entry(self.context.store, self.entry.entry.code)
        if not found or self.is_beginning or self.entry.unkept():
            return
        self.stack.setCurrentWidget(self._page)
        self._add.hide()
        self.setFocusProxy(self.beginning.ticks)
        self.beginning.show_entry(found)

    def leave(self) -> None:
        """Back to the catalogue, with nothing begun."""
        if not self.is_beginning:
            return
        self.stack.setCurrentWidget(self.picker)
        self._add.show()
        self.setFocusProxy(self.picker)
        self.picker.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Add one of the school's own, in the area that is looked at."""
        self.leave()
        self.flush()
        made: list[str] = []
        values = {"area": area} if (area := self.picker.area.value()) else {}
        if self.attempt(lambda: made.append(interventions.add(self.context.store, values))):
            self._made(made[0])

    def _begun(self, uuid: str, pupil_id: str) -> None:
        self.leave()
        self.context.go("pupil", pupil_id=pupil_id, tab="timeline", record=uuid)

    def _find(self, typed: str, area: str, _age: int | None) -> Sequence[PickerRow]:
        found = interventions.find(self.context.store, typed, area, self.age.value(), str(self.phase.value() or ""))
        self._entries = {entry.code: entry for entry in found}
        # At large text the list shows names alone, so that several are in sight; the rest of each stands beside it.
        is_large = self.context.look.theme.is_large
        return [PickerRow(one.code, one.name or "No name yet", "" if is_large else beside(one)) for one in found]

    def _show(self, key: object) -> None:
        if not self.entry.show_entry(self._entries.get(key)) and self.entry.entry is not None:
            self.picker.show_what(self.entry.entry.code)

    def _renew_list(self) -> None:
        # The words that were typed stay in sight, even where they are no longer what is searched for.
        shown = self.entry.entry
        self.picker.shown.disconnect(self._show)
        try:
            self.picker.search()
            if shown is not None:
                self.picker.show_what(shown.code)
        finally:
            self.picker.shown.connect(self._show)

    def _made(self, uuid: str) -> None:
        if uuid not in self._entries:
            self.picker.line.clear()
            for editor, value in ((self.phase, ""), (self.age, None), (self.picker.area, "")):
                editor.show(value)
        self.picker.search()
        self.picker.show_what(uuid)
        self._show(uuid)
        if self.entry.form is not None:
            self.entry.form.focus_on("name")

    def _looked(self) -> None:
        was_large, self._is_large = self._is_large, self.context.look.theme.is_large
        if was_large != self._is_large:
            self.picker.search()
