"""The head of the evidence: what is known for Assess, strengths first, and what is missing, each with the way to cure it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.evidence.assessing import Assessing, Gap
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, row

SIDE_BY_SIDE = 720  # pixels, at the usual size of text, below which the second list stands under the first


class AssessCard(QWidget):
    """Two lists: what is there, and what to think of. `cure` goes to the place that closes a gap."""

    def __init__(self, context: Context, cure: Callable[[Gap], object]) -> None:
        super().__init__()
        self._context, self._cure = context, cure
        self.summary = PlainLabel("", "quiet")
        self._there, self._missing = QVBoxLayout(), QVBoxLayout()
        for side in (self._there, self._missing):
            side.setSpacing(4)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(24)
        self._sides.addLayout(column(PlainLabel("What is there", "field"), self._there, None, gap=4), 1)
        self._sides.addLayout(column(PlainLabel("What to think of", "field"), self._missing, None, gap=4), 1)
        self.setLayout(column(card(PlainLabel("For Assess", "heading"), self.summary, self._sides)))

    def show_found(self, found: Assessing) -> None:
        """Show what was found."""
        say, today = self._context.words().say, self._context.store.clock.today()
        self.summary.setText(found.summary)
        clear(self._there)
        clear(self._missing)
        for source in found.there:
            day = f", {day_words(source.day, today)}" if source.day else ""
            self._there.addWidget(PlainLabel(f"✓  {say(source.words)}: {say(source.source)}{day}"))
        if not found.there:
            self._there.addWidget(PlainLabel("Nothing yet. Begin with what goes well.", "quiet"))
        for gap in found.missing:
            act = button(say(gap.cure), partial(self._cure, gap), "link")
            act.setAccessibleName(f"{say(gap.cure)}: {say(gap.words)}")
            line = row(PlainLabel(f"○  {say(gap.words)}"), act)
            line.setStretch(0, 1)
            self._missing.addLayout(line)
        if not found.missing:
            self._missing.addWidget(PlainLabel("Nothing is missing and nothing is old.", "quiet"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One list under the other where there is no room for two."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.look.theme.px(SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
