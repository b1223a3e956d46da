"""The bar at the foot of a plan: how it stands, what is missing, and the next thing to do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from gradesk.model.rules.plan_states import OVER
from gradesk.services.plans.agreeing import Missing
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import column, flow, row
from gradesk.ui.screens.pupil.plan.standing import standing

SAID = 2  # missing things that are named; the rest is counted


class PlanBar(QFrame):
    """Buttons by what they do: missing, change, read, begin, print, agree. `act` is called with that word."""

    def __init__(self, act: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.words = PlainLabel("")
        labels = {
            "missing": ("Missing: 0", "F6 goes to the next thing that is missing"),
            "change": ("Change", "Opens the words (F2); agreeing them again makes the next version"),
            "read": ("Read it through", "Shows the plan as a page to read (F2)"),
            "begin": ("Begin the next plan", "Ctrl+N"),
            "print": ("Print", "Ctrl+P"),
            "agree": ("Agree", "Ctrl+G"),
        }
        self.buttons: dict[str, QPushButton] = {
            what: button(words, partial(act, what), "", help) for what, (words, help) in labels.items()
        }
        for part in (self.words, *self.buttons.values()):
            part.setParent(self)  # a bar that is never laid out, for want of a plan, takes them along when it goes
        self._lines = column()
        self._lines.setContentsMargins(12, 6, 12, 6)
        self.setLayout(self._lines)
        self._around: QWidget | None = None
        self.is_large = False

    def lay_out(self, *, large: bool) -> None:
        """Words beside the buttons; with large text they stand at the head of the plan, and only the buttons here."""
        if self._around is not None and large == self.is_large:
            return
        before, self._around, self.is_large = self._around, QWidget(), large
        if large:
            self._around.setLayout(row(flow(*self.buttons.values(), gap=6)))
        else:
            beside = row(self.words, *self.buttons.values())
            beside.setStretch(0, 1)
            self._around.setLayout(beside)
        self._lines.addWidget(self._around)
        if before is not None:
            before.hide()
            before.deleteLater()

    def show_plan(
        self, page: PlanPage, lacks: Sequence[Missing], today: date, *, is_read: bool, to_agree: bool
    ) -> None:
        """Show how a plan stands and what can be done with it: one that is read, or one that is written and lacks things."""
        if is_read:
            offered = {"begin", "print"} | (set() if page.state in OVER else {"change"})
            main = "begin" if page.state == "reviewed" else "print"
        else:
            offered = {"print"} | ({"missing"} if lacks else set()) | ({"read"} if page.versions else set())
            offered |= {"agree"} if to_agree else set()
            main = "agree"
        stands = standing(page, today)
        self.words.setText(stands if is_read or not lacks else f"{stands} {self._told(lacks)}")
        missing = self.buttons["missing"]
        missing.setText(f"Missing: {len(lacks)}")
        missing.setAccessibleName(f"Missing: {len(lacks)}. Go to the next, F6")
        for what, made in self.buttons.items():
            made.setVisible(what in offered)
            role = "main" if what == main else ""
            if (made.property("role") or "") != role:
                restyle(made, role=role)

    def _told(self, lacks: Sequence[Missing]) -> str:
        said = 1 if self.is_large else SAID
        more = f"; and {len(lacks) - said} more" if len(lacks) > said else ""
        return f"Before it can be agreed: {'; '.join(lack.words for lack in lacks[:said])}{more}."
