"""What was advised about everybody: without a home, late, to be put in place, settled; by report and by whom."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import advice
from gradesk.services.outside.advice import Advice
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

LEAST = 240  # pixels at 100 %


class Advised(Part):
    """A list in four groups; D says that the line in hand is in place, Enter opens it in its report."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.open_count = 0
        self.model = GroupedModel(
            [
                Cell("What is advised", lambda one: one.row.words, 10),
                Cell(say("{Pupil}"), lambda one: one.name, 4),
                Cell("From", lambda one: one.from_whom, 4, seldom=True),
                Cell("Who", lambda one: one.owner or "nobody named", 4),
                Cell("By", self._when, 4),
                Cell("State", lambda one: one.state, 7, seldom=True),
            ],
            key=lambda one: one.row.uuid,
        )
        self.tree = GroupedTree(self.model, "What was advised")
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(lambda letter, _one: {"d": self.done, "t": self._print}.get(letter, lambda: None)())
        self.tree.moved.connect(lambda _one: self._explain())
        self.nothing = EmptyState(
            "Nothing was advised yet",
            say("What a report advises is taken up on a {pupil}’s page under Outside: select a sentence and press R."),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.why = PlainLabel("", "quiet")
        self.acts = [
            button("Open it", lambda: self.open(self.tree.here), "main", "Enter: in its report"),
            button("It is in place", self.done, "", "D: since today"),
            button(say("List of this {pupil}"), partial(self._print), "", "T: a page, done and not done"),
        ]
        layout = column(self.shown, self.why, flow(*self.acts), gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read everything that was advised."""
        today = self.context.store.clock.today()
        found = advice.tracked(self.context.store)
        late = [one for one in found if one.is_late(today)]
        homeless = [one for one in found if not one.has_home and one not in late]
        going = [one for one in found if one.has_home and not one.is_settled and one not in late]
        settled = [one for one in found if one.is_settled]
        self.open_count = len(found) - len(settled)
        self._measure()
        self.tree.show_groups(
            [
                Group("late", "Past its day", "Not in place, and its day is over", late),
                Group("homeless", "Without a home", "Nobody has said where it lives", homeless),
                Group("going", "To be put in place", "Somebody sees to it", going),
                Group("settled", "Settled", "In place, done, or not followed with a reason", settled, folded=True),
            ]
        )
        if not self.tree.currentIndex().isValid() and self.model.groups:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if found else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._explain()

    def show_record(self, uuid: str) -> None:
        """Go to one recommendation."""
        self.tree.go_to(uuid)

    def open(self, one: Advice | None) -> None:
        """Go to it in its report, on the pupil’s page."""
        if one is not None:
            self.context.go("pupil", pupil_id=one.row.pupil_id, tab="outside", record=one.row.uuid)

    def done(self) -> None:
        """Say that it is in place since today."""
        one: Advice | None = self.tree.here
        if one is not None and self.context.attempt(lambda: advice.done(self.context.store, one.row.uuid)):
            self.context.done("In place, with today’s date. Ctrl+Z takes it back.", "good")

    def _print(self) -> None:
        one: Advice | None = self.tree.here
        if one is not None:
            self.context.go("preview", document="advice-tracker", pupil_ids=(one.row.pupil_id,))

    def _when(self, one: Advice) -> str:
        if one.due_on is None:
            return "no day"
        return written_day(one.due_on) if one.is_settled else day_words(one.due_on, self.context.store.clock.today())

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))

    def _explain(self) -> None:
        one: Advice | None = self.tree.here
        for act in self.acts:
            act.setEnabled(one is not None)
        words = "" if one is None else f"{one.state[:1].upper()}{one.state[1:]}. {one.lives_in}"
        self.why.setText(words)
        self.tree.setAccessibleDescription(words)
