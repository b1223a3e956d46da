"""What support costs: rates by role and day, every support planned and given, and a pupil's year; each sum says what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term.money import pounds, rounded
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services.term import board, rates
from gradesk.services.term.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, NumberEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.part import Part

NOTIONAL = 600_000  # pence: what a school is expected to find for one child before it asks for more
CAVEAT = (
    "£6,000 a year is what a school is expected to meet from its own budget. It is shown as information and decides nothing: "
    "needs do, not sums."
)
LEAST = 190  # pixels at 100 %


class Costs(Part):
    """Costs of support, and of pupils; below them the rates they follow from."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: Sequence[Line] = ()
        self.model = GroupedModel(
            [
                Cell("What", lambda one: one[0], 7),
                Cell("Min planned", lambda one: f"{one[1]:,}", 3),
                Cell("Min given", lambda one: f"{one[2]:,}", 3),
                Cell("Planned", lambda one: one[3], 3),
                Cell("Given", lambda one: one[4], 3),
                Cell("Of what", lambda one: one[5], 7, seldom=True),
            ],
            key=lambda one: one[6],
        )
        self.tree = GroupedTree(self.model, "What support costs")
        # It keeps its least height though there is more on the page than fits.
        self.tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tree.opened.connect(self._open)
        self.told = PlainLabel("", "field")
        self._rates = QVBoxLayout()
        self.role = ChoiceEditor([(one.code, one.label) for one in STAFF_ROLES])
        self.role.widget.setAccessibleName("Role")
        self.role.fit_contents()
        self.pounds, self.on_costs = LineEditor(), NumberEditor()
        for editor, words in ((self.pounds, "£ an hour"), (self.on_costs, "On-costs, per cent")):
            editor.widget.setAccessibleName(words)
            editor.line.setPlaceholderText(words)
        self.pounds.line.returnPressed.connect(self.add)
        self.on_costs.line.returnPressed.connect(self.add)
        self.since = DayEditor(context.store.clock.today)
        self.since.widget.setAccessibleName("From")
        self.act = button("Keep this rate", self.add)
        adding = flow(self.role.widget, self.pounds.widget, self.on_costs.widget, self.since.widget, self.act)
        layout = column(
            self.told,
            self.tree,
            PlainLabel(CAVEAT, "quiet"),
            card(PlainLabel("What an hour costs, by role", "heading"), self._rates, adding),
            gap=10,
            grows=self.tree,
        )
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read rates and costs anew."""
        store = self.context.store
        self.lines = [*board.lines(store), *board.lines(store, ended=True)]
        pupils: dict[str, list[tuple[str, str, int, int, int, int]]] = {}
        for line in self.lines:
            for name, each in zip(line.names, line.costed.members, strict=True):
                pupils.setdefault(each.pupil_id, []).append(
                    (
                        name, line.costed.provision.name, each.tally.planned, each.tally.delivered, each.planned_cost,
                        each.delivered_cost,
                    )
                )  # fmt: skip
        mine = sorted(_of_pupil(uuid, rows) for uuid, rows in pupils.items())
        groups = [
            Group("support", "Support this year", "", [_of_support(line) for line in self.lines]),
            Group("pupils", self.context.words().say("{Pupils}"), "", mine),
        ]
        self._measure()
        self.tree.show_groups([one for one in groups if one.rows])
        planned = sum(line.costed.planned_cost for line in self.lines)
        given = sum(line.costed.delivered_cost for line in self.lines)
        bare = sum(1 for line in self.lines if line.costed.rate is None)
        lacking = f" {bare} without a rate: say who leads it, or write the rate below." if bare else ""
        self.told.setText(f"Planned £{pounds(planned)}, given £{pounds(given)}.{lacking}")
        self._show_rates()

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
            words = f"{STAFF_ROLES.label(one.role)}: £{pounds(one.pence)}{on_top}, from {written_day(one.from_on)}"
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

    def _open(self, one: tuple[str, ...] | None) -> None:
        """The rows a sum came from: the support, or everything the pupil has."""
        if one is None:
            return
        kind, _, uuid = one[6].partition(" ")
        if kind == "support":
            self.context.go("term", tab="groups", record=uuid)
        else:
            self.context.go("pupil", pupil_id=uuid, tab="timeline")

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))


Row = tuple[str, int, int, str, str, str, str]


def _of_support(line: Line) -> Row:
    costed = line.costed
    rate = f"£{pounds(rounded(costed.rate))} an hour" if costed.rate is not None else "no rate"
    record = costed.provision
    dose = f"{record.times_a_week or 0:g} × {record.minutes or 0} minutes a week, {rate}"
    return (
        record.name, costed.tally.planned, costed.tally.delivered, f"£{pounds(costed.planned_cost)}",
        f"£{pounds(costed.delivered_cost)}", dose, f"support {record.uuid}",
    )  # fmt: skip


def _of_pupil(uuid: str, rows: Sequence[tuple[str, str, int, int, int, int]]) -> Row:
    planned, given = sum(row[4] for row in rows), sum(row[5] for row in rows)
    of = ", ".join(f"{row[1]} £{pounds(row[4])}" for row in rows)
    share = f"{planned * 100 // NOTIONAL} % of £6,000: {of}"
    return (
        rows[0][0], sum(row[2] for row in rows), sum(row[3] for row in rows), f"£{pounds(planned)}", f"£{pounds(given)}",
        share, f"pupil {uuid}",
    )  # fmt: skip
