"""The plan itself: strengths first, its days and who leads it, and every other block of words its kind has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.plans.plan import Plan
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.kit.forms.fields import Editor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.names import Named
from gradesk.ui.kit.layouts import card, column
from gradesk.ui.parts.keeping import Keep
from gradesk.ui.screens.pupil.panel import Panel

DATES = ("starts_on", "review_on", "lead_id")
FIRST = ("strengths", "aspirations")


class OwnPart(QWidget):
    """The fields of the plan itself."""

    def __init__(self, panel: Panel, page: PlanPage, keep: Keep) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._panel, self._page, self._keep = panel, page, keep
        first = tuple(name for name in page.fields if name in FIRST)
        rest = tuple(name for name in page.fields if name not in FIRST)
        self._add(first, "first", 2)
        self._add(DATES, "dates", 3, {"lead_id": Named(panel.staff_choices())})
        self._add(rest, "rest", 2)
        self.setLayout(column(card(*self.forms)))

    def _add(self, names: tuple[str, ...], about: str, columns: int, options: Mapping[str, Any] | None = None) -> None:
        if not names:
            return
        if self._panel.context.look.theme.is_large:
            columns = 1
        about = f"plan {self._page.plan.uuid} {about}"
        self.forms.append(self._panel.form(Plan, names, self._keep, columns, options, halves=True, about=about))

    @property
    def editors(self) -> dict[str, Editor]:
        """All fields by name."""
        return {name: editor for form in self.forms for name, editor in form.editors.items()}

    def load(self, page: PlanPage) -> None:
        """Show the words as they stand."""
        for form in self.forms:
            form.load(page.plan)

    def focus_on(self, name: str) -> None:
        """Put the cursor in a field."""
        for form in self.forms:
            form.focus_on(name)
