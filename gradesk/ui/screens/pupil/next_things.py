"""F6, F7 and F8: from one thing to the next on the page in sight, and in words where the rest is."""

from __future__ import annotations

from collections.abc import Callable

from gradesk.model.rules.words.blanks import blanks
from gradesk.services.plans import agreeing, checking, plans
from gradesk.services.plans.plans import PlanPage
from gradesk.store.work import Store
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.blanks import BLANK, go_to_next_blank
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.passport.tab import PassportTab
from gradesk.ui.screens.pupil.plan.tab import PlanTab
from gradesk.ui.screens.pupil.plan.target import TEXTS
from gradesk.ui.screens.pupil.review.tab import ReviewTab


class Keys:
    """What the three keys do; `in_sight` is the tab shown, `to_plan` says how one turns to the plan."""

    def __init__(self, context: Context, in_sight: Callable[[], Panel], to_plan: str) -> None:
        self._context, self._in_sight, self._to_plan = context, in_sight, to_plan

    def next_missing(self) -> None:
        """Go to the next thing that is missing here."""
        panel = self._in_sight()
        if isinstance(panel, ReviewTab | PlanTab | PassportTab):
            panel.next_missing()
            return
        self._say("Nothing that must be there is missing on this page.", _lacking, "lacks", "F6")

    def next_blank(self) -> None:
        """Go to the next blank here."""
        panel = self._in_sight()
        if isinstance(panel, PlanTab):
            panel.help.next_blank()
        elif not go_to_next_blank(panel, panel.flush):
            self._say(f"There is no blank to fill on this page. {BLANK}", _blanks, "has", "F8")

    def next_finding(self) -> None:
        """Go to the next thing that could be said otherwise here."""
        panel = self._in_sight()
        if isinstance(panel, PlanTab):
            panel.help.next_finding()
        else:
            self._say("There is nothing to check on this page.", _findings, "has", "F7")

    def mend(self) -> None:
        """Put right what the checks stand on."""
        panel = self._in_sight()
        if isinstance(panel, PlanTab):
            panel.help.mend_finding()
        else:
            self._say("There is nothing to put right on this page.", _findings, "has", "F7")

    def _say(self, here: str, count: Callable[[Store, PlanPage], int], verb: str, key: str) -> None:
        store, panel = self._context.store, self._in_sight()
        page = panel.page
        shown = _plan(store, page.pupil.uuid) if page is not None else None
        number = count(store, shown) if shown is not None else 0
        if shown is None:
            rest = "There is no plan yet that could have one."
        elif number:
            rest = f"The plan {verb} {number}: {self._to_plan} turns to it, and {key} goes on there."
        else:
            rest = "The plan has none either."
        panel.remark(f"{here} {rest}")


def _plan(store: Store, pupil_id: str) -> PlanPage | None:
    chosen = agreeing.in_force(store, pupil_id)
    if chosen is not None:
        return plans.page(store, chosen.plan.uuid)
    found = plans.plans(store, pupil_id)
    return plans.page(store, found[0].uuid) if found else None


def _lacking(_store: Store, page: PlanPage) -> int:
    return len(agreeing.missing(page))


def _findings(store: Store, page: PlanPage) -> int:
    return len(checking.check(store, page.plan.uuid))


def _blanks(_store: Store, page: PlanPage) -> int:
    return sum(len(blanks(str(getattr(target, name) or ""))) for target in page.targets for name in TEXTS)
