"""The cycle on the school's terms: as a picture, as the next step to take, and as a list that reads aloud."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from gradesk.model.rules.day_text import written_day
from gradesk.model.rules.school_year import day_words
from gradesk.model.rules.stages import next_stage
from gradesk.model.vocabulary import STAGES
from gradesk.services import cycles, plans, story
from gradesk.services.cycles import CyclePage
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.fields import DayEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.kit.timeline import Timeline
from gradesk.ui.kit.timeline_data import Background, TimeDot, TimelineData, TimeSpan
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.stage_notes import StageNotes

SHAPES = {"contact": "circle", "plan": "square", "passport": "diamond", "status": "triangle", "layer": "triangle"}


class TimelineTab(Panel):
    """Shows every cycle and event of a pupil, and moves the open cycle on."""

    kinds = frozenset(
        {"cycle", "cycle_stage", "review", "logged_contact", "plan_version", "passport_version", "half_term"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.line = Timeline(context.look.theme)
        self.line.setToolTip(tip("+ and − zoom, arrows move, Page Up and Down step, Enter opens"))
        context.look.changed.connect(lambda: self.line.set_theme(context.look.theme))
        self.line.opened.connect(self._open)
        self.line.focused.connect(self._pick)
        self._drawn_for = ""
        self.events = QListWidget()
        self.events.setAccessibleName("Everything that happened, newest first")
        self.events.setWordWrap(True)
        self.events.setMinimumHeight(180)
        self.events.itemActivated.connect(lambda item: self._open(item.data(256)))
        self.step_box = QWidget()
        self._step = QVBoxLayout(self.step_box)
        self._step.setContentsMargins(0, 0, 0, 0)
        self.notes = StageNotes(self)
        zoom = flow(
            button("Zoom in", lambda: self.line.zoom(0.7)),
            button("Zoom out", lambda: self.line.zoom(1 / 0.7)),
            button("Earlier", lambda: self.line.pan(-0.3)),
            button("Later", lambda: self.line.pan(0.3)),
            button("Whole story", self.line.fit),
        )
        legend = PlainLabel(
            "A assess, P plan, D do, R review; hatched: as planned; dashed: overdue. "
            "● contact   ■ plan version   ◆ passport version   ▲ change of status or layer",
            "quiet",
        )
        self.setLayout(
            column(
                card(zoom, self.line, legend),
                self.step_box,
                self.notes,
                PlainLabel("As a list", "heading"),
                self.events,
                margin=16,
                gap=12,
            )
        )

    def reload(self) -> None:
        """Read the story anew; the stretch shown stays unless it is another pupil."""
        found = story.story(self.context.store, self.pupil_id)
        today = self.context.store.clock.today()
        data = TimelineData(
            today,
            [
                TimeSpan(
                    span.key, span.stage, span.letter, span.label, span.starts_on, span.ends_on, span.planned_from,
                    span.planned_to, span.detail, span.overdue, span.begun,
                )
                for span in found.spans
            ],
            [TimeDot(dot.key, SHAPES[dot.kind], dot.label, dot.day, dot.detail) for dot in found.dots],
            [Background(term.name, term.starts_on, term.ends_on) for term in found.terms],
        )  # fmt: skip
        shape = f"{self.pupil_id} {len(found.spans)}"
        self.line.show_data(data, fit=self._drawn_for != shape)
        self._drawn_for = shape
        self._list(found, today)
        current = cycles.current(self.context.store, self.pupil_id)
        self._offer_step(current, today)
        self.notes.show_cycle(current)

    def _list(self, found: story.Story, today: date) -> None:
        self.events.clear()
        for line in found.lines():
            item = QListWidgetItem(f"{day_words(line.day, today)}: {line.label}. {line.detail}".rstrip(". ") + ".")
            item.setData(256, line.key)
            self.events.addItem(item)
        if not self.events.count():
            self.events.addItem("Nothing yet.")

    def _offer_step(self, current: CyclePage | None, today: date) -> None:
        clear(self._step)
        if current is None:
            self._step.addWidget(
                card(
                    EmptyState(
                        "No open cycle",
                        "A cycle goes round: assess what is known, plan together, do it, review it together.",
                        "Open a cycle",
                        self.open_cycle,
                    )
                )
            )
            return
        cycle = current.cycle
        due = cycle.review_due_on
        words = f"Cycle {cycle.number} is at {STAGES.label(cycle.stage)}: {STAGES[cycle.stage].meaning.lower()}."
        when = f"Review due {day_words(due, today)}." if due else "No review date yet."
        following = next_stage(cycle.stage)
        buttons: list[QWidget] = []
        if following:
            buttons.append(button(f"Move on to {STAGES.label(following)}", lambda: self.move_on(cycle.uuid), "main"))
        buttons.append(button("Review now", self.review, "" if following else "main"))
        if cycle.stage != "assess":
            buttons.append(
                button(f"Back to {STAGES.label(_before(cycle.stage))}", lambda: self._back(cycle.uuid), "link")
            )
        day = DayEditor(self.context.store.clock.today)
        day.show(due)
        day.widget.setAccessibleName("Review due on")
        day.widget.setMaximumWidth(self.context.look.theme.px(180))
        change = button("Change review date", lambda: self._change_due(cycle.uuid, day))
        self._step.addWidget(
            card(
                PlainLabel(words, "heading"),
                PlainLabel(f"{when} Opened {written_day(cycle.opened_on)}."),
                flow(*buttons),
                flow(day.widget, change),
            )
        )

    # Doing -----------------------------------------------------------------------------------------------------

    def open_cycle(self) -> None:
        """Open the next cycle, tied to the pupil's newest plan."""
        plan_id = plans.for_learning(self.context.store, self.pupil_id)
        if self.attempt(lambda: cycles.open_cycle(self.context.store, self.pupil_id, plan_id=plan_id)):
            self._focus_step()

    def move_on(self, cycle_id: str) -> None:
        """End the current stage today and start the next."""
        plan_id = plans.for_learning(self.context.store, self.pupil_id)
        current = cycles.current(self.context.store, self.pupil_id)

        def deed() -> None:
            with self.context.store.work(f"Move {self.page.pupil.first_name}’s cycle on" if self.page else ""):
                if plan_id is not None and current and cycles.awaits_plan(self.context.store, current.cycle):
                    cycles.attach_plan(self.context.store, cycle_id, plan_id)
                cycles.move_on(self.context.store, cycle_id)

        if self.attempt(deed):
            self._focus_step()

    def review(self) -> None:
        """Go to the review of the open cycle."""
        self.context.go("pupil", pupil_id=self.pupil_id, tab="review", begin=True)

    def _back(self, cycle_id: str) -> None:
        if self.attempt(lambda: cycles.move_back(self.context.store, cycle_id)):
            self._focus_step()

    def _focus_step(self) -> None:
        # The buttons were made anew; the first of them stands where the one just pressed stood.
        first = self.step_box.findChild(QPushButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_due(self, cycle_id: str, editor: DayEditor) -> None:
        try:
            day = editor.value()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if day is not None:
            self.attempt(lambda: plans.move_review(self.context.store, cycle_id, day))

    def _pick(self, key: str) -> None:
        for place in range(self.events.count()):
            if self.events.item(place).data(256) == key:
                self.events.setCurrentRow(place)

    def _open(self, key: str | None) -> None:
        if key is None or self.page is None:
            return
        kind, _, _uuid = key.partition(":")
        tab = {
            "contact": "contacts",
            "plan": "plan",
            "passport": "passport",
            "status": "details",
            "layer": "details",
        }.get(kind)
        if tab:
            self.context.go("pupil", pupil_id=self.pupil_id, tab=tab)
        else:
            self._pick(key)


def _before(stage: str) -> str:
    return STAGES.codes[STAGES.codes.index(stage) - 1]
