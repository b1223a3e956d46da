"""A bundle about a pupil: what it is for, what is missing, where it goes, who has it; put together off the window’s thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from gradesk.services.paper import copies, purposes
from gradesk.services.paper.purposes import Purpose
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.layouts import row
from gradesk.ui.screens.pupil.panel import Panel

if TYPE_CHECKING:
    from gradesk.documents.desk.bundle import gathering, handing
    from gradesk.documents.press import look
else:
    gathering = lazily("gradesk.documents.desk.bundle.gathering")
    handing = lazily("gradesk.documents.desk.bundle.handing")
    look = lazily("gradesk.documents.press.look")

SAVED = "The bundle is saved. It is not encrypted; treat it as you would the paper."
MOST_TOLD = 12  # sentences before one is asked to go on


class Bundling(QWidget):
    """The line that says how far it is, with Stop; hidden where nothing is made."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._task: tasks.Task | None = None
        self.told = SpokenLabel("", "quiet")
        self.stop = button("Stop", self._stop, "link")
        self.setLayout(row(self.told, self.stop, None))
        self.hide()

    def begin(self) -> None:
        """Ask what the bundle is for, and gather it."""
        if self._task is not None:
            return
        self._panel.flush()
        context, store, pupil_id = self._panel.context, self._panel.context.store, self._panel.pupil_id
        known = purposes.purposes()
        place = context.ask.choose(self, "A bundle", "What is it for?", [one.title for one in known])
        if place is None:
            return
        wanted = known[place]

        def work(count: Progress) -> tuple[gathering.Gathered, list[str]]:
            found = gathering.gather(store, wanted.code, pupil_id, look.USUAL, count)
            return found, handing.to_know(found)

        self._run(work, "Gathering the bundle …", partial(self._gathered, wanted, pupil_id))

    def _gathered(self, wanted: Purpose, pupil_id: str, result: tuple[gathering.Gathered, list[str]]) -> None:
        found, known = result
        context = self._panel.context
        told = [f"• {words}" for words in known[:MOST_TOLD]]
        more = [f"• and {len(known) - MOST_TOLD} more"] if len(known) > MOST_TOLD else []
        looked = bool(found.hits)
        if looked:
            told.insert(0, "• Its pages may name another child. Look at each page before it goes anywhere.")
        question = "\n".join([f"{wanted.title}: {len(found.bundle.parts)} documents.", *told, *more])
        if known and not context.ask.confirm(self, question, "Make it all the same"):
            context.say("Nothing was made.", "info")
            return
        path = context.ask.save_file(self, "Save the bundle", "Bundle.pdf", "PDF (*.pdf)")
        if path is None:
            return
        store = context.store

        def work(count: Progress) -> Path:
            handing.save(store, found, path, count, looked=looked)
            return path

        self._run(work, "Putting the bundle together …", lambda _path: self._saved(wanted, pupil_id))

    def _saved(self, wanted: Purpose, pupil_id: str) -> None:
        context, title = self._panel.context, "Who has this bundle?"
        holder = context.ask.line(self, title, "A name for the register of copies; empty for nobody yet", pupil_id)
        if holder is None or not holder.strip():
            context.say(SAVED, "good")
            return
        store = context.store
        named = f"Bundle: {wanted.title}"
        if self._panel.attempt(lambda: copies.give(store, handing.CODE, named, [pupil_id], holder, how="saved")):
            context.ask.kept(title, pupil_id)
            context.done(f"{SAVED} {holder.strip()} stands in the register of copies.", "good")

    def _run(self, work: Any, words: str, done: Any) -> None:
        self.told.setText(words)
        self.show()
        self._task = task = tasks.start(work, self)
        task.counted.connect(lambda at, total: self.told.setText(f"{words} {at} of {total}" if total > 1 else words))
        for ended in (task.done, task.refused, task.stopped):
            ended.connect(lambda *_told: self._over())
        task.done.connect(done)
        task.refused.connect(lambda refusal: self._panel.context.say(refusal, "problem"))
        tasks.begin(task)

    def _over(self) -> None:
        self._task = None
        self.hide()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()
