"""The plan: written part by part beside their list, read as a page once it is agreed, with a bar that says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from gradesk.model.base import fields_of
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.rules.plan_states import OVER
from gradesk.services.plans import agreeing, checking, plans, progress, reviews
from gradesk.services.plans.agreeing import Missing
from gradesk.services.plans.plans import PlanPage
from gradesk.services.pupils import around
from gradesk.ui.context import Context
from gradesk.ui.kit.layouts import clear, column
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.agree import AgreeCard, hold_agreement
from gradesk.ui.screens.pupil.plan.aside import Aside
from gradesk.ui.screens.pupil.plan.bar import PlanBar
from gradesk.ui.screens.pupil.plan.begin import BeginCard
from gradesk.ui.screens.pupil.plan.checks import ChecksCard
from gradesk.ui.screens.pupil.plan.frame import PlanFrame
from gradesk.ui.screens.pupil.plan.head import PlanHead
from gradesk.ui.screens.pupil.plan.help import PlanHelp
from gradesk.ui.screens.pupil.plan.listed import Listed
from gradesk.ui.screens.pupil.plan.reading import ReadPlan, ReadTarget
from gradesk.ui.screens.pupil.plan.support import show_support
from gradesk.ui.screens.pupil.plan.target import TargetEditor
from gradesk.ui.screens.pupil.plan.writing import AGREEMENT, PLAN, Asks, Writing
from gradesk.ui.screens.pupil.rounds import Round

_TARGET_FIELDS = frozenset(info.name for info in fields_of(Target))
_PLAN_FIELDS = frozenset(info.name for info in fields_of(Plan))
_AGREEING = ("Agree this plan", "Note who agreed too")


class PlanTab(Panel):
    """Edits one plan of the pupil; a list chooses which when there are several."""

    kinds = frozenset(
        {"plan", "target", "plan_version", "plan_agreement", "plan_type", "progress_point", "cycle", "review",
         "provision", "provision_member", "provision_target", "provision_session", "session_mark"}
    )  # fmt: skip
    wants_room = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: tuple[object, ...] | None = None
        self._plan: PlanPage | None = None
        self._lacks: list[Missing] = []
        self._opened: dict[str, bool] = {}  # by plan: opened to be written, or to be read, against what is usual
        self._more = False
        self._entry = PLAN
        self._round = Round()
        self.help = PlanHelp(self)
        self._listed = Listed(self, self.help)
        self.writing: Writing | None = None
        self._reading: ReadPlan | None = None
        self._read: dict[str, ReadTarget] = {}
        self._first: BeginCard | None = None
        self._agree: AgreeCard | None = None
        self.checks: ChecksCard | None = None
        self.bar = PlanBar(self._asked)
        self.frame = PlanFrame(self.bar)
        self._aside_of = Aside(self, self._begun)
        self.compare, self.begin_support = self._aside_of.compare, self._aside_of.begin_support
        self.setLayout(column(self.frame))
        self._is_large = context.look.theme.is_large
        context.look.changed.connect(self._looked)

    @property
    def plan(self) -> PlanPage | None:
        """The plan shown."""
        return self._plan

    @property
    def targets(self) -> Mapping[str, TargetEditor | ReadTarget]:
        """The targets shown, by uuid."""
        return self.writing.targets if self.writing is not None else self._read

    def to_top(self) -> None:
        """Show the top of the part in hand."""
        super().to_top()
        self.frame.to_top()
        self.frame.setFocus()

    def reload(self) -> None:
        """Show the plan in force, or the one that was chosen; built anew only when its shape changed."""
        found = plans.plans(self.context.store, self.pupil_id)
        large = self.context.look.theme.is_large
        if not found:
            if self._shown != (self.pupil_id, large):
                self._plan, self._shown = None, (self.pupil_id, large)
                with self.rebuilding():
                    self._build_empty(large)
            return
        kept = next((plan for plan in found if self._plan and plan.uuid == self._plan.plan.uuid), None)
        if kept is None:
            self.frame.close_aside()
            chosen = agreeing.in_force(self.context.store, self.pupil_id)
            kept = chosen.plan if chosen else found[0]
            self._entry = PLAN
        self._plan = plans.page(self.context.store, kept.uuid)
        shape = (
            kept.uuid, tuple(target.uuid for target in self._plan.targets), len(found), self._plan.state,
            self._plan.kind.sections, large, self._is_read(self._plan), bool(self._plan.versions),
        )  # fmt: skip
        if shape != self._shown:
            self.flush()
            self._shown = shape
            with self.rebuilding():
                self._build(self._plan, found, large)
        self._load(self._plan)
        self._aside_of.take_up()

    def _is_read(self, page: PlanPage) -> bool:
        """An agreed plan is read until somebody changes it; one that is over always is."""
        if page.state in OVER or not page.versions:
            return page.state in OVER
        return not self._opened.get(page.plan.uuid, agreeing.is_changed(page))

    def _looked(self) -> None:
        # Only for large text is it laid out otherwise. Out of sight that is done at once all the same: built while it is
        # shown, it is seen to move.
        was_large, self._is_large = self._is_large, self.context.look.theme.is_large
        if self.page is not None and was_large != self._is_large:
            self.reload()

    def _build_empty(self, large: bool) -> None:
        self._strip()
        self.frame.close_aside()
        self.frame.lay_out(large=large, listed=False)
        self.bar.hide()
        self._first = BeginCard(self.context, self.pupil_id, self._begun, None)
        self.frame.parts.addWidget(self._first)

    def _strip(self) -> None:
        if self.bar.is_large:
            self.bar.words.setParent(self.bar)  # it stands in the head, which is let go
        for layout in (self.frame.head, self.frame.left, self.frame.parts):
            clear(layout)
        self.writing = self._reading = self._agree = self.checks = None
        self._first = None
        self._read = {}
        self.bar.show()

    def _build(self, page: PlanPage, found: list[Plan], large: bool) -> None:
        self._strip()
        is_read = self._is_read(page)
        self.bar.lay_out(large=large)
        self.frame.lay_out(large=large, listed=not is_read)
        begin = None if is_read else self.offer_begin  # a page to read has it in its bar
        self.frame.head.addWidget(PlanHead(self, page, found, self._choose, begin))
        if large:
            self.frame.head.addWidget(self.bar.words)
        self.bar.words.show()
        if "agreement" in page.blocks or is_read:
            self._agree = AgreeCard(self.context, self._take_to, self._agreed, self.compare, self.flush, folded=is_read)
        if is_read:
            self._read = {
                target.uuid: ReadTarget(self, number, target, self.begin_support)
                for number, target in enumerate(page.targets, start=1)
            }
            self._reading = ReadPlan(self, page, list(self._read.values()), self._agree)
            self.frame.parts.addWidget(self._reading)
            return
        if page.versions:
            self._opened[page.plan.uuid] = True  # taking the last change back does not close it under one's hands
        asks = Asks(partial(self._keep, page.plan.uuid), self._listed.do, self._act, self._unfold, self._went)
        self.writing = Writing(self, self.frame, page, asks, around.adults(self.context.store, self.pupil_id))
        if self._agree is not None:
            self.writing.add_agreement(self._agree)
        self.checks = ChecksCard(self.help.where, self.help.help_with)
        self.writing.place(self.checks)
        held = next((uuid for uuid in self.writing.targets if self.holds(f"target {uuid}")), None)
        self._entry = held or self._entry
        self.writing.show(self._entry)

    def _load(self, page: PlanPage) -> None:
        notes = progress.points(self.context.store, [target.uuid for target in page.targets])
        self._lacks = [] if page.state in OVER else agreeing.missing(page)
        show_support(self.context.store, self.targets, is_over=page.state in OVER)
        if self._reading is not None:
            leads = dict(self.staff_choices())
            self._reading.load(page, leads.get(page.plan.lead_id, ""))
            found = reviews.outcomes_of(self.context.store, page.plan.uuid)
            for target in page.targets:
                self._read[target.uuid].load(target, notes[target.uuid], found.get(target.uuid))
        if self.writing is not None:
            self.writing.load(page, notes, self._lacks)
        if self._agree is not None and self.page is not None:
            self._agree.show_plan(page, self.page)
            hold_agreement(self, self._agree, page)
        if self.checks is not None:
            self.checks.show_findings(checking.check(self.context.store, page.plan.uuid), bool(page.targets))
        to_agree = self._agree is not None and self.writing is not None
        self.bar.show_plan(
            page, self._lacks, self.context.store.clock.today(), is_read=self.writing is None, to_agree=to_agree
        )

    # Doing -----------------------------------------------------------------------------------------------------

    def _asked(self, what: str) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "missing": self.next_missing, "change": self.change_words, "read": self._read_through,
            "begin": self.offer_begin, "print": self._preview, "agree": self._agree_now,
        }  # fmt: skip
        deeds[what]()

    def offer_begin(self) -> None:
        """Offer the ways to begin another plan."""
        if self._first is not None:
            self._first.focus_first()  # a page without a plan offers just that
            return
        self._aside_of.offer_begin()

    def _begun(self, plan_id: str) -> None:
        self.frame.close_aside()
        self._plan = plans.page(self.context.store, plan_id)
        self._entry = PLAN
        self.reload()
        self.focus_on("strengths")

    def change_words(self) -> None:
        """Open an agreed plan to be written again, where it may be."""
        if self._plan is None or self.writing is not None or self._plan.state in OVER:
            return
        self._opened[self._plan.plan.uuid] = True
        self.frame.close_aside()
        self.reload()
        self.focus_entries()

    def turn_words(self) -> None:
        """Open the words to be changed, or close them to be read."""
        if self._plan is None or self._plan.state in OVER or not self._plan.versions:
            super().turn_words()
        elif self.writing is None:
            self.change_words()
        else:
            self._read_through()

    def _read_through(self) -> None:
        assert self._plan is not None
        self._opened[self._plan.plan.uuid] = False
        self.reload()
        self.to_top()

    def focus_entries(self) -> None:
        """Put the focus on the list of the plan's parts."""
        if self.writing is not None:
            self.writing.entries.setFocus()

    def add_target(self, values: Mapping[str, Any] | None = None) -> None:
        """Add a target and put the cursor in it."""
        if self._plan is None:
            return
        self.flush()
        plan_id = self._plan.plan.uuid
        made: list[str] = []
        if self.attempt(lambda: made.append(plans.add_target(self.context.store, plan_id, values))):
            self._opened[plan_id] = True
            self.show_entry(made[0])
            self.go_into(made[0], "pupil_wording")

    def next_missing(self) -> None:
        """Go to the next thing that is missing before the plan can be agreed."""
        self.flush()
        if self._plan is None:
            self.remark("There is no plan yet; begin one first.")
            return
        lacks = agreeing.missing(plans.page(self.context.store, self._plan.plan.uuid))
        if lacks and self._plan.state not in OVER:
            at = self._round.next(self._plan.plan.uuid, lacks)
            self._take_to(lacks[at])
            self.remark(f"Still missing, {at + 1} of {len(lacks)}: {lacks[at].words}. F6 goes on.")
        else:
            self.remark("Nothing is missing; Ctrl+G goes to the agreement.", "good")

    def go_to_agreement(self) -> None:
        """Go to the agreement of the plan; from there, agree it."""
        if self._agree is not None and self._agree.isAncestorOf(self.focusWidget()):
            self._agree.agree()  # the same key once more
        elif self._agree is not None:
            self.unsay_remark()
            self.show_entry(AGREEMENT)
            self._agree.focus_first()

    def _agree_now(self) -> None:
        if self._agree is not None and self._agree.isVisibleTo(self):
            self._agree.agree()
        else:
            self.go_to_agreement()

    # Keeping ---------------------------------------------------------------------------------------------------

    def _keep(self, plan_id: str, values: Mapping[str, Any]) -> None:
        plans.change(self.context.store, plan_id, values, self)
        self._refresh(plan_id)

    def _refresh(self, plan_id: str) -> None:
        # What follows from a change shows at once: sentences, what is missing, whether the words moved on.
        if self._plan is not None and self._plan.plan.uuid == plan_id:
            self._plan = plans.page(self.context.store, plan_id)
            if set(self.targets) == {target.uuid for target in self._plan.targets}:
                self._load(self._plan)

    def _agreed(self) -> None:
        assert self._plan is not None
        self.let_go(f"agree {self._plan.plan.uuid}")
        self._opened.pop(self._plan.plan.uuid, None)
        self.reload()
        self.to_top()

    def _unfold(self, on: bool | None) -> bool:
        self._more = self._more if on is None else on
        return self._more

    def _went(self, key: str) -> None:
        self.flush()
        self.show_entry(key)

    def _act(self, what: str, target_id: str) -> None:
        assert self._plan is not None
        if what == "changed":
            self._refresh(self._plan.plan.uuid)
            return
        self._listed.with_target(what, target_id)

    def _choose(self, plan_id: str) -> None:
        self.flush()
        self.frame.close_aside()
        self._plan = plans.page(self.context.store, plan_id)
        self._entry = PLAN
        self.reload()

    def _preview(self) -> None:
        self.flush()
        self.context.go("preview", document="plan", pupil_ids=(self.pupil_id,))

    # Going to a place ------------------------------------------------------------------------------------------

    def _take_to(self, lack: Missing) -> None:
        if lack.target_id is not None:
            self.go_into(lack.target_id, lack.field)
        elif lack.field == "targets":
            self.add_target()
        else:
            self.focus_on(lack.field)

    def show_entry(self, key: str) -> None:
        """Bring a part in sight, and what else changed with it; the focus stays where it is, or on the tab."""
        if key != self._entry and self.writing is not None:
            focused = self.focusWidget()
            if focused is not None and any(part.isAncestorOf(focused) for part in self.writing.parts.values()):
                self.setFocus()  # a field that goes out of sight takes no letters
            self.frame.to_top()
        self._entry = key
        self.reload()
        if self.writing is not None:
            self.writing.show(key)

    def go_into(self, target_id: str, field: str) -> None:
        """Put the cursor in a field of a part: a target, or the plan itself."""
        self.frame.close_aside()
        self.change_words()
        self.show_entry(target_id)
        if self.writing is None:
            return
        part = self.writing.parts[self.writing.key]
        if isinstance(part, AgreeCard):
            part.focus_first()
        else:
            part.focus_on(field)

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Put the cursor into a target (`record`), into a field of the plan, or on the agreement."""
        first = at[0] if at else ""
        if record in self._read and not first:
            self._read[record].steps.line.setFocus()
            return True
        if record in self.targets or (first in _TARGET_FIELDS and self.targets):
            lacking = (uuid for uuid, part in self.targets.items() if not getattr(part.target, first))
            meant = record if record in self.targets else next(lacking, next(iter(self.targets)))
            self.go_into(meant, first or "pupil_wording")
            return True
        if first in _PLAN_FIELDS and self._plan is not None and self._plan.state not in OVER:
            self.focus_on(first)
            return True
        if self.writing is not None and any(name in _AGREEING for name in at):
            self.show_entry(AGREEMENT)
        return super().go_to(record, at)

    def focus_on(self, name: str) -> None:
        """Put the cursor in a field of the plan itself."""
        self.go_into(PLAN, name)
