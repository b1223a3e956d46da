"""The kinds of plan a school uses: their titles, scales and sections, chosen and ordered."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from gradesk.model.plans.plan import BLOCK_BY_CODE
from gradesk.model.school.school import PlanType
from gradesk.model.vocabulary import PLAN_PURPOSES
from gradesk.services.plans import plan_types
from gradesk.services.school import school
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor
from gradesk.ui.kit.forms.held import kept_on_leaving
from gradesk.ui.kit.forms.ordered import OrderedTicks
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.parts.named import named


class PlanTypesCard(QWidget):
    """Edits one kind of plan at a time. Every change is kept at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._kinds: list[PlanType] = []
        self.kind = ChoiceEditor([])
        self.kind.fit_contents()
        self.kind.widget.setAccessibleName("Kind of plan")
        self.kind.edited.connect(self._show)
        self.title, self.scale = LineEditor(), ChoiceEditor([])
        kept_on_leaving(self.title.line)
        self.title.widget.setAccessibleName("Title of this kind of plan")
        self.title.widget.setMinimumWidth(context.look.theme.px(260))
        self.title.line.editingFinished.connect(self._rename)
        self.scale.fit_contents()
        self.scale.widget.setAccessibleName("Rating scale")
        self.scale.edited.connect(self._use_scale)
        self.purpose = PlainLabel("", "quiet")
        self.sections = OrderedTicks("Sections of the plan, in order")
        self.sections.arranged.connect(self._arrange)
        self.new = LineEditor()
        self.new.widget.setAccessibleName("Title of a new kind of plan")
        self.new.widget.setMinimumWidth(context.look.theme.px(260))
        self.new.line.returnPressed.connect(self._add)
        told = "Tick what belongs in, and put it in order with Up and Down (or Alt and the arrow keys)."
        self.setLayout(
            column(
                flow(self.kind.widget, button("Remove this kind", self._remove, "link")),
                flow(named("Title", self.title.widget), named("Rating scale", self.scale.widget)),
                self.purpose,
                PlainLabel(told, "quiet"),
                self.sections,
                flow(
                    button("Up", partial(self.sections.move_line, -1)),
                    button("Down", partial(self.sections.move_line, 1)),
                ),
                flow(named("A kind of your own", self.new.widget), button("Add it, with these sections", self._add)),
            )
        )

    def reload(self) -> None:
        """Show the kinds there are, and the one in hand."""
        store = self._context.store
        self._kinds = plan_types.plan_types(store)
        kept = self.kind.value()
        self.kind.offer([(kind.uuid, kind.label) for kind in self._kinds])
        uuids = [kind.uuid for kind in self._kinds]
        self.kind.show(kept if kept in uuids else uuids[0])
        self.scale.offer([(scale.uuid, scale.label) for scale in plan_types.scales(store)])
        self._show()

    @property
    def _now(self) -> PlanType:
        return next(kind for kind in self._kinds if kind.uuid == self.kind.value())

    def _show(self) -> None:
        kind = self._now
        self.title.show(kind.label)
        self.scale.show(kind.scale_id)
        purpose = PLAN_PURPOSES[kind.purpose]
        draft = " Its layout is a draft: the law it is made for is not settled." if kind.is_draft_layout else ""
        self.purpose.setText(f"For {purpose.label.lower()}: {purpose.meaning.lower()}.{draft}")
        chosen, say = plan_types.sections(kind), self._context.words().say
        named = {code: say(BLOCK_BY_CODE[code].label) for code in (*chosen, *plan_types.spare_blocks(kind))}
        named["strengths"] = f"{named['strengths']} (always first)"
        self.sections.fill(list(named.items()), chosen, "strengths")

    def _arrange(self) -> None:
        kind, codes = self._now, self.sections.codes()
        if self._context.attempt(lambda: plan_types.arrange(self._context.store, kind.uuid, codes, self)):
            self._kinds = plan_types.plan_types(self._context.store)

    def _rename(self) -> None:
        kind, title = self._now, str(self.title.value())
        if title == kind.label:
            return
        if self._context.attempt(lambda: school.rename(self._context.store, "plan_type", kind.uuid, title)):
            self.reload()
        else:
            self.title.show(kind.label)

    def _use_scale(self) -> None:
        kind, chosen = self._now, self.scale.value()
        if self._context.attempt(lambda: plan_types.use_scale(self._context.store, kind.uuid, chosen, self)):
            self._kinds = plan_types.plan_types(self._context.store)

    def _add(self) -> None:
        made: list[str] = []
        kind, title = self._now, str(self.new.value())
        if self._context.attempt(lambda: made.append(plan_types.add(self._context.store, title, kind.code))):
            self.new.show("")
            self.reload()
            self.kind.show(made[0])
            self._show()
            self._context.done(f"“{' '.join(title.split())}” is added, with the sections of “{kind.label}”.", "good")

    def _remove(self) -> None:
        kind = self._now
        if self._context.attempt(lambda: plan_types.remove(self._context.store, kind.uuid)):
            self.reload()
            self._context.done(f"“{kind.label}” is off the list; Ctrl+Z brings it back.", "info")
