"""The line above a plan: which of the pupil's plans it is, and what is seldom done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradesk.model.plans.plan import Plan
from gradesk.model.vocabulary import PLAN_STATES
from gradesk.services.plans import agreeing, plan_types, plans
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.screens.pupil.panel import Panel


class PlanHead(QWidget):
    """`choose` is called with the uuid of another plan; `begin` offers the next one, where that stands nowhere else."""

    def __init__(
        self,
        panel: Panel,
        page: PlanPage,
        found: Sequence[Plan],
        choose: Callable[[str], object],
        begin: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        self._panel, self._plan_id = panel, page.plan.uuid
        acts = [button("Parent’s pack", self._pack, "link")]
        if begin is not None:
            acts.append(button("Begin another plan", begin, "link"))
        if page.plan.state == "draft" and not page.versions:
            acts.append(button("Delete this draft", self._delete, "link"))
        elif page.plan.state != "archived":
            acts.append(button("Put away", self._put_away, "link", "Takes it off the lists; it stays readable here"))
        self.setLayout(column(flow(self._which(page, found, choose), *acts)))

    def _which(self, page: PlanPage, found: Sequence[Plan], choose: Callable[[str], object]) -> QWidget:
        box = CalmComboBox()
        box.setAccessibleName("Which plan")
        labels = {kind.uuid: kind.label for kind in plan_types.plan_types(self._panel.context.store)}
        for plan in found:
            state = page.state if plan.uuid == page.plan.uuid else plan.state
            label = labels.get(plan.type_id, page.kind.label)
            box.addItem(f"{label}, {plan.starts_on:%d/%m/%Y} ({PLAN_STATES.label(state).lower()})", plan.uuid)
        longest = max(len(box.itemText(place)) for place in range(box.count()))
        box.setMinimumContentsLength(longest)
        box.setCurrentIndex(box.findData(page.plan.uuid))
        box.activated.connect(lambda index: choose(box.itemData(index)))
        return box

    def _delete(self) -> None:
        panel, plan_id = self._panel, self._plan_id
        panel.flush()
        if panel.attempt(lambda: plans.remove(panel.context.store, plan_id)):
            panel.reload()
            panel.context.done("The draft is deleted; Ctrl+Z brings it back.", "info")

    def _put_away(self) -> None:
        panel, plan_id = self._panel, self._plan_id
        panel.flush()
        if panel.attempt(lambda: agreeing.put_away(panel.context.store, plan_id)):
            panel.reload()
            panel.context.done("The plan is put away; it stays in the list of plans.", "good")

    def _pack(self) -> None:
        self._panel.flush()
        self._panel.context.go("preview", pack="parent", pupil_ids=(self._panel.pupil_id,))
