"""One target as it is written: its words, its sentence from parts, its measure, who helps, and its small steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gradesk.model.base import fields_of
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.days.year_group import place_of
from gradesk.model.rules.words.blanks import blanks, unfilled
from gradesk.services.plans import plans
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.blanks import BLANK
from gradesk.ui.kit.forms.fields import Editor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, column, flow, row
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.progress import ProgressStrip
from gradesk.ui.screens.pupil.plan.support import SupportLines

# What one always needs, as a SENCO thinks: the pupil's words, where it starts, the sentence, its measure, who does what.
ALWAYS = (
    "pupil_wording",
    "baseline",
    "does",
    "given",
    "standard",
    "by_when",
    "area",
    "staff_wording",
    "success_criterion",
    "how",
    "who",
    "how_often",
)
MORE = (
    "learner",
    "criterion_form",
    "criterion_goal",
    "criterion_of",
    "criterion_prompt",
    "baseline_value",
    "how_long",
    "place",
    "home_part",
)
ADULTHOOD = "adulthood"
ADULTHOOD_FROM = 9  # Code of Practice 8.9: from Year 9 on, every review looks at preparing for adulthood
COLUMNS = 4
# Columns of four; the boxes of the sentence have room for their words.
SPANS = {
    "pupil_wording": 2, "baseline": 2, "does": 2, "given": 2, "standard": 2, "staff_wording": 2,
    "success_criterion": 2, "how": 2, "home_part": 2,
}  # fmt: skip
TEXTS = tuple(info.name for info in fields_of(Target) if info.python_type is str and info.choices is None)


class TargetEditor(QWidget):
    """A target open to be written. `act` is called with what is asked for; `is_unfolded` tells of the rest's fold."""

    def __init__(
        self,
        panel: Panel,
        number: int,
        target: Target,
        act: Callable[[str, str], object],
        unfolded: Callable[[bool | None], bool],
        names: Sequence[str],
    ) -> None:
        super().__init__()
        self._panel = panel
        self.target = target
        self.number = number
        self._act, self._unfolded, self._names = act, unfolded, names
        self.form: Form | None = None
        self.more: Form | None = None
        self.steps = ProgressStrip(panel, target)
        self.support = SupportLines(panel.context, number, target.uuid, lambda uuid: act("support", uuid))
        self.notice = PlainLabel("", "chip-warm", wrap=False)
        self.notice.hide()
        self._fold = button("More", self._turn_fold, "link", "Measure as numbers, how long, where, home’s part")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        heading = PlainLabel(f"Target {number}", "heading", wrap=False)
        acts = (self._asks("Strategy from the bank", "strategy"), self._asks("Keep in the bank", "bank"))
        parts = (flow(heading, self.notice, *acts), self._inside, flow(self._fold), self.support, self.steps)
        self.setLayout(column(card(*parts)))

    def _asks(self, words: str, what: str) -> QWidget:
        made = button(words, lambda: self._act(what, self.target.uuid), "link")
        made.setAccessibleName(f"{words}: target {self.number}")
        return made

    @property
    def editors(self) -> dict[str, Editor]:
        """The fields that were opened so far, by name."""
        return {**(self.form.editors if self.form else {}), **(self.more.editors if self.more else {})}

    def load(self, target: Target, notes: Sequence[ProgressPoint], *, is_agreed: bool) -> None:
        """Show the words as they stand; small steps have their place once a plan is agreed."""
        self.target = target
        for form in (self.form, self.more):
            if form is not None:
                form.load(target)
        self.steps.show_notes(target, notes)
        self.steps.setVisible(is_agreed or bool(notes))
        count = sum(len(blanks(str(getattr(target, name) or ""))) for name in TEXTS)
        self.notice.setText("1 blank to fill" if count == 1 else f"{count} blanks to fill")
        self.notice.setToolTip(tip(f"{BLANK} F8 goes from one to the next."))
        self.notice.setVisible(count > 0)

    def open(self) -> None:
        """Make what is typed in, and leave the focus where it is."""
        if self.form is None:
            hint = button("Same for all targets", self._same, "link", "The same people help with every target")
            hint.setAccessibleName(f"Who helps with target {self.number}: the same for all targets")
            beside = QWidget()
            beside.setLayout(row(hint, None))
            self.form = self._form(ALWAYS, "", {"who": beside})
            who = self.form.editors["who"].widget
            assert isinstance(who, QLineEdit)
            offer_names(who, self._names)
            self._inside.addWidget(self.form)
        if self._panel.holds(f"target {self.target.uuid} more"):
            self._unfolded(True)
        self._show_fold()

    @property
    def _rest(self) -> tuple[str, ...]:
        page = self._panel.page
        year = place_of(page.pupil.year_group) if page is not None else None
        is_asked = self.target.adulthood or (year is not None and year >= ADULTHOOD_FROM)
        return (*MORE, ADULTHOOD) if is_asked else MORE

    def _form(self, names: tuple[str, ...], about: str, hints: Mapping[str, QWidget]) -> Form:
        columns = COLUMNS // 2 if self._panel.context.look.theme.is_large else COLUMNS
        about = f"target {self.target.uuid}{about}"
        made = self._panel.form(Target, names, self._keep, columns, spans=SPANS, hints=hints, about=about)
        made.say_of(f"target {self.number}").load(self.target)
        return made

    def _show_fold(self) -> None:
        on = self._unfolded(None)
        if on and self.more is None:
            self.more = self._form(self._rest, " more", {})
            self._inside.addWidget(self.more)
        if self.more is not None:
            self._panel.flush()
            self.more.setVisible(on)
        self._fold.setText("Less" if on else "More")
        self._fold.setAccessibleName(f"{self._fold.text()} of target {self.number}")

    def _turn_fold(self) -> None:
        self._unfolded(not self._unfolded(None))
        self._show_fold()
        if self.more is not None and self._unfolded(None):
            self.more.focus_on(MORE[0])

    def unfold_blanks(self) -> None:
        """Open the rest too where a blank stands in it."""
        self.open()
        if any(unfilled(str(getattr(self.target, name) or "")) for name in MORE):
            self._unfolded(True)
            self._show_fold()

    def focus_on(self, field: str) -> None:
        """Put the cursor in a field, wherever it stands."""
        self.open()
        if field in self._rest:
            self._unfolded(True)
            self._show_fold()
        for form in (self.form, self.more):
            if form is not None:
                form.focus_on(field)

    def _same(self) -> None:
        self._panel.flush()
        self._act("same", self.target.uuid)

    def _keep(self, values: Mapping[str, Any]) -> None:
        plans.change_target(self._panel.context.store, self.target.uuid, values, self._panel)
        # What follows from the parts, such as the sentence, is shown at once.
        self._act("changed", self.target.uuid)
