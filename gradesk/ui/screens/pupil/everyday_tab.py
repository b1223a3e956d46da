"""What every class does, beside what this pupil also needs and the support they have: promised, and done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from gradesk.model.vocabulary import AREAS
from gradesk.services.plans import adjustments
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.parts.strategies import StrategyList, StrategyRow
from gradesk.ui.screens.pupil.given_support import GivenSupport
from gradesk.ui.screens.pupil.panel import Panel

DETAILS = ("lessons", "starts_on", "working", "checked_on", "area", "ends_on")
SIDE_BY_SIDE = 900  # pixels, at the usual size of text, below which one card stands under the other


class EverydayTab(Panel):
    """Read only at the left, with where it comes from; the pupil's own adjustments at the right."""

    kinds = frozenset(
        {
            "adjustment", "provision", "provision_member", "provision_session", "session_mark", "provision_target", "target",
            "layer_period", "measure_result", "member_closing",
        }
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._listed = QVBoxLayout()
        self._listed.setSpacing(6)
        self.own_heading = PlainLabel("", "heading")
        self.own_empty = PlainLabel("", "quiet")
        self.own = StrategyList(context, self, "this pupil", self._add, DETAILS, folded=False)
        self.own.corrected.connect(self.reload)
        self.unsent(self.own.line, "adjustment", empties=True)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addLayout(
            column(
                card(
                    PlainLabel("What every class does", "heading"),
                    self._listed,
                    flow(button("Change it for everybody", lambda: context.go("everyone"), "link")),
                ),
                None,
            ),
            2,
        )
        self.given = GivenSupport(context)
        self._sides.addLayout(column(card(self.own_heading, self.own_empty, self.own), self.given, None), 3)
        self.setLayout(column(self._sides, None, margin=16))

    def reload(self) -> None:
        """Show both sides; what is being typed stays."""
        assert self.page is not None
        store, pupil = self.context.store, self.page.pupil
        clear(self._listed)
        source = ""
        for record in adjustments.universal(store, pupil.uuid):
            where = record.class_name or "Whole school"
            if where != source:
                source = where
                self._listed.addWidget(PlainLabel(where, "field"))
            details = " · ".join(part for part in (AREAS.label(record.area), record.lessons) if part)
            self._listed.addWidget(PlainLabel(f"•  {record.words}" + (f" ({details})" if details else "")))
        if not source:
            self._listed.addWidget(PlainLabel("Nothing is written yet for the whole school or this class.", "quiet"))
        place = adjustments.of_pupil(store, pupil.uuid)
        self.own_heading.setText(f"What {pupil.first_name} also needs")
        self.own_empty.setText(
            f"Nothing yet. Write what {pupil.first_name} gets beyond what everybody does: a seat, more time, a break card."
        )
        self.own_empty.setVisible(not place.now)
        self.own.show_place(place)
        self.given.show_pupil(pupil.uuid, pupil.first_name)

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Go to one adjustment (`record`), into the field that says whether it works."""
        for line in self.own.findChildren(StrategyRow):
            if line.uuid == record and not is_gone(line):
                line.details.focus_on(at[0] if at else "working")
                return True
        return super().go_to(record, at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One card under the other where there is no room for two, the pupil’s own on top."""
        super().resizeEvent(event)
        wide = self.width() >= self.context.look.theme.px(SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop)

    def _add(self, words: str) -> None:
        adjustments.add(self.context.store, words, pupil_id=self.pupil_id)
