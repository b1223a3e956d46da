"""Choosing targets and strategies from the bank while a plan is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import bank
from gradesk.services.plans.bank import Entry
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.picker import BankPicker, PickerRow
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, row

LIST_HEIGHT = 340  # pixels at the usual size of text
MOST = 60  # entries in sight; more are found by another word


class BankCard(QWidget):
    """The bank beside a plan. `taken` gets each entry; the card stays open, so that three are chosen in a row.

    `is_taken` tells which stand in the plan already.
    """

    def __init__(
        self,
        context: Context,
        kind: str,
        age: int | None,
        taken: Callable[[Entry], object],
        closed: Callable[[], object],
        is_taken: Callable[[Entry], bool],
    ) -> None:
        super().__init__()
        self._context, self._kind, self._is_taken = context, kind, is_taken
        self.picker = BankPicker(self._find, AREAS, age)
        context.look.fit(self.picker, lambda theme: self.picker.setFixedHeight(theme.px(LIST_HEIGHT)))
        self.picker.picked.connect(taken)
        self.picker.picked.connect(lambda _entry: self.picker.search())  # to mark what is taken now
        self.picker.closed.connect(closed)
        heading = "Targets from the bank" if kind == "target" else "Strategies from the bank"
        told = "Type, Down and Enter take one, Escape closes. It is a start: [blanks] wait to be filled, F8 goes to the next."
        close = button("Close the bank", closed, "link")
        self.setLayout(
            column(
                card(
                    row(PlainLabel(heading, "heading", wrap=False), None, close), PlainLabel(told, "quiet"), self.picker
                )
            )
        )

    def focus_first(self) -> None:
        """Put the cursor where one types."""
        self.picker.line.setFocus()

    def _find(self, typed: str, area: str, age: int | None) -> Sequence[PickerRow]:
        found = bank.find(self._context.store, self._kind, typed, area, age)
        return [_row(entry, taken=self._is_taken(entry)) for entry in found[:MOST]]


def _row(entry: Entry, *, taken: bool) -> PickerRow:
    words = " ".join(part for part in (entry.words, entry.given, entry.standard) if part)
    own = "your school’s own, " if entry.own else ""
    words = f"In the plan already: {words}" if taken else words
    beside = f"{own}{AREAS.label(entry.area)}, {entry.from_age} to {entry.to_age} years"
    rest = [
        (entry.pupil_words, "In a pupil’s words"),
        (entry.baseline, "Starting point"),
        (entry.strategy, "What we do"),
    ]
    return PickerRow(entry, words, beside, "   ".join(f"{name}: {said}" for said, name in rest if said))
