"""Erasing one pupil for good: what would go is counted first, a reason chosen, and the passphrase typed once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from gradesk.model.pupils.leaving import ERASURE_REASONS
from gradesk.services.custody.erasing import WillGo
from gradesk.services.safekeeping import erasing
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, TickEditor
from gradesk.ui.kit.forms.form import Unsent
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.stepping_up import StepUp


class ErasePart(QFrame):
    """Nothing goes before all three were answered; where something stands against it, that is said instead."""

    def __init__(self, context: Context, gone: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._gone = context, gone
        self._pupil_id = ""
        self._task: tasks.Task | None = None
        self.begin = button("Count what would go …", self.count)
        self.told = SpokenLabel("")
        self.reason = ChoiceEditor(
            [("", "Choose why"), *((code, ERASURE_REASONS.label(code)) for code in erasing.REASONS)]
        )
        self.reason.widget.setAccessibleName("Why this pupil is erased")
        self.reason.fit_contents()
        self.note = LineEditor()
        self.note.line.setPlaceholderText("Note for the certificate, naming nobody")
        self.note.line.setAccessibleName("Note for the certificate, naming nobody")
        self._half_typed = Unsent(self.note, "note of an erasure")
        self.meant = TickEditor("Has not left: erase all the same")
        self.again = StepUp(lambda: context.store, "Erase for good", self._erase)
        self._asked = QWidget()
        self._asked.setLayout(column(flow(self.reason.widget, self.meant.widget), self.note.line, self.again))
        self.setLayout(
            column(
                PlainLabel("Erase for good: Undo does not bring it back", "field"),
                self.told,
                self._asked,
                flow(self.begin),
            )
        )
        self.put_away()

    def show_pupil(self, pupil_id: str) -> None:
        """Be about another pupil; nothing is counted yet."""
        self.put_away()
        self._pupil_id = pupil_id

    def renew(self) -> None:
        """Say what stands against it."""
        if not self._pupil_id or self._task is not None:
            return
        against = erasing.refusal(self._context.store, self._pupil_id)
        self.begin.setEnabled(not against)
        if against:
            self._tell(against)
            self._asked.hide()
        elif not self._asked.isVisibleTo(self):
            self._tell("")

    def put_away(self) -> None:
        """Nothing is erased."""
        self._pupil_id = ""
        self.reason.show("")
        self.meant.show(False)
        self._half_typed.clear()
        self.note.show("")
        self.again.put_away()
        self._asked.hide()
        self.begin.setEnabled(True)
        self._tell("")

    def count(self) -> None:
        """Count what would go, beside the work."""
        if self._task is not None:
            return
        store, pupil_id = self._context.store, self._pupil_id
        self._tell("Counting what would go …")
        self._task = tasks.start(lambda _count: erasing.foresee(store, pupil_id), self)
        self._task.done.connect(self._counted)
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def _counted(self, will: WillGo) -> None:
        self._task = None
        on_roll: list[bool] = []
        if not self._context.attempt(lambda: on_roll.append(erasing.is_on_roll(self._context.store, self._pupil_id))):
            return
        early = erasing.too_early(self._context.store, self._pupil_id)
        self._tell("\n".join([*([f"! {early}"] if early else []), *erasing.said(will)]))
        self.meant.widget.setVisible(on_roll[0])
        self._asked.show()
        self.again.ask()
        self.reason.widget.setFocus()

    def _erase(self) -> None:
        store, pupil_id = self._context.store, self._pupil_id
        reason, note, meant = self.reason.value(), self.note.value(), bool(self.meant.value())
        self.begin.setEnabled(False)
        self._context.say("Erasing, and writing the file anew without its free pages …", "info")
        self._task = tasks.start(
            lambda _count: erasing.erase(store, pupil_id, reason, note, although_on_roll=meant), self
        )
        self._task.done.connect(self._done)
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def _done(self, number: int) -> None:
        self._task = None
        self._gone()
        self._context.say(
            f"Erased for good; certificate no. {number} stays. Backups made before still hold the pupil: see below.",
            "good",
        )

    def _refused(self, words: str) -> None:
        self._task = None
        self.begin.setEnabled(True)
        self._context.say(words, "problem")
        self.again.ask() if self._asked.isVisibleTo(self) else self._tell("")

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
