"""The EHC side of the tab “Outside”: the case, the review, the plan."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gradesk.services.ehc import cases
from gradesk.ui.kit.layouts import column
from gradesk.ui.screens.pupil.ehc.case_card import CaseCard
from gradesk.ui.screens.pupil.ehc.promised_card import PromisedCard
from gradesk.ui.screens.pupil.ehc.review_card import ReviewCard
from gradesk.ui.screens.pupil.panel import Panel

RECORDS = frozenset(
    {"ehc_case", "ehc_date", "ehc_section", "ehc_outcome", "ehc_line", "ehc_serving", "ehc_review", "ehc_finding"}
)


class EhcSide(QWidget):
    """Three cards of one case; of closed ones the dates."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self.case, self.review, self.promised = CaseCard(panel), ReviewCard(panel), PromisedCard(panel)
        self.setLayout(column(self.case, self.review, self.promised, gap=12))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        for part in (self.case, self.review, self.promised):
            part.forget()

    def build(self) -> None:
        """Read and show it anew."""
        found = cases.of_pupil(self._panel.context.store, self._panel.pupil_id)
        current = next((one for one in found if one.case.closed_on is None), None)
        self.case.build(found)
        self.review.build(current)
        self.promised.build(current)

    def go_to(self, uuid: str) -> bool:
        """Go to one of its records; False when it is none of these."""
        return self.case.go_to(uuid) or self.review.go_to(uuid) or self.promised.go_to(uuid)
