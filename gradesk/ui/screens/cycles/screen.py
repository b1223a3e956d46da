"""The school's rivers: who is at which stage, who is late, and whose cycle never began; a click goes to the pupil."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.model.rules.river.lanes import School
from gradesk.services.timeline import lanes
from gradesk.ui import tasks
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import ScrollPage, column, flow
from gradesk.ui.kit.river.lanes import LanesView
from gradesk.ui.kit.river.tools import tools
from gradesk.ui.screen import Screen

ORDERS = {"overdue": "Overdue first", "class": "By class", "layer": "By layer", "name": "By name"}
HINT = "Arrow keys choose, Enter opens."
KEYS = (
    "↑ and ↓ choose, Enter opens, + and − zoom, ← and → move, Ctrl+← and Ctrl+→ go by half-term, a letter finds a name"
)


class CyclesScreen(Screen):
    """One lane a pupil, read off the window's thread."""

    kinds = lanes.TOLD_OF

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._task: tasks.Task | None = None
        self.order = ChoiceEditor(list(ORDERS.items()))
        self.order.show("overdue")
        self.order.widget.setAccessibleName("Order of the lanes")
        self.order.edited.connect(self.reload)
        self.view = LanesView(context.look.theme)
        self.view.setToolTip(tip(KEYS))
        context.look.heed(self, lambda: self.view.set_theme(context.look.theme))
        self.view.opened.connect(lambda key: context.go("pupil", pupil_id=key, tab="timeline"))
        self.view.noticed.connect(self._tell)
        self.view.went.connect(self._say)
        self.counted = SpokenLabel("", "quiet", wrap=False)
        self.notice = PlainLabel("", "quiet")
        self.notice.setMinimumHeight(self.notice.fontMetrics().lineSpacing())
        moving = tools(self.view.zoom, self.view.go_to_term, (("Today", "Go to today", self.view.go_to_today),))
        keeping = (button("Print or save …", self._print, help="Print, or save as a PDF or a picture"),)
        self.shown = QStackedWidget()
        self.nothing = EmptyState(
            "No cycles yet",
            context.words().say("Every {pupil} on SEN support or an EHC plan, or with an open cycle, has a lane here."),
            context.words().say("Go to the {pupils}"),
            lambda: context.go("pupils"),
        )
        for widget in (self.view, self.nothing):
            self.shown.addWidget(widget)
        title = PlainLabel("Cycles", "title", wrap=False)
        layout = column(
            flow(title, self.counted, self.order.widget, *moving, *keeping),
            self.shown,
            self.notice,
            margin=16,
            gap=10,
        )
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setStretch(1, 1)
        whole = QWidget()
        whole.setLayout(layout)
        # At the largest text on a small screen the head scrolls away, so that a few lanes are always in sight.
        self.setLayout(column(ScrollPage(whole)))
        self.setFocusProxy(self.view)

    def reload(self) -> None:
        """Read all cycles anew."""
        store, sort = self.context.store, self.order.value()
        self._task = task = tasks.start(lambda _count: lanes.lanes(store, sort), self)
        task.done.connect(lambda school: self._show(school) if task is self._task else None)
        task.refused.connect(lambda words: self.context.say(words, "problem"))
        tasks.begin(task)

    def close_down(self) -> None:
        """Wait for no answer any more."""
        self._task = None

    def actions_here(self) -> list[Action]:
        """The orders, so that they are found by name."""
        return [
            Action("cycles.print", "Print the cycles …", self._print, "Ctrl+P", "File"),
            *(
                Action(f"cycles.{code}", f"Cycles: {label.lower()}", partial(self._sort, code), "", "View")
                for code, label in ORDERS.items()
            ),
        ]

    def _print(self) -> None:
        if ids := self.view.keys():
            self.context.go("preview", document="class-timeline", pupil_ids=ids)

    def _sort(self, code: str) -> None:
        self.order.show(code)
        self.reload()

    def _show(self, school: School) -> None:
        self.view.show_school(school)
        self.shown.setCurrentWidget(self.view if school.lanes else self.nothing)
        late = sum(lane.late > 0 for lane in school.lanes)
        none = sum(not lane.stages for lane in school.lanes)
        words = f"{len(school.lanes):,} {{pupils}}, {late:,} overdue" + (f", {none:,} without a cycle" if none else "")
        self.counted.setText(self.context.words().say(words))
        self._tell(self.view.current)

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        if not self.notice.visibleRegion().contains(self.notice.rect()):
            # At the largest text the foot of the page lies out of sight.
            self.context.say(words, "info")

    def _tell(self, key: str) -> None:
        lane = self.view.lane(key)
        self.notice.setText(f"{lane.name}, {lane.words}." if lane is not None else HINT)
