"""Bringing the register in: choose a file, see how it was read, see the plan, accept. One undo takes all of it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from gradesk.interchange import receive
from gradesk.interchange.preview import Preview, choose_columns, choose_header
from gradesk.interchange.pupils.planning import decided
from gradesk.interchange.table import Reading
from gradesk.services.admission.admission import AdmissionPlan, ImportMemory, KnownPupil
from gradesk.services.admission.admitting import Admitted, apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.pupils.register import Criteria
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import OneLine, PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, flow, row
from gradesk.ui.screen import Screen
from gradesk.ui.screens.importing.mapping import MappingTable
from gradesk.ui.screens.importing.plan_view import PlanView

KINDS = "Registers (*.csv *.tsv *.txt *.xlsx *.xls);;All files (*)"


@dataclass(frozen=True)
class _Found:
    """What reading a file gave: how it was read, whom it was compared with, and what would happen."""

    preview: Preview
    known: tuple[KnownPupil, ...]
    memory: ImportMemory
    plan: AdmissionPlan | None


class ImportScreen(Screen):
    """One file at a time, step by step on one page."""

    kinds = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: _Found | None = None
        self.task: tasks.Task | None = None
        self.plan_view: PlanView | None = None
        self._going_on = ""
        self._answered: tuple[str, str] | None = None
        self._fresh = True
        self._pages = QStackedWidget()
        self._start = EmptyState(
            "Bring the register in",
            "Export the pupil list from your school system as CSV or Excel, with UPN, names, date of birth, year, class and "
            "SEN columns. Choose that file, or drop it here. You see what would change before anything does.",
            "Choose a file …",
            self.choose,
        )
        self._busy = self._busy_page()
        self.name, self.read_as = OneLine("", "title", snug=True), OneLine("", "quiet")
        self._body = QVBoxLayout()
        # What accepts and what leaves stands below what scrolls, so that it is always in sight.
        self._foot = QHBoxLayout()
        self._review = QWidget()
        head = row(self.name, self.read_as)
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        layout = column(head, self._body, self._foot, margin=16)
        layout.setContentsMargins(16, 8, 16, 10)
        layout.setStretchFactor(self._body, 1)
        self._review.setLayout(layout)
        for page in (self._start, self._busy, self._review):
            self._pages.addWidget(page)
        self.setLayout(column(self._pages))

    def _busy_page(self) -> QWidget:
        page = QWidget()
        self.working = PlainLabel("", "heading")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress")
        self._cancel = button("Cancel", self.cancel)
        page.setLayout(column(None, self.working, self.bar, row(self._cancel, None), None, margin=40))
        return page

    # Choosing --------------------------------------------------------------------------------------------------

    def arrive(self, **place: object) -> None:
        """Start anew, or read a file at once (`path`)."""
        path = place.get("path")
        if isinstance(path, Path):
            self.read(path)
        elif self._pages.currentWidget() is self._start:
            self._start.setFocus()  # Enter chooses a file

    def choose(self) -> None:
        """Ask for a file and read it."""
        path = self.context.ask.open_file(self, "Choose the register", KINDS)
        if path is not None:
            self.read(path)

    def busy(self) -> str:
        """Reading and importing want to be finished or stopped first."""
        return "The import is still running; cancel it first." if self._pages.currentWidget() is self._busy else ""

    # Reading ---------------------------------------------------------------------------------------------------

    def read(self, path: Path, choice: Reading | None = None) -> None:
        """Read a file and compare it with the school, off the window's thread."""
        store = self.context.store

        def work(count: Progress) -> _Found:
            memory = import_memory(store)
            preview = receive.open_table(path, memory, choice=choice, progress=count)
            return self._compare(preview, tuple(known_pupils(store)), memory, count)

        self._path = path
        self._fresh = True
        self._run("Reading the register", work, self._show)

    def remap(self, chosen: dict[str, str]) -> None:
        """Take columns for something else, and compare anew; the keyboard goes on in the same column."""
        assert self.found is not None
        found = self.found
        preview = choose_columns(found.preview, chosen)
        self._going_on = next(iter(chosen), "")
        self._run("Comparing", lambda count: self._compare(preview, found.known, found.memory, count), self._show)

    def rehead(self, number: int) -> None:
        """Take another line for the headers (0: none has any), and compare anew."""
        assert self.found is not None
        found = self.found

        def work(count: Progress) -> _Found:
            return self._compare(choose_header(found.preview, number), found.known, found.memory, count)

        self._run("Comparing", work, self._show)

    def answer(self, field: str, value: str, meaning: str) -> None:
        """Say what an unknown value means, and compare anew."""
        assert self.found is not None
        found = self.found
        memory = replace(found.memory, answers={**found.memory.answers, (field, value): meaning})
        self._answered = (field, value)
        self._run("Comparing", lambda count: self._compare(found.preview, found.known, memory, count), self._show)

    def reread(self, choice: Reading) -> None:
        """Read the same file with another encoding, separator or sheet."""
        self.read(self._path, choice)

    def _compare(
        self, preview: Preview, known: tuple[KnownPupil, ...], memory: ImportMemory, count: Progress
    ) -> _Found:
        if preview.missing:
            return _Found(preview, known, memory, None)
        today = self.context.store.clock.today()
        return _Found(preview, known, memory, receive.make_plan(preview, known, memory, today=today, progress=count))

    def _show(self, found: _Found) -> None:
        self.found = found
        again = found.preview.imported_on
        before = f" This very file was imported on {again:%d/%m/%Y}." if again else ""
        self.name.setText(f"Import: {found.preview.source.name}")
        self.read_as.setText(f"{found.preview.table.described}, {len(found.preview.lines):,} lines.{before}")
        self.mapping = MappingTable(found.preview, self.remap, self.reread, self.rehead)
        clear(self._foot)
        others = (button("Choose another file …", self.choose), button("Cancel", self.leave))
        if found.plan is None:
            self._show_missing(found.preview)
            self._foot.addWidget(flow(*others))
        else:
            self._show_plan(found, found.plan)
            self._foot.addWidget(flow(self._accept_button(), *others))
        self._pages.setCurrentWidget(self._review)
        self._go_on()

    def _show_missing(self, preview: Preview) -> None:
        self.plan_view = None
        clear(self._body)
        inside = QWidget()
        inside.setLayout(column(card(PlainLabel(_what_is_missing(preview), "problem")), card(self.mapping), None))
        self._body.addWidget(ScrollPage(inside))

    def _show_plan(self, found: _Found, plan: AdmissionPlan) -> None:
        if self.plan_view is None or self._fresh:
            clear(self._body)
            self.plan_view = PlanView(self.context.look, found.known, self.answer, self.decide)
            self.plan_view.changed.connect(self._relabel)
            self._body.addWidget(self.plan_view)
        self._fresh = False
        self.plan_view.show_plan(plan, self.mapping)

    def _go_on(self) -> None:
        """The keyboard goes on where something was just said."""
        if self._answered is not None and self.plan_view is not None:
            self.plan_view.questions.focus(self._answered)
        self.mapping.focus(self._going_on)
        self._going_on, self._answered = "", None

    def leave(self) -> None:
        """Give the file up; nothing of it is kept."""
        self.reset()
        self.context.say("Nothing was imported.", "info")

    def _accept_button(self) -> QWidget:
        self.accept_button = button("Accept the import", self.accept, "main")
        self._relabel()
        return self.accept_button

    def _relabel(self) -> None:
        assert self.plan_view is not None
        number = self.plan_view.ticked()
        say = self.context.words().say
        self.accept_button.setText(
            say(f"Import {number:,} {{pupil}}") if number == 1 else say(f"Import {number:,} {{pupils}}")
        )
        self.accept_button.setEnabled(number > 0)

    def decide(self, line: int, pupil_id: str | None) -> None:
        """Say which pupil a doubtful line means; None means a new one."""
        assert self.found is not None and self.found.plan is not None and self.plan_view is not None
        known = next((pupil for pupil in self.found.known if pupil.uuid == pupil_id), None)
        today = self.context.store.clock.today()
        plan = self.plan_view.plan
        rows = tuple(decided(one, known, today) if one.line == line else one for one in plan.rows)
        self._show(replace(self.found, plan=replace(plan, rows=rows)))

    # Accepting -------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Carry the plan out as it is ticked."""
        assert self.plan_view is not None
        plan, store = self.plan_view.plan, self.context.store

        def work(count: Progress) -> tuple[Admitted, list[int]]:
            with store.deed() as wrote:
                return apply_plan(store, plan, count), wrote

        self._run("Importing", work, self._accepted)

    def cancel(self) -> None:
        """Stop; nothing of it is kept."""
        if self.task is not None:
            self.task.stop()
            self.working.setText("Stopping …")

    def reset(self) -> None:
        """Back to the beginning."""
        self.found = None
        self._pages.setCurrentWidget(self._start)
        self._start.setFocus()

    def _accepted(self, result: tuple[Admitted, list[int]]) -> None:
        done, wrote = result
        skipped = self.plan_view.left_out() if self.plan_view is not None else 0
        self.reset()
        self.context.go("pupils", criteria=Criteria())  # no filter from before hides who is new
        say = self.context.words().say
        left = f", {done.left:,} marked as left" if done.left else ""
        out = f" {skipped:,} line{' was' if skipped == 1 else 's were'} left out." if skipped else ""
        self.context.done(
            say(
                f"Imported: {done.added:,} new {{pupils}}, {done.changed:,} changed{left}.{out} Ctrl+Z takes all of it back."
            ),
            "good",
            wrote=wrote,
        )

    def _run(self, words: str, work: Any, done: Any) -> None:
        back = self._pages.currentWidget()
        self.working.setText(f"{words} …")
        self.bar.setRange(0, 0)
        self._pages.setCurrentWidget(self._busy)
        self._cancel.setFocus()
        self.task = tasks.start(work, self)
        self.task.counted.connect(lambda number, total: self._counted(words, number, total))
        self.task.done.connect(done)
        self.task.stopped.connect(lambda: self._stopped(back, "Stopped; nothing was changed.", "info"))
        self.task.refused.connect(lambda sentence: self._stopped(back, sentence, "problem"))
        tasks.begin(self.task)

    def _stopped(self, back: QWidget | None, sentence: str, kind: str) -> None:
        self._pages.setCurrentWidget(back or self._start)
        self.context.say(sentence, kind)

    def _counted(self, words: str, number: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(number)
        self.working.setText(f"{words}: {number:,} of {total:,}")


def _what_is_missing(preview: Preview) -> str:
    if preview.guessed:
        return (
            "Gradesk does not know these headers. Say below which line holds the headers and what each column is; it is "
            f"remembered for the next list of this shape. Still needed: {preview.missing}."
        )
    return f"No column was found for {preview.missing}. Say below which holds it."
