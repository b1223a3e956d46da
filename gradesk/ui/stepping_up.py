"""Who sits there is asked for the passphrase once more, before what cannot be called back: all of it leaves, or goes for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from gradesk.services.school import opening
from gradesk.store.keys.slots import SHEET
from gradesk.store.work import Store
from gradesk.ui import tasks
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.secret import secret
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

AGAIN = "The passphrase you opened Gradesk with, again"
CODE_AGAIN = "The code of the recovery sheet, again"
NO_CODE = "That is not the code this file was opened with; nothing was done. Type it again from the sheet."
WRONG = "That is not the passphrase this file was opened with; nothing was done. Type it again."


class StepUp(QFrame):
    """A line for the passphrase, beside the work: nothing goes on before it was typed, by whichever key or menu one came.

    It is tried off the window's thread, as long as opening takes; what was typed is forgotten as soon as it was tried.
    """

    def __init__(self, store: Callable[[], Store], deed: str, then: Callable[[], object]) -> None:
        super().__init__()
        self._store, self._then = store, then
        self._task: tasks.Task | None = None
        self.passphrase = secret(AGAIN)
        self.asked = PlainLabel(AGAIN, "field")
        self.asked.setBuddy(self.passphrase)
        self.passphrase.returnPressed.connect(self.check)
        self.told = SpokenLabel("", "problem")
        self.act = button(deed, self.check, "main")
        self.leave = button("Leave it", self.put_away, "link")
        self.setLayout(column(self.asked, self.passphrase, self.told, flow(self.act, self.leave)))
        self.put_away()

    def ask(self) -> None:
        """Show the line. Whoever came in with the recovery sheet has no passphrase to type: its code is what is asked for."""
        words = CODE_AGAIN if self._store().vault.holder == SHEET else AGAIN
        self.asked.setText(words)
        self.passphrase.setAccessibleName(words)
        self.show()
        self.passphrase.setFocus()

    def put_away(self) -> None:
        """Nothing is done, and what was typed is forgotten."""
        self.passphrase.clear()
        self._tell("")
        self.hide()

    def check(self) -> None:
        """Try what was typed, and go on where it is right."""
        store, typed = self._store(), self.passphrase.text()
        self.passphrase.clear()
        if self._task is not None:
            return
        if not typed:
            self._tell("Nothing was typed, so nothing was done.")
            self.passphrase.setFocus()
            return
        self.act.setEnabled(False)
        self._task = tasks.start(lambda _count: opening.is_its_passphrase(store, typed), self)
        self._task.done.connect(self._tried)
        self._task.refused.connect(self._wrong)
        tasks.begin(self._task)

    def _tried(self, is_right: bool) -> None:
        if not is_right:
            self._store().note("wrong")
            self._wrong(NO_CODE if self._store().vault.holder == SHEET else WRONG)
            return
        self._task = None
        self.act.setEnabled(True)
        self.put_away()
        self._then()

    def _wrong(self, words: str) -> None:
        self._task = None
        self.act.setEnabled(True)
        self._tell(words)
        self.passphrase.setFocus()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
