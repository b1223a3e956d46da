"""Which meeting is being held: one that is booked, one to be written up, or one that nobody booked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import kinds
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow


class Choosing(QWidget):
    """A button for each; `take` begins one that is there, `begin` one of a kind."""

    def __init__(self, context: Context, take: Callable[[Meeting], object], begin: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._take, self._begin = context, take, begin
        self.title = PlainLabel("", "title")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(self.title, self._list, None, gap=16))
        self.acts: list[QPushButton] = []

    def show_choice(self, name: str, found: Sequence[Meeting]) -> None:
        """Offer what there is to hold about a child."""
        self.title.setText(f"Which meeting about {name}?")
        clear(self._list)
        store, today = self._context.store, self._context.store.clock.today()
        named = kinds.names(store)
        self.acts = []
        for one in found:
            what = named.label(one.kind) + (f" ({one.title})" if one.title else "")
            at = f" at {one.starts_at}" if one.starts_at else ""
            tail = {"open": "go on with it"}.get(one.state, "")
            if not tail:
                tail = "write it up" if one.happened_on < today else "hold it"
                tail = "move it to today and hold it" if one.happened_on > today else tail
            said = f"{what}, {day_words(one.happened_on, today)}{at}: {tail}"
            self.acts.append(button(said, partial(self._take, one)))
        if self.acts:
            self._add(PlainLabel("Booked or to be written up", "field"), *self.acts)
        new = [button(label, partial(self._begin, code)) for code, label in kinds.choices(store, brief=False)]
        self._add(PlainLabel("Begin one that nobody booked", "field"), *new)
        self.acts += new
        # Enter pressed in haste moves no meeting of another day.
        at_hand = [act for act, one in zip(self.acts, found, strict=False) if one.happened_on <= today]
        (at_hand or new)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_nobody(self, back: Callable[[], object]) -> None:
        """Nobody was chosen."""
        self.title.setText("Whose meeting?")
        clear(self._list)
        self.acts = [button("Back", back, "main")]
        self._add(PlainLabel("Go to the page of the child first, and press F5 there."), *self.acts)

    def _add(self, title: PlainLabel, *acts: QPushButton) -> None:
        holder = QWidget()
        holder.setLayout(column(title, flow(*acts), gap=6))
        self._list.addWidget(holder)
