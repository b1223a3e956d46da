"""What support costs: this school year by support, pupil and kind of money, and how every sum comes about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term.effect import GAINS, write_gains
from gradesk.model.rules.term.money import rounded, written
from gradesk.model.school.school import School
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services.school import school
from gradesk.services.term import rates
from gradesk.services.term.told import explaining, spending
from gradesk.services.term.told.explaining import Step
from gradesk.services.term.told.spending import Spending, Spent
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, NumberEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.trees import RoomyTree

CAVEAT = (
    "£{notional:,} a year is what a school is expected to meet from its own budget. It is shown as information and decides "
    "nothing: needs do, not sums."
)
RECKONED = ("cost_weeks", "notional", "gain_bands")
FEW = 4  # supports that are named
LEAST, LEAST_STEPS = 190, 210  # pixels at 100 %


class Costs(Part):
    """Costs of support, of pupils and by kind of money; below them how the one in hand comes about, and the rates."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.spending: Spending | None = None
        self._shown = ""
        self.model = GroupedModel(
            [
                Cell("What", lambda one: one.name, 6),
                Cell("Min planned", lambda one: f"{one.minutes.planned:,}", 3),
                Cell("Min given", lambda one: f"{one.minutes.delivered:,}", 3),
                Cell("Planned", lambda one: written(one.planned), 3),
                Cell("Given", lambda one: written(one.given), 3),
                Cell("A year so", lambda one: written(one.a_year) if one.a_year else "", 3, seldom=True),
                Cell("Of what", self._of_what, 7, seldom=True),
            ],
            key=lambda one: one.key,
        )
        self.tree = RoomyTree(self.model, "What support costs", LEAST)
        self.tree.opened.connect(lambda one: self.explain(one.key if one is not None else ""))
        self.steps_model = GroupedModel(
            [
                Cell("How it comes about", lambda one: one.words, 10),
                Cell("Minutes", lambda one: "" if one.minutes is None else f"{one.minutes:,}", 2),
                Cell("Sum", lambda one: "" if one.pence is None else written(one.pence), 2),
            ],
            key=lambda one: (one.words, one.key),
        )
        self.steps = RoomyTree(self.steps_model, "How the sum comes about", LEAST_STEPS)
        self.steps.opened.connect(self._open)
        self.heading = PlainLabel("", "heading")
        self._explained = card(
            self.heading,
            PlainLabel("Enter on a line goes to the support or the page it is of.", "quiet"),
            self.steps,
            flow(button("Back to the sums", self.close_steps)),
        )
        self._explained.hide()
        self.told, self.caveat = SpokenLabel("", "field"), PlainLabel("", "quiet")
        self._rates = QVBoxLayout()
        layout = column(
            self.told, self.tree, self._explained, self.caveat, self._rates_card(), self._reckoned_card(), gap=10,
            grows=self.tree,
        )  # fmt: skip
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read rates and costs anew."""
        self.spending = found = spending.of_year(self.context.store)
        groups = [
            Group("support", f"Support in {found.year.name}", "", found.support),
            Group("pupils", self.context.words().say("{Pupils}"), "", found.pupils),
            Group("money", "From which money", "", found.money),
        ]
        self._measure()
        self.tree.show_groups([one for one in groups if one.rows])
        lacking = (
            f" Without a rate: {_named(found.bare)}. Say who leads it, or write the rate below." if found.bare else ""
        )
        self.told.setText(
            f"Planned {written(found.planned)}, given {written(found.given)} in {found.year.name}.{lacking} "
            f"“A year so” is what runs now for {found.weeks} weeks, without what is bought. Enter shows how a sum comes about."
        )
        self.caveat.setText(CAVEAT.format(notional=found.notional // 100))
        self.reckoned.load(school.record(self.context.store))
        self._show_rates()
        if self._shown:
            self._show_steps()

    def explain(self, key: str) -> None:
        """Show the lines that make a sum, and go to the first."""
        self._shown = key
        self._show_steps()
        if self._shown:
            self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_steps(self) -> None:
        """Put the lines away."""
        self._shown = ""
        self._show_steps()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, uuid: str) -> None:
        """The sum of one support or one pupil."""
        for kind in ("support", "pupil"):
            if self.tree.go_to(f"{kind} {uuid}"):
                self.explain(f"{kind} {uuid}")
                return

    def flush(self) -> None:
        """Keep what is being typed."""
        self.reckoned.flush()

    def add(self) -> None:
        """Keep the rate that stands in the line."""
        try:
            since, on_top = self.since.value(), self.on_costs.value()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        store, role = self.context.store, str(self.role.value())
        day = since or store.clock.today()
        if self.context.attempt(lambda: rates.add(store, role, str(self.pounds.value()), day, on_top)):
            self.pounds.show("")
            self.on_costs.show(None)
            self.reload()
            self.context.done("Kept. What began before that day keeps the rate it had.", "good")

    def _show_rates(self) -> None:
        clear(self._rates)
        found = rates.rates(self.context.store)
        if not found:
            self._rates.addWidget(PlainLabel("No rate yet: costs are 0 until there is one.", "quiet"))
        for one in found:
            on_top = f" and {one.on_costs / 100:g} % on top" if one.on_costs else ""
            words = f"{STAFF_ROLES.label(one.role)}: {written(one.pence)}{on_top}, from {written_day(one.from_on)}"
            away = button("Delete", partial(self._remove, one.uuid), "link")
            away.setAccessibleName(f"Delete the rate: {words}")
            line = row(PlainLabel(words), away)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._rates.addWidget(holder)

    def _remove(self, uuid: str) -> None:
        if self.context.attempt(lambda: rates.remove(self.context.store, uuid)):
            self.reload()

    def _show_steps(self) -> None:
        found = explaining.steps(self.spending, self._shown) if self.spending is not None and self._shown else {}
        spent = self.spending.of(self._shown) if self.spending is not None else None
        self._explained.setVisible(bool(found) and spent is not None)
        if not found or spent is None:
            self._shown = ""
            return
        self.heading.setText(f"{spent.name}: planned {written(spent.planned)}, given {written(spent.given)}")
        self.steps.show_groups([Group(part, part, "", rows) for part, rows in found.items() if rows])
        self.steps.start()

    def _open(self, one: Step | None) -> None:
        """The record a line is of."""
        if one is None:
            return
        kind, _, uuid = one.key.partition(" ")
        if kind == "support":
            self.context.go("term", tab="groups", record=uuid)
        elif kind == "pupil":
            self.context.go("pupil", pupil_id=uuid, tab="timeline")

    def _of_what(self, one: Spent) -> str:
        kind = one.key.partition(" ")[0]
        if kind == "support":
            # Several supports have the same name: who has it tells them apart.
            return f"{one.shares[0].name}: {_dose(one)}" if len(one.shares) == 1 else _dose(one)
        if kind == "money":
            count = len({share.line.uuid for share in one.shares})
            return "1 support" if count == 1 else f"{count} supports"
        notional = self.spending.notional if self.spending is not None else 0
        percent = spending.percent_of(one.planned, notional)
        of = ", ".join(f"{share.line.provision.name} {written(share.planned)}" for share in one.shares)
        return of if percent is None else f"{percent} % of £{notional // 100:,}: {of}"

    def _rates_card(self) -> QWidget:
        self.role = ChoiceEditor([(one.code, one.label) for one in STAFF_ROLES])
        self.role.widget.setAccessibleName("Role")
        self.role.fit_contents()
        self.pounds, self.on_costs = LineEditor(), NumberEditor()
        for editor, words in ((self.pounds, "£ an hour"), (self.on_costs, "On-costs, per cent")):
            editor.widget.setAccessibleName(words)
            editor.line.setPlaceholderText(words)
            editor.line.returnPressed.connect(self.add)
        self.since = DayEditor(self.context.store.clock.today)
        self.since.widget.setAccessibleName("From")
        self.act = button("Keep this rate", self.add)
        adding = flow(self.role.widget, self.pounds.widget, self.on_costs.widget, self.since.widget, self.act)
        return card(PlainLabel("What an hour costs, by role", "heading"), self._rates, adding)

    def _reckoned_card(self) -> QWidget:
        columns = 1 if self.context.look.theme.is_large else 3
        self.reckoned = kept_form(
            self.context, School, RECKONED, self._keep_reckoned, columns, halves=True, about="costs"
        )
        usual = ", ".join(write_gains(GAINS).splitlines())
        hint = f"Without words of your own a ratio gain is called: {usual} (Brooks, unverified: check it against your own source)."
        return card(PlainLabel("What a year is reckoned with", "heading"), self.reckoned, PlainLabel(hint, "quiet"))

    def _keep_reckoned(self, values: Mapping[str, Any]) -> None:
        school.change_school(self.context.store, values, self)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.steps.measure(self.context.look.theme)


def _named(names: Sequence[str]) -> str:
    """The first few of them, and how many more."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def _dose(one: Spent) -> str:
    if not one.shares:
        return ""
    costed = one.shares[0].line.costed
    record, rate = costed.provision, "no rate"
    if costed.rate is not None:
        rate = f"{written(rounded(costed.rate))} an hour"
    parts = [f"{record.times_a_week or 0:g} × {record.minutes or 0} minutes a week, {rate}"]
    parts += [f"bought {written(costed.planned.bought)}"] if costed.planned.bought else []
    parts += [f"agency {written(costed.planned.agency)}"] if costed.planned.agency else []
    parts += ["closed"] if costed.closed else []
    return ", ".join(parts)
