"""The season of annual reviews: every EHC plan with what is next of it, by the week in which that is due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.ehc import cases, reviews
from gradesk.services.ehc.cases import Clock
from gradesk.services.ehc.reviews import Season
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

LEAST = 240  # pixels at 100 %


class SeasonOfReviews(Part):
    """What is late first, then a group for each week; then the clocks of requests and drafts. Enter opens the pupil’s page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.rows: list[Season] = []
        self.model = GroupedModel(
            [
                Cell(say("{Pupil}"), lambda one: _case(one).name, 5),
                Cell(
                    "Class",
                    lambda one: one.case.class_name if isinstance(one, Season) else one[1].class_name,
                    3,
                    seldom=True,
                ),
                Cell(
                    "Council",
                    lambda one: one.case.case.council if isinstance(one, Season) else one[1].case.council,
                    5,
                    seldom=True,
                ),
                Cell("Next", lambda one: one.what if isinstance(one, Season) else one[0].title, 8),
                Cell("By", self._by, 5),
                Cell("Concluded by", self._due, 5, seldom=True),
            ],
            key=lambda one: one.case.case.uuid if isinstance(one, Season) else f"{one[1].case.uuid} {one[0].title}",
        )
        self.tree = GroupedTree(self.model, "EHC plans by the week of what is next")
        self.tree.opened.connect(self.open)
        self.tree.moved.connect(lambda _one: self._explain())
        self.nothing = EmptyState(
            "No EHC plan is written down",
            say("A plan, or a request for an assessment, is begun on a {pupil}’s page under Outside, EHC plan."),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.why = PlainLabel("", "quiet")
        self.act = button("Open it", lambda: self.open(self.tree.here), "main", say("Enter: on the {pupil}’s page"))
        layout = column(self.shown, self.why, flow(self.act), gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read every plan."""
        store, today = self.context.store, self.context.store.clock.today()
        self.rows = reviews.season(store)
        late = [one for one in self.rows if one.is_late(today)]
        groups = [Group("late", "Should be done by now", "", late)]
        ahead = [one for one in self.rows if one.on is not None and one.on >= today]
        for monday, rows in groupby(ahead, key=lambda one: _monday(one.on or today)):
            groups.append(Group(monday.isoformat(), f"Week of {monday.day} {monday:%B %Y}", "", list(rows)))
        groups.append(Group("none", "Not counted", "", [one for one in self.rows if one.on is None]))
        running = [
            (clock, case)
            for case in cases.every(store)
            for clock in case.clocks
            if clock.done_on is None and not clock.sum.rule.code.startswith("review_")
        ]
        running.sort(key=lambda pair: pair[0].sum.due)
        groups.append(Group("clocks", "Requests, drafts, consultations", "Clocks that run", running))
        self._measure()
        self.tree.show_groups(groups)
        if not self.tree.currentIndex().isValid() and self.model.groups:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.model.groups else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._explain()

    def show_record(self, uuid: str) -> None:
        """Go to one case."""
        self.tree.go_to(uuid)

    def open(self, one: Season | tuple[Clock, cases.Case] | None) -> None:
        """Go to the plan on the pupil’s page."""
        if one is None:
            return
        case = _case(one)
        ladder = one.ladder if isinstance(one, Season) else None
        record = ladder.review.uuid if ladder is not None else case.dates[-1].uuid if case.dates else ""
        self.context.go("pupil", pupil_id=case.case.pupil_id, tab="outside", record=record)

    def _by(self, one: Season | tuple[Clock, cases.Case]) -> str:
        day = one.on if isinstance(one, Season) else one[0].sum.due
        return day_words(day, self.context.store.clock.today()) if day is not None else ""

    def _due(self, one: Season | tuple[Clock, cases.Case]) -> str:
        day = one.due if isinstance(one, Season) else None
        return f"{day:%d/%m/%Y}" if day is not None else ""

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))

    def _explain(self) -> None:
        one: Season | tuple[Clock, cases.Case] | None = self.tree.here
        self.act.setEnabled(one is not None)
        words = "" if one is None else one.words if isinstance(one, Season) else one[0].sum.words
        self.why.setText(words)
        self.tree.setAccessibleDescription(words)


def _case(one: Season | tuple[Clock, cases.Case]) -> cases.Case:
    return one.case if isinstance(one, Season) else one[1]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
