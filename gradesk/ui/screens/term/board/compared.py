"""A draft beside what runs, as a table of two columns of numbers, and the clashes of the draft as sentences."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gradesk.services.term.planned.comparing import Compared
from gradesk.ui.kit.labels import PlainLabel

MOST = 12  # clashes that are told; the rest are counted


class ComparedCard(QWidget):
    """What, now, in the draft; each a word a screen reader reads with its row."""

    def __init__(self, told: Compared, name: str) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        for place, head in enumerate(("", "Now", f"Draft of {name}")):
            grid.addWidget(PlainLabel(head, "field"), 0, place)
        for line, (what, now, then) in enumerate(told.lines(), start=1):
            for place, words in enumerate((what, now, then)):
                label = PlainLabel(words, "" if place else "quiet", wrap=False)
                label.setAccessibleName(f"{what}: {now} now, {then} in the draft")
                grid.addWidget(label, line, place)
        row = grid.rowCount()
        for words in told.notes:
            grid.addWidget(PlainLabel(words), row, 0, 1, 3)
            row += 1
        for one in told.then.clashes[:MOST]:
            grid.addWidget(PlainLabel(f"! {one.sentence}"), row, 0, 1, 3)
            row += 1
        if len(told.then.clashes) > MOST:
            grid.addWidget(PlainLabel(f"And {len(told.then.clashes) - MOST} more.", "quiet"), row, 0, 1, 3)
        grid.setColumnStretch(2, 1)
        self.setLayout(grid)
        # It has the focus, so that the page brings it into sight and Escape puts it away.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"The draft of {name} beside what runs")
        self.setAccessibleDescription(
            "; ".join([*(f"{what}: {now} now, {then} in the draft" for what, now, then in told.lines()), *told.notes])
        )
