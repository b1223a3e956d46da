"""What a pasted column would do, line by line, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gradesk.services.evidence.class_results import PasteLine
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.kit.rows import Field, RowsModel, RowsTable

LINES = 5  # rows of the preview in sight, at the usual size of text


class PastePreview(QWidget):
    """The lines, those that cannot be kept first; `keep` takes the rest in one step."""

    def __init__(
        self, context: Context, keep: Callable[[Sequence[PasteLine]], object], put_away: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context, self._put_away = context, put_away
        self.lines: Sequence[PasteLine] = ()
        self.heading = PlainLabel("", "heading")
        self.model = RowsModel(
            [
                Field("Line", lambda one: str(one.number), share=1),
                Field("Pasted", lambda one: one.pasted, share=5),
                Field(context.words().say("{Pupil}"), lambda one: one.name, share=4),
                Field("What happens", self._happens, share=7),
            ],
            key=lambda one: str(one.number),
        )
        self.table = RowsTable(self.model, "What was pasted", 0)
        self.act = button("Keep them", lambda: keep(self.lines), "main")
        self.setLayout(
            column(card(self.heading, self.table, flow(self.act, button("Put it away", put_away)), role="warm"))
        )
        self.setFocusProxy(self.act)

    def show_lines(self, lines: Sequence[PasteLine]) -> None:
        """Show what would happen."""
        self.lines = lines
        good = sum(not line.problem for line in lines)
        refused = len(lines) - good
        rest = f"; {refused} cannot be kept, with the reason beside" if refused else ""
        self.heading.setText(f"{good} result{'' if good == 1 else 's'} to keep{rest}. Nothing is kept yet.")
        self.act.setText(caption(f"Keep {'this one' if good == 1 else f'these {good}'}"))
        self.act.setEnabled(good > 0)
        self.model.show_rows(sorted(lines, key=lambda line: (not line.problem, line.number)))
        self.table.setFixedHeight(self._context.look.theme.px(40) * (min(len(lines), LINES) + 1) + 6)
        self.table.measure(self._context.look.theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
            return
        super().keyPressEvent(event)

    def _happens(self, line: PasteLine) -> str:
        problem = self._context.words().say(line.problem)
        return f"Not kept: {problem}" if problem else f"is kept as {line.typed}"
