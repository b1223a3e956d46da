"""A filled preparation form on the pupil's page: chosen, looked at answer by answer, and taken in or left."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.paper import forms_in
from gradesk.services.paper.forms_in import BESIDE, INSTEAD, Preview
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

if TYPE_CHECKING:
    from gradesk.interchange import forms
else:
    forms = lazily("gradesk.interchange.forms")

KINDS = "Filled forms (*.pdf)"
WHO = {"pupil": "{Pupil}", "parent": "Parent carer", "teacher": "Teacher"}


class FormPart(QWidget):
    """The button that reads a form, and below it what the form says until it is taken in or left."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pupil_id = ""
        self.task: tasks.Task | None = None
        self.seen: Preview | None = None
        self.new = button("Read a filled form …", self.choose)
        self.working = PlainLabel("Reading the form …", "quiet")
        self.working.hide()
        self.note = PlainLabel(
            "A preparation sheet that came back as a PDF: its answers go into the views of plan or review, as theirs.",
            "quiet",
        )
        self._said = QVBoxLayout()
        self._said.setSpacing(6)
        self.setLayout(
            column(
                card(PlainLabel("Forms that come back", "heading"), self.note, flow(self.new), self.working, self._said)
            )
        )

    def show_pupil(self, pupil_id: str) -> None:
        """Show for a pupil; a form that is looked at stays with its pupil only."""
        if pupil_id != self._pupil_id:
            self._pupil_id = pupil_id
            self._show(None)

    def choose(self) -> None:
        """Ask for a form and read it off the window's thread."""
        path = self._context.ask.open_file(self, "Choose a filled form", KINDS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a form for the pupil whose page this is now."""
        if self.task is not None:
            return
        store, pupil_id = self._context.store, self._pupil_id

        def work(count: Progress) -> Preview:

            return forms_in.preview(store, forms.read_form(path, count), pupil_id)

        self.working.setVisible(True)
        self.new.setEnabled(False)
        task = tasks.start(work, self)
        task.done.connect(self._read)
        task.refused.connect(self._refused)
        task.stopped.connect(self._ready)
        self.task = task
        tasks.begin(task)

    def _ready(self) -> None:
        self.task = None
        self.working.hide()
        self.new.setEnabled(True)

    def _refused(self, words: str) -> None:
        self._ready()
        self._context.say(self._context.words().say(words), "problem")
        self.new.setFocus()

    def _read(self, seen: Preview) -> None:
        self._ready()
        if seen.pupil_id == self._pupil_id:
            self._show(seen)

    def _show(self, seen: Preview | None) -> None:
        self.seen = seen
        clear(self._said)
        if seen is None:
            return
        say, today = self._context.words().say, self._context.store.clock.today()
        who = " · ".join(filter(None, (say(WHO[seen.kind]), seen.who, f"form of {day_words(seen.made_on, today)}")))
        parts: list[Any] = [PlainLabel(f"{seen.name}: {who}", "field")]
        for one in seen.answered:
            parts += [PlainLabel(one.asked, "quiet"), PlainLabel(one.answer)]
        if seen.there.strip():
            parts += [PlainLabel(f"Now in “{say(seen.place)}”:", "field"), PlainLabel(seen.there)]
        else:
            parts.append(PlainLabel(f"They go into “{say(seen.place)}”, which is empty.", "quiet"))
        take = button("Take these answers", partial(self.take, BESIDE), "main", "Added below what is there")
        acts: list[QWidget] = [take]
        if seen.there.strip():
            acts.append(button("In place of what is there", partial(self.take, INSTEAD)))
        acts.append(button("Leave them", self.leave, "link"))
        self._said.addWidget(card(*parts, flow(*acts)))
        take.setFocus()

    def take(self, way: str) -> None:
        """Write the answers into the pupil's views."""
        seen = self.seen
        if seen is not None and self._context.attempt(lambda: forms_in.take(self._context.store, seen, way)):
            self._context.done(
                f"The answers stand in “{self._context.words().say(seen.place)}”; Undo takes them back.", "good"
            )
            self.leave()

    def leave(self) -> None:
        """Put the form away; its file stays where it is."""
        self._show(None)
        self.new.setFocus()
