"""Pages before they are printed: look, save as PDF, print. Made in memory; no file but the one a person saves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from gradesk import documents
from gradesk.documents.document import Made
from gradesk.services import register
from gradesk.services.register import Criteria
from gradesk.system.files import write_whole
from gradesk.ui import tasks
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, flow, row
from gradesk.ui.kit.pages import Pages, PageView, PrintJob
from gradesk.ui.screen import Screen


class PreviewScreen(Screen):
    """Shows one PDF of one kind of document for some pupils."""

    kinds = frozenset({"passport", "plan", "target", "pupil", "plan_version", "passport_version", "school"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pdf: bytes | None = None
        self._pages: Pages | None = None
        self._pupils: tuple[str, ...] = ()
        self._task: tasks.Task | None = None
        self._job: PrintJob | None = None
        self._without = 0
        self.document = ChoiceEditor([(found.code, found.title) for found in documents.CATALOGUE])
        self.document.widget.setAccessibleName("Document")
        self.document.edited.connect(self.make)
        self.who = ChoiceEditor([])
        self.who.widget.setAccessibleName("For whom")
        self.who.edited.connect(self._chose)
        for editor in (self.document, self.who):
            editor.fit_contents()
        self.title = PlainLabel("Print", "title", wrap=False)
        self.told = PlainLabel("", "quiet")
        self.view = PageView()
        self.scroller = ScrollPage(self.view)
        self.scroller.verticalScrollBar().valueChanged.connect(lambda _value: self.view.draw_visible())
        self.scroller.viewport().installEventFilter(self)
        say = context.words().say
        self.nothing = EmptyState(
            "Nothing to print yet",
            say("Choose a document and a class above, or open a {pupil} and choose “Preview and print”."),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.nothing)
        self.shown.addWidget(self.scroller)
        self.save_button = button("Save as PDF …", self.save)
        self.print_button = button("Print …", self.print, "main")
        self.stop_button = button("Stop printing", self.stop)
        self.stop_button.hide()
        tools = flow(
            self.document.widget,
            self.who.widget,
            self.print_button,
            self.save_button,
            self.stop_button,
            button("Zoom in", lambda: self._zoom(1.2)),
            button("Zoom out", lambda: self._zoom(1 / 1.2)),
        )
        head = row(self.title, self.told)
        head.setStretch(1, 1)
        self.setLayout(column(head, tools, self.shown, margin=16, gap=10))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self._ready(None)

    def arrive(self, **place: object) -> None:
        """Show a document (`document`) of pupils (`pupil_ids`)."""
        code, ids = place.get("document"), place.get("pupil_ids")
        if isinstance(code, str) and isinstance(ids, tuple):
            self.document.show(code)
            self._pupils = ids
            self._offer(ids)
            self.make()
            self.is_fresh()
        elif not self._pupils:
            self._offer(())

    def reload(self) -> None:
        """Make the pages anew when something on them changed."""
        if self._pupils:
            self.make()

    def make(self) -> None:
        """Make the PDF, off the window's thread; the pages before go at once, so that nobody prints another's."""
        if not self._pupils or self._job is not None:
            return  # pages on their way to the printer stay as they are
        code, ids, store = self.document.value(), self._pupils, self.context.store
        self._ready(None)
        self.told.setText("Making the pages …")
        self._task = task = tasks.start(lambda _count: documents.make(store, code, ids), self)
        task.done.connect(lambda made: self._made(made) if task is self._task else None)
        task.refused.connect(lambda words: self._refused(words) if task is self._task else None)
        tasks.begin(task)

    def close_down(self) -> None:
        """Let the PDF go, also one that is still being made."""
        self._task = None
        self._pupils = ()
        self._ready(None)

    def save(self) -> None:
        """Save the PDF where the person says, whole or not at all."""
        if self.pdf is None:
            return
        stem = documents.document(self.document.value()).stem
        path = self.context.ask.save_file(self, "Save as PDF", f"{stem}.pdf", "PDF (*.pdf)")
        if path is not None and self.attempt(lambda: write_whole(path, self.pdf or b"")):
            self.context.say(
                f"Saved as {path.name}. It is not encrypted: keep it where the school keeps such papers.", "good"
            )

    def print(self) -> None:
        """Print through the system's own dialogue."""
        if self._pages is None:
            return
        printer = self.context.ask.printer(self, len(self._pages))
        if printer is not None:
            self._job = PrintJob(self._pages, printer, self)
            self._job.counted.connect(self._counted)
            self._job.ended.connect(self._printed)
            self.stop_button.setVisible(len(self._pages) > 1)
            self._job.begin()

    def busy(self) -> str:
        """Pages on their way to the printer are finished or stopped first."""
        return "The pages are still going to the printer; stop them first." if self._job is not None else ""

    def stop(self) -> None:
        """Send no more pages to the printer."""
        if self._job is not None:
            self._job.stop()

    def _counted(self, number: int, total: int) -> None:
        self.told.setText(f"Printing page {number:,} of {total:,} …")

    def _printed(self, number: int, total: int) -> None:
        self._job = None
        self.stop_button.hide()
        self._tell_pages()
        if number == total:
            self.context.say("Sent to the printer.", "good")
        elif number:
            self.context.say(f"Stopped: {number:,} of {total:,} pages went to the printer.", "info")
        else:
            self.context.say("The printer takes nothing; nothing was printed. Check it, or save a PDF.", "problem")

    def actions_here(self) -> list[Action]:
        """Print and save by key."""
        return [
            Action("print", "Print …", self.print, "Ctrl+P", "File"),
            Action("save", "Save as PDF …", self.save, "Ctrl+S", "File"),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw pages that come into view when the window grows."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.view.draw_visible)
        return super().eventFilter(watched, event)

    def _offer(self, ids: tuple[str, ...]) -> None:
        say = self.context.words().say
        choices: list[tuple[Any, str]] = [("", "For whom …")]
        if ids:
            choices = [(ids, say(f"{len(ids):,} {{pupils}} of the list") if len(ids) != 1 else say("this {pupil}"))]
        classes = register.choices(self.context.store)["class_name"]
        choices += [(f"class:{found.value}", f"Class {found.label}") for found in classes]
        choices.append(("register", say("All {pupils} on the SEN register")))
        self.who.offer(choices)
        self.who.show(ids or "")

    def _chose(self) -> None:
        value = self.who.value()
        if isinstance(value, tuple):
            self._pupils = value
        elif value == "register":
            self._pupils = tuple(found.uuid for found in register.everyone(self.context.store, Criteria(status="KE")))
        elif isinstance(value, str) and value.startswith("class:"):
            wanted = Criteria(class_name=value.partition(":")[2])
            self._pupils = tuple(found.uuid for found in register.everyone(self.context.store, wanted))
        self.make()

    def _made(self, made: Made) -> None:
        self._without = made.without
        self._ready(made.pdf)

    def _ready(self, pdf: bytes | None) -> None:
        self.pdf = pdf
        self._pages = Pages(pdf) if pdf else None
        self.view.show_pages(self._pages)
        self.shown.setCurrentWidget(self.scroller if pdf else self.nothing)
        for tool in (self.print_button, self.save_button):
            tool.setEnabled(pdf is not None)
        self._tell_pages()
        QTimer.singleShot(0, self, self.view.draw_visible)

    def _tell_pages(self) -> None:
        number = len(self._pages) if self._pages else 0
        words = f"{number:,} page{'' if number == 1 else 's'}" if number else ""
        if number and self._without:
            title = documents.document(self.document.value()).title.lower()
            say = self.context.words().say
            words += say(f"; {self._without:,} of the {{pupils}} have no {title} yet and are left out")
        self.told.setText(words)

    def _refused(self, words: str) -> None:
        self._ready(None)
        self.context.say(words, "problem")

    def _zoom(self, factor: float) -> None:
        self.view.zoom_to(self.view.dots * factor)
