"""What stands in place of a plan's parts for a while: the ways to begin another plan, or two versions side by side."""

from __future__ import annotations

from collections.abc import Callable

from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.begin import BeginCard
from gradesk.ui.screens.pupil.plan.compare import ComparePlans
from gradesk.ui.screens.pupil.plan.frame import PlanFrame


class Aside:
    """Shows them in the frame of a plan; `begun` is called with the plan that was begun."""

    def __init__(self, panel: Panel, frame: PlanFrame, begun: Callable[[str], object]) -> None:
        self._panel, self._frame, self._begun = panel, frame, begun

    def offer_begin(self) -> None:
        """Offer the ways to begin another plan."""
        self._panel.flush()
        offer = BeginCard(self._panel.context, self._panel.pupil_id, self._begun, self.leave)
        self._frame.show_aside(offer)
        offer.focus_first()

    def compare(self) -> None:
        """Lay two versions side by side."""
        self._panel.flush()
        shown = ComparePlans(self._panel.context, self._panel.pupil_id, self.leave)
        self._frame.show_aside(shown)
        shown.focus_first()

    def leave(self) -> None:
        """Show the plan again."""
        self._frame.close_aside()
        self._frame.setFocus()
