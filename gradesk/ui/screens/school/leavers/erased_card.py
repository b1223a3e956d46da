"""What was erased: a certificate each, and the backups that still hold somebody, with a way to make them anew."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gradesk.services.safekeeping import erasing
from gradesk.services.safekeeping.erasing import Renewed
from gradesk.store.backups.backup_names import Kept
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow


class ErasedCard(QFrame):
    """Names nobody."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: tasks.Task | None = None
        self.setProperty("role", "card")
        self._lines = QVBoxLayout()
        self.older = SpokenLabel("")
        self.renew = button("Make new backups and take those away", self.make_anew)
        self.setLayout(column(PlainLabel("Erased", "heading"), self._lines, self.older, flow(self.renew), margin=14))
        self.older.hide()
        self.renew.hide()

    def reload(self) -> None:
        """Show the certificates and what still holds who was erased."""
        clear(self._lines)
        found = erasing.certificates(self._context.store)
        for one in found:
            self._lines.addWidget(PlainLabel(one.words))
        if not found:
            self._lines.addWidget(
                PlainLabel("Nobody yet. A certificate stays here for each, which names nobody.", "quiet")
            )
        if found and self._task is None:
            self._look()

    def make_anew(self) -> None:
        """Make and prove new backups, then take those away that hold who was erased."""
        if self._task is not None:
            return
        store = self._context.store
        self.renew.setEnabled(False)
        self.older.setText("Making new backups …")
        self._task = tasks.start(lambda count: erasing.renew_backups(store, count), self)
        self._task.counted.connect(lambda done, of: self.older.setText(f"Making new backups … {done} of {of}"))
        self._task.done.connect(self._made)
        self._task.refused.connect(lambda words: self._ended(words, "problem"))
        tasks.begin(self._task)

    def _made(self, done: Renewed) -> None:
        words = f"Made and proved: {done.made:,}. Taken away, as they held who was erased: {done.taken_away:,}."
        self._ended(" ".join((words, *done.troubles)), "problem" if done.troubles else "good")

    def _ended(self, words: str, tone: str) -> None:
        self._task = None
        self._look()
        self._context.say(words, tone)

    def _look(self) -> None:
        """Read what the backups say of themselves, beside the work: a network drive may take its time."""
        store = self._context.store
        looking = tasks.start(lambda _count: erasing.older_backups(store), self)
        looking.done.connect(self._show_older)
        tasks.begin(looking)

    def _show_older(self, old: list[Kept]) -> None:
        if self._task is not None:
            return
        places = ", ".join(str(path) for path in erasing.places_of(old))
        count = f"{len(old):,} {'backup' if len(old) == 1 else 'backups'}"
        self.older.setText(
            f"{count} made before somebody was erased still hold that pupil, in {places}. Sticks that are not in now may hold "
            "more; when one is put back, who was erased is erased again."
            if old
            else ""
        )
        self.older.setVisible(bool(old))
        self.renew.setVisible(bool(old))
        self.renew.setEnabled(True)
