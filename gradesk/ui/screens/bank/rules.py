"""Which checks of wording the school wants: a tick for each, with its reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.plans import checking
from gradesk.services.plans.checking import Check
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.fields import TickEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, row


class RulesCard(QWidget):
    """A card with a tick for each rule."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self.ticks: dict[str, TickEditor] = {}
        inside = QVBoxLayout()
        inside.setSpacing(12)
        for rule in checking.rules(context.store):
            inside.addLayout(self._line(rule))
        frame = card(
            PlainLabel("Checks of wording", "heading"),
            PlainLabel(
                "Gradesk looks at what you write on this computer alone and says quietly what could be more specific, "
                "kinder or plainer. Nothing is ever blocked. Take the tick away from what your school does not want.",
                "quiet",
            ),
            inside,
        )
        self.setLayout(column(frame, None, margin=16))

    def reload(self) -> None:
        """Tick what is on."""
        for rule in checking.rules(self.context.store):
            self.ticks[rule.code].show(rule.on)

    def _line(self, rule: Check) -> QVBoxLayout:
        tick = TickEditor(rule.label)
        tick.show(rule.on)
        tick.widget.setAccessibleName(rule.label)
        tick.widget.setAccessibleDescription(f"{rule.reason} {rule.help}")
        tick.edited.connect(self._switcher(rule.code, tick))
        self.ticks[rule.code] = tick
        # Half the width: the frame of the focus needs more room than the words, and less than the whole card.
        line = row(tick.widget, None)
        line.setStretch(0, 1)
        return column(line, PlainLabel(f"{rule.reason} {rule.help}", "quiet"), gap=2)

    def _switcher(self, code: str, tick: TickEditor) -> Callable[[], None]:
        def switch() -> None:
            on = bool(tick.value())
            if not self.context.attempt(lambda: checking.switch(self.context.store, code, on, self)):
                tick.show(not on)

        return switch
