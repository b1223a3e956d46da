"""The register of one support for a half-term: marked by letters, with what is given and owed beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from gradesk.model.rules.days.school_year import Span
from gradesk.model.term.words import NOT_RUN
from gradesk.services.term import board, figures, registers, session_notes
from gradesk.services.term.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.part import Part
from gradesk.ui.screens.term.note_line import At, NoteLine
from gradesk.ui.screens.term.register_grid import RegisterGrid, RegisterModel

LETTERS = 40  # of the name of a support, in the list
HINT = (
    "H here, A absent, P for a part, N did not run, Delete takes a mark back. A letter goes on to the next child. "
    "T types a note (*), G puts it into the notes of a target."
)


class RegisterPart(Part):
    """Choose the support and the half-term; the grid stands below."""

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__(context)
        self._owner = owner  # whose own changes it need not read anew
        self.lines: dict[str, Line] = {}
        self._halves: list[Span] = []
        self.which = ChoiceEditor([])
        self.which.widget.setAccessibleName("Which support")
        self.half = ChoiceEditor([])
        self.half.widget.setAccessibleName("Which half-term")
        for editor in (self.which, self.half):
            editor.edited.connect(self._show)
        self.model = RegisterModel()
        self.grid = RegisterGrid(self.model)
        self.grid.marked.connect(self._mark)
        self.grid.did_not_run.connect(self._ask_why)
        self.note = NoteLine(context, owner, self._noted)
        self.grid.note.connect(self.note.line.setFocus)
        self.grid.give.connect(self.note.put)
        self.grid.selectionModel().currentChanged.connect(lambda *_cells: self._show_note())
        self.told = SpokenLabel("", "quiet")
        self.nothing = EmptyState(
            "No register yet", "Begin support under Groups; its sessions follow from the calendar."
        )
        self.good = button("Put on a session today", self.put_on, "", "It makes good one that is owed")
        layout = column(
            flow(self.which.widget, self.half.widget, self.good),
            PlainLabel(HINT, "quiet"),
            self.grid,
            self.note,
            self.nothing,
            self.told,
            gap=8,
            grows=self.grid,
        )
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.grid
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read what there is to be marked; what is chosen stays."""
        store = self.context.store
        self.lines = {one.uuid: one for one in board.lines(store)}
        self._halves = board.halves(store)
        chosen, half = self.which.value(), self.half.value()
        self.which.offer([(one.uuid, f"{one.costed.provision.name} ({len(one.names)})") for one in self.lines.values()])
        self.half.offer([(place, span.name) for place, span in enumerate(self._halves)])
        self.which.show(chosen if chosen in self.lines else next(iter(self.lines), None))
        usual = self._halves.index(board.half_of(self._halves, store.clock.today()))
        self.half.show(half if isinstance(half, int) and half < len(self._halves) else usual)
        self._measure()
        self._show()

    def show_record(self, uuid: str) -> None:
        """The register of one support, at the last day that was due."""
        if uuid in self.lines:
            self.which.show(uuid)
            self._show()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_on(self) -> None:
        """Put on a session today that makes good another."""
        uuid = str(self.which.value() or "")
        if uuid and self.context.attempt(
            lambda: making_good.put_on(self.context.store, uuid, self.context.store.clock.today())
        ):
            self._show()

    def _show(self) -> None:
        line = self.lines.get(str(self.which.value() or ""))
        place = self.half.value()
        self.grid.setVisible(line is not None)
        self.nothing.setVisible(line is None)
        self.good.setEnabled(line is not None)
        if line is None or not isinstance(place, int):
            self.model.show_register(None)
            self.note.show_cell(None, "")
            self.told.setText("")
            return
        here, span = self.grid.currentIndex(), self._halves[place]
        same = self.model.register is not None and self.model.register.provision.uuid == line.uuid
        found = registers.register(self.context.store, line.uuid, span.starts_on, span.ends_on)
        marked = session_notes.put_already(self.context.store, [one.uuid for one in found.marks.values()])
        self.model.show_register(found, marked)
        today = self.context.store.clock.today()
        past = [at for at, day in enumerate(found.days) if day <= today]
        row, at = (here.row(), here.column()) if same and here.isValid() else (0, past[-1] if past else 0)
        self.grid.setCurrentIndex(self.model.index(max(row, 0), at))
        self.grid.scrollTo(self.grid.currentIndex())
        self._show_note()
        self._tell(line)

    def flush(self) -> None:
        """Keep the note that is being typed."""
        self.note.keep()

    def _show_note(self) -> None:
        """The note of the cell in hand; a day to come has none yet."""
        found, here = self.model.register, self.grid.currentIndex()
        day = self.model.day(here.column()) if here.isValid() else None
        if found is None or day is None or day > self.context.store.clock.today():
            self.note.show_cell(None, "")
            return
        member = found.members[here.row()]
        mark = found.mark(day, member.pupil_id)
        at = At(found.provision.uuid, day, member.pupil_id, found.names[here.row()])
        self.note.show_cell(at, mark.note if mark is not None else "")

    def _noted(self, is_new: bool) -> None:
        """A note was kept or left: the register again."""
        if is_new:
            self._show()
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, line: Line) -> None:
        tally = figures.of(self.context.store, line.uuid).tally
        owed = f", {tally.owed:,} owed" if tally.owed else ""
        self.told.setText(
            f"Together: {tally.delivered:,} of {tally.planned:,} planned minutes given, {tally.missed:,} missed{owed}."
        )

    def _mark(self, at: int, rows: list[int], how: str) -> None:
        found, day = self.model.register, self.model.day(at)
        if found is None or day is None:
            return
        pupils = [found.members[place].pupil_id for place in rows]
        self.context.attempt(
            lambda: registers.mark(self.context.store, found.provision.uuid, day, pupils, how, initiator=self._owner)
        )
        self._show()

    def _ask_why(self, at: int) -> None:
        menu = QMenu(self)
        for number, term in enumerate(NOT_RUN, start=1):
            menu.addAction(f"&{number}  {term.label}").triggered.connect(
                lambda _on=False, code=term.code: self._not_run(at, code)
            )
        cell = self.grid.visualRect(self.grid.currentIndex())
        place = self.grid.viewport().mapToGlobal(cell.bottomLeft()) if cell.isValid() else QCursor.pos()
        menu.popup(place)

    def _not_run(self, at: int, reason: str) -> None:
        found, day = self.model.register, self.model.day(at)
        if found is not None and day is not None:
            deed = partial(registers.not_run, self.context.store, found.provision.uuid, day, reason, self._owner)
            self.context.attempt(deed)
            self._show()

    def _measure(self) -> None:
        self.which.fit_within(LETTERS)
        self.half.fit_contents()
        self.grid.measure(self.context.look.theme)
