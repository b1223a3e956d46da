"""One target on the plan: its sentence from four boxes, its measure, who helps, and its small steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.base import fields_of
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.words.blanks import blanks
from gradesk.services.plans import plans
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.blanks import BLANK
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.progress import ProgressStrip

# As a SENCO thinks: in the pupil's words, the sentence, where it starts and ends, who does what, home, and the labels.
ORDER = (
    "pupil_wording",
    "learner",
    "does",
    "given",
    "standard",
    "by_when",
    "staff_wording",
    "baseline",
    "baseline_value",
    "criterion_form",
    "criterion_goal",
    "criterion_of",
    "criterion_prompt",
    "success_criterion",
    "how",
    "who",
    "how_often",
    "how_long",
    "place",
    "home_part",
    "area",
    "adulthood",
)
# Columns of four; the boxes of the sentence have room for their words.
SPANS = {"does": 3, "given": 2, "baseline": 3}
TEXTS = tuple(info.name for info in fields_of(Target) if info.python_type is str and info.choices is None)
LARGE = 150  # per cent of text from which two fields stand side by side and not four


class TargetCard(QWidget):
    """A target, folded to a line or open to be written. `act` is called with what is asked for: up, down, remove."""

    def __init__(
        self, panel: Panel, number: int, target: Target, is_open: bool, act: Callable[[str, str], object]
    ) -> None:
        super().__init__()
        self._panel = panel
        self.target = target
        self.number = number
        self._act = act
        self._open = is_open
        self._is_over = False
        self.form: Form | None = None
        self.steps = ProgressStrip(panel, target)
        self.heading = PlainLabel("", "heading")
        self.notice = PlainLabel("", "chip-warm", wrap=False)
        self.notice.hide()
        self.fold = button("", self.toggle, "link")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        bank = self._asks("Keep in the bank", "bank")
        self._writing = [
            self._asks("Up", "up"),
            self._asks("Down", "down"),
            self._asks("Strategy from the bank", "strategy"),
            self._asks("Remove", "remove"),
        ]
        self.setLayout(
            column(
                card(
                    self.heading,
                    flow(self.notice, self.fold, *self._writing[:3], bank, self._writing[3], gap=4),
                    self._inside,
                    self.steps,
                )
            )
        )
        self._arrange()

    @property
    def is_open(self) -> bool:
        """Whether the target is open to be written."""
        return self._open

    def _asks(self, words: str, what: str) -> QWidget:
        made = button(words, lambda: self._act(what, self.target.uuid), "link")
        made.setAccessibleName(f"{words}: target {self.number}")
        return made

    def load(self, target: Target, notes: Sequence[ProgressPoint], *, is_agreed: bool, is_over: bool) -> None:
        """Show the words as they stand; small steps have their place once a plan is agreed."""
        self.target = target
        first = target.pupil_wording or target.staff_wording or "not worded yet"
        self.heading.setText(f"Target {self.number}: {' '.join(first.split())}")
        self._is_over = is_over
        for made in self._writing:
            made.setVisible(not is_over)
        if self.form is not None:
            self.form.load(target)
            self.form.lock(is_over)
        self.steps.show_notes(target, notes)
        self.steps.setVisible(is_agreed or bool(notes))

    def count_blanks(self) -> None:
        """Say in a chip how many blanks wait to be filled."""
        count = sum(len(blanks(str(getattr(self.target, name) or ""))) for name in TEXTS)
        self.notice.setText("1 blank to fill" if count == 1 else f"{count} blanks to fill")
        self.notice.setToolTip(tip(f"{BLANK} F8 goes from one to the next."))
        self.notice.setVisible(count > 0)

    def open(self) -> None:
        """Open, and leave the focus where it is."""
        if not self._open:
            self._open = True
            self._arrange()

    def toggle(self) -> None:
        """Open or fold."""
        self._open = not self._open
        self._arrange()
        if self._open:
            self.focus_on("pupil_wording")

    def focus_on(self, field: str) -> None:
        """Put the cursor in a field; opens the target."""
        if not self._open:
            self._open = True
            self._arrange()
        assert self.form is not None
        self.form.focus_on(field)

    def focus_fold(self) -> None:
        """Put the focus on the target itself."""
        self.fold.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        self.fold.setText("Fold" if self._open else "Open")
        self.fold.setAccessibleName(f"{self.fold.text()} target {self.number}")
        if self._open and self.form is None:
            columns = 2 if self._panel.context.look.theme.scale >= LARGE else 4
            self.form = self._panel.form(
                Target, ORDER, self._keep, columns, spans=SPANS, about=f"target {self.target.uuid}"
            )
            self.form.say_of(f"target {self.number}").load(self.target)
            self.form.lock(self._is_over)
            self._inside.addWidget(self.form)
        if self.form is not None:
            self._panel.flush()
            self.form.setVisible(self._open)

    def _keep(self, values: Mapping[str, Any]) -> None:
        plans.change_target(self._panel.context.store, self.target.uuid, values, self._panel)
        # What follows from the parts, such as the sentence, is shown at once.
        self._act("changed", self.target.uuid)
