"""What is due: every item with the rule by which it is there; Enter or a click opens the place where it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.school_year import day_words
from gradesk.services import due
from gradesk.services.due import RULES, Due
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.paged import Column, PagedModel, PagedTable
from gradesk.ui.screen import Screen

# Where each thing is done.
TABS = {
    "review_overdue": "review",
    "review_due": "review",
    "stage_overdue": "timeline",
    "no_cycle": "timeline",
    "no_movement": "review",
    "no_plan": "plan",
    "no_passport": "passport",
    "passport_old": "passport",
    "no_contact": "contacts",
    "next_step": "contacts",
    "no_key_adult": "details",
    "no_lead": "details",
    "lead_left": "details",
}


class OwedScreen(Screen):
    """One list, most urgent rule first; narrowed to one rule by the box."""

    kinds = frozenset(
        {"cycle", "cycle_stage", "review", "plan", "passport", "logged_contact", "pupil", "status_period", "half_term"}
        | {"layer_period", "lead_period", "staff_member"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.items: Sequence[Due] = ()
        self._task: tasks.Task | None = None
        self.rule = ChoiceEditor([("", "Everything")])
        self.rule.widget.setAccessibleName("Which rule")
        self.rule.edited.connect(self._refresh)
        self.counted = PlainLabel("", "quiet")
        today = context.store.clock.today()
        self.model = PagedModel(
            [
                Column("words", "What", lambda item: item.words, 30, sortable=False),
                Column("name", context.words().say("{Pupil}"), lambda item: item.name, 24, sortable=False),
                Column("class_name", "Class", lambda item: item.class_name, 14, sortable=False),
                Column("due", "Due", lambda item: day_words(item.due, today) if item.due else "", 28, sortable=False),
            ],
            lambda: len(self._shown()),
            lambda _sort, _descending, offset, limit: self._shown()[offset : offset + limit],
        )
        self.table = self._table()
        self.shown = QStackedWidget()
        self.nothing = EmptyState("Nothing is due", "No review, passport, plan or contact is waiting today.")
        for widget in (self.table, self.nothing):
            self.shown.addWidget(widget)
        head = row(PlainLabel("Due", "title", wrap=False), self.counted)
        head.setStretch(1, 1)
        layout = column(
            head,
            row(self.rule.widget, button("Show everything", self._everything), None),
            self.shown,
            margin=16,
            gap=10,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Look through the school anew, off the window's thread."""
        store = self.context.store
        self._task = task = tasks.start(lambda _count: due.due(store), self)
        task.done.connect(lambda items: self._show(items) if task is self._task else None)
        task.refused.connect(lambda words: self.context.say(words, "problem"))
        tasks.begin(task)

    def close_down(self) -> None:
        """Wait for no answer any more."""
        self._task = None

    def _table(self) -> PagedTable:
        table = PagedTable(self.model, "Due")
        self.context.look.changed.connect(lambda: table.measure(self.context.look.theme))
        table.activated.connect(self._open)
        table.clicked.connect(self._open)
        return table

    def _show(self, items: Sequence[Due]) -> None:
        self.items = items
        counts = Counter(item.rule for item in items)
        kept = self.rule.value()
        self.rule.offer(
            [("", f"Everything ({len(items):,})")]
            + [(term.code, f"{term.label} ({counts[term.code]:,})") for term in RULES if counts[term.code]]
        )
        self.rule.show(kept if counts[kept] else "")
        self._refresh()

    def _shown(self) -> Sequence[Due]:
        rule = self.rule.value()
        return [item for item in self.items if not rule or item.rule == rule]

    def _refresh(self) -> None:
        self.model.refresh()
        self.table.measure(self.context.look.theme)
        self.shown.setCurrentWidget(self.table if self.model.rowCount() else self.nothing)
        rule = self.rule.value()
        self.counted.setText(
            RULES[rule].meaning + "." if rule in RULES else "Each line is here by a rule; open it to do it."
        )

    def _everything(self) -> None:
        self.rule.show("")
        self._refresh()

    def _open(self, index: QModelIndex) -> None:
        item = self.model.row(index.row())
        if item is not None:
            self.context.go("pupil", pupil_id=item.pupil_id, tab=TABS[item.rule])
