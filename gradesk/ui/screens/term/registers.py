"""The registers of support: a group’s half-term, or an adult’s day; marked by letters, with what is owed below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QVBoxLayout

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.words import NOT_RUN
from gradesk.services.term import closing, figures, registers
from gradesk.services.term.given import adult_days, making_good, session_notes
from gradesk.services.term.owing import Debt
from gradesk.services.term.registers import Marked, Register
from gradesk.services.term.told import board
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.make_good import MakeGood
from gradesk.ui.screens.term.note_line import At, NoteLine
from gradesk.ui.screens.term.register_choice import RegisterChoice
from gradesk.ui.screens.term.register_form import RegisterForm
from gradesk.ui.screens.term.register_grid import GridCell, RegisterGrid, RegisterModel
from gradesk.ui.screens.term.register_sums import RegisterSums

HINT = (
    "H here, A absent, P for a part, N did not run, Delete takes a mark back. A letter goes on to the next child; "
    "with Shift it marks all of the session who have no mark. T types a note (*), G puts it into the notes of a target, "
    "M plans to make good what is owed."
)
READ = (
    "This register is closed: it takes no marks, and a note (*) is only read; G puts it into the notes of a target. "
    "Open the support again under Groups to change it."
)


class RegisterPart(Part):
    """Choose a group and a half-term, or an adult and a day; the grid stands below."""

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__(context)
        self._owner = owner  # whose own changes it need not read anew
        self.lines: dict[str, Line] = {}
        self.debts: Mapping[str, Debt] = {}
        self.good = button("Put on a session today", self.put_on, "", "It makes good one that is owed")
        self.print_act = button("Print …", self.print_it, "", "A sheet to mark by hand, or a form; Ctrl+P")
        self.form = RegisterForm(context, self._show)
        self.choice = RegisterChoice(context, self.good, self.print_act, self.form.new)
        self.choice.changed.connect(self._turned)
        self.model = RegisterModel()
        self.grid = RegisterGrid(self.model)
        self.note = NoteLine(context, owner, self._noted)
        self._connect()
        self.hint = PlainLabel(HINT, "quiet")
        self.told, self.owed = SpokenLabel("", "quiet"), PlainLabel("", "field")
        self.plan_act = button("Plan to make good …", self.plan, "", "M, on the register")
        self.planning: MakeGood | None = None
        self._place = QVBoxLayout()
        self.nothing = EmptyState(
            "No register yet", "Begin support under Groups; its sessions follow from the calendar.",
            "Go to Groups", lambda: context.go("term", tab="groups"),
        )  # fmt: skip
        self.free = EmptyState("", "Nobody is due on this day.", "Next day with school", lambda: self.choice.step(1))
        self.sums = RegisterSums(context)
        owing = row(self.owed, self.plan_act)
        owing.setStretch(0, 1)
        layout = column(
            self.choice, self.form, self.hint, self.grid, self.note, self.nothing, self.free, owing,
            self._place, self.told, self.sums,
            gap=8, grows=self.grid,
        )  # fmt: skip
        layout.setStretchFactor(self.free, 1)  # where the grid is hidden, nothing else grows
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.grid
        context.look.heed(self, self._measure)

    def _connect(self) -> None:
        self.grid.marked.connect(self._mark)
        self.grid.filled.connect(self._fill)
        self.grid.did_not_run.connect(self._ask_why)
        self.grid.note.connect(self.note.line.setFocus)
        self.grid.give.connect(self.note.put)
        self.grid.make_good.connect(self.plan)
        self.grid.stepped.connect(self.choice.step)
        self.grid.selectionModel().currentChanged.connect(lambda *_cells: self._show_cell())

    def reload(self) -> None:
        """Read what there is to be marked; what is chosen stays."""
        store = self.context.store
        self.lines = {one.uuid: one for one in board.of_year(store)}
        halves = board.halves(store)
        usual = halves.index(board.half_of(halves, store.clock.today()))
        self.choice.offer(list(self.lines.values()), halves, usual)
        self._measure()
        self._show()

    def show_record(self, uuid: str) -> None:
        """The register of one support, at a session put on that waits for its marks, or at the last day that was due."""
        if uuid and self._has_ended(uuid):
            self.context.say(self._ended_words(uuid), "info")
        if uuid in self.lines:
            self.choice.show_group(uuid)
            self._show()
            waits = self.model.first_waiting(self.context.store.clock.today())
            if waits is not None:
                self.grid.setCurrentIndex(waits)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_day(self, adult: str, day: date) -> None:
        """The sessions of an adult on a day."""
        self.choice.show_day(adult, day)
        self._turned()

    def put_on(self) -> None:
        """Put on a session today that makes good another."""
        uuid = self._in_hand()
        if uuid and self.context.attempt(
            lambda: making_good.put_on(self.context.store, uuid, self.context.store.clock.today())
        ):
            self._show()

    def print_it(self) -> None:
        """Go to the print desk with the register that is chosen."""
        if self.choice.printed:
            self.context.go("preview", document="support-register", which=self.choice.printed, pupil_ids=())

    def plan(self) -> None:
        """Choose days on which the group in hand makes good what is owed."""
        uuid = self._in_hand()
        if not uuid:
            return
        if self._has_ended(uuid):
            words = f"{self._name(uuid)} has ended, so nothing more is planned for it. Open it again under Groups."
            self.context.say(words, "info")
            return
        self._leave_plan()
        self.planning = MakeGood(self.context, uuid, self._name(uuid), self._planned)
        self._place.addWidget(self.planning)
        self.planning.focus_first()

    def flush(self) -> None:
        """Keep the note that is being typed."""
        self.note.keep()

    def _planned(self, is_new: bool) -> None:
        self._leave_plan()
        if is_new:
            self._show()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_plan(self) -> None:
        if self.planning is not None:
            self._place.removeWidget(self.planning)
            self.planning.hide()
            self.planning.deleteLater()
            self.planning = None

    def _turned(self) -> None:
        """Another register was chosen, or another day stepped to."""
        had_focus = self.grid.hasFocus()
        self._leave_plan()
        self._show()
        if had_focus:
            (self.free if self.grid.isHidden() else self.grid).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        here = self.model.cell(self.grid.currentIndex().row(), self.grid.currentIndex().column())
        found = self._read()
        marks = [mark.uuid for one in found for mark in one.marks.values()]
        noted = session_notes.put_already(self.context.store, marks)
        self.debts = making_good.of_groups(self.context.store, [one.provision.uuid for one in found])
        if self.choice.is_day:
            self.model.show_day(self._due, noted)
        else:
            self.model.show_register(found[0] if found else None, noted)
        has_rows = self.model.rowCount() > 0
        self.grid.measure(self.context.look.theme)
        self.grid.setVisible(has_rows)
        takes_marks = self.choice.is_day or not self._is_closed(self.choice.uuid)
        self.hint.setVisible(has_rows)
        self.hint.setText(self._hint_words(found) if takes_marks else READ)
        self.plan_act.setVisible(has_rows and takes_marks)
        self.nothing.setVisible(not self.lines)
        self.free.setVisible(bool(self.lines) and not has_rows)
        self.free.say(self._why_none(found))
        is_open = has_rows and (self.choice.is_day or not self._has_ended(self.choice.uuid))
        for act in (self.good, self.plan_act):
            act.setEnabled(is_open)
        self.print_act.setEnabled(has_rows)
        self._go_back(here)
        self._show_cell()
        self._tell()

    def _read(self) -> list[Register]:
        """The registers that are chosen: one, or those of a day."""
        store = self.context.store
        self._due = adult_days.of(store, self.choice.whose, self.choice.chosen_day) if self.choice.is_day else []
        if self.choice.is_day:
            return [one.register for one in self._due]
        span = self.choice.span
        if self.choice.uuid not in self.lines or span is None:
            return []
        return [registers.register(store, self.choice.uuid, span.starts_on, span.ends_on)]

    def _hint_words(self, found: list[Register]) -> str:
        """The keys; in a half-term without a session, that there is none."""
        span = self.choice.span
        if self.choice.is_day or span is None or any(one.slots for one in found):
            return HINT
        until = next((one.provision.planned_to for one in found if one.provision.planned_to is not None), None)
        planned = f" It is planned until {written_day(until)}." if until is not None and until < span.ends_on else ""
        return f"No session of {self._name(self.choice.uuid)} is due in {span.name}.{planned} Choose another half-term."

    def _why_none(self, found: list[Register]) -> str:
        if not self.choice.is_day:
            name = self._name(self.choice.uuid)
            return f"Nobody is in {name} any more." if found else "There is no half-term yet."
        day = self.choice.chosen_day
        whose = self.choice.whose or "anybody"
        if not adult_days.has_school(self.context.store, day):
            return f"There is no school on {written_day(day)}, so no session is due."
        return f"No session of {whose} is due on {written_day(day)}."

    def _go_back(self, here: GridCell | None) -> None:
        """The cell that was in hand, or the last day that was due."""
        row = self.model.row_of(here)
        at = self.model.column_of(here) if row is not None else None
        if row is None or at is None:
            row, at = self.model.first_row(), self.model.last_until(self.context.store.clock.today())
        self.grid.setCurrentIndex(self.model.index(row, at))
        self.grid.scrollTo(self.grid.currentIndex())

    def _here(self) -> GridCell | None:
        return self.model.cell(self.grid.currentIndex().row(), self.grid.currentIndex().column())

    def _has_ended(self, uuid: str) -> bool:
        """Whether it has ended, in this school year or before."""
        return uuid not in self.lines or self.lines[uuid].provision.ends_on is not None

    def _is_closed(self, uuid: str) -> bool:
        """Whether its register is there to be read alone."""
        return bool(uuid) and self._has_ended(uuid) and closing.is_closed(self.context.store, uuid)

    def _ended_words(self, uuid: str) -> str:
        """Whether the register of what has ended still takes marks."""
        line = self.lines.get(uuid)
        if line is None:
            return "This support is not of this school year, so its register is not shown; nothing was changed."
        if self._is_closed(uuid):
            return (
                "This support has ended and its register is closed; it is there to be read. Open it again under Groups."
            )
        ended = written_day(line.provision.ends_on)
        return (
            f"This support ended on {ended} and its figures are not kept yet: sessions until then can still be marked."
        )

    def _in_hand(self) -> str:
        here = self._here()
        if here is not None:
            return here.register.provision.uuid
        return "" if self.choice.is_day else self.choice.uuid

    def _name(self, uuid: str) -> str:
        line = self.lines.get(uuid)
        here = self._here()
        return line.provision.name if line is not None else here.register.provision.name if here is not None else ""

    def _show_cell(self) -> None:
        """The note of the cell in hand, and what its group is owed; a day to come has no note yet."""
        here, uuid = self._here(), self._in_hand()
        words = self.debts[uuid].words if uuid in self.debts else ""
        self.owed.setText(f"{self._name(uuid)}. {words}" if words and self.choice.is_day else words)
        if here is None or here.slot.day > self.context.store.clock.today():
            self.note.show_cell(None, "")
            return
        at = At(here.register.provision.uuid, here.slot.day, here.pupil_id, here.name, here.slot.extra)
        self.note.show_cell(at, here.mark.note if here.mark is not None else "", is_closed=self._is_closed(uuid))

    def _noted(self, is_new: bool) -> None:
        """A note was kept or left: the register again."""
        if is_new:
            self._show()
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        span = self.choice.span
        if self.choice.is_day or self.choice.uuid not in self.lines or span is None:
            self.told.setText("")
            self.sums.show_support("", span)
            return
        tally = figures.of(self.context.store, self.choice.uuid).tally
        owed = f", {tally.owed:,} owed" if tally.owed else ""
        self.told.setText(
            f"All children’s minutes together: {tally.delivered:,} of {tally.planned:,} planned minutes given, "
            f"{tally.missed:,} missed{owed}."
        )
        self.sums.show_support(self.choice.uuid, span)

    def _mark(self, chosen: list[tuple[int, int]], how: str) -> None:
        """Marks in one step. Of several sessions, those are left out that are to come, did not run, or are not a child’s."""
        cells = [cell for at in chosen if (cell := self.model.cell(*at)) is not None]
        if not how and len(cells) == 1 and cells[0].is_put_on:
            self._take_back(cells[0])
            return
        today = self.context.store.clock.today()
        if len({cell.slot for cell in cells}) > 1:
            cells = [cell for cell in cells if cell.is_in and cell.slot.day <= today and not cell.fell_out]
        self._keep(cells, how)

    def _fill(self, row: int, column: int, how: str) -> None:
        """Marks everybody of a session who has no mark yet."""
        every = self.model.together(row, column)
        free = [one for one in every if one.mark is None or not one.mark.mark]
        here = self.model.cell(row, column)
        if free:
            self._keep(free, how)
        elif not every and here is not None:
            where = f"{here.register.provision.name} on {written_day(here.slot.day)}"
            self.context.say(f"Nobody is in {where}, so nothing was marked. Check who is in it.", "info")
        else:
            self.context.say("Everybody of this session has a mark already, so nothing was changed.", "info")

    def _keep(self, cells: list[GridCell], how: str) -> None:
        marks = [
            Marked(one.register.provision.uuid, one.slot.day, (one.pupil_id,), how, extra=one.slot.extra)
            for one in cells
        ]  # fmt: skip
        if marks:
            self.context.attempt(lambda: registers.mark_all(self.context.store, marks, self._owner))
            self._show()

    def _take_back(self, one: GridCell) -> None:
        day, uuid = one.slot.day, one.register.provision.uuid
        if self.context.attempt(lambda: making_good.take_back(self.context.store, uuid, day)):
            self._show()
            self.context.done(f"The session put on for {written_day(day)} was taken back.", "good")

    def _ask_why(self, row: int, at: int) -> None:
        menu = QMenu(self)
        for number, term in enumerate(NOT_RUN, start=1):
            menu.addAction(f"&{number}  {term.label}").triggered.connect(
                lambda _on=False, code=term.code: self._not_run(row, at, code)
            )
        cell = self.grid.visualRect(self.grid.currentIndex())
        place = self.grid.viewport().mapToGlobal(cell.bottomLeft()) if cell.isValid() else QCursor.pos()
        menu.popup(place)

    def _not_run(self, row: int, at: int, reason: str) -> None:
        here = self.model.cell(row, at)
        if here is not None:
            uuid, (day, extra) = here.register.provision.uuid, here.slot
            self.context.attempt(partial(registers.not_run, self.context.store, uuid, day, reason, self._owner, extra))
            self._show()

    def _measure(self) -> None:
        self.choice.measure()
        self.grid.measure(self.context.look.theme)
        self.sums.measure()
