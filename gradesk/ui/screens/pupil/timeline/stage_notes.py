"""What is noted at the stages of the open cycle: the findings of Assess, from which a plan can start, and after them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.plans.cycle import CycleStage
from gradesk.model.vocabulary import STAGES
from gradesk.services.plans import cycle_days
from gradesk.services.plans.cycles import CyclePage
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column
from gradesk.ui.screens.pupil.panel import Panel

ASKED = {
    "assess": "What was found: strengths, what gets in the way, who saw it and when; hearing and vision checked?",
    "plan": "What was talked over, and who was told of the plan.",
    "do": "How it goes: what was given, what was changed and why.",
    "review": "What to remember for the review.",
}


class StageNotes(QWidget):
    """A note for every stage that has begun; kept as it is typed."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._shown: tuple[str, ...] = ()
        self.forms: dict[str, Form] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self._card = card(PlainLabel("Notes of this cycle", "heading"), self._lines)
        self.setLayout(column(self._card))

    def show_cycle(self, current: CyclePage | None) -> None:
        """Show the stages that have begun; made anew only when they are others, so that typing goes on."""
        begun = [stage for stage in current.stages if stage.started_on is not None] if current else []
        if tuple(stage.uuid for stage in begun) != self._shown:
            self._shown = tuple(stage.uuid for stage in begun)
            with self._panel.rebuilding():
                self._build(begun)
        for stage in begun:
            self.forms[stage.code].load(stage)
        self._card.setVisible(bool(begun))

    def _build(self, begun: list[CycleStage]) -> None:
        clear(self._lines)
        self.forms = {}
        for stage in begun:
            keep = partial(cycle_days.change_stage, self._panel.context.store, stage.uuid, initiator=self._panel)
            made = self._panel.form(
                CycleStage, ("started_on", "note"), keep, 4, halves=True, spans={"note": 3}, about=f"stage {stage.uuid}"
            )
            label = STAGES.label(stage.code)
            made.say_of(label)
            self.forms[stage.code] = made
            self._lines.addLayout(
                column(PlainLabel(label, "field"), PlainLabel(ASKED[stage.code], "quiet"), made, gap=3)
            )
