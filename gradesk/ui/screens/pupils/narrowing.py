"""What the list is narrowed to: a menu to choose from, a chip for each filter that is set, and filters kept under a name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from gradesk.services.pupils import register
from gradesk.services.pupils.register import NONE, Choice, Criteria
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import caption
from gradesk.ui.kit.layouts import clear, flow

FILTERS = {
    "status": "Status",
    "layer": "Layer",
    "need": "Need",
    "year_group": "Year",
    "class_name": "Class",
    "key_adult": "Key adult",
    "lead": "Lead",
    "plan_state": "Plan",
    "review": "Review",
    "passport": "Passport",
    "scope": "List",
}
SCOPES = (Choice("roll", "On roll"), Choice("leavers", "Leavers"), Choice("deleted", "Deleted"))
READY = (("On the register", Criteria(status="KE")), ("Due in three weeks", Criteria(review="soon")))
# Why the list is empty, where another filter says nothing better.
NOBODY = {
    "status": "Nobody is on “{}”.",
    "layer": "Nobody is on “{}”.",
    "year_group": "Nobody is in {}.",
    "class_name": "Nobody is in {}.",
    "key_adult": "Nobody has {} as key adult.",
    "lead": "Nobody has {} as lead.",
    "plan_state": "Nobody has a plan that is “{}”.",
    "review": "Nobody has a review that is {}.",
    "passport": "Nobody has a passport that is {}.",
    "scope": "Nobody is under “{}”.",
}
USUAL = dataclasses.asdict(Criteria())


class Chip(QPushButton):
    """A filter that is set, in words; Enter, Space, Delete or a click takes it off."""

    def __init__(self, words: str, take_off: Callable[[], object]) -> None:
        super().__init__(caption(f"{words}  ×"))
        self.words = words
        self.setProperty("role", "chip")
        self.setAccessibleName(f"Take off the filter {words}")
        self.setToolTip("Take this filter off (Delete)")
        self.clicked.connect(lambda: take_off())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that take something away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Narrowing(QWidget):
    """Kept filters with how many they leave, then what is set. `adopted` carries the criteria a person chose."""

    adopted = Signal(object)
    keep_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._criteria = Criteria()
        self._choices: dict[str, list[Choice]] = {}
        self._kept: list[tuple[str, Criteria, int]] = []
        self.chips: list[Chip] = []
        self.saved: dict[str, QPushButton] = {}
        self._line = QVBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._line)

    def offer(self, criteria: Criteria) -> None:
        """Offer what the school has now, and count anew what each kept filter leaves."""
        store = self._context.store
        self._choices = register.choices(store) | {"scope": list(SCOPES)}
        kept = [(one.name, register.criteria_of(one)) for one in register.saved_filters(store)]
        anybody = register.count(store, Criteria())
        ready = READY if anybody else ()
        self._kept = [(name, found, register.count(store, found)) for name, found in (*ready, *kept)]
        self.show_criteria(criteria)

    def show_criteria(self, criteria: Criteria) -> None:
        """Show what is set; the focus stays among the chips when one of them went."""
        among = any(chip.hasFocus() for chip in self.chips)
        self._criteria = criteria
        clear(self._line)
        self.saved = {name: self._saved_chip(name, found, count) for name, found, count in self._kept}
        self.chips = [
            Chip(self.words(name), partial(self.adopted.emit, self.without(name))) for name in self.narrowed_by()
        ]
        shown = (*self.saved.values(), *self.chips)
        self.setVisible(bool(shown))
        if shown:
            self._line.addWidget(flow(*shown, gap=6))
        if among and self.chips:
            self.chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def narrowed_by(self) -> list[str]:
        """Which filters are set, beside the search."""
        return [name for name in FILTERS if getattr(self._criteria, name) != USUAL[name]]

    def without(self, name: str) -> Criteria:
        """What is set, but for one filter (or the search)."""
        return dataclasses.replace(self._criteria, **{name: USUAL[name]})

    def words(self, name: str) -> str:
        """A filter that is set, as people say it."""
        label = self._label(name)
        return f"“{label}”" if name == "search" else f"{FILTERS[name]}: {label}"

    def nobody(self, name: str) -> str:
        """That a filter alone leaves nobody, as people say it."""
        if getattr(self._criteria, name) == NONE:
            return f"Nobody is without a {FILTERS[name].lower()}."
        return NOBODY.get(name, "Nobody has “{}”.").format(self._label(name))

    def _label(self, name: str) -> str:
        value = str(getattr(self._criteria, name))
        return next((one.label for one in self._choices.get(name, ()) if one.value == value), value)

    def menu(self) -> QMenu:
        """Every filter with its choices, and what can be done with what is set."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, label in FILTERS.items():
            sub = menu.addMenu(label)
            among = QActionGroup(sub)
            usual = [Choice("", "Any")] if name != "scope" else []
            for choice in (*usual, *self._choices.get(name, ())):
                among.addAction(self._choice(sub, name, choice))
        menu.addSeparator()
        menu.addAction("Save what is set as a filter …", self.keep_asked.emit)
        if saved := register.saved_filters(self._context.store):
            forget = menu.addMenu("Forget a saved filter")
            for one in saved:
                forget.addAction(caption(one.name), partial(register.delete_filter, self._context.store, one.uuid))
        menu.addAction("Take all filters off", lambda: self.adopted.emit(Criteria()))
        return menu

    def open_below(self, anchor: QWidget) -> None:
        """Open the menu under a button, its first line in hand."""
        menu = self.menu()
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))
        menu.setActiveAction(menu.actions()[0])

    def _choice(self, menu: QMenu, name: str, choice: Choice) -> QAction:
        action = menu.addAction(caption(choice.label))
        action.setCheckable(True)
        action.setChecked(getattr(self._criteria, name) == choice.value)
        wanted = dataclasses.replace(self._criteria, **{name: choice.value})
        action.triggered.connect(lambda: self.adopted.emit(wanted))
        return action

    def _saved_chip(self, name: str, criteria: Criteria, count: int) -> QPushButton:
        is_on = criteria == self._criteria
        made = button(f"{name}  {count:,}", lambda: self.adopted.emit(Criteria() if is_on else criteria), "kept")
        made.setAccessibleName(f"Filter {name}: {count:,}{', in use' if is_on else ''}")
        made.setCheckable(True)
        made.setChecked(is_on)
        return made
