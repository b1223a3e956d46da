"""The plan: strengths first, the views, two to four targets, and agreeing it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.plan import Plan, Target
from gradesk.model.rules.school_year import day_words
from gradesk.model.vocabulary import PLAN_STATES
from gradesk.services import plans, school
from gradesk.services.plans import Missing, PlanPage
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.fields import CalmComboBox
from gradesk.ui.kit.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.panel import Panel

ENOUGH_TARGETS = 4


class PlanTab(Panel):
    """Edits one plan of the pupil; a list chooses which when there are several."""

    kinds = frozenset({"plan", "target", "plan_version", "plan_type"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: tuple[object, ...] | None = None
        self._forms: dict[str, Form] = {}
        self._plan: PlanPage | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        self.setLayout(column(self._body, None, margin=16))

    @property
    def plan(self) -> PlanPage | None:
        """The plan shown."""
        return self._plan

    def reload(self) -> None:
        """Show the newest plan, or the one that was chosen; built anew only when its shape changed."""
        found = plans.plans(self.context.store, self.pupil_id)
        if not found:
            self._plan, self._shown = None, None
            self._build_empty()
            return
        kept = next((plan for plan in found if self._plan and plan.uuid == self._plan.plan.uuid), found[0])
        self._plan = plans.page(self.context.store, kept.uuid)
        shape = (kept.uuid, tuple(target.uuid for target in self._plan.targets), len(found), self._plan.plan.state)
        if shape != self._shown:
            self.flush()
            self._shown = shape
            self._build(self._plan, found)
        self._load(self._plan)

    def begin(self, type_code: str = "ilp") -> None:
        """Begin a new draft."""
        self.flush()
        made: list[str] = []
        if self.attempt(lambda: made.append(plans.begin(self.context.store, self.pupil_id, type_code))):
            self._plan = plans.page(self.context.store, made[0])
            self.reload()
            self._forms["text"].focus_on("strengths")

    def add_target(self) -> None:
        """Add a target and put the cursor in it."""
        self.flush()
        assert self._plan is not None
        made: list[str] = []
        if self.attempt(lambda: made.append(plans.add_target(self.context.store, self._plan.plan.uuid))):  # type: ignore[union-attr]
            self.reload()
            self._forms[made[0]].focus_on("pupil_wording")

    def agree(self) -> None:
        """Agree the plan when nothing is missing; otherwise say what is, and go to the first."""
        self.flush()
        assert self._plan is not None
        self._plan = plans.page(self.context.store, self._plan.plan.uuid)
        lacks = plans.missing(self._plan)
        if lacks:
            words = "; ".join(lack.words for lack in lacks)
            self.context.say(f"Not yet: still missing {words}. Every word is kept.", "problem")
            self._take_to(lacks[0])
            return
        who = self.context.ask.line(
            self, "Agree the plan", "Who agreed to it? Names of pupil, parent carer, teacher, SENCO"
        )
        plan_id = self._plan.plan.uuid
        made: list[int] = []
        if who is not None and self.attempt(lambda: made.append(plans.agree(self.context.store, plan_id, who))):
            self.context.say(
                f"Agreed: version {made[0]} is kept as it stands. Changes from now on become version {made[0] + 1}.",
                "good",
            )

    # Building --------------------------------------------------------------------------------------------------

    def _build_empty(self) -> None:
        clear(self._body)
        self._forms = {}
        say = self.context.words().say
        self._body.addWidget(
            EmptyState(
                say("No {ILP} yet"),
                "A plan starts from strengths and interests, has the views of pupil and parent carer, and two to four targets.",
                say("Begin an {ILP}"),
                self.begin,
            )
        )

    def _build(self, page: PlanPage, found: list[Plan]) -> None:
        clear(self._body)
        self._forms = {}
        self._body.addWidget(self._head(page, found))
        # Bound to this plan: another may be the one shown by the time the words are sent on.
        keep = partial(self._keep, page.plan.uuid)
        dates = self.form(Plan, ("starts_on", "review_on", "lead_id"), keep, 3, {"lead_id": self.staff_choices()})
        text = self.form(Plan, page.sections, keep)
        self._forms = {"dates": dates, "text": text}
        self._body.addWidget(card(dates))
        self._body.addWidget(card(text))
        self._body.addWidget(PlainLabel("Targets", "heading"))
        if not page.targets:
            self._body.addWidget(
                PlainLabel("No targets yet. Two to four are usual; each says what will be different.", "quiet")
            )
        for number, target in enumerate(page.targets, start=1):
            self._body.addWidget(self._target(number, target))
        self._body.addWidget(self._foot(page))

    def _head(self, page: PlanPage, found: list[Plan]) -> QWidget:
        box = CalmComboBox()
        box.setAccessibleName("Which plan")
        labels = {label.uuid: label.label for label in school.plan_types(self.context.store)}
        for plan in found:
            box.addItem(
                f"{labels.get(plan.type_id, '')}, {plan.starts_on:%d/%m/%Y} ({PLAN_STATES.label(plan.state).lower()})",
                plan.uuid,
            )
        box.setCurrentIndex(box.findData(page.plan.uuid))
        box.activated.connect(lambda index: self._choose(box.itemData(index)))
        say = self.context.words().say
        newest = page.versions[0] if page.versions else None
        today = self.context.store.clock.today()
        agreed = (
            f"Version {newest.number} agreed {day_words(newest.happened_on, today)} by {newest.agreed_by}."
            if newest
            else "Draft: not agreed yet."
        )
        buttons = flow(
            box,
            button("Preview and print", self._preview, "main"),
            button("Agree", self.agree, "", "Freezes these words as a version, when nothing is missing"),
            button(say("Begin a new {ILP}"), self.begin),
        )
        holder = QWidget()
        holder.setLayout(column(buttons, PlainLabel(agreed, "quiet")))
        return holder

    def _target(self, number: int, target: Target) -> QFrame:
        keep = lambda values, uuid=target.uuid: plans.change_target(self.context.store, uuid, values, self)  # noqa: E731
        words = self.form(Target, ("pupil_wording", "staff_wording"), keep)
        rest = self.form(Target, plans.TARGET_FIELDS[2:], keep, 2)
        self._forms[target.uuid] = words
        self._forms[target.uuid + "+"] = rest
        remove = button(f"Remove target {number}", lambda: self._remove(target.uuid), "link")
        return card(PlainLabel(f"Target {number}", "heading"), words, rest, row(None, remove))

    def _foot(self, page: PlanPage) -> QWidget:
        holder = QWidget()
        parts: list[QWidget] = [button("Add a target", self.add_target, "main" if not page.targets else "")]
        if len(page.targets) >= ENOUGH_TARGETS:
            parts.append(PlainLabel("Four targets are plenty for one plan; a fifth is seldom reached.", "quiet"))
        holder.setLayout(row(*parts, None))
        return holder

    # Doing -----------------------------------------------------------------------------------------------------

    def _load(self, page: PlanPage) -> None:
        self._forms["dates"].load(page.plan)
        self._forms["text"].load(page.plan)
        for target in page.targets:
            self._forms[target.uuid].load(target)
            self._forms[target.uuid + "+"].load(target)

    def _keep(self, plan_id: str, values: Mapping[str, Any]) -> None:
        plans.change(self.context.store, plan_id, values, self)

    def _choose(self, plan_id: str) -> None:
        self.flush()
        self._plan = plans.page(self.context.store, plan_id)
        self.reload()

    def _remove(self, target_id: str) -> None:
        self.flush()
        if self.attempt(lambda: plans.remove_target(self.context.store, target_id)):
            self.reload()
            self.context.say("The target is removed; Ctrl+Z brings it back.", "info")

    def _preview(self) -> None:
        self.flush()
        self.context.go("preview", document="plan", pupil_ids=(self.pupil_id,))

    def _take_to(self, lack: Missing) -> None:
        if lack.target_id is not None:
            for key in (lack.target_id, lack.target_id + "+"):
                self._forms[key].focus_on(lack.field)
        elif lack.field == "review_on":
            self._forms["dates"].focus_on(lack.field)
        else:
            self._forms["text"].focus_on(lack.field)
