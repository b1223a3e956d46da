"""Planning to make sessions good: the next days on which it could be, ticked as many as are owed, and others typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gradesk.model.rules.days.day_text import read_day
from gradesk.services.term.given import making_good
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.term.register_grid import day_words

TALL = 150  # pixels of the list at the usual size of text


class MakeGood(QWidget):
    """Nothing is kept until it is planned. `left` is called afterwards, or without anything done."""

    def __init__(self, context: Context, uuid: str, name: str, left: Callable[[bool], object]) -> None:
        super().__init__()
        self.context = context
        self._uuid, self._left = uuid, left
        self.days = TickList("Days on which a session can be made good; Space ticks")
        self.other = QLineEdit()
        self.other.setAccessibleName("Other days, with commas between them")
        self.other.setPlaceholderText("Other days, such as 4/12, fri; with commas between")
        self.act = button("Plan these", self.plan, "main", "Ctrl+Enter")
        leave = button("Leave without planning", lambda: left(False), "link", "Escape")
        heading = PlainLabel(f"Make good: {name}", "heading")
        self.told = PlainLabel("", "quiet")
        self.setLayout(column(card(heading, self.told, self.days, self.other, flow(self.act, leave))))
        context.look.fit(self.days, lambda theme: self.days.setFixedHeight(theme.px(TALL)))
        self._offer()

    def focus_first(self) -> None:
        """On the first day, or on the line where none is proposed."""
        has_days = self.days.count() > 0
        if has_days:
            self.days.setCurrentRow(0)
        (self.days if has_days else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def plan(self) -> None:
        """Put on a session on each day that is ticked or typed, in one step."""
        days = [date.fromisoformat(key) for key in self.days.ticked()]
        for typed in filter(None, (part.strip() for part in self.other.text().split(","))):
            day = read_day(typed, self.context.store.clock.today())
            if day is None:
                self.context.say(f"“{typed}” is no day, so nothing was planned. Type one such as 4/12.", "problem")
                return
            days.append(day)
        if self.context.attempt(lambda: making_good.plan(self.context.store, self._uuid, days)):
            count = len(set(days))
            self.other.clear()
            self._left(True)
            self.context.done(f"{count} {'session is' if count == 1 else 'sessions are'} planned to make good.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter plans, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._left(False)
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.plan()
        else:
            super().keyPressEvent(event)

    def _offer(self) -> None:
        offered = making_good.offer(self.context.store, self._uuid)
        self.days.show_lines([Tickable(day.isoformat(), day_words(day)) for day in offered.days])
        self.days.blockSignals(True)
        self.days.tick(day.isoformat() for day in offered.days[: offered.needed])
        self.days.blockSignals(False)
        self.days.setVisible(bool(offered.days))
        none = "No day with school is left until it ends; plan it for longer under Groups."
        told = f"{offered.debt.words}." if offered.debt.words else "Nothing is owed; a session put on now comes on top."
        self.told.setText(told if offered.days else f"{told} {none}")
