"""Documents and photographs on the pupil's page: taken in and looked at off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.evidence.attachment import Attachment
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import AttachmentRow
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.evidence.days import two_dates
from gradesk.ui.screens.pupil.evidence.viewer import Viewer
from gradesk.ui.screens.pupil.move_away import for_staff, headed, mover
from gradesk.ui.screens.pupil.panel import Panel

WAYS = ("Without what acts by itself", "As it is")
AS_IT_IS = 1
SAVED = "A copy is saved. It is not encrypted; treat it as you would the paper."

KINDS = "Documents (*.pdf *.jpg *.jpeg *.png *.docx *.xlsx *.pptx *.odt *.ods *.rtf *.txt *.csv);;All files (*)"
FIELDS = ("title", "author", "happened_on", "about")


class DocumentsPart(QWidget):
    """The documents of one pupil; the one just taken in is open to be named."""

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self.form: Form | None = None
        self.task: tasks.Task | None = None
        self._waiting: list[tuple[str, Path]] = []  # whom each file is for
        self._reading = ""  # the name of the file in hand
        self._wrote: list[int] = []  # units of work of the file that was taken in last
        self._kept: list[str] = []  # of the files that were taken in together: the warnings, empty for most
        self._left: list[str] = []  # and why some were not
        self._open = ""
        self._seen = ""  # the document that is looked at
        self.viewer: Viewer | None = None
        self._whose = ""
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.new = button("Attach a document …", self.choose, "main")
        self.working = PlainLabel("", "quiet")
        self.stop = button("Stop", self.cancel, "link")
        self._progress = QWidget()
        self._progress.setLayout(row(self.working, self.stop, None))
        self._progress.hide()
        self.empty = PlainLabel(
            "No document yet. Choose one or drop it here: it is kept inside the school’s encrypted file, up to 20 MB each.",
            "quiet",
        )
        self.setLayout(
            column(
                card(
                    PlainLabel("Documents and photographs", "heading"),
                    flow(self.new),
                    self._progress,
                    self.empty,
                    self._list,
                )
            )
        )

    def show_pupil(self, pupil_id: str) -> None:
        """Show the documents of a pupil."""
        if pupil_id != self._whose:
            self._whose = pupil_id
            self._open = self._seen = ""
        rows = attachments.attachments(self._context.store, pupil_id)
        waiting = next((one.uuid for one in rows if self._panel.holds(f"document {one.uuid}")), "")
        self._open = waiting or self._open
        self.empty.setVisible(not rows)
        with self._panel.rebuilding():
            self._build(rows)

    def choose(self) -> None:
        """Ask for a file and take it in."""
        path = self._context.ask.open_file(self, "Choose a document", KINDS)
        if path is not None:
            self.take_in([path])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read files off the window's thread, one after the other, each for the pupil whose page this is now."""
        self._waiting += [(self._whose, path) for path in paths]
        if self.task is None:
            self._next()

    def go_to(self, uuid: str) -> bool:
        """Open a document's card; False when it is none of these."""
        if all(one.uuid != uuid for one in attachments.attachments(self._context.store, self._whose)):
            return False
        if self._open != uuid:
            self._turn(uuid)
        return True

    def cancel(self) -> None:
        """Take nothing more in."""
        self._waiting.clear()
        if self.task is not None:
            self.task.stop()

    def _next(self) -> None:
        if not self._waiting:
            self.task = None
            self._progress.hide()
            self._tell()
            return
        pupil_id, path = self._waiting.pop(0)
        self._reading = attachments.shown_name(path.name)
        store = self._context.store

        def work(count: Progress) -> tuple[str, str, list[int]]:
            with store.deed() as wrote:
                return pupil_id, attachments.add(store, pupil_id, attachments.read_file(path, count)), wrote

        self.working.setText("Reading the document …")
        self._progress.setVisible(True)
        task = tasks.start(work, self)
        task.counted.connect(self._counted)
        task.done.connect(self._taken)
        task.refused.connect(self._refused)
        task.stopped.connect(self._next)
        self.task = task
        tasks.begin(task)

    def _counted(self, done: int, total: int) -> None:
        self.working.setText(f"Reading the document: {attachments.size_words(done)} of {attachments.size_words(total)}")

    def _taken(self, result: tuple[str, str, list[int]]) -> None:
        pupil_id, uuid, wrote = result
        self._wrote = wrote
        if pupil_id == self._whose:
            self._open = uuid
            self.show_pupil(pupil_id)
            if self.form is not None:
                self.form.focus_on("title")
        one = next((row for row in attachments.attachments(self._context.store, pupil_id) if row.uuid == uuid), None)
        self._kept.append(one.warning if one is not None else "")
        self._next()

    def _refused(self, words: str) -> None:
        self._left.append(f"“{self._reading}”: {self._context.words().say(words)}")
        self._next()

    def _tell(self) -> None:
        """One message for all files of one go: of those that were not taken in each has its sentence."""
        kept, left = self._kept, self._left
        self._kept, self._left = [], []
        warned = list(dict.fromkeys(words for words in kept if words))
        if len(left) == 1 and not kept:
            left = [left[0].partition("”: ")[2]]
        many = f"{len(kept)} documents are kept inside the school’s file." if len(kept) > 1 else ""
        one = "The document is kept inside the school’s file. Say what it is." if len(kept) == 1 else ""
        words = "  ".join(part for part in (many or one, *warned, *left) if part)
        if words and len(kept) == 1:
            self._context.done(words, "problem" if warned or left else "good", wrote=self._wrote)
        elif words:
            self._context.say(words, "problem" if warned or left else "good")

    # The list ---------------------------------------------------------------------------------------------------

    def _build(self, rows: Sequence[AttachmentRow]) -> None:
        if self.viewer is not None:
            self.viewer.stop()
            self.viewer = None
        clear(self._list)
        self.form = None
        names = dict(attachments.belongs_to(self._context.store, self._whose)) if rows else {}
        for place, one in enumerate(rows, start=1):
            self._list.addWidget(self._card(one, names, f"{one.label}, document {place} of {len(rows)}"))

    def _card(self, one: AttachmentRow, names: Mapping[str, str], which: str) -> QFrame:
        say, today = self._context.words().say, self._context.store.clock.today()
        is_open = one.uuid == self._open
        is_seen = one.uuid == self._seen
        acts = [
            button(
                "Close" if is_seen else "Look",
                partial(self.look, one),
                "",
                "Shown here; nothing is written to the disk",
            ),
            button(
                "Save a copy …",
                partial(self._save, one),
                "",
                "A copy outside is not encrypted; treat it like the paper",
            ),
            button("Done" if is_open else "Correct", partial(self._turn, one.uuid), "link"),
            button("Delete", partial(self._delete, one.uuid), "link"),
        ]
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {which}")
        head = headed(
            self._context,
            PlainLabel(one.label, "field"),
            *acts,
            mover(self._panel, "attachment", one.uuid, which),
            for_staff(self._panel, "attachment", one.uuid, which),
        )
        belongs = names.get(f"{one.about}:{one.about_id}", "") if one.about != "pupil" else ""
        file_name = one.file_name if one.title else ""
        told = (one.kind, attachments.size_words(one.size), one.author, file_name, say(belongs))
        parts: list[Any] = [
            head,
            PlainLabel(" · ".join(part for part in told if part), "quiet"),
            PlainLabel(two_dates(one.happened_on, one.written_at, today), "quiet"),
        ]
        if one.warning:
            parts.append(PlainLabel(f"⚠  {one.warning}", "problem"))
        if is_seen:
            self.viewer = Viewer(self._context, one.uuid, one.label, partial(self.look, one))
            parts.append(self.viewer)
        if is_open:
            choices = [(key, say(words)) for key, words in names.items()]
            self.form = self._panel.form(
                Attachment, FIELDS, partial(self._keep, one.uuid), 2, {"about": choices}, about=f"document {one.uuid}"
            )
            self.form.load(_shown(one))
            parts.append(self.form)
        return card(*parts)

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        wanted = dict(values)
        if "about" in wanted:
            wanted["belongs"] = wanted.pop("about")
        attachments.change(self._context.store, uuid, wanted, self._panel)

    def look(self, one: AttachmentRow) -> None:
        """Show a document below its line, or put it away."""
        self._panel.flush()
        self._seen = "" if self._seen == one.uuid else one.uuid
        self.show_pupil(self._whose)
        if self.viewer is not None:
            self.viewer.leave.setFocus()
        else:
            self.new.setFocus()

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self.show_pupil(self._whose)
        if self.form is not None:
            self.form.focus_on("title")
        else:
            self.new.setFocus()

    def _save(self, one: AttachmentRow) -> None:
        way = self._context.ask.choose(self, "Save a copy", one.warning, WAYS) if one.warning else AS_IT_IS
        if way is None:
            return
        extension = attachments.suggested_name(one).rpartition(".")[2]
        path = self._context.ask.save_file(
            self, "Save a copy", attachments.suggested_name(one), f"{one.kind} (*.{extension})"
        )
        if path is not None and not path.suffix:
            path = path.with_suffix(f".{extension}")  # or the laptop would not know what to open it with
        if path is None:
            return
        store, as_it_is = self._context.store, way == AS_IT_IS
        saving = tasks.start(lambda _count: attachments.save_copy(store, one.uuid, path, as_it_is=as_it_is), self)
        saving.done.connect(lambda _: self._context.say(SAVED, "good"))
        saving.refused.connect(lambda words: self._context.say(words, "problem"))
        tasks.begin(saving)

    def _delete(self, uuid: str) -> None:
        if self._panel.attempt(lambda: attachments.remove(self._context.store, uuid)):
            self._context.done("The document is deleted; Ctrl+Z brings it back.", "info")


def _shown(one: AttachmentRow) -> SimpleNamespace:
    return SimpleNamespace(
        title=one.title, author=one.author, happened_on=one.happened_on, about=f"{one.about}:{one.about_id}"
    )
