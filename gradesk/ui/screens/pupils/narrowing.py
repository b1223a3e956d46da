"""The filters above the register: one box for each, the list of leavers or deleted, and filters kept under a name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from gradesk.services.pupils import register
from gradesk.services.pupils.register import Criteria
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.labels import caption
from gradesk.ui.kit.layouts import column, flow

FILTERS = {
    "status": "Status",
    "layer": "Layer",
    "need": "Need",
    "year_group": "Year",
    "class_name": "Class",
    "key_adult": "Key adult",
    "lead": "Lead",
    "plan_state": "Plan",
    "passport": "Passport",
}
SCOPES = (("roll", "On roll"), ("leavers", "Leavers"), ("deleted", "Deleted"))


class Narrowing(QWidget):
    """Says what the list is narrowed to. `narrowed` when a box changed; `adopted` when a whole set of criteria did."""

    narrowed = Signal()
    adopted = Signal(object)
    keep_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.boxes = {name: self._box(label) for name, label in FILTERS.items()}
        for box in self.boxes.values():
            box.activated.connect(lambda _index: self.narrowed.emit())
        self.scope = self._box("Which list")
        for code, label in SCOPES:
            self.scope.addItem(label, code)
        self.scope.activated.connect(lambda _index: self.narrowed.emit())
        self.saved = self._box("Saved filters")
        self.saved.activated.connect(self._use_saved)
        self.setLayout(
            column(
                flow(
                    *self.boxes.values(),
                    self.scope,
                    self.saved,
                    button("Save this filter", self.keep_asked.emit),
                    button("Clear", lambda: self.adopted.emit(Criteria())),
                )
            )
        )

    def chosen(self, search: str) -> Criteria:
        """The criteria as the boxes stand, with what is searched for."""
        values = {name: box.currentData() or "" for name, box in self.boxes.items()}
        return Criteria(search=search, scope=self.scope.currentData(), **values)

    def show_criteria(self, criteria: Criteria) -> None:
        """Let the boxes stand as the criteria say."""
        for name, box in self.boxes.items():
            box.setCurrentIndex(max(box.findData(getattr(criteria, name)), 0))
        self.scope.setCurrentIndex(max(self.scope.findData(criteria.scope), 0))

    def offer(self, criteria: Criteria) -> None:
        """Offer what the school has now, and keep what is chosen."""
        for name, choices in register.choices(self._context.store).items():
            box = self.boxes[name]
            box.clear()
            box.addItem(f"{FILTERS[name]}: any", "")
            for choice in choices:
                box.addItem(f"{FILTERS[name]}: {choice.label}", choice.value)
        self.show_criteria(criteria)
        self.saved.clear()
        self.saved.addItem("Saved filters", None)
        for kept in register.saved_filters(self._context.store):
            self.saved.addItem(kept.name, kept)
        if self.saved.count() > 1:
            self.saved.addItem("Forget a filter …", "forget")
        self.saved.setVisible(self.saved.count() > 1)

    def _box(self, name: str) -> QComboBox:
        box = CalmComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _use_saved(self, index: int) -> None:
        kept = self.saved.itemData(index)
        self.saved.setCurrentIndex(0)
        if kept == "forget":
            self._forget()
        elif kept is not None:
            self.adopted.emit(register.criteria_of(kept))

    def _forget(self) -> None:
        menu = QMenu(self)
        for kept in register.saved_filters(self._context.store):
            menu.addAction(caption(kept.name), partial(register.delete_filter, self._context.store, kept.uuid))
        menu.exec(self.saved.mapToGlobal(self.saved.rect().bottomLeft()))
