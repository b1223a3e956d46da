"""A school’s first weeks on Today: three steps, each with its button, and which rules still wait."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.pupils import register
from gradesk.services.today import beginning
from gradesk.services.today.beginning import Beginning, Step
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, clear, column, flow, row


class FirstWeeks(QWidget):
    """Hidden once the first weeks are over."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Beginning | None = None
        self.next_step: QPushButton | None = None
        self._lines = QVBoxLayout()
        self.setLayout(column(card(self._lines)))
        self.hide()

    def show_beginning(self, found: Beginning | None) -> None:
        """Show how far the school has come; built anew only when that changed."""
        is_over = found is None or (not found.waiting and all(step.done for step in found.steps))
        self.setVisible(not is_over)
        if found is None or found == self._shown:
            self._shown = found
            return
        self._shown = found
        clear(self._lines)
        self.next_step = None
        first = next((step for step in found.steps if not step.done), None)
        if first is not None:
            self._lines.addWidget(PlainLabel("Three steps to begin with", "heading"))
            self._lines.addWidget(flow(*(self._step(step, place, first) for place, step in enumerate(found.steps, 1))))
        if found.waiting:
            self._lines.addLayout(self._waiting(found))

    def _step(self, step: Step, place: int, first: Step) -> QWidget:
        words = self._context.words().say(step.words)
        if step.done:
            return PlainLabel(f"✓ {words}: done", "quiet", wrap=False)
        made = button(f"{place}  {words}", lambda: self._go(step.code), "main" if step == first else "")
        made.setAccessibleName(f"Step {place}: {words}")
        self.next_step = made if step == first else self.next_step
        return made

    def _waiting(self, found: Beginning) -> QHBoxLayout:
        say, today = self._context.words().say, self._context.store.clock.today()
        number = len(found.waiting)
        count = (
            "1 rule waits until you have begun with what it asks"
            if number == 1
            else (f"{number} rules wait until you have begun with what they ask")
        )
        words = PlainLabel(f"{count} for; from {day_words(found.until, today)} every rule asks.", "quiet")
        words.setToolTip(tip(", ".join(say(rule.title) for rule in found.waiting)))
        words.setAccessibleDescription(words.toolTip())
        now = button("Ask everything now", self._ask, "link", "Every rule asks from today on; Undo takes it back")
        both = row(words, now)
        both.setStretch(0, 1)
        return both

    def _ask(self) -> None:
        if self._context.attempt(lambda: beginning.ask_everything(self._context.store)):
            self._context.done("Every rule of Today asks from now on.", "good")

    def _go(self, step: str) -> None:
        store = self._context.store
        if step == "register":
            self._context.go("importing")
            return
        supported = register.everyone(store, register.Criteria(status="KE"))
        if supported:
            self._context.go("pupil", pupil_id=supported[0].uuid, tab=step, begin=step == "plan")
            return
        say, anybody = self._context.words().say, register.count(store, register.Criteria())
        self._context.go("pupils", criteria=register.Criteria(), opens=step)
        words = (
            "Open the {pupil} you know best, and begin there."
            if anybody
            else "A {pupil} is needed first. Enter brings the register in; or type a name and press Enter to add one."
        )
        self._context.say(say(words), "info")
