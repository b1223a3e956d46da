"""Ways to help from the bank, in words a pupil can say: read out, and taken into the passport when the pupil agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.year_group import age_on
from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import bank
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.picker import BankPicker, PickerRow
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

LIST_HEIGHT = 250  # pixels at the usual size of text
MOST = 60  # entries in sight; more are found by another word


class WaysToHelp(QWidget):
    """A button that opens the bank's strategies in the first person; `taken` gets the words of each that is chosen."""

    def __init__(self, context: Context, taken: Callable[[str], object]) -> None:
        super().__init__()
        self._context = context
        self.open = button("Choose from the bank", self._fold, "link", "Ways to help in a pupil’s words")
        self.told = PlainLabel("", "quiet")
        self.picker = BankPicker(self._find, AREAS)
        self.picker.picked.connect(lambda words: taken(str(words)))
        self.picker.closed.connect(self._fold)
        self._inside = QWidget()
        self._inside.setLayout(column(self.told, self.picker))
        self._inside.hide()
        self.setLayout(column(flow(self.open), self._inside, gap=4))
        context.look.heed(self, self._measure)
        self._measure()

    def show_pupil(self, pupil: Pupil) -> None:
        """Search for what suits a pupil's age."""
        born, today = pupil.date_of_birth, self._context.store.clock.today()
        self.told.setText(
            f"Read it out, and take it with Enter when {pupil.first_name} says that it helps. Escape closes."
        )
        self.picker.set_age(age_on(born, today) if born else None)

    def _fold(self) -> None:
        opened = self._inside.isHidden()
        self._inside.setVisible(opened)
        self.open.setText("Close the bank" if opened else "Choose from the bank")
        (self.picker.line if opened else self.open).setFocus()

    def _find(self, typed: str, area: str, age: int | None) -> Sequence[PickerRow]:
        found = [
            entry for entry in bank.find(self._context.store, "strategy", typed, area, age) if entry.passport_words
        ]
        return [
            PickerRow(
                entry.passport_words, entry.passport_words, AREAS.label(entry.area), f"What adults do: {entry.words}"
            )
            for entry in found[:MOST]
        ]

    def _measure(self) -> None:
        self.picker.setFixedHeight(self._context.look.theme.px(LIST_HEIGHT))
