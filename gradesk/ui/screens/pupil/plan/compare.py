"""Any two versions of a pupil's plans, side by side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gradesk.services.plans import comparing
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.compare import CompareView, Side
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow, row


class ComparePlans(QWidget):
    """Two lists of versions and what differs between the two that are chosen."""

    def __init__(self, context: Context, pupil_id: str, closed: Callable[[], object]) -> None:
        super().__init__()
        self._say = context.words().say
        self._sides = {side.key: side for side in comparing.sides(context.store, pupil_id, self._say)}
        choices = [(side.key, side.title) for side in self._sides.values()]
        self.older, self.newer = ChoiceEditor(choices), ChoiceEditor(choices)
        for editor, name, place in ((self.older, "Earlier words", 1), (self.newer, "Later words", 0)):
            editor.fit_contents()
            editor.widget.setAccessibleName(name)
            if choices:
                editor.show(choices[min(place, len(choices) - 1)][0])
            editor.edited.connect(self._show)
        self.view = CompareView(lambda: context.look.theme)
        close = button("Close the comparison", closed, "link")
        self.setLayout(
            column(
                card(
                    row(PlainLabel("Compare versions", "heading", wrap=False), None, close),
                    flow(self.older.widget, PlainLabel("with", "quiet", wrap=False), self.newer.widget),
                    self.view,
                )
            )
        )
        self._show()

    def focus_first(self) -> None:
        """Put the cursor on the first choice."""
        self.older.widget.setFocus()

    def _show(self) -> None:
        older, newer = self._sides.get(self.older.value()), self._sides.get(self.newer.value())
        if older is not None and newer is not None:
            self.view.show_sides(Side(older.title, older.beside(newer, self._say)), Side(newer.title, newer.words))
