"""Words under their headings, to be read: what a plan, a passport or a review says, as a page and not as a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gradesk.model.plans.cycle import TargetOutcome
from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column
from gradesk.ui.looks.look import Look

# What a review found of a target, and the words of its rating.
Found = tuple[TargetOutcome, str]


def found_facts(found: Found, say: Callable[[str], str]) -> list[tuple[str, str]]:
    """What a review found of one target, under its headings."""
    outcome, rated = found
    own = PUPIL_RATINGS.label(outcome.pupil_rating) if outcome.pupil_rating else ""
    return [
        ("Outcome", rated),
        (say("{Pupil}’s own rating"), own),
        ("Evidence", outcome.evidence),
        ("Support really given", outcome.support_given),
    ]


class Facts(QWidget):
    """Words under their headings, two beside each other where there is room; what is empty is left out."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._shown: tuple[int, list[tuple[str, str]]] = (0, [])
        look.heed(self, self._laid_out)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show what is said; built anew only where it changed."""
        self._show([(name, words.strip()) for name, words in facts if words.strip()])

    def _laid_out(self) -> None:
        self._show(self._shown[1])

    def _show(self, said: list[tuple[str, str]]) -> None:
        columns = 1 if self._look.theme.is_large else 2
        if (columns, said) == self._shown:
            return
        self._shown = (columns, said)
        clear(self._grid)
        for index in range(2):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        for place, (name, words) in enumerate(said):
            cell = QWidget()
            cell.setLayout(column(PlainLabel(name, "field"), PlainLabel(words), gap=2))
            self._grid.addWidget(cell, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
