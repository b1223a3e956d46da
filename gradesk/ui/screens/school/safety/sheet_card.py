"""The recovery sheet: printed, proved by typing two groups of it back, tried again each year; and the key replaced with one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from gradesk.services.custody import watching
from gradesk.services.safekeeping import backups, ways
from gradesk.services.school import school
from gradesk.store.keys.slots import SHEET
from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.forms.secret import secret
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.stepping_up import StepUp

if TYPE_CHECKING:
    from gradesk.documents.pages.safekeeping import recovery_sheet
    from gradesk.ui.kit.pictures.pages import PrintJob
else:
    recovery_sheet = lazily("gradesk.documents.pages.safekeeping.recovery_sheet")
    PrintJob = lazily("gradesk.ui.kit.pictures.pages:PrintJob")

MOST_PLACES = 2  # of backups that the sheet names


class CodeGrid(QWidget):
    """A code in its numbered groups, each below the one three places before, so that it is compared with paper at a glance."""

    A_ROW = 3

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The code of the new sheet")
        self._groups: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(2 * self.A_ROW, 1)

    def show_groups(self, groups: Sequence[str]) -> None:
        """Show these groups; none of a code that is put away."""
        self._groups = tuple(groups)
        clear(self._grid)
        for place, group in enumerate(groups):
            row, column = divmod(place, self.A_ROW)
            self._grid.addWidget(PlainLabel(str(place + 1), "quiet", wrap=False), row, 2 * column)
            self._grid.addWidget(PlainLabel(group, "title", wrap=False), row, 2 * column + 1)

    def text(self) -> str:
        """The code that is shown."""
        return " ".join(self._groups)


class SheetCard(QFrame):
    """A code is shown and printed, and opens nothing before two groups of the printed sheet were typed back."""

    def __init__(self, context: Context, changed: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._changed = context, changed
        self._code = ""
        self._replaces = False
        self._job: PrintJob | None = None
        self._task: tasks.Task | None = None
        self.setProperty("role", "card")
        self.state = PlainLabel("")
        self.again = StepUp(lambda: context.store, "Make the sheet", self.begin)
        self.make = button("Make a recovery sheet …", self.again.ask)
        self.try_it = button("Is it still where it was? …", self.begin_trying, "link")
        self.replace = button("Replace the key …", self.begin_replacing, "link")
        self.code = CodeGrid()
        self.typed = QLineEdit()
        self.passphrase = secret("The SENCO’s passphrase")
        self.asked = PlainLabel("", "field")
        self.asked.setBuddy(self.typed)
        self.asked_passphrase = PlainLabel("The SENCO’s passphrase, as it is now", "field")
        self.asked_passphrase.setBuddy(self.passphrase)
        fleeting(self.typed)
        self.typed.returnPressed.connect(self.keep)
        self.passphrase.returnPressed.connect(self.keep)
        self.print_it = button("Print …", self.print)
        self.save_it = button(
            "Save as PDF …", self.save, "link", "On a stick that goes into the safe, never on this laptop."
        )
        self.act, self.leave = button("Use this sheet", self.keep, "main"), button("Leave it", self.put_away, "link")
        self.fields = QWidget()
        self.paper = QWidget()
        self.paper.setLayout(column(self.code, flow(self.print_it, self.save_it)))
        self.fields.setLayout(
            column(
                self.paper, self.asked_passphrase, self.passphrase, self.asked, self.typed, flow(self.act, self.leave)
            )
        )
        self.setLayout(
            column(
                PlainLabel("Recovery sheet and key", "heading"),
                self.state,
                flow(self.make, self.try_it, self.replace),
                self.again,
                self.fields,
                margin=14,
            )
        )
        self.put_away()

    def reload(self) -> None:
        """Say whether there is a sheet, and since when."""
        since = next(way.since for way in ways.ways(self._context.store) if way.holder == SHEET)
        self.state.setText(_state(since, self._context.store.clock.today()))
        self.make.setText("Make a recovery sheet …" if since is None else "Make a new sheet …")
        self.try_it.setVisible(since is not None)

    def begin(self) -> None:
        """Show a new code to print."""
        has_one = any(way.since is not None for way in ways.ways(self._context.store) if way.holder == SHEET)
        self._show_code("Use this sheet", "The sheet before will open nothing any more. " if has_one else "")

    def begin_replacing(self) -> None:
        """The same, with which the key is replaced."""
        self._replaces = True
        self._show_code(
            "Replace the key and lock", "All of the file is written anew, for when somebody may know its key. "
        )
        self.asked_passphrase.show()
        self.passphrase.show()

    def begin_trying(self) -> None:
        """Ask for the whole code of the sheet in the safe."""
        self.put_away()
        self._ask("Fetch the sheet from the safe and type its whole code")
        self.act.setText("Try it")
        self.paper.hide()
        self.fields.show()
        self.typed.setFocus()

    def keep(self) -> None:
        """Do what was begun, with what was typed."""
        store, typed = self._context.store, self.typed.text()
        if not self._code:
            if self._context.attempt(lambda: ways.check_sheet(store, typed)):
                self._end("That sheet opens this file. Put it back into the safe.")
            return
        if self._replaces:
            self._replace()
        elif self._context.attempt(lambda: ways.use_code(store, self._code, typed)):
            self._end("The sheet opens the file from now on. Put it into the safe, and take older ones out of it.")

    def put_away(self) -> None:
        """Forget the code; nothing was changed."""
        self._code, self._replaces = "", False
        self.again.put_away()
        self.code.show_groups(())
        for line in (self.typed, self.passphrase):
            line.clear()
        for part in (self.fields, self.passphrase, self.asked_passphrase):
            part.hide()

    def print(self) -> None:
        """On paper, through the system's dialogue."""
        printer = self._context.ask.printer(self, 1)
        if printer is not None:
            self._job = PrintJob(self._pdf(), printer, self)
            self._job.begin()
            watching.left(self._context.store, "printed", "recovery-sheet")

    def save(self) -> None:
        """As PDF, where the person says."""
        path = self._context.ask.save_file(self, "Save the recovery sheet", "Recovery sheet.pdf", "PDF (*.pdf)")
        if path is not None and self._context.attempt(lambda: write_whole(path, self._pdf())):
            watching.left(self._context.store, "saved", "recovery-sheet")
            self._context.say(
                f"Saved as {path.name}. It is not encrypted: print it, put it away and delete it.", "info"
            )

    def _show_code(self, deed: str, what: str) -> None:
        replaces = self._replaces
        self.put_away()
        self._replaces, self._code = replaces, ways.new_code()
        self.code.show_groups(ways.groups(self._code))
        first, second = ways.TYPED_BACK
        self._ask(f"{what}Print it, and type groups {first} and {second} of the printed sheet")
        self.act.setText(deed)
        self.paper.show()
        self.fields.show()
        self.print_it.setFocus()

    def _ask(self, words: str) -> None:
        self.asked.setText(words)
        self.typed.setAccessibleName(words)

    def _replace(self) -> None:
        store, code, typed, passphrase = self._context.store, self._code, self.typed.text(), self.passphrase.text()
        self.act.setEnabled(False)
        self._task = tasks.start(lambda _count: ways.replace_key(store, passphrase, code, typed), self)
        self._task.done.connect(lambda _none: self._context.lock())
        self._task.refused.connect(self._not_replaced)
        self._context.say("Writing the file anew under a new key …", "info")
        tasks.begin(self._task)

    def _not_replaced(self, words: str) -> None:
        self.act.setEnabled(True)
        self._context.say(words, "problem")

    def _end(self, words: str) -> None:
        self.put_away()
        self._changed()
        self._context.say(words, "good")

    def _pdf(self) -> bytes:
        card = school.card(self._context.store)
        today = self._context.store.clock.today()
        store = self._context.store
        places = [("The file on this laptop", str(store.vault.folder))]
        places += [("Backups", str(one.path)) for one in backups.places(store)][:MOST_PLACES]
        return recovery_sheet.draw(card.name, today, ways.groups(self._code), places, practice=card.is_practice)


def _state(since: date | None, today: date) -> str:
    if since is None:
        return (
            "There is none yet. When nobody knows the passphrase any more, only a recovery sheet opens the file: nobody else "
            "can, not we either."
        )
    if today - since > ways.ASKED_AGAIN:
        return (
            f"Made on {since:%d/%m/%Y}, more than a year ago. Try whether it is still where it was, or make a new one."
        )
    return (
        f"Made on {since:%d/%m/%Y}. It opens the file when nobody knows the passphrase; keep it in the school’s safe."
    )
