"""Which meeting is being held: one that is booked, one to be written up, or one that nobody booked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import holding, kinds
from gradesk.services.pupils import pupils
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import DayEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow


class Choosing(QWidget):
    """A button for each, and for each kind; `hold` goes on with the one that was taken or begun."""

    def __init__(self, context: Context, hold: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._hold, self._pupil_id = context, hold, ""
        self.title = PlainLabel("", "title")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        content = QWidget()
        content.setLayout(column(self._list, None))
        page = ScrollPage(content)
        self.setLayout(column(self.title, page, gap=16, grows=page))
        self.acts: list[QPushButton] = []
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.day = DayEditor(context.store.clock.today, past=True)
        self.day.widget.setAccessibleName("The day it was")
        self.day.widget.setMaximumWidth(260)

    def show_choice(self, pupil_id: str) -> None:
        """Offer what there is to hold about a child."""
        store, today = self._context.store, self._context.store.clock.today()
        self._pupil_id = pupil_id
        self.title.setText(f"Which meeting about {pupils.first_name(store, pupil_id)}?")
        clear(self._list)
        found = holding.waiting(store, pupil_id)
        named = kinds.names(store)
        among_staff = {one.code for one in kinds.kinds(store) if not one.with_home}
        self.acts = []
        for one in found:
            # Others see this: a title in free words may name somebody else, and what staff meet about is theirs.
            what = "Meeting among staff" if one.staff_only or one.kind in among_staff else named.label(one.kind)
            at = f" at {one.starts_at}" if one.starts_at else ""
            act = {"open": "Go on with it"}.get(one.state, "")
            if not act:
                act = "Write it up" if one.happened_on < today else "Hold it"
                act = "Move it to today and hold it" if one.happened_on > today else act
            said = f"{what}, {day_words(one.happened_on, today)}{at}"
            self.acts.append(button(act, partial(self._take, one)))
            self.acts[-1].setAccessibleName(f"{said}: {act}")
            self._add(PlainLabel(said, "field"), self.acts[-1])  # beside the words, for at large text they are a line
        self.day.show(None)
        new = [button(label, partial(self._begin, code)) for code, label in kinds.choices(store, brief=False)]
        self._add(PlainLabel("Begin one that nobody booked", "field"), *new)
        self._add(PlainLabel("Typed up from paper? The day it was, and then its kind above", "field"), self.day.widget)
        self.acts += new
        # Enter pressed in haste moves no meeting of another day, and begins none beside one that is booked.
        at_hand = [act for act, one in zip(self.acts, found, strict=False) if one.happened_on <= today]
        if at_hand or not found:
            (at_hand or new)[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_nobody(self, back: Callable[[], object]) -> None:
        """Nobody was chosen."""
        self.title.setText("Whose meeting?")
        clear(self._list)
        self.acts = [button("Back", back, "main")]
        self._add(PlainLabel("Go to the page of the child first, and press F5 there."), *self.acts)

    def _take(self, meeting: Meeting) -> None:
        store = self._context.store
        moves = meeting.happened_on > store.clock.today() and meeting.state == "booked"
        if not moves or self._context.attempt(lambda: holding.move_to_today(store, meeting.uuid)):
            self._hold(meeting.uuid)

    def _begin(self, kind: str) -> None:
        made: list[str] = []
        try:
            day = self.day.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            self.day.widget.setFocus()
            return
        if self._context.attempt(
            lambda: made.append(holding.begin_now(self._context.store, self._pupil_id, kind, day))
        ):
            self._hold(made[0])

    def _add(self, title: PlainLabel, *acts: QWidget) -> None:
        holder = QWidget()
        holder.setLayout(column(title, flow(*acts), gap=6))
        self._list.addWidget(holder)
