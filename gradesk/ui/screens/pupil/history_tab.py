"""What was done about this pupil, day by day; what was deleted, to bring back; who has which papers; who asks for everything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.services.custody import gone, history
from gradesk.services.pupils import access
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.parts.told_history import HistoryTree, gone_line
from gradesk.ui.screens.pupil.access.card import AccessCard
from gradesk.ui.screens.pupil.copies_card import Copies
from gradesk.ui.screens.pupil.panel import Panel

FEW = 3  # deleted records that stand unfolded


class HistoryTab(Panel):
    """Reads the journal; what was deleted and the copies given are folded under one line of buttons."""

    kinds = frozenset(
        {"given_copy", "passport_version", "plan_version", "staff_member", "access_request", "access_decision"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tree = HistoryTree(context)
        self._gone = QVBoxLayout()
        self.gone = QFrame()
        self.gone.setLayout(self._gone)
        self.copies = Copies(self)
        self.given = card(PlainLabel("Copies given", "heading"), self.copies)
        self.gone_button = _folds(self.gone, "Deleted, and kept")
        self.given_button = _folds(self.given, "Copies given")
        self.asked = AccessCard(self)
        self.asked_button = _folds(self.asked, "Everything, for whoever asks")
        self.asked_button.toggled.connect(lambda shown: self.asked.open() if shown else None)
        self.copies.line.textChanged.connect(lambda words: self.given_button.setChecked(True) if words else None)
        self.setLayout(
            column(
                flow(self.gone_button, self.given_button, self.asked_button),
                self.gone,
                self.asked,
                self.tree,
                self.given,
                margin=16,
                gap=8,
                grows=self.tree,
            )
        )

    def turn_words(self) -> None:
        """There is nothing to open on what was."""
        self.remark("Nothing is changed here; it tells what was.")

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Take a request for everything in hand."""
        if record in {one.uuid for one in access.of_pupil(self.context.store, self.pupil_id)}:
            self.asked_button.setChecked(True)
            return self.asked.open(record)
        return super().go_to(record, at)

    def reload(self) -> None:
        """Read journal and copies anew."""
        self.copies.show_pupil(self.pupil_id)
        self.asked.show_pupil()
        self.tree.show_entries(history.entries(self.context.store, self.pupil_id))
        self._show_gone()

    def _show_gone(self) -> None:
        clear(self._gone)
        found = gone.of_pupil(self.context.store, self.pupil_id)
        self.gone_button.setVisible(bool(found))
        self.gone_button.setText(f"Deleted, and kept: {len(found):,}")
        self.gone_button.setChecked(0 < len(found) <= FEW)
        for one in found[:20]:
            self._gone.addLayout(gone_line(one, partial(self._restore, one.kind, one.uuid)))

    def _restore(self, kind: str, uuid: str) -> None:
        if self.attempt(lambda: history.bring_back(self.context.store, kind, uuid)):
            self.context.done("It is back.", "good")


def _folds(part: QWidget, words: str) -> QPushButton:
    """A button that shows a part and hides it again; folded to begin with."""
    made = button(words, lambda: part.setVisible(made.isChecked()), "choice")
    made.setCheckable(True)
    made.toggled.connect(part.setVisible)
    part.hide()
    return made
