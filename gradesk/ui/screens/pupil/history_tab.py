"""What was done about this pupil: who has which papers; what was written when, by whom; what was deleted, to bring back."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from gradesk.services.custody import history
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, row
from gradesk.ui.screens.pupil.copies_card import Copies
from gradesk.ui.screens.pupil.panel import Panel

LONGEST = 300  # characters of a value shown


class HistoryTab(Panel):
    """Shows the copies given of all documents, and reads the journal."""

    kinds = frozenset({"given_copy", "passport_version", "plan_version", "staff_member"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["What", "Before", "After"])
        self.tree.setAccessibleName("History")
        self.tree.setWordWrap(True)
        self.tree.setMinimumHeight(260)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._deleted = QVBoxLayout()
        self.copies = Copies(self)
        self.setLayout(
            column(
                card(PlainLabel("Copies given", "heading"), self.copies),
                PlainLabel("Everything that was written, changed or deleted, newest first.", "quiet"),
                self._deleted,
                self.tree,
                margin=16,
                gap=12,
            )
        )

    def reload(self) -> None:
        """Read copies and journal anew."""
        self.copies.show_pupil(self.pupil_id)
        self.tree.clear()
        for entry in history.entries(self.context.store, self.pupil_id):
            local = entry.at.astimezone()
            undone = " (undone)" if entry.undone else ""
            item = QTreeWidgetItem([f"{local:%d/%m/%Y %H:%M}  {entry.label}{undone}  ({entry.actor})"])
            for change in entry.changes:
                item.addChild(
                    QTreeWidgetItem([f"{change.kind}: {change.label}", change.before[:LONGEST], change.after[:LONGEST]])
                )
            self.tree.addTopLevelItem(item)
            item.setFirstColumnSpanned(True)
        clear(self._deleted)
        gone = history.deleted(self.context.store, self.pupil_id)
        if gone:
            lines = [
                row(PlainLabel(words), button("Restore", partial(self._restore, kind, uuid)))
                for kind, uuid, words in gone[:20]
            ]
            self._deleted.addWidget(card(PlainLabel("Deleted, and kept", "heading"), *lines))

    def _restore(self, kind: str, uuid: str) -> None:
        if self.attempt(lambda: history.bring_back(self.context.store, kind, uuid)):
            self.context.done("It is back.", "good")
