"""Which targets a support serves: those of everybody in it, to be ticked."""

from __future__ import annotations

from collections.abc import Callable

from gradesk.services.term import serving
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.parts.part import Part

LINES = 7  # in sight at most
NOTHING = "Nobody in it has an open target yet; a plan with targets is begun on the {pupil}’s page."


class ServingList(Part):
    """A tick is kept at once. `changed` is called after one, so that what else tells of it is read anew."""

    def __init__(self, context: Context, uuid: str, changed: Callable[[], object]) -> None:
        super().__init__(context)
        self._uuid, self._changed = uuid, changed
        self.ticks = TickList("Targets it serves; Space ticks")
        self.nothing = PlainLabel(context.words().say(NOTHING), "quiet")
        self.setLayout(column(PlainLabel("Targets it serves", "field"), self.ticks, self.nothing, gap=4))
        self.first = self.ticks
        self.reload()
        self.ticks.ticked_changed.connect(self._keep)
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Show the targets as they are linked now."""
        found = serving.offered(self.context.store, self._uuid)
        self.ticks.show_lines([Tickable(one.target_id, one.words, one.name) for one in found])
        self.ticks.blockSignals(True)
        self.ticks.tick(one.target_id for one in found if one.is_linked)
        self.ticks.blockSignals(False)
        self.ticks.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._measure()

    def _keep(self) -> None:
        store, chosen = self.context.store, self.ticks.ticked()
        if self.context.attempt(lambda: serving.set_targets(store, self._uuid, chosen, self)):
            self._changed()
        else:
            self.reload()

    def _measure(self) -> None:
        lines = min(max(self.ticks.count(), 1), LINES)
        self.ticks.setFixedHeight(lines * (self.fontMetrics().height() + self.context.look.theme.px(12)))
