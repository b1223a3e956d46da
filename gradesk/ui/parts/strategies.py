"""A list of strategies that is added to by a line and Enter, edited in place, and ended rather than deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gradesk.model.pupils.support import Adjustment
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import adjustments
from gradesk.services.plans.adjustments import Place
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.parts.keeping import kept_form

MOST = 20_000
ENDED = ("words", "starts_on", "ends_on")  # what is corrected of a strategy that is over


class StrategyRow(QWidget):
    """One strategy: its words to edit in place, its details (folded away where they matter less), and what to do with it."""

    def __init__(
        self,
        context: Context,
        uuid: str,
        details: tuple[str, ...],
        keep: Callable[[StrategyRow, Mapping[str, Any]], object],
        *,
        folded: bool,
    ) -> None:
        super().__init__()
        self._context = context
        self.uuid = uuid
        self.words = kept_form(
            context, Adjustment, ("words",), lambda values: keep(self, values), bare=True, about=f"words {uuid}"
        )
        self.details = kept_form(
            context, Adjustment, details, lambda values: keep(self, values), 3, about=f"details {uuid}"
        )
        self.about = PlainLabel("", "quiet")
        self.more = button("More", self._fold, "link")
        self.end = button("End", lambda: None, "link", "It is not done any more from today; it stays in the history")
        self.delete = button("Delete", lambda: None, "link", "It was written by mistake; Ctrl+Z brings it back")
        buttons: tuple[QPushButton, ...] = (self.more, self.end, self.delete)
        line = row(self.about, None, *buttons)
        line.setStretch(0, 9)
        self.setLayout(column(self.words, self.details, line, gap=2))
        self.more.setVisible(folded)
        self.details.setVisible(not folded)
        self.about.setVisible(folded)

    def show_row(self, record: Adjustment) -> None:
        """Show what is kept, but for what is being typed."""
        self.words.say_of(record.words).load(record)
        self.details.say_of(record.words).load(record)
        today = self._context.store.clock.today()
        since = f"since {day_words(record.starts_on, today)}" if record.starts_on else ""
        parts = (AREAS.label(record.area), record.lessons, since)
        self.about.setText(" · ".join(part for part in parts if part))
        for act in (self.more, self.end, self.delete):
            act.setAccessibleName(f"{act.text()}: {record.words}")

    def _fold(self) -> None:
        open_now = self.details.isHidden()
        self.details.setVisible(open_now)
        self.about.setVisible(not open_now)
        self.more.setText("Less" if open_now else "More")


class StrategyList(QWidget):
    """The strategies of one place, and a line that adds one.

    `add` keeps a new one of the words it is given; `owner` is the screen or tab that shows the list, and so is not told
    of its own edits; it shows the place anew when `corrected` says that a line was opened or closed.
    """

    corrected = Signal()

    def __init__(
        self,
        context: Context,
        owner: object,
        name: str,
        add: Callable[[str], object],
        details: tuple[str, ...],
        *,
        folded: bool,
    ) -> None:
        super().__init__()
        self._context = context
        self._owner = owner
        self._add = add
        self._details = details
        self._folded = folded
        self.rows: dict[str, StrategyRow] = {}
        self._ended_now: tuple[str, ...] = ()
        self._correcting = ""  # the ended strategy that is open
        self._ended_words: dict[str, PlainLabel] = {}
        self._ended_forms: dict[str, Form] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._ended = QVBoxLayout()
        self.line = QLineEdit()
        self.line.setMaxLength(MOST)
        self.line.setPlaceholderText("One thing an adult can be seen doing; Enter adds it")
        self.line.setAccessibleName(f"Add a strategy: {name}")
        self.line.returnPressed.connect(self.add_line)
        self.setLayout(column(self._rows, self.line, self._ended, gap=10))

    def show_place(self, place: Place) -> None:
        """Show the strategies; a row that stays keeps what is being typed in it."""
        now = {record.uuid: record for record in place.now}
        for uuid in [uuid for uuid in self.rows if uuid not in now]:
            gone = self.rows.pop(uuid)
            focused = QApplication.focusWidget()
            if focused is not None and gone.isAncestorOf(focused):
                self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for position, (uuid, record) in enumerate(now.items()):
            if uuid not in self.rows:
                self.rows[uuid] = self._made(uuid)
                self._rows.insertWidget(position, self.rows[uuid])
            self.rows[uuid].show_row(record)
        if self._correcting not in {record.uuid for record in place.ended}:
            self._correcting = ""
        shape = (self._correcting, *(record.uuid for record in place.ended))
        if shape != self._ended_now:
            self._ended_now = shape
            self._build_ended(place)
        for record in place.ended:
            self._ended_words[record.uuid].setText(self._told(record))
            if record.uuid in self._ended_forms:
                self._ended_forms[record.uuid].load(record)

    def forms(self) -> list[Form]:
        """All forms that may hold something typed."""
        return self.findChildren(Form)

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.forms():
            form.flush()

    def add_line(self) -> None:
        """Add what stands in the line."""
        if self._context.attempt(lambda: self._add(self.line.text())):
            self.line.clear()

    def _made(self, uuid: str) -> StrategyRow:
        made = StrategyRow(self._context, uuid, self._details, self._keep, folded=self._folded)
        store = self._context.store
        made.end.clicked.connect(lambda: self._attempt(lambda: adjustments.end(store, uuid, store.clock.today())))
        made.delete.clicked.connect(lambda: self._attempt(lambda: adjustments.remove(store, uuid)))
        return made

    def _keep(self, changed: StrategyRow, values: Mapping[str, Any]) -> None:
        store = self._context.store
        adjustments.change(store, changed.uuid, values, self._owner)
        changed.show_row(adjustments.get(store, changed.uuid))

    def _attempt(self, deed: Callable[[], object]) -> None:
        self.flush()
        self._context.attempt(deed)

    def _build_ended(self, place: Place) -> None:
        clear(self._ended)
        self._ended_words, self._ended_forms = {}, {}
        if place.ended:
            self._ended.addWidget(PlainLabel("No longer done", "field"))
        for record in place.ended:
            self._ended.addWidget(self._ended_line(record))

    def _ended_line(self, record: Adjustment) -> QWidget:
        store, uuid = self._context.store, record.uuid
        is_open = uuid == self._correcting
        again = button("Do it again", partial(self._attempt, partial(adjustments.take_up, store, uuid)), "link")
        act = button("Close" if is_open else "Correct", partial(self._correct, uuid), "link")
        for made in (again, act):
            made.setAccessibleName(f"{made.text()}: {record.words}")
        self._ended_words[uuid] = PlainLabel("", "quiet")
        line = row(self._ended_words[uuid], flow(act, again))
        line.setStretch(0, 1)
        holder = QWidget()
        if not is_open:
            holder.setLayout(line)
            return holder
        form = kept_form(
            self._context, Adjustment, ENDED, partial(adjustments.change, store, uuid), 3, about=f"ended {uuid}"
        )
        self._ended_forms[uuid] = form.say_of(record.words)
        holder.setLayout(column(line, form, gap=4))
        return holder

    def _told(self, record: Adjustment) -> str:
        today = self._context.store.clock.today()
        since = f"{day_words(record.starts_on, today)} " if record.starts_on else ""
        until = f"to {day_words(record.ends_on, today)}" if record.ends_on else ""
        return f"{record.words} ({since}{until})"

    def _correct(self, uuid: str) -> None:
        self.flush()
        self._correcting = "" if self._correcting == uuid else uuid
        self.corrected.emit()
        if self._correcting in self._ended_forms:
            self._ended_forms[uuid].focus_on("ends_on")
