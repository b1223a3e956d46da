"""The tab Safety: what is missing first, then who can open the file, its sheet, its backups, a lost laptop, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.custody import watching
from gradesk.services.safekeeping import backups, laptop, safety
from gradesk.services.safekeeping.backups import Missing, Standing
from gradesk.services.safekeeping.laptop import Laptop
from gradesk.store.backups.backup_names import Kept
from gradesk.store.keys.slots import SECOND, SENCO
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, flow, row
from gradesk.ui.screens.school.safety.backups_card import BackupsCard
from gradesk.ui.screens.school.safety.beside_card import BesideCard
from gradesk.ui.screens.school.safety.leaving_card import LeavingCard
from gradesk.ui.screens.school.safety.sheet_card import SheetCard
from gradesk.ui.screens.school.safety.ways_card import WaysCard

if TYPE_CHECKING:
    from gradesk.documents.pages.safekeeping import lost_laptop
    from gradesk.ui.kit.pictures.pages import PrintJob
else:
    lost_laptop = lazily("gradesk.documents.pages.safekeeping.lost_laptop")
    PrintJob = lazily("gradesk.ui.kit.pictures.pages:PrintJob")


class SafetyPage(QWidget):
    """Nothing lost, nobody in: the facts, and what is not as it should be."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: PrintJob | None = None
        self._comes_first = False
        self._missing = QVBoxLayout()
        self.ways = WaysCard(context, self.reload)
        self.sheet = SheetCard(context, self.reload)
        self.backups = BackupsCard(context, self.reload)
        self.beside = BesideCard(context)
        self._task: tasks.Task | None = None
        self.leaving = LeavingCard(context)
        self._where: dict[str, Callable[[], object]] = {
            "sheet": self.sheet.make.setFocus,
            "make": self.backups.make.setFocus,
            "add": self.backups.add.setFocus,
            "try": self.backups.drill.setFocus,
            "senco": partial(self.ways.go_to, SENCO),
            "second": partial(self.ways.go_to, SECOND),
        }
        self._facts = QVBoxLayout()
        self.print_it = button("Print the lost-laptop sheet …", self.print)
        self.save_it = button("Save it as PDF …", self.save, "link")
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("Safety", "title"),
                card(PlainLabel("What is missing", "heading"), self._missing),
                self.backups,
                self.beside,
                self.sheet,
                self.ways,
                card(PlainLabel("If the laptop is lost", "heading"), self._facts, flow(self.print_it, self.save_it)),
                self.leaving,
                None,
                margin=16,
                gap=12,
            )
        )
        self.setLayout(column(ScrollPage(inside)))

    def reload(self) -> None:
        """Show everything anew."""
        for part in (self.ways, self.sheet, self.backups, self.leaving):
            part.reload()
        store = self._context.store
        # Folders on a network drive that sleeps make nobody wait.
        self._task = task = tasks.start(lambda _count: _read(store), self)
        task.done.connect(lambda found: self._show(*found) if task is self._task else None)
        task.refused.connect(lambda words: self._context.say(words, "problem"))
        tasks.begin(task)

    def _show(self, missing: list[Missing], facts: Laptop, kept: list[Kept], standing: Standing) -> None:
        self.backups.show_standing(standing)
        clear(self._missing)
        for one in missing:
            go = button("Put it right", self._where[one.where], "link")
            go.setAccessibleName(f"Put it right: {one.words}")
            line = QWidget()
            across = row(PlainLabel(f"○ {one.words}"), go)
            across.setStretch(0, 1)
            line.setLayout(across)
            self._missing.addWidget(line)
        if not missing:
            self._missing.addWidget(
                PlainLabel("✓ Nothing: there are a recovery sheet, a second holder and proved copies.")
            )
        clear(self._facts)
        for heading, lines in facts.facts:
            self._facts.addWidget(PlainLabel(heading, "field"))
            self._facts.addWidget(PlainLabel("\n".join(f"• {line}" for line in lines)))
        self.beside.offer(kept)
        if self._comes_first and missing:
            self._where[missing[0].where]()
        self._comes_first = False

    def put_first_right(self) -> None:
        """Come to where the most urgent of what is missing is put right, once it is known."""
        self._comes_first = True

    def flush(self) -> None:
        """Passphrases are kept nowhere."""

    def print(self) -> None:
        """The sheet, through the system's dialogue."""
        printer = self._context.ask.printer(self, 1)
        if printer is not None:
            self._job = PrintJob(lost_laptop.draw(laptop.facts(self._context.store)), printer, self)
            self._job.begin()
            watching.left(self._context.store, "printed", "lost-laptop-sheet")

    def save(self) -> None:
        """The sheet as PDF; it names no pupil."""
        path = self._context.ask.save_file(self, "Save the lost-laptop sheet", "Lost laptop.pdf", "PDF (*.pdf)")
        if path is not None and self._context.attempt(
            lambda: write_whole(path, lost_laptop.draw(laptop.facts(self._context.store)))
        ):
            watching.left(self._context.store, "saved", "lost-laptop-sheet")
            self._context.say(f"Saved as {path.name}. Give it to the head teacher; no pupil is named on it.", "good")


def _read(store: Store) -> tuple[list[Missing], Laptop, list[Kept], Standing]:
    return safety.missing(store), laptop.facts(store), backups.kept(store), backups.standing(store)
