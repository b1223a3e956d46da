"""The review: every target with its outcome and evidence, the three views, one decision and its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gradesk.model.plan import Target
from gradesk.model.vocabulary import DECISIONS
from gradesk.services import cycles, plans, school
from gradesk.services.cycles import CyclePage, Outcome, ReviewValues
from gradesk.services.school import Label
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.fields import ChoiceEditor, Editor, TextEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row

PAUSE = 900  # ms after the last key until the draft is kept


class ReviewForm(QWidget):
    """Fills a `ReviewValues`. What is typed is kept as a draft; recording it is one deliberate act."""

    def __init__(
        self,
        context: Context,
        current: CyclePage,
        done: Callable[[], None],
        initiator: object,
        without: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._initiator = initiator
        self._unkept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.flush)
        self._context = context
        self._cycle_id = current.cycle.uuid
        self._done = done
        self.ratings: dict[str, ChoiceEditor] = {}
        self.evidence: dict[str, TextEditor] = {}
        say = context.words().say
        parts: list[Any] = [PlainLabel("Review", "heading")]
        targets = cycles.targets_to_rate(context.store, self._cycle_id)
        scale = self._scale(current)
        for target in targets:
            parts += self._target(target, scale)
        if not targets:
            parts.append(PlainLabel("This cycle has no plan with targets, so there is nothing to rate.", "quiet"))
        self.views = {name: TextEditor(2) for name in ("pupil_view", "parent_view", "staff_view")}
        labels = {
            "pupil_view": say("{Pupil}’s own view"),
            "parent_view": "Parent carer’s view, or why there is none",
            "staff_view": "Staff’s view",
        }
        for name, editor in self.views.items():
            parts += _labelled(labels[name], editor)
        self.decision = ChoiceEditor(
            [
                ("", "Choose what comes next"),
                *((term.code, term.label) for term in DECISIONS if term.code not in without),
            ]
        )
        self.reason = TextEditor(2)
        parts += _labelled("Decision", self.decision)
        parts += _labelled("Reason", self.reason)
        parts.append(row(button("Record the review", self.record, "main"), None))
        self.setLayout(column(*parts, gap=6))
        self._before = cycles.draft(current)
        self._resume(self._before)

    def flush(self) -> None:
        """Keep what is typed as a draft."""
        self._timer.stop()
        if self._unkept:
            self._unkept = False
            typed = {name: str(editor.value() or "") for name, editor in self._all().items()}
            try:
                # What was typed of a target that is removed meanwhile is there again when the target is.
                cycles.keep_draft(self._context.store, self._cycle_id, self._before | typed, self._initiator)
            except Refused as refusal:
                self._unkept = True
                self._context.say(str(refusal), "problem")

    def unkept(self) -> bool:
        """Whether something typed could not be kept."""
        return self._unkept

    def record(self) -> None:
        """Record the review and close the cycle; a refusal is said and everything typed stays."""
        outcomes = {
            uuid: Outcome(editor.value(), self.evidence[uuid].value())
            for uuid, editor in self.ratings.items()
            if editor.value()
        }
        values = ReviewValues(
            outcomes=outcomes,
            decision=self.decision.value(),
            reason=self.reason.value(),
            **{name: editor.value() for name, editor in self.views.items()},
        )
        self.flush()
        try:
            cycles.review(self._context.store, self._cycle_id, values)
        except Refused as refusal:
            self._context.say(str(refusal), "problem")
            return
        self._done()

    def _all(self) -> dict[str, Editor]:
        found: dict[str, Editor] = {"decision": self.decision, "reason": self.reason, **self.views}
        found |= {f"rating:{uuid}": editor for uuid, editor in self.ratings.items()}
        return found | {f"evidence:{uuid}": editor for uuid, editor in self.evidence.items()}

    def _resume(self, typed: dict[str, str]) -> None:
        for name, editor in self._all().items():
            editor.show(typed.get(name, ""))
            editor.edited.connect(self._typed)

    def _typed(self) -> None:
        self._unkept = True
        self._timer.start()

    def _scale(self, current: CyclePage) -> list[Label]:
        if current.cycle.plan_id is None:
            return []
        plan = plans.page(self._context.store, current.cycle.plan_id).plan
        return school.ratings(self._context.store, plan.type_id)

    def _target(self, target: Target, scale: list[Label]) -> list[Any]:
        rating = ChoiceEditor(
            [("", "How did it go?"), *((value.uuid, f"{value.symbol} {value.label}") for value in scale)]
        )
        evidence = TextEditor(1)
        self.ratings[target.uuid], self.evidence[target.uuid] = rating, evidence
        words = target.pupil_wording or target.staff_wording
        rating.widget.setAccessibleName(f"Outcome of target {target.position}")
        evidence.widget.setAccessibleName(f"Evidence for target {target.position}")
        goal = f"Starting point: {target.baseline}\nWe will know by: {target.success_criterion}"
        return [
            PlainLabel(f"Target {target.position}: {words}", "field"),
            PlainLabel(goal, "quiet"),
            rating.widget,
            PlainLabel("Evidence", "quiet"),
            evidence.widget,
        ]


def _labelled(label: str, editor: Editor) -> list[Any]:
    heading = PlainLabel(label, "field")
    heading.setBuddy(editor.widget)
    editor.widget.setAccessibleName(label)
    return [heading, editor.widget]
