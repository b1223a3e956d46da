"""Where the open cycle stands, and the step that comes next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradesk.model.plans.cycle import Cycle
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.stages import next_stage
from gradesk.model.vocabulary import STAGES
from gradesk.services.plans import cycles, plans
from gradesk.services.plans.cycles import CyclePage
from gradesk.services.school import staff
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, flow
from gradesk.ui.screens.pupil.panel import Panel


class CycleCard(QWidget):
    """Moves the open cycle of the panel's pupil on, back, or to another review date; opens one where there is none."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._store = panel.context.store
        self._step = QVBoxLayout()
        self._step.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._step)

    def show_cycle(self, current: CyclePage | None, today: date) -> None:
        """Show the open cycle, or that there is none."""
        clear(self._step)
        self._step.addWidget(card(*self._offer(current, today)))

    def _offer(self, current: CyclePage | None, today: date) -> list[QWidget]:
        if current is None:
            return [
                EmptyState(
                    "No open cycle",
                    "A cycle goes round: assess what is known, plan together, do it, review it together.",
                    "Open a cycle",
                    self.open_cycle,
                )
            ]
        cycle = current.cycle
        due = cycle.review_due_on
        words = f"Cycle {cycle.number} is at {STAGES.label(cycle.stage)}: {STAGES[cycle.stage].meaning.lower()}."
        when = f"Review due {day_words(due, today)}." if due else "No review date yet."
        following = next_stage(cycle.stage)
        buttons: list[QWidget] = []
        moved = self._day_editor(today, "Moved on on")
        if following:
            act = button(f"Move on to {STAGES.label(following)}", lambda: self.move_on(cycle.uuid, moved), "main")
            buttons += [act, PlainLabel("on", "quiet", wrap=False), moved.widget]
        buttons.append(button("Review now", self.review, "" if following else "main"))
        if cycle.stage != "assess":
            before = STAGES.codes[STAGES.codes.index(cycle.stage) - 1]
            buttons.append(button(f"Back to {STAGES.label(before)}", lambda: self._back(cycle.uuid), "link"))
        day = self._day_editor(due, "Review due on")
        change = button("Change review date", lambda: self._change_due(cycle.uuid, day))
        return [
            PlainLabel(words, "heading"),
            PlainLabel(f"{when} Opened {written_day(cycle.opened_on)}."),
            flow(*buttons),
            flow(day.widget, change),
            flow(PlainLabel("Led by", "quiet", wrap=False), self._leader(cycle)),
        ]

    def _day_editor(self, day: date | None, name: str) -> DayEditor:
        editor = DayEditor(self._store.clock.today)
        editor.show(day)
        editor.widget.setAccessibleName(name)
        editor.widget.setMaximumWidth(self._panel.context.look.theme.px(180))
        return editor

    def _leader(self, cycle: Cycle) -> QWidget:
        choices = self._panel.staff_choices()
        if cycle.lead_id is not None and cycle.lead_id not in dict(choices):
            choices += [(one.uuid, one.name) for one in staff.everybody(self._store) if one.uuid == cycle.lead_id]
        editor = ChoiceEditor(choices)
        editor.show(cycle.lead_id)
        editor.widget.setAccessibleName("Cycle led by")
        editor.edited.connect(
            lambda: self._panel.attempt(lambda: cycles.change_lead(self._store, cycle.uuid, editor.value()))
        )
        return editor.widget

    def open_cycle(self) -> None:
        """Open the next cycle, tied to the pupil's newest plan."""
        pupil_id = self._panel.pupil_id
        plan_id = plans.for_learning(self._store, pupil_id)
        if self._panel.attempt(lambda: cycles.open_cycle(self._store, pupil_id, plan_id=plan_id)):
            self._focus_step()

    def move_on(self, cycle_id: str, moved: DayEditor) -> None:
        """End the current stage and start the next, on the day that stands beside the button."""
        try:
            day = moved.value()
        except Wrong as wrong:
            self._panel.context.say(str(wrong), "problem")
            return
        store, page = self._store, self._panel.page
        plan_id = plans.for_learning(store, self._panel.pupil_id)
        current = cycles.current(store, self._panel.pupil_id)

        def deed() -> None:
            with store.work(f"Move {page.pupil.first_name}’s cycle on" if page else ""):
                if plan_id is not None and current and cycles.awaits_plan(store, current.cycle):
                    cycles.attach_plan(store, cycle_id, plan_id)
                cycles.move_on(store, cycle_id, day)

        if self._panel.attempt(deed):
            self._focus_step()

    def review(self) -> None:
        """Go to the review of the open cycle."""
        self._panel.context.go("pupil", pupil_id=self._panel.pupil_id, tab="review", begin=True)

    def _back(self, cycle_id: str) -> None:
        if self._panel.attempt(lambda: cycles.move_back(self._store, cycle_id)):
            self._focus_step()

    def _focus_step(self) -> None:
        # The buttons were made anew; the first of them stands where the one just pressed stood.
        first = self.findChild(QPushButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_due(self, cycle_id: str, editor: DayEditor) -> None:
        try:
            day = editor.value()
        except Wrong as wrong:
            self._panel.context.say(str(wrong), "problem")
            return
        if day is not None:
            self._panel.attempt(lambda: plans.move_review(self._store, cycle_id, day))
