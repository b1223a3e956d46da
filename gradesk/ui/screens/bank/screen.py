"""The bank: targets and strategies to start from, shipped and the school's own, and the checks of wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import bank
from gradesk.services.plans.bank import Entry
from gradesk.store.work import Changed
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.picker import BankPicker, PickerRow
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screen import Screen
from gradesk.ui.screens.bank.entry import EntryView, beside
from gradesk.ui.screens.bank.rules import RulesCard

AGES = range(2, 20)  # years


class BankScreen(Screen):
    """Left what is found, right all of the chosen one; on the second tab the checks."""

    kinds = frozenset({"bank_entry", "switched_off"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._entries: dict[object, Entry] = {}
        self.kind = ChoiceEditor([("", "All kinds"), ("target", "Targets"), ("strategy", "Strategies")])
        self.age = ChoiceEditor([(None, "All ages"), *((age, f"Age {age}") for age in AGES)])
        for editor, name in ((self.kind, "Kind"), (self.age, "Age in years")):
            editor.fit_contents()
            box: Any = editor.widget
            box.setMinimumContentsLength(10)  # as long as the longest
            editor.widget.setAccessibleName(name)
        self.entry = EntryView(context, self._renew_list, self._made)
        self.picker = BankPicker(
            self._find, AREAS, more=(self.kind.widget, self.age.widget), aside=ScrollPage(self.entry)
        )
        for editor in (self.kind, self.age):
            editor.edited.connect(self.picker.search)
        self.picker.shown.connect(self._show)
        self.picker.picked.connect(lambda _what: self._go_into())
        self.picker.closed.connect(self.picker.line.clear)
        self.rules = RulesCard(context)
        self.tabs = CalmTabs()
        self.tabs.addTab(self._bank(), "Targets and strategies")
        self.tabs.addTab(ScrollPage(self.rules), "Checks of wording")
        self.tabs.setAccessibleName("Bank")
        self.tabs.head_with(
            PlainLabel("Bank", "title", wrap=False),
            button("Add a target", lambda: self._add("target"), "main", "A target of your school’s own"),
            button("Add a strategy", lambda: self._add("strategy"), "", "A strategy of your school’s own"),
        )
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.setFocusProxy(self.picker)
        self._is_large = context.look.theme.is_large
        context.look.heed(self, self._looked)

    def _looked(self) -> None:
        was_large, self._is_large = self._is_large, self.context.look.theme.is_large
        if was_large != self._is_large:
            self.picker.search()

    def here(self) -> dict[str, object]:
        """The entry that is open."""
        shown = self.entry.entry
        return {"record": str(shown.key)} if shown is not None and not self.tabs.currentIndex() else {}

    def arrive(self, **place: object) -> None:
        """Show an entry (`record`)."""
        if isinstance(key := place.get("record"), str):
            self.tabs.setCurrentIndex(0)
            self.picker.search()
            self.picker.show_what(key)

    def reload(self) -> None:
        """Find anew, and tick what is on."""
        self.picker.search()
        self._show(self.picker.current)
        self.rules.reload()

    def concerns(self, changed: Changed) -> bool:
        """Its own changes are shown as they are made."""
        return changed.initiator not in (self.entry, self.rules) and super().concerns(changed)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.entry.flush()

    def _bank(self) -> QWidget:
        page = QWidget()
        page.setObjectName("scrolled")
        inside = column(self.picker)
        inside.setContentsMargins(0, 6, 0, 0)
        page.setLayout(inside)
        return page

    def _find(self, typed: str, area: str, _age: int | None) -> Sequence[PickerRow]:
        found = bank.find(self.context.store, str(self.kind.value() or ""), typed, area, self.age.value())
        self._entries = {entry.key: entry for entry in found}
        # At large text the list shows words alone, so that several are in sight; the rest of each stands beside it.
        is_large = self.context.look.theme.is_large
        return [PickerRow(entry.key, _line(entry), "" if is_large else beside(entry)) for entry in found]

    def _show(self, key: object) -> None:
        entry = self._entries.get(key)
        if not self.entry.show_entry(entry) and self.entry.entry is not None:
            self.picker.show_what(self.entry.entry.key)

    def _renew_list(self) -> None:
        # The words that were typed stay in sight, even where they are no longer what is searched for.
        shown = self.entry.entry
        self.picker.shown.disconnect(self._show)
        try:
            self.picker.search()
            if shown is not None:
                self.picker.show_what(shown.key)
        finally:
            self.picker.shown.connect(self._show)

    def _add(self, kind: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.flush()
        made: list[str] = []
        area = str(self.picker.area.value() or "C&L")
        age = self.age.value()
        values = {"kind": kind, "area": area}
        if age is not None:
            values |= {"from_age": age, "to_age": age}
        if self.attempt(lambda: made.append(bank.add(self.context.store, values))):
            self._made(made[0])

    def _made(self, uuid: str) -> None:
        if uuid not in self._entries:
            self.picker.line.clear()
            self.kind.show("")
            self.picker.area.show("")
        self.picker.search()
        self.picker.show_what(uuid)
        self._show(uuid)
        self._go_into()

    def _go_into(self) -> None:
        if self.entry.form is not None:
            self.entry.form.focus_on("words")


def _line(entry: Entry) -> str:
    words = entry.words.strip().rstrip(",") or "no words yet"
    return words[0].upper() + words[1:]
