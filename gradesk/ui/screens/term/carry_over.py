"""What plans and timelines say of support already, to be carried over: ticked, with what each becomes, in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gradesk.services.term.begun import carrying
from gradesk.services.term.begun.carrying import Carried
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow

TALL = 300  # pixels of the list at the usual size of text
TOLD = (
    "Each becomes support that is linked to its target; the words of the plan stay as they are. What does not say plainly "
    "what it is, how often and for how many minutes stays words, and is not listed here."
)


class CarryOver(QWidget):
    """Nothing is kept until it is carried over. `left` is called afterwards, or without anything done."""

    def __init__(self, context: Context, pupil_id: str, left: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self._pupil_id, self._left = pupil_id, left
        self.found: Sequence[Carried] = carrying.offered(context.store, pupil_id)
        self.ticks = TickList("What can be carried over; Space ticks")
        self.told = SpokenLabel("", "quiet")
        self.act = button("Carry over", self.carry, "main", "Ctrl+Enter")
        every = button("Tick all", lambda: self.ticks.tick(one.key for one in self.found), "")
        leave = button("Leave without carrying over", left, "link", "Escape")
        self.nothing = PlainLabel(
            "There is nothing to carry over: no target or event says plainly what is done, how often and for how long, "
            "that is not support already.",
            "quiet",
        )
        self.setLayout(
            column(
                card(
                    PlainLabel("These can be carried over", "heading"),
                    PlainLabel(TOLD, "quiet"),
                    self.ticks,
                    self.nothing,
                    self.told,
                    flow(self.act, every, leave),
                )
            )
        )
        self.ticks.show_lines([Tickable(one.key, f"{one.said}\n→ {one.becomes}", one.name) for one in self.found])
        self.ticks.ticked_changed.connect(self._tell)
        for widget in (self.ticks, self.act, every):
            widget.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        self._leave = leave
        self._tell()
        context.look.fit(self.ticks, lambda theme: self.ticks.setFixedHeight(theme.px(TALL)))

    def focus_first(self) -> None:
        """On the first line."""
        if self.found:
            self.ticks.setCurrentRow(1)  # the first line is a heading
        (self.ticks if self.found else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def carry(self) -> None:
        """Carry over what is ticked, in one step."""
        store, chosen, made = self.context.store, self.ticks.ticked(), list[int]()
        if self.context.attempt(lambda: made.append(carrying.carry(store, chosen, self._pupil_id))):
            self._left()
            count = "1 is" if made[0] == 1 else f"{made[0]} are"
            self.context.done(f"{count} carried over; the words of the plans are as they were.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter carries over, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.carry()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        count = len(self.ticks.ticked())
        self.act.setText(f"Carry over {count}" if count else "Carry over")
        self.act.setAccessibleName(self.act.text())
        self.told.setText(f"{count} of {len(self.found)} ticked." if self.found else "")
