"""What could be said otherwise in a plan, read along while it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradesk.services.plans.checking import Finding
from gradesk.ui.explained import explained
from gradesk.ui.kit.checks import FindingsView
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column


class ChecksCard(QWidget):
    """The findings under the targets. None of them keeps anybody from agreeing a plan."""

    def __init__(self, where: Callable[[Finding], str], help_with: Callable[[Finding], object]) -> None:
        super().__init__()
        self.view = FindingsView(where)
        self.view.help_asked.connect(help_with)
        self._begun = False
        heading = PlainLabel("Read along (F7 goes from one to the next)", "heading")
        heading.setToolTip(explained("Read along"))
        self.setLayout(column(card(heading, self.view)))

    def show_findings(self, findings: Sequence[Finding], has_targets: bool) -> None:
        """Show what was found; a plan without targets is not praised yet."""
        self.view.show_findings(findings)
        if not findings and not has_targets:
            self.view.count.setText("Nothing to read yet: add a target.")

    def step(self) -> Finding | None:
        """The next finding, round again after the last; None when there is none."""
        count = len(self.view.findings)
        if count == 0:
            return None
        place = self.view.list.currentRow()
        self.view.list.setCurrentRow((place + 1) % count if self._begun else max(place, 0))
        self._begun = True
        return self.view.current
