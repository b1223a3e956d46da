"""The tab Safety: what is missing first, then who can open the file, its sheet, its backups, a lost laptop, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.safekeeping import laptop, safety
from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, flow
from gradesk.ui.screens.school.safety.backups_card import BackupsCard
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
        self._missing = QVBoxLayout()
        self.ways = WaysCard(context, self.reload)
        self.sheet = SheetCard(context, self.reload)
        self.backups = BackupsCard(context, self.reload)
        self.leaving = LeavingCard(context)
        self._facts = QVBoxLayout()
        self.print_it = button("Print the lost-laptop sheet …", self.print)
        self.save_it = button("Save it as PDF …", self.save, "link")
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("Safety", "title"),
                card(PlainLabel("What is missing", "heading"), self._missing),
                self.backups,
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
        clear(self._missing)
        found = safety.missing(self._context.store)
        for words in found:
            self._missing.addWidget(PlainLabel(f"○ {words}"))
        if not found:
            self._missing.addWidget(
                PlainLabel("✓ Nothing: there are a recovery sheet, a second holder and proved copies.")
            )
        clear(self._facts)
        for heading, lines in laptop.facts(self._context.store).facts:
            self._facts.addWidget(PlainLabel(heading, "field"))
            self._facts.addWidget(PlainLabel("\n".join(f"• {line}" for line in lines)))

    def flush(self) -> None:
        """Passphrases are kept nowhere."""

    def print(self) -> None:
        """The sheet, through the system's dialogue."""
        printer = self._context.ask.printer(self, 1)
        if printer is not None:
            self._job = PrintJob(lost_laptop.draw(laptop.facts(self._context.store)), printer, self)
            self._job.begin()

    def save(self) -> None:
        """The sheet as PDF; it names no pupil."""
        path = self._context.ask.save_file(self, "Save the lost-laptop sheet", "Lost laptop.pdf", "PDF (*.pdf)")
        if path is not None and self._context.attempt(
            lambda: write_whole(path, lost_laptop.draw(laptop.facts(self._context.store)))
        ):
            self._context.say(f"Saved as {path.name}. Give it to the head teacher; no pupil is named on it.", "good")
