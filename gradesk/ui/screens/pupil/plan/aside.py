"""What stands in place of a plan's parts for a while: the ways to begin another plan or support, or two versions side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from gradesk.model.rules.plan_states import OVER
from gradesk.services.term import serving
from gradesk.services.term.begun import from_target
from gradesk.services.term.begun.from_target import Fit
from gradesk.ui.screens.pupil.plan.begin import BeginCard
from gradesk.ui.screens.pupil.plan.compare import ComparePlans
from gradesk.ui.screens.pupil.plan.help import PlanDesk
from gradesk.ui.screens.pupil.plan.support import BeginSupport, SupportInHand


class Aside:
    """Shows them in the frame of a plan; `begun` is called with the plan that was begun."""

    def __init__(self, desk: PlanDesk, begun: Callable[[str], object]) -> None:
        self._desk, self._begun = desk, begun
        self._held = SupportInHand(desk.frame, self._card, desk.frame.close_aside)

    def offer_begin(self) -> None:
        """Offer the ways to begin another plan."""
        self._desk.flush()
        offer = BeginCard(self._desk.context, self._desk.pupil_id, self._begun, self.leave)
        self._desk.frame.show_aside(offer)
        offer.focus_first()

    def compare(self) -> None:
        """Lay two versions side by side."""
        self._desk.flush()
        shown = ComparePlans(self._desk.context, self._desk.pupil_id, self.leave)
        self._desk.frame.show_aside(shown)
        shown.focus_first()

    def begin_support(self, target_id: str = "") -> None:
        """Offer to begin support for a target: the one named, else the one in hand."""
        desk = self._desk
        desk.flush()
        target_id = target_id or self._in_hand()
        if not target_id:
            desk.remark("There is no target yet that support could serve; add one first.")
            return
        if desk.plan is not None and desk.plan.state in OVER:
            desk.remark("This plan is over, so nothing new is begun for it. Begin the next plan.")
            return
        fits: list[Fit] = []
        if not desk.attempt(lambda: fits.extend(from_target.fitting(desk.context.store, target_id))):
            return
        made = desk.targets[target_id]
        about = f"target {made.number}: {serving.short(made.target)}"
        offer = BeginSupport(desk.context, target_id, about, fits, partial(self._leave_support, target_id))
        desk.frame.show_aside(offer)
        offer.focus_first()

    def take_up(self) -> None:
        """Open the card again for words that were half typed on it, once their target is shown."""
        waits, desk = self._held.waits, self._desk
        is_over = desk.plan is None or desk.plan.state in OVER
        if waits and waits["target"] in desk.targets and not is_over:
            self._held.waits = {}  # what is shown anew meanwhile does not begin with it again
            self.begin_support(str(waits["target"]))
            self._held.fill(waits)

    def _card(self) -> BeginSupport | None:
        shown = self._desk.frame.aside
        return shown if isinstance(shown, BeginSupport) else None

    def _in_hand(self) -> str:
        """The target that is written or has the focus; else the first that nothing serves, or the first of all."""
        desk = self._desk
        if desk.writing is not None and desk.writing.key in desk.targets:
            return desk.writing.key
        focused = desk.frame.focusWidget()
        for uuid, part in desk.targets.items():
            if focused is not None and part.isAncestorOf(focused):
                return uuid
        serves = serving.of_targets(desk.context.store, list(desk.targets))
        return next((uuid for uuid in desk.targets if uuid not in serves), next(iter(desk.targets), ""))

    def _leave_support(self, target_id: str) -> None:
        """Back to the target, where what was begun stands now."""
        self.leave()
        self._desk.show_entry(target_id)
        if target_id in self._desk.targets:
            self._desk.targets[target_id].support.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Show the plan again."""
        self._desk.frame.close_aside()
        self._desk.frame.setFocus()
