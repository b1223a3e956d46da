"""The sample for an inspection: whom, why each fits, passed over by a key, and a folder of each at the print desk."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from gradesk.services.ehc import sampling
from gradesk.services.ehc.sampling import Proposed
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

LEAST = 240  # pixels at 100 %
HINT = "Half a day’s notice: about six pupils, each for another reason and from another class where that can be."


class Sample(Part):
    """X passes somebody over for the next who fits, P prints a folder of each, Enter opens the pupil’s page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.found: list[Proposed] = []
        self._without: list[str] = []
        self.model = GroupedModel(
            [
                Cell(say("{Pupil}"), lambda one: one.row.name, 5),
                Cell("Class", lambda one: one.row.class_name, 3, seldom=True),
                Cell("For", lambda one: one.criterion, 5, seldom=True),
                Cell("Why", lambda one: one.why, 12),
            ],
            key=lambda one: one.row.uuid,
        )
        self.tree = GroupedTree(self.model, "Sample for an inspection")
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(
            lambda letter, _one: {"x": self.pass_over, "p": self.print_all}.get(letter, lambda: None)()
        )
        self.tree.moved.connect(lambda _one: self._enable())
        self.nothing = EmptyState("Nobody is on SEN support or has a plan", "Then there is nobody to sample.")
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.act = button(
            "A folder of each …", self.print_all, "main", "P: to the print desk, which saves one PDF each"
        )
        self.other = button("Somebody else", self.pass_over, "", "X: the next who fits")
        self.anew = button("From the beginning", self.begin_anew, "link")
        layout = column(
            PlainLabel(HINT, "quiet"), self.shown, flow(self.act, self.other, self.anew), gap=8, grows=self.shown
        )
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Propose anew, without those passed over."""
        self.found = sampling.proposed(self.context.store, without=self._without)
        self._measure()
        self.tree.show_groups([Group("sample", "Proposed", "", self.found)])
        if not self.tree.currentIndex().isValid() and self.found:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.found else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._enable()

    def open(self, one: Proposed | None) -> None:
        """Go to the pupil’s timeline, which tells it all."""
        if one is not None:
            self.context.go("pupil", pupil_id=one.row.uuid, tab="timeline")

    def pass_over(self) -> None:
        """Take somebody else for the one in hand."""
        one: Proposed | None = self.tree.here
        if one is not None:
            self._without.append(one.row.uuid)
            self.reload()

    def begin_anew(self) -> None:
        """Pass nobody over."""
        self._without.clear()
        self.reload()

    def print_all(self) -> None:
        """Go to the print desk with a folder of each."""
        if self.found:
            items = [[code, variant, ""] for code, variant in sampling.FOLDER]
            self.context.go("preview", items=items, pupil_ids=tuple(one.row.uuid for one in self.found))

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))

    def _enable(self) -> None:
        self.act.setEnabled(bool(self.found))
        self.other.setEnabled(self.tree.here is not None)
