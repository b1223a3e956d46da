"""The plan: its blocks in the school's order, two to four targets, agreeing it, and its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.plans.plan import BLOCK_BY_CODE, Plan
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.plan_states import OVER
from gradesk.model.vocabulary import PLAN_STATES
from gradesk.services.plans import agreeing, checking, plan_types, plans, progress
from gradesk.services.plans.agreeing import Missing
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.agree import AgreeCard
from gradesk.ui.screens.pupil.plan.begin import BeginCard
from gradesk.ui.screens.pupil.plan.checks import ChecksCard
from gradesk.ui.screens.pupil.plan.compare import ComparePlans
from gradesk.ui.screens.pupil.plan.help import PlanHelp
from gradesk.ui.screens.pupil.plan.target import LARGE, TargetCard
from gradesk.ui.screens.pupil.rounds import Round

ENOUGH_TARGETS = 4
DATES = ("starts_on", "review_on", "lead_id")


class PlanTab(Panel):
    """Edits one plan of the pupil; a list chooses which when there are several."""

    kinds = frozenset(
        {"plan", "target", "plan_version", "plan_agreement", "plan_type", "progress_point", "cycle", "review"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: tuple[object, ...] | None = None
        self._plan: PlanPage | None = None
        self.help = PlanHelp(self)
        self._round = Round()
        self._forms: list[Form] = []
        self._targets: dict[str, TargetCard] = {}
        self._agree: AgreeCard | None = None
        self.checks: ChecksCard | None = None
        self.opened: set[str] = set()
        self.aside = QVBoxLayout()
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        self.setLayout(column(self.aside, self._body, None, margin=16))
        context.look.changed.connect(self._looked)

    @property
    def plan(self) -> PlanPage | None:
        """The plan shown."""
        return self._plan

    @property
    def targets(self) -> dict[str, TargetCard]:
        """The targets shown, by uuid."""
        return self._targets

    def widget(self) -> QWidget:
        """The tab as a widget."""
        return self

    def reload(self) -> None:
        """Show the plan in force, or the one that was chosen; built anew only when its shape changed."""
        found = plans.plans(self.context.store, self.pupil_id)
        if not found:
            if self._shown != (self.pupil_id, "none"):
                self._plan, self._shown = None, (self.pupil_id, "none")
                with self.rebuilding():
                    self._build_empty()
            return
        kept = next((plan for plan in found if self._plan and plan.uuid == self._plan.plan.uuid), None)
        if kept is None:
            clear(self.aside)
            chosen = agreeing.in_force(self.context.store, self.pupil_id)
            kept = chosen.plan if chosen else found[0]
        self._plan = plans.page(self.context.store, kept.uuid)
        large = self.context.look.theme.scale >= LARGE
        shape = (
            kept.uuid, tuple(target.uuid for target in self._plan.targets), len(found), self._plan.state,
            self._plan.kind.sections, large,
        )  # fmt: skip
        if shape != self._shown:
            self.flush()
            self._shown = shape
            with self.rebuilding():
                self._build(self._plan, found)
        self._load(self._plan)

    def _looked(self) -> None:
        if self.page is not None:
            self.reload()

    # Doing -----------------------------------------------------------------------------------------------------

    def offer_begin(self) -> None:
        """Offer the ways to begin another plan."""
        clear(self.aside)
        offer = BeginCard(self.context, self.pupil_id, self._begun, lambda: clear(self.aside))
        self.aside.addWidget(offer)
        offer.focus_first()

    def _begun(self, plan_id: str) -> None:
        clear(self.aside)
        self._plan = plans.page(self.context.store, plan_id)
        self.opened = set()
        self.reload()
        self.focus_on("strengths")

    def add_target(self, values: Mapping[str, Any] | None = None) -> None:
        """Add a target and put the cursor in it."""
        if self._plan is None:
            return
        self.flush()
        plan_id = self._plan.plan.uuid
        made: list[str] = []
        if self.attempt(lambda: made.append(plans.add_target(self.context.store, plan_id, values))):
            self.opened.add(made[0])
            self.reload()
            self._targets[made[0]].focus_on("pupil_wording")

    def next_missing(self) -> None:
        """Go to the next thing that is missing before the plan can be agreed."""
        self.flush()
        if self._plan is None:
            self.context.say("There is no plan yet; begin one first.", "info")
            return
        lacks = agreeing.missing(plans.page(self.context.store, self._plan.plan.uuid))
        if lacks:
            at = self._round.next(self._plan.plan.uuid, lacks)
            self._take_to(lacks[at])
            self.context.say(f"Still missing, {at + 1} of {len(lacks)}: {lacks[at].words}. F6 goes on.", "info")
        else:
            self.context.say("Nothing is missing; Ctrl+G goes to the agreement.", "good")

    def go_to_agreement(self) -> None:
        """Go to the agreement at the foot of the plan."""
        if self._agree is not None:
            self._agree.focus_first()

    def compare(self) -> None:
        """Lay two versions side by side."""
        self.flush()
        clear(self.aside)
        shown = ComparePlans(self.context, self.pupil_id, lambda: clear(self.aside))
        self.aside.addWidget(shown)
        shown.focus_first()

    # Building --------------------------------------------------------------------------------------------------

    def _build_empty(self) -> None:
        clear(self.aside)
        clear(self._body)
        self._forms, self._targets, self._agree, self.checks = [], {}, None, None
        self._body.addWidget(BeginCard(self.context, self.pupil_id, self._begun, None))

    def _build(self, page: PlanPage, found: list[Plan]) -> None:
        clear(self._body)
        self._forms, self._targets, self._agree, self.checks = [], {}, None, None
        self._body.addWidget(self._head(page, found))
        keep = partial(self._keep, page.plan.uuid)
        self._add_form(
            self.form(Plan, DATES, keep, 3, {"lead_id": self.staff_choices()}, about=f"plan {page.plan.uuid} dates")
        )
        together: list[str] = []
        for code in page.blocks:
            if code not in ("targets", "agreement"):
                together += BLOCK_BY_CODE[code].fields
                continue
            self._add_text(page, together, keep)
            together = []
            if code == "targets":
                self._build_targets(page)
            else:
                self._add_checks()
                self._agree = AgreeCard(self.context, self._take_to, self._agreed, self.compare, self.flush)
                self._body.addWidget(self._agree)
        self._add_text(page, together, keep)
        if self.checks is None:
            self._add_checks()  # a kind of plan without an agreement is read along all the same

    def _add_checks(self) -> None:
        if self._plan is not None and self._plan.state in OVER:
            return  # its words cannot be changed any more
        self.checks = ChecksCard(self.help.where, self.help.help_with)
        self._body.addWidget(self.checks)

    def _add_text(self, page: PlanPage, names: list[str], keep: Any) -> None:
        if names:
            columns = 1 if self.context.look.theme.scale >= LARGE else 2
            about = f"plan {page.plan.uuid} {names[0]}"
            self._add_form(self.form(Plan, tuple(names), keep, columns, halves=True, about=about))

    def _add_form(self, form: Form) -> None:
        self._forms.append(form)
        self._body.addWidget(card(form))

    def _head(self, page: PlanPage, found: list[Plan]) -> QWidget:
        box = CalmComboBox()
        box.setAccessibleName("Which plan")
        labels = {kind.uuid: kind.label for kind in plan_types.plan_types(self.context.store)}
        for plan in found:
            state = page.state if plan.uuid == page.plan.uuid else plan.state
            label = labels.get(plan.type_id, page.kind.label)
            box.addItem(f"{label}, {plan.starts_on:%d/%m/%Y} ({PLAN_STATES.label(state).lower()})", plan.uuid)
        box.setCurrentIndex(box.findData(page.plan.uuid))
        box.activated.connect(lambda index: self._choose(box.itemData(index)))
        self._state = PlainLabel("", "quiet")
        acts = [
            button("Preview and print", self._preview, "main"),
            button("Parent’s pack", self._pack),
            button("Begin another plan", self.offer_begin),
        ]
        if page.plan.state == "draft" and not page.versions:
            acts.append(button("Delete this draft", self._delete, "link"))
        elif page.plan.state != "archived":
            acts.append(button("Put away", self._put_away, "link", "Takes it off the lists; it stays readable here"))
        holder = QWidget()
        holder.setLayout(column(flow(box, *acts), self._state))
        return holder

    def _build_targets(self, page: PlanPage) -> None:
        self._body.addWidget(PlainLabel("Targets", "heading"))
        if not page.targets:
            told = "No targets yet. Two to four are usual; each says what will be different."
            self._body.addWidget(PlainLabel(told, "quiet"))
        for number, target in enumerate(page.targets, start=1):
            is_open = target.uuid in self.opened or (page.state == "draft" and number == 1)
            is_open = is_open or self.holds(f"target {target.uuid}")
            made = TargetCard(self, number, target, is_open, self._act)
            self._targets[target.uuid] = made
            self._body.addWidget(made)
        if page.state in OVER:
            return
        parts: list[QWidget | None] = [
            button("Add from the bank", self.help.offer_bank, "main" if not page.targets else ""),
            button("Add an empty target", self.add_target),
        ]
        if len(page.targets) >= ENOUGH_TARGETS:
            parts.append(PlainLabel("Four targets are plenty for one plan; a fifth is seldom reached.", "quiet"))
        self._body.addLayout(row(*parts, None))

    def _load(self, page: PlanPage) -> None:
        is_over = page.state in OVER
        for form in self._forms:
            form.load(page.plan)
            form.lock(is_over)
        notes = progress.points(self.context.store, [target.uuid for target in page.targets])
        for target in page.targets:
            self._targets[target.uuid].load(target, notes[target.uuid], is_agreed=bool(page.versions), is_over=is_over)
        self._state.setText(self._standing(page))
        if self._agree is not None and self.page is not None:
            self._agree.show_plan(page, self.page)
            self._hold_agreement(page)
        if self.checks is not None:
            self.checks.show_findings(checking.check(self.context.store, page.plan.uuid), bool(page.targets))
        for made in self._targets.values():
            made.count_blanks()

    def _standing(self, page: PlanPage) -> str:
        today = self.context.store.clock.today()
        label = PLAN_STATES.label(page.state)
        if not page.versions:
            return f"{label}: not agreed yet."
        newest = page.versions[0]
        if page.state in OVER:
            label = f"{label}, its words stay as they were"
        changed = (
            " Its words were changed since; agree again to make that a version." if agreeing.is_changed(page) else ""
        )
        people = page.agreed_by(newest)
        return f"{label}: version {newest.number}, agreed {day_words(newest.happened_on, today)} by {people}.{changed}"

    # Keeping ---------------------------------------------------------------------------------------------------

    def _keep(self, plan_id: str, values: Mapping[str, Any]) -> None:
        plans.change(self.context.store, plan_id, values, self)
        self._refresh(plan_id)

    def _refresh(self, plan_id: str) -> None:
        # What follows from a change shows at once: sentences, what is missing, whether the words moved on.
        if self._plan is not None and self._plan.plan.uuid == plan_id:
            self._plan = plans.page(self.context.store, plan_id)
            if set(self._targets) == {target.uuid for target in self._plan.targets}:
                self._load(self._plan)

    def _hold_agreement(self, page: PlanPage) -> None:
        assert self._agree is not None
        about = f"agree {page.plan.uuid} {len(page.versions)}"
        for name, editor in self._agree.words.items():
            self.unsent(editor, f"{about} {name}")

    def _agreed(self) -> None:
        assert self._plan is not None
        self.let_go(f"agree {self._plan.plan.uuid}")
        self.reload()

    def _act(self, what: str, target_id: str) -> None:
        assert self._plan is not None
        if what == "changed":
            self._refresh(self._plan.plan.uuid)
            return
        self.flush()
        self.opened = {uuid for uuid, made in self._targets.items() if made.is_open}
        if what in ("up", "down"):
            steps = -1 if what == "up" else 1
            if self.attempt(lambda: plans.move_target(self.context.store, target_id, steps)):
                self.reload()
                self._targets[target_id].focus_fold()
        elif what in ("bank", "strategy"):
            self.help.with_target(what, target_id)
        elif what == "remove" and self.attempt(lambda: plans.remove_target(self.context.store, target_id)):
            self.reload()
            self.context.done("The target is removed; Ctrl+Z brings it back.", "info")

    def _choose(self, plan_id: str) -> None:
        self.flush()
        self._plan = plans.page(self.context.store, plan_id)
        self.reload()

    def _delete(self) -> None:
        assert self._plan is not None
        self.flush()
        plan_id = self._plan.plan.uuid
        if self.attempt(lambda: plans.remove(self.context.store, plan_id)):
            self.reload()
            self.context.done("The draft is deleted; Ctrl+Z brings it back.", "info")

    def _put_away(self) -> None:
        assert self._plan is not None
        self.flush()
        plan_id = self._plan.plan.uuid
        if self.attempt(lambda: agreeing.put_away(self.context.store, plan_id)):
            self.reload()
            self.context.done("The plan is put away; it stays in the list of plans.", "good")

    def _pack(self) -> None:
        self.flush()
        self.context.go("preview", pack="parent", pupil_ids=(self.pupil_id,))

    def _preview(self) -> None:
        self.flush()
        self.context.go("preview", document="plan", pupil_ids=(self.pupil_id,))

    # Going to what is missing -----------------------------------------------------------------------------------

    def _take_to(self, lack: Missing) -> None:
        if lack.target_id is not None:
            self._targets[lack.target_id].focus_on(lack.field)
        elif lack.field == "targets":
            self.add_target()
        else:
            self.focus_on(lack.field)

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Put the cursor into a target (`record`), or into a field of the plan."""
        if record in self._targets:
            self._targets[record].focus_on(at[0] if at else "pupil_wording")
            return True
        return super().go_to(record, at)

    def focus_on(self, name: str) -> None:
        """Put the cursor in a field of the plan itself."""
        for form in self._forms:
            form.focus_on(name)
