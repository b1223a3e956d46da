"""What a support costs besides its minutes: things bought, days of an agency, from which money, and who is charged how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.rules.term.money import written
from gradesk.model.term.expense import ProvisionExpense
from gradesk.model.term.provision import Provision
from gradesk.model.term.words import CHARGES, EXPENSES
from gradesk.services.term import closing, expenses, figures, provisions
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, NumberEditor, Wrong
from gradesk.ui.kit.forms.form import Unsent
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.parts.keeping import kept_form

COSTED = ("cost_role", "money")


class ExpenseCard(QFrame):
    """The card of one support."""

    def __init__(self, context: Context, line: Line) -> None:
        super().__init__()
        self._context, self._line = context, line
        self.setProperty("role", "card")
        self.told = PlainLabel("", "quiet")
        self.form = kept_form(
            context, Provision, COSTED, self._keep, 1 if context.look.theme.is_large else 3, about=f"costed {line.uuid}"
        )
        self.form.say_of(line.provision.name)
        self._list, self._charges = QVBoxLayout(), QVBoxLayout()
        self._rows: dict[tuple[str, bool], PlainLabel] = {}
        self._boxes: dict[str, ChoiceEditor] = {}
        self.kind = ChoiceEditor([(one.code, one.label) for one in EXPENSES])
        self.kind.widget.setAccessibleName("Kind of cost")
        self.kind.fit_contents()
        self.kind.edited.connect(self._ask)
        self.what, self.pounds, self.days = LineEditor(), LineEditor(), NumberEditor()
        for editor, words in ((self.what, "What"), (self.pounds, "£"), (self.days, "Days")):
            editor.line.setAccessibleName(words)
            editor.line.returnPressed.connect(self.add)
            Unsent(editor, f"cost {words} {line.uuid}")
        self.add_act = button("Add this cost", self.add)
        self.adding = flow(self.kind.widget, self.what.widget, self.pounds.widget, self.days.widget, self.add_act)
        self.setLayout(
            column(
                PlainLabel("What it costs", "heading"), self.told, self.form, self._list, self.adding, self._charges,
                margin=14, gap=8,
            )
        )  # fmt: skip
        self._ask()
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show costs as they are now."""
        self._line = line
        one = line.costed
        self.form.load(one.provision)
        told = f"Planned {written(one.planned_cost)}, given {written(one.delivered_cost)}."
        if one.rate is None and one.provision.minutes:  # days of an agency alone need no rate
            told += f" {figures.why_no_rate(self._context.store, one.provision)}"
        self.told.setText(told)
        self.adding.setVisible(not one.closed)
        self._show_expenses(line)
        self._show_charges(line)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()

    def add(self) -> None:
        """Keep the cost that stands in the line."""
        try:
            days = self.days.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        store, kind = self._context.store, str(self.kind.value())
        deed = partial(
            expenses.add, store, self._line.uuid, kind, str(self.what.value()), str(self.pounds.value()), days
        )
        if self._context.attempt(deed):
            for editor in (self.what, self.pounds, self.days):
                editor.show_raw("")
            self._context.done("Kept. It counts in what this support costs.", "good")
            self.what.line.setFocus()

    def _ask(self) -> None:
        agency = self.kind.value() == "agency"
        self.days.line.setVisible(agency)
        self.what.line.setPlaceholderText("Who comes" if agency else "What, such as readers")
        self.pounds.line.setPlaceholderText("£ a day" if agency else "£, once")
        self.days.line.setPlaceholderText("How many days")

    def _show_expenses(self, line: Line) -> None:
        """A row each; while the same ones stand there, only their words change, so that the cursor stays."""
        spent, closed = line.costed.expenses, line.costed.closed
        if self._rows.keys() != {(one.uuid, closed) for one in spent}:
            clear(self._list)
            self._rows = {(one.uuid, closed): PlainLabel() for one in spent}
            for one in spent:
                self._list.addWidget(self._spent(one, self._rows[one.uuid, closed], closed=closed))
        for one in spent:
            self._rows[one.uuid, closed].setText(_words(one))

    def _spent(self, one: ProvisionExpense, words: PlainLabel, *, closed: bool) -> QWidget:
        parts: list[QWidget] = [words]
        if one.kind == "agency" and not closed:
            parts.append(self._came(one))
        if not closed:
            away = button("Delete", partial(self._do, partial(expenses.remove, self._context.store, one.uuid)), "link")
            away.setAccessibleName(f"Delete: {_words(one)}")
            parts.append(away)
        line = row(*parts)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _came(self, one: ProvisionExpense) -> QWidget:
        editor = NumberEditor()
        editor.line.setAccessibleName(f"Days that came: {one.what}")
        editor.line.setPlaceholderText("Days that came")
        editor.show(one.days_given)
        editor.line.setMaximumWidth(self._context.look.theme.px(150))
        typed = Unsent(editor, f"came {one.uuid}")

        def keep() -> None:
            if not editor.typed():
                return
            try:
                days = editor.value()
            except Wrong as wrong:
                self._context.say(str(wrong), "problem")
                return
            if self._context.attempt(partial(expenses.came, self._context.store, one.uuid, days)):
                editor.line.setModified(False)
                typed.clear()

        editor.line.editingFinished.connect(keep)
        return editor.widget

    def _show_charges(self, line: Line) -> None:
        given = {one.pupil_id: name for one, name in zip(line.costed.members, line.names, strict=True)}
        if len(given) > 1 and self._boxes.keys() != given.keys():
            clear(self._charges)
            self._boxes = {pupil_id: self._box(pupil_id, name) for pupil_id, name in given.items()}
            heading = PlainLabel("Charged", "field", wrap=False)
            self._charges.addWidget(flow(heading, *(box.widget for box in self._boxes.values())))
        for pupil_id, box in self._boxes.items():
            box.show(line.costed.charges.get(pupil_id, "shared"))
            box.widget.setEnabled(not line.costed.closed)

    def _box(self, pupil_id: str, name: str) -> ChoiceEditor:
        box = ChoiceEditor([(one.code, f"{name}: {one.label.casefold()}") for one in CHARGES])
        box.fit_contents()
        box.widget.setAccessibleName(f"How {name} is charged")
        box.edited.connect(partial(self._charge, pupil_id, box))
        return box

    def _charge(self, pupil_id: str, box: ChoiceEditor) -> None:
        store = self._context.store
        mine = next(one for one in provisions.of_pupil(store, pupil_id) if one.uuid == self._line.uuid)
        self._do(partial(provisions.change_member, store, mine.member.uuid, {"charge": box.value()}))

    def _do(self, deed: Callable[[], object]) -> None:
        self._context.attempt(deed)

    def _keep(self, values: Mapping[str, Any]) -> None:
        closing.change(self._context.store, self._line.uuid, values, self)


def _words(one: ProvisionExpense) -> str:
    if one.kind != "agency":
        return f"{one.what}: {written(one.pence)}"
    came = f"{one.days_given:g} came" if one.days_given is not None else "none came yet"
    return f"{one.what}: {one.days:g} days at {written(one.pence)} a day, {came}"
