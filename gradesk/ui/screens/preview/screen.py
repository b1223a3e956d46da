"""The print desk: choose, look, print, save. Pages are made in memory; no file but those a person saves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QWidget

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Order
from gradesk.documents.desk.desk import Ready
from gradesk.documents.desk.guard import Hit, sentence
from gradesk.documents.press.checks import sentence as not_printed
from gradesk.documents.press.look import Look
from gradesk.ui import tasks
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, flow
from gradesk.ui.kit.pictures.fitted_pages import FittedPages
from gradesk.ui.kit.pictures.pages import Pages, PrintJob
from gradesk.ui.screen import Screen
from gradesk.ui.screens.preview.given import Given
from gradesk.ui.screens.preview.leaving import OTHERWISE, Leave, Saved, Work, as_pdf, one_each
from gradesk.ui.screens.preview.making import Making
from gradesk.ui.screens.preview.manner import Manner
from gradesk.ui.screens.preview.particulars import Particulars
from gradesk.ui.screens.preview.remembering import kept, show_kept
from gradesk.ui.screens.preview.unshared import Unshared
from gradesk.ui.screens.preview.wanted import Wanted

LETTERS, MOST = 48, 470  # of a list, side by side; and pixels it takes at most
SETTLING = 250  # ms after the last choice until the pages are made
USUALLY = "Tick a document and whom it is about; the pages appear here before anything is printed."
NO_PAGES = "There are no pages yet. Tick a document and whom it is about, or wait until they are made."
KEPT_APART = "It is not encrypted: keep it where the school keeps such papers."


class PreviewScreen(Screen):
    """Documents about pupils on one screen, from choosing them to the printer."""

    kinds = frozenset(
        {
            "passport", "plan", "target", "pupil", "plan_version", "passport_version", "school", "review",
            "target_outcome", "cycle", "cycle_stage", "contact", "adjustment", "meeting", "meeting_person",
            "agreed_action",
        }
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pdf: bytes | None = None
        self.ready: Ready | None = None
        self.insisted = False
        self._pages: Pages | None = None
        self._making = Making(self, self._tell_count, self._show_early, self._show, self._refused)
        self._saving: tasks.Task | None = None
        self._job: PrintJob | None = None
        self._behind = False  # something changed while pages were on their way out
        words = context.words()
        self.wanted = Wanted(context.store, words)
        self.manner = Manner(words)
        self.particulars = Particulars()
        self.given = Given(context)
        self.given.answered.connect(lambda: self.print_button.setFocus())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make)
        for part in (self.wanted, self.manner, self.particulars):
            part.changed.connect(lambda: self._timer.start(SETTLING))
        self._usual = words.say(USUALLY)
        self._build(self._usual)
        show_kept(self.context.look.paper, self.wanted, self.manner)
        self._show(None)

    def _build(self, words: str) -> None:
        self.told = PlainLabel("", "quiet")
        self.warned, self.unshared = PlainLabel("", "problem"), Unshared()
        self.pass_button = button("I have looked: let it pass", self.let_pass)
        self.scroller = FittedPages()
        self.nothing = EmptyState("Nothing to print yet", words)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.nothing)
        self.shown.addWidget(self.scroller)
        # What stands above the pages is never squeezed for them.
        self.shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.print_button = button("Print …", self.print, "main")
        self.save_button = button("Save as one PDF …", self.save)
        self.each_button = button("Save one each …", self.save_each)
        self.other_button = button("Save as a picture …", self.save_otherwise, help="Picture: SVG. Table: XLSX or CSV")
        self.stop_button = button("Stop", self.stop)
        self.stop_button.hide()
        tools = flow(
            self.print_button, self.save_button, self.each_button, self.other_button, self.stop_button,
            self._zoomer("+", "Larger pages", 1.2), self._zoomer("−", "Smaller pages", 1 / 1.2),
        )  # fmt: skip
        choosing = QWidget()
        choosing.setLayout(column(self.wanted, self.particulars, self.manner, gap=8, margin=4, grows=self.wanted))
        self.chooser = ScrollPage(choosing)
        seen = QWidget()
        above = (tools, self.told, self.unshared, self.warned, flow(self.pass_button), self.given)
        seen.setLayout(column(*above, self.shown, grows=self.shown))
        self.parts = QSplitter()
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.chooser)
        self.parts.addWidget(seen)
        self.parts.setStretchFactor(1, 1)
        self._share()
        self.context.look.heed(self, self._share)
        layout = column(self.parts, margin=16, grows=self.parts)
        layout.setContentsMargins(16, 8, 16, 10)
        self.setLayout(layout)

    def _zoomer(self, sign: str, said: str, factor: float) -> QWidget:
        made = button(sign, lambda: self.scroller.zoom(factor), help=said)
        made.setAccessibleName(said)
        return made

    def _share(self) -> None:
        """Room for the lists by the size of their letters; the rest is for the pages."""
        self.wanted.measure()
        wide = min(self.fontMetrics().averageCharWidth() * LETTERS, MOST)
        self.chooser.setMinimumWidth(wide)
        self.parts.setSizes([wide, 10 * wide])

    def here(self) -> dict[str, object]:
        """What is wanted about whom."""
        return self.wanted.here()

    def arrive(self, **place: object) -> None:
        """Show a document (`document`, `variant`, `which`) of pupils (`pupil_ids`), or a parent's pack (`pack`).

        With `at_home` it speaks each family's own language.
        """
        if "pupil_ids" not in place:
            before = self.came_from()
            if before is self and not place:
                return
            # About the pupil whose page one comes from, else about nobody: never about whoever it was before.
            pupil = before.pupil_in_sight() if before is not None and before is not self else ""
            place = {**place, "pupil_ids": (pupil,) if pupil else ()}
        self.wanted.arrive(place)
        if place.get("at_home"):
            self.manner.speak_as_home()
        else:
            self.manner.speak_as_before()
        self.given.hide()
        self._timer.stop()
        self.make()
        self.is_fresh()

    def reload(self) -> None:
        """Make the pages anew when something on them changed."""
        self.wanted.forget_gone()
        if self.wanted.items and (self.ready is not None or self._making.task is not None):
            self.make()

    def make(self) -> None:
        """Make the PDF, off the window's thread; the pages before go at once, so that nobody prints another's."""
        self._behind = self._job is not None or self._saving is not None
        if self._behind:
            return  # pages on their way out stay as they are
        self._show(None)
        order, store = self._order(), self.context.store
        look_of = self._look_of()
        self.context.look.keep_paper(kept(order, self.manner))
        self.manner.tell_home(self.context.store, order.pupil_ids)
        self.unshared.show_for(self.context.store, order.pupil_ids if order.items else ())
        if not order.items or not (order.pupil_ids or self.wanted.is_about_school):
            self._making.drop()
            return
        self.told.setText("Making the pages …")
        self._making.start(lambda count, early: desk.ready(store, order, look_of(), count, early))

    def _order(self) -> Order:
        return Order(
            self.wanted.items,
            self.wanted.pupil_ids,
            bool(self.manner.separators.value()),
            bool(self.manner.manifest.value()),
        )

    def _look_of(self) -> Callable[[], Look]:
        """How to make the look that is chosen; it reads the school's corrections, so workers do it."""
        choices, store = self.manner.choices, self.context.store
        self.particulars.ask(self.wanted.asks)
        said = self.particulars.values
        return lambda: replace(choices.look(store), particulars=said)

    def close_down(self) -> None:
        """Let the PDF go, also one that is still being made."""
        self._making.drop()
        self._timer.stop()
        self._show(None)

    def let_pass(self) -> None:
        """The person has looked at what the guard found; where there is no doubt that it is another child, ask again."""
        certain = [hit for hit in self._standing() if not hit.may_pass]
        question = "The full name of another child goes out with these pages. Print and save them all the same?"
        if not certain or self.context.ask.confirm(self, question, "Let it pass"):
            self.insisted = True
            self._tell()

    def save(self) -> None:
        """Save it all as one PDF where the person says, whole or not at all."""
        ready, order = self.ready, self._order()
        if self._is_held() or ready is None:
            return
        path = self.context.ask.save_file(self, "Save as PDF", f"{self._file_name(order)}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        self._save(as_pdf(ready, path, self._leave()), f"Saved as {path.name}.")

    def save_otherwise(self) -> None:
        """Save it as one picture, or as a table: the same names, the same guard, the same register of copies as pages."""
        order, store, look_of = self._order(), self.context.store, self._look_of()
        if self._is_held() or not (other := desk.otherwise(order)):  # what was chosen since may be pages only
            return
        ending, kinds, save = OTHERWISE[other]
        path = self.context.ask.save_file(
            self, f"Save as {ending.upper()}", f"{self._file_name(order)}.{ending}", kinds
        )
        if path is not None:
            self._save(save(store, order, look_of, path, self._leave()), f"Saved as {path.name}.")

    def save_each(self) -> None:
        """Save one PDF for each pupil into a folder, under neutral names: all of them or none."""
        order = self._order()
        if self._is_held():
            return
        folder = self.context.ask.folder(self, "Save one PDF each", str(self.context.ask.place()))
        if folder is None:
            return
        question = desk.asks_to_replace(folder, desk.stem(order))
        if question and not self.context.ask.confirm(self, question, "Replace them"):
            return
        work = one_each(self.context.store, order, self._look_of(), folder, self._leave())
        self._save(work, "Saved into the folder.")

    def _file_name(self, order: Order) -> str:
        """What kind of thing it is; where that is chosen with initials and class, which nobody else can read."""
        about = self.wanted.initials if self.manner.file_name.value() == "initials" else ""
        return f"{desk.stem(order)} {about}".strip()

    def _leave(self) -> Leave:
        return Leave(self.manner.wanted_password, self.insisted)

    def _save(self, work: Work, said: str) -> None:
        protected = bool(self.manner.wanted_password)
        self._saving = task = tasks.start(work, self)
        self.stop_button.show()
        task.counted.connect(lambda done, total: self.told.setText(f"Saving {done:,} of {total:,} …"))
        task.done.connect(lambda saved: self._saved(saved, said, protected=protected))
        task.refused.connect(self._unsaved)
        task.stopped.connect(lambda: self._unsaved("Stopped; nothing was saved."))
        tasks.begin(task)

    def _saved(self, saved: Saved, said: str, *, protected: bool) -> None:
        self._end_saving()
        desk.note_left(self.context.store, saved.made, "saved")
        number = f"{saved.count:,} files. " if saved.count > 1 else ""
        self.context.say(f"{said} {number}{'Tell the password by another way.' if protected else KEPT_APART}", "good")
        self.given.ask(saved.made, "protected" if protected else "saved")

    def _unsaved(self, words: str) -> None:
        self._end_saving()
        self.context.say(words, "problem")

    def _end_saving(self) -> None:
        self._saving = None
        self.stop_button.hide()
        self._tell()
        self._catch_up()

    def _catch_up(self) -> None:
        if self._behind:
            self.make()

    def print(self) -> None:
        """Print through the system's own dialogue."""
        if self._is_held() or self._pages is None or self.pdf is None:
            return
        pdf = self.pdf
        printer = self.context.ask.printer(self, len(self._pages))
        if printer is not None:
            self._job = PrintJob(pdf, printer, self)
            self._job.counted.connect(
                lambda number, total: self.told.setText(f"Printing page {number:,} of {total:,} …")
            )
            self._job.ended.connect(self._printed)
            self.stop_button.setVisible(len(self._pages) > 1)
            self._job.begin()

    def busy(self) -> str:
        """Pages on their way out are finished or stopped first."""
        if self._saving is not None:
            return "The pages are still being saved; stop it first."
        return "The pages are still going to the printer; stop them first." if self._job is not None else ""

    def stop(self) -> None:
        """Send no more pages to the printer, save no more."""
        if self._job is not None:
            self._job.stop()
        elif self._saving is not None:
            self._saving.stop()
        elif self._making.task is not None:
            self._making.drop()
            self._show(None)
            self.told.setText("Stopped; tick again what is wanted.")

    def _printed(self, number: int, total: int) -> None:
        sent = self._job.sent if self._job is not None else []
        self._job = None
        self.stop_button.hide()
        self._tell()
        if not total:
            self.context.say("The pages asked for are not there; nothing was printed. Choose others.", "problem")
        elif number == total:
            self.context.say("Sent to the printer.", "good")
        elif number:
            self.context.say(f"Stopped: {number:,} of {total:,} pages went to the printer.", "info")
        else:
            self.context.say("The printer takes nothing; nothing was printed. Check it, or save a PDF.", "problem")
        if number and self.ready is not None:
            went = desk.only(self.ready.batch, sent)
            desk.note_left(self.context.store, (went,), "printed")
            self.given.ask((went,), "printed")
        self._catch_up()

    def actions_here(self) -> list[Action]:
        """Print and save by key."""
        return [
            Action("print", "Print …", self.print, "Ctrl+P", "File"),
            Action("save", "Save as one PDF …", self.save, "Ctrl+S", "File"),
            Action("save.each", "Save one PDF each …", self.save_each, "Ctrl+Shift+S", "File"),
        ]

    def _tell_count(self, done: int, total: int) -> None:
        self.told.setText(f"Making the pages: {done:,} of {total:,} …")
        self.stop_button.setVisible(total > 1)

    def _show_early(self, pdf: bytes) -> None:
        """The first sides of something long, to look at while the rest is made."""
        self.scroller.show_pages(Pages(pdf))
        self.shown.setCurrentWidget(self.scroller)
        self.told.setText("The first sides; the others are being made …")

    def _refused(self, words: str) -> None:
        self._show(None)
        self.nothing.say(words)
        self.context.say(words, "problem")

    def _show(self, ready: Ready | None) -> None:
        self.ready, self.insisted = ready, False
        self.pdf = ready.batch.pdf if ready else None
        self._pages = Pages(self.pdf) if self.pdf else None
        self.scroller.show_pages(self._pages)
        self.nothing.say(self._usual)
        self.shown.setCurrentWidget(self.scroller if ready else self.nothing)
        self.stop_button.hide()
        self._tell()

    def _is_held(self) -> bool:
        """Whether others are on their way, there are none yet or the guard holds them; it is said to whoever asked by key."""
        if words := self.busy():
            self.context.say(words, "info")
            return True
        words = sentence(self._standing()) if self.ready is not None else NO_PAGES
        if words:
            self.context.say(words, "problem" if self.ready is not None else "info")
        return bool(words)

    def _standing(self) -> list[Hit]:
        return list(self.ready.hits) if self.ready is not None and not self.insisted else []

    def _tell(self) -> None:
        standing = self._standing()
        self.warned.setText(sentence(standing))
        self.warned.setVisible(bool(standing))
        self.pass_button.setVisible(bool(standing))
        for tool in (self.print_button, self.save_button, self.each_button, self.other_button):
            tool.setEnabled(self.ready is not None and not standing)
        other = desk.otherwise(self._order())
        self.other_button.setText(f"Save as a {other} …")
        self.other_button.setVisible(bool(other))
        number = len(self._pages) if self._pages else 0
        parts = [f"{number:,} page{'' if number == 1 else 's'}"] if number else []
        if self.ready is not None:
            parts += self.wanted.left_out(self.ready.batch.without)
            if kept := self.ready.batch.kept_to_staff:
                parts.append(f"{kept:,} record{'' if kept == 1 else 's'} for staff alone left out of what goes home")
            parts += filter(None, [not_printed(self.ready.batch.refused, others=True)])
        self.told.setText("; ".join(parts))
