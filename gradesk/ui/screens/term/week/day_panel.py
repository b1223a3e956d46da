"""The school's day: its periods, and which of two weeks in turn is week A."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.week.times import clock
from gradesk.model.school.school import School
from gradesk.model.term.week import DayPeriod
from gradesk.model.term.words import PERIOD_KINDS
from gradesk.services.school import school
from gradesk.services.term.planned import school_day
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.screens.term.week.line_list import LineList

FIELDS = ("name", "kind", "begins_at", "ends_at", "weekdays", "years")
LEAST = 150
USUAL = (
    "The usual day stands here until you write your own. Change one of its periods, or add one: the rest is written down "
    "with it. What is in the week stays at its time."
)
OWN = "Enter or ↓ ↑ shows a period below; with the last one deleted the usual day is back. What is in the week stays at its time."


class DayPanel(QWidget):
    """A list of the periods, the one in hand below it, and a line to add one."""

    def __init__(self, context: Context, left: Callable[[], object]) -> None:
        super().__init__()
        self.context, self._left, self._open = context, left, ""
        today, columns = context.store.clock.today, 1 if context.look.theme.is_large else 2
        self._columns = columns
        self.hint = PlainLabel("", "quiet")
        self.periods = LineList("Periods of the day", LEAST)
        context.look.fit(self.periods, self.periods.fit)
        self.periods.moved.connect(self._show_period)
        self.periods.opened.connect(self._to_form)
        self.take = button("Write the usual day down as ours", self._take_usual)
        self._place = QVBoxLayout()
        self.form: Form | None = None
        self.new = Form(DayPeriod, FIELDS, today, context.words(), columns, draft=True, about="new period")
        self.new.say_of("a new period")
        add = button("Add this period", self.add, "", "Ctrl+Enter")
        self.turn = kept_form(context, School, ("week_a_on",), self._keep_turn, 1, about="week a")
        leave = button("Back to the week", left, "", "Escape")
        self.setLayout(
            column(
                card(PlainLabel("The school’s day", "heading"), self.hint, self.periods, self.take, self._place),
                card(PlainLabel("Another period", "heading"), self.new, flow(add)),
                card(PlainLabel("Two weeks in turn", "heading"), self.turn, flow(leave)),
                None,
            )
        )
        self.reload()

    def reload(self) -> None:
        """Read the day anew."""
        rows = school_day.records(self.context.store)
        usual = school_day.periods(self.context.store)
        self._rows = {row.uuid: row for row in rows}
        self.hint.setText(OWN if rows else USUAL)
        self.take.setVisible(not rows)
        lines = [
            (row.uuid, _words(row.name, row.kind, row.begins_at, row.ends_at, row.weekdays, row.years)) for row in rows
        ]
        if not rows:
            lines = [("", _words(one.name, one.kind, _at(one.begins), _at(one.ends), "", "")) for one in usual]
        self.periods.show_lines(lines)
        self._show_period(self.periods.here)
        self.turn.load(school.record(self.context.store))

    def focus_first(self, _name: str = "") -> None:
        """On the list."""
        self.periods.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.turn.flush()
        if self.form is not None:
            self.form.flush()

    @property
    def draft(self) -> Form:
        """The form whose words are not kept yet."""
        return self.new

    def add(self) -> None:
        """Add the period that is typed."""
        try:
            values = self.new.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if self.context.attempt(lambda: school_day.add(self.context.store, values)):
            self.new.clear()
            for editor in self.new.editors.values():
                editor.show("")
            self.reload()
            self.context.done(f"Period {values['name']} was added.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds, Escape goes back to the week."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self._left()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add()
        else:
            super().keyPressEvent(event)

    def _take_usual(self) -> None:
        if self.context.attempt(lambda: school_day.take_usual(self.context.store)):
            self.reload()
            self.focus_first()

    def _show_period(self, uuid: str) -> None:
        row = self._rows.get(uuid)
        if row is not None and self.form is not None and self._open == uuid:
            self.form.load(row)
            return
        if self.form is not None:
            self.form.flush()
        clear(self._place)
        self.form, self._open = None, uuid
        if row is None:
            return
        self.form = kept_form(
            self.context, DayPeriod, FIELDS, partial(self._keep, uuid), self._columns, about=f"period {uuid}"
        )
        self.form.say_of(row.name).load(row)
        self._place.addWidget(self.form)
        self._place.addWidget(flow(button(f"Delete period {row.name}", partial(self._delete, uuid), "link")))

    def _to_form(self, _uuid: str) -> None:
        if self.form is not None:
            self.form.focus_on("name")

    def _delete(self, uuid: str) -> None:
        if self.context.attempt(lambda: school_day.remove(self.context.store, uuid)):
            self.reload()
            self.focus_first()
            self.context.done("The period was deleted.", "good")

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        school_day.change(self.context.store, uuid, values, self)

    def _keep_turn(self, values: Mapping[str, Any]) -> None:
        school.change_school(self.context.store, values, self)


def _at(minute: int) -> str:
    return clock(minute)


def _words(name: str, kind: str, begins: str, ends: str, days: str, years: str) -> str:
    word = PERIOD_KINDS.label(kind)
    parts = [name if name.casefold() == word.casefold() else f"{name} ({word.casefold()})", f"{begins}–{ends}"]
    parts += [f"only {days}"] if days.strip() else []
    parts += [f"only for {years}"] if years.strip() else []
    return ", ".join(parts)
