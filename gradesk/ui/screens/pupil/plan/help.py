"""Help while a plan is written: the bank beside it, the next blank, and what could be said otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from gradesk.model.base import fields_of
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.rules.days.year_group import age_on
from gradesk.model.rules.words.blanks import unfilled
from gradesk.services.plans import bank, checking, from_bank, plans
from gradesk.services.plans.bank import Entry
from gradesk.services.plans.checking import Finding
from gradesk.services.plans.plans import PlanPage
from gradesk.services.pupils.pupils import PupilPage
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.blanks import BLANK, go_to_next_blank
from gradesk.ui.screens.pupil.plan.bank import BankCard
from gradesk.ui.screens.pupil.plan.checks import ChecksCard
from gradesk.ui.screens.pupil.plan.frame import PlanFrame
from gradesk.ui.screens.pupil.plan.reading import ReadTarget
from gradesk.ui.screens.pupil.plan.target import TEXTS, TargetEditor
from gradesk.ui.screens.pupil.plan.writing import PLAN, Writing


class PlanDesk(Protocol):
    """What the help needs of the tab it helps on."""

    context: Context
    page: PupilPage | None
    frame: PlanFrame
    writing: Writing | None
    checks: ChecksCard | None

    @property
    def pupil_id(self) -> str:
        """Whose plan it is."""

    @property
    def plan(self) -> PlanPage | None:
        """The plan shown."""

    @property
    def targets(self) -> Mapping[str, TargetEditor | ReadTarget]:
        """The targets shown."""

    def add_target(self) -> None:
        """Add a target and put the cursor in it."""

    def begin_support(self, target_id: str = "") -> None:
        """Begin support for a target: the one named, else the one in hand."""

    def change_words(self) -> None:
        """Open an agreed plan to be written again."""

    def show_entry(self, key: str) -> None:
        """Bring a part of the plan in sight."""

    def go_into(self, target_id: str, field: str) -> None:
        """Put the cursor in a field of a part."""

    def focus_entries(self) -> None:
        """Put the focus on the list of the plan's parts."""

    def remark(self, words: str, kind: str = "info") -> None:
        """Say something of what is in sight now."""

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused."""

    def flush(self) -> None:
        """Keep what is being typed."""

    def reload(self) -> None:
        """Show the plan anew."""

    def focus_on(self, name: str) -> None:
        """Put the cursor in a field of the plan itself."""


class PlanHelp:
    """Everything the plan offers beyond its own fields."""

    def __init__(self, tab: PlanDesk) -> None:
        self._tab = tab
        self._first_taken = ""  # the first target taken from the bank since it was opened

    def with_target(self, what: str, target_id: str) -> None:
        """Begin support for a target, keep it in the bank, choose a strategy, or let the same people help with all."""
        tab = self._tab
        if what == "same":
            self._same_helper(target_id)
        elif what == "support":
            tab.begin_support(target_id)
        elif what == "strategy":
            self._show_bank("strategy", partial(self._take_strategy, target_id))
        elif tab.attempt(lambda: bank.keep_from_target(tab.context.store, tab.targets[target_id].target)):
            tab.context.done("Kept in your school’s bank, without a name.", "good")

    def _same_helper(self, target_id: str) -> None:
        tab = self._tab
        target = tab.targets[target_id].target
        changed: list[int] = []
        if tab.attempt(lambda: changed.append(plans.same_helper(tab.context.store, target.plan_id, target.who))):
            tab.reload()
            tab.context.done("The same people help with every target now; Ctrl+Z takes it back.", "good")

    def where(self, finding: Finding) -> str:
        """Of which place a finding speaks."""
        tab = self._tab
        labels = {info.name: info.label for info in fields_of(Target if finding.target_id else Plan)}
        field = tab.context.words().say(labels.get(finding.field, ""))
        made = tab.targets.get(finding.target_id or "")
        return f"Target {made.number}, {field[:1].lower()}{field[1:]}" if made else field

    def offer_bank(self) -> None:
        """Offer targets from the bank, for this pupil's age."""
        tab = self._tab
        if tab.plan is None:
            tab.remark("There is no plan yet to put targets in; begin one first.")
            return
        tab.change_words()
        if tab.writing is None:
            tab.remark("This plan is over, so its words stay as they were. Begin the next plan.")
            return
        self._show_bank("target", lambda entry: self._take_target(entry))

    def _take_target(self, entry: Entry) -> None:
        tab = self._tab
        assert tab.plan is not None
        plan_id = tab.plan.plan.uuid
        made: list[str] = []
        if tab.attempt(lambda: made.append(from_bank.take(tab.context.store, plan_id, entry))):
            self._first_taken = self._first_taken or made[0]
            tab.show_entry(made[0])
            number = tab.targets[made[0]].number
            tab.context.done(f"Target {number} is in the plan. Escape closes the bank; F8 goes to its blanks.", "good")

    def _take_strategy(self, target_id: str, entry: Entry) -> None:
        tab = self._tab
        target = tab.targets[target_id].target
        how = "\n".join(part for part in (target.how.strip(), entry.words) if part)
        if tab.attempt(lambda: plans.change_target(tab.context.store, target_id, {"how": how})):
            tab.context.done(f"Put into what we do for target {tab.targets[target_id].number}.", "good")

    def _show_bank(self, kind: str, taken: Callable[[Entry], object]) -> None:
        tab = self._tab
        tab.flush()
        born = tab.page.pupil.date_of_birth if tab.page else None
        age = age_on(born, tab.context.store.clock.today()) if born else None
        shown = BankCard(tab.context, kind, age, taken, self._leave_bank, self._is_taken)
        tab.frame.show_aside(shown)
        self._first_taken = ""
        shown.focus_first()

    def _is_taken(self, entry: Entry) -> bool:
        return self._tab.plan is not None and from_bank.is_taken(entry, self._tab.plan)

    def _leave_bank(self) -> None:
        tab = self._tab
        tab.frame.close_aside()
        if not self.next_blank():
            tab.focus_entries()

    def next_blank(self) -> bool:
        """Go to the next blank to fill, over all parts and round again; one that is passed over stays a blank."""
        tab = self._tab
        tab.frame.close_aside()
        tab.flush()
        first, self._first_taken = self._first_taken, ""
        if first in tab.targets:
            tab.show_entry(first)  # several were taken: they are filled in from the first on
        if (writing := tab.writing) is not None:
            keys = [PLAN, *writing.targets]
            at = keys.index(writing.key) if writing.key in keys else 0
            if go_to_next_blank(writing.parts[keys[at]], tab.flush, around=False):
                return True
            for key in (*keys[at + 1 :], *keys[: at + 1]):
                if self._has_blank(key):
                    self._open_blank(key)
                    return True
        tab.remark(f"There is no blank to fill. {BLANK}")
        return False

    def _has_blank(self, key: str) -> bool:
        tab = self._tab
        assert tab.plan is not None
        if key in tab.targets:
            return unfilled(" ".join(str(getattr(tab.targets[key].target, name) or "") for name in TEXTS))
        return unfilled(" ".join(str(getattr(tab.plan.plan, name) or "") for name in tab.plan.fields))

    def _open_blank(self, key: str) -> None:
        tab = self._tab
        tab.show_entry(key)
        tab.focus_entries()  # so that the search begins at the first field
        assert tab.writing is not None
        if (editor := tab.writing.targets.get(key)) is not None:
            editor.unfold_blanks()
        go_to_next_blank(tab.writing.parts[key], tab.flush)

    def next_finding(self) -> None:
        """Go to the next thing that could be said otherwise, and say what and why."""
        tab = self._tab
        if tab.writing is None and tab.plan is not None and checking.check(tab.context.store, tab.plan.plan.uuid):
            tab.change_words()
        if tab.checks is not None and (finding := tab.checks.step()) is not None:
            self._go_to(finding)
            key = " Shift+F7 puts it right." if finding.replacement is not None else ""
            tab.remark(f"{finding.label}: {finding.reason} {finding.help}{key}")
        else:
            tab.remark("Nothing to say: specific and complete.", "good")

    def mend_finding(self) -> None:
        """Put right what the checks stand on, where one key can."""
        tab = self._tab
        finding = tab.checks.view.current if tab.checks is not None else None
        if finding is None or finding.replacement is None:
            tab.remark("There is nothing here that a key can put right; F7 goes to the next thing to look at.")
            return
        self.help_with(finding)

    def help_with(self, finding: Finding) -> None:
        """Put a finding right where one key can, else go to its field."""
        tab = self._tab
        if finding.replacement is None or tab.plan is None:
            self._go_to(finding)
            return
        tab.flush()
        values, plan_id = {finding.field: finding.replacement}, tab.plan.plan.uuid
        target_id = finding.target_id
        done = tab.attempt(
            lambda: (
                plans.change_target(tab.context.store, target_id, values)
                if target_id
                else plans.change(tab.context.store, plan_id, values)
            )
        )
        if done:
            tab.context.done("Put right; Ctrl+Z takes it back.", "good")

    def _go_to(self, finding: Finding) -> None:
        tab = self._tab
        if finding.target_id is not None and finding.target_id in tab.targets:
            tab.go_into(finding.target_id, finding.field)
        elif finding.field == "targets":
            tab.focus_entries()
        else:
            tab.focus_on(finding.field)
