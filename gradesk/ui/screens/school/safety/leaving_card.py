"""Everything of the school as open files: for another program, for an archive, for the day Gradesk is no more."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame

from gradesk.services.safekeeping import exporting
from gradesk.services.safekeeping.exporting import Exported
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.stepping_up import StepUp


class LeavingCard(QFrame):
    """Written beside the work into a new folder, after the passphrase was typed once more."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: tasks.Task | None = None
        self.setProperty("role", "card")
        self.again = StepUp(lambda: context.store, "Choose a folder …", self.choose)
        self.begin = button("Everything as open files …", self.again.ask)
        self.stop = button("Stop", self._stop, "link")
        self.told = SpokenLabel("", "quiet")
        self.setLayout(
            column(
                PlainLabel("Out of Gradesk", "heading"),
                PlainLabel(
                    "Every record as JSON with a schema and as tables for a spreadsheet, pictures and documents as files, the "
                    "history to read. An equal school can be built of them again: gradesk rebuild. They are plain files, NOT "
                    "ENCRYPTED: whoever has the folder reads every word about every child.",
                    "quiet",
                ),
                self.again,
                self.told,
                flow(self.begin, self.stop),
                margin=14,
            )
        )
        self._rest()

    def reload(self) -> None:
        """What was half asked is asked anew."""
        self.again.put_away()

    def choose(self) -> None:
        """Ask for a folder, and write into it."""
        folder = self._context.ask.folder(self, "An empty folder for the open files", str(self._context.ask.place()))
        if folder is None or self._task is not None:
            return
        store = self._context.store
        self.told.setText("Writing open files …")
        self.told.show()
        self.stop.show()
        self.begin.setEnabled(False)
        self._task = tasks.start(lambda count: exporting.export(store, folder, count), self)
        self._task.counted.connect(lambda done, of: self.told.setText(f"Writing open files … {done:,} of {of:,}"))
        self._task.done.connect(lambda made: self._made(made, folder))
        self._task.refused.connect(lambda words: self._ended(words, "problem"))
        self._task.stopped.connect(lambda: self._ended("Stopped; nothing is left of the open files.", "info"))
        tasks.begin(self._task)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()

    def _made(self, made: Exported, folder: Path) -> None:
        self._ended(
            f"{made.records:,} records and {made.files:,} pictures and documents lie in {folder}. Nothing there is encrypted: "
            "keep it where such papers are kept, and delete it when it is not needed.",
            "good",
        )

    def _ended(self, words: str, tone: str) -> None:
        self._task = None
        self._rest()
        self._context.say(words, tone)

    def _rest(self) -> None:
        self.told.hide()
        self.stop.hide()
        self.begin.setEnabled(True)
