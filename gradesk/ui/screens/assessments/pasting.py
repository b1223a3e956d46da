"""What a pasted column would do, line by line, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from gradesk.services.evidence.class_results import PasteLine
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.held import HeldPart
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel

LINES = 5  # rows of the preview in sight, at the usual size of text


class PastePreview(HeldPart):
    """The lines, those that cannot be kept first; `keep` takes the rest in one step. `again` asks to show a paste anew."""

    about = "paste"
    again = Signal(str, int)

    def __init__(
        self, context: Context, keep: Callable[[Sequence[PasteLine]], object], put_away: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context, self._put_away = context, put_away
        self.lines: Sequence[PasteLine] = ()
        self._pasted: tuple[str, int] | None = None
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

    def typed(self) -> dict[str, Any]:
        """What was pasted and from which row on, while it waits."""
        waits = self._pasted is not None and not self.isHidden()
        return {"pasted": list(self._pasted)} if waits and self._pasted else {}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Show again what waited."""
        text, start = typed["pasted"]
        self.again.emit(str(text), int(start))

    def clear(self) -> None:
        """Let what waits go."""
        self._pasted = None

    def show_lines(self, lines: Sequence[PasteLine], text: str, start: int) -> None:
        """Show what a pasted text would do."""
        self.lines, self._pasted = lines, (text, start)
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
