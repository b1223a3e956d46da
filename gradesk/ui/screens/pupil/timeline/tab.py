"""A pupil's story: the river and the same as a list, the step the open cycle takes next, and what else happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.river.story import Story
from gradesk.services.plans import cycles, plans
from gradesk.services.term import provisions
from gradesk.services.timeline import story
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.kit.river.chips import KindChips
from gradesk.ui.kit.river.notice import NoticeCard
from gradesk.ui.kit.river.river import River
from gradesk.ui.kit.river.tools import tools
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.timeline.cycle_card import CycleCard
from gradesk.ui.screens.pupil.timeline.stage_notes import StageNotes
from gradesk.ui.screens.pupil.timeline.story_list import StoryList
from gradesk.ui.screens.pupil.timeline.story_records import StoryRecords

HINT = "Click on something, or step through it with the arrow keys up and down, to read about it here; Enter opens it."
KEYS = (
    "+ and − zoom, ← and → move, Ctrl+← and Ctrl+→ go to the next half-term, ↑ and ↓ step, Enter opens, "
    "Alt+← and Alt+→ move a planned end, Home shows all, End today"
)
# Where each kind of thing is opened; events and support are opened here.
OPENED_ON = {
    "contact": "contacts", "plan": "plan", "passport": "passport", "status": "details", "layer": "details",
    "adjustment": "everyday", "observation": "evidence", "result": "evidence", "attachment": "evidence", "progress": "plan",
    "answer": "evidence", "referral": "outside", "ehc": "outside", "report": "outside",
}  # fmt: skip
HERE = ("happening", "provision")


class TimelineTab(Panel):
    """Shows every cycle and event of a pupil, moves the open cycle on, and takes new events."""

    kinds = story.TOLD_OF

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.look.theme
        self.line = River(theme)
        self.line.setToolTip(tip(KEYS))
        self.notice = NoticeCard(theme, HINT)
        self.chips = KindChips(theme)
        context.look.heed(self, self._dress)
        self.line.opened.connect(self._open)
        self.line.noticed.connect(self._tell)
        self.line.went.connect(self.notice.say)
        self.line.moved.connect(self._move_end)
        self.chips.changed.connect(self._draw)
        self._story: Story | None = None
        self._drawn_for = ""
        self.list = StoryList(oldest_first=context.look.oldest_first)
        self.list.opened.connect(self._open)
        self.list.turned.connect(context.look.keep_oldest_first)
        self.step_box = CycleCard(self)
        self.notes = StageNotes(self)
        keeping = (button("Print or save …", self._print, help="Print, or save as a PDF or a picture"),)
        self.records = StoryRecords(self, keeping)
        self.setLayout(
            column(
                card(self._moving(), self.line, self.notice, self.chips, self.records),
                self.step_box,
                self.notes,
                self.list,
                margin=16,
                gap=12,
            )
        )

    def _moving(self) -> QWidget:
        line = self.line
        more = (
            ("Today", "Go to today", line.go_to_today),
            ("Year", "This school year", self._this_year),
            ("All", "Whole story", line.fit),
        )
        return flow(*tools(line.zoom, line.go_to_term, more))

    def reload(self) -> None:
        """Read the story anew; the stretch shown stays unless it is another pupil."""
        store = self.context.store
        self._story = story.story(store, self.pupil_id)
        self.chips.show_kinds(self._story.kinds())
        other = self._drawn_for != self.pupil_id
        if other:
            self.records.forget()
            self.notice.show_things((), self._story.today)
        self._draw(fit=other)
        self._drawn_for = self.pupil_id
        current = cycles.current(store, self.pupil_id)
        self.step_box.show_cycle(current, store.clock.today())
        self.notes.show_cycle(current)
        self.records.refresh()

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Bring a thing of the story (`record`, its key or its uuid) into view and give it the focus."""
        key = next((key for _, key in self.line.index.items if record and key.endswith(record)), "")
        if not key:
            return super().go_to(record, at)
        self.line.look_at(key)
        self.line.setFocus()
        self._tell((key,))
        kind, _, uuid = key.partition(":")
        if at and kind in HERE:
            self.records.correct(kind, uuid, at[0])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is open and goes back to the river."""
        if event.key() == Qt.Key.Key_Escape and self.records.leave():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _draw(self, *, fit: bool = False) -> None:
        if self._story is not None:
            shown = self._story.only(self.chips.shown())
            self.line.show_story(shown, fit=fit)
            self.list.show_story(shown)

    def _dress(self) -> None:
        theme = self.context.look.theme
        self.line.set_theme(theme)
        self.notice.set_theme(theme)
        self.chips.set_theme(theme)

    def _print(self) -> None:
        self.context.go("preview", document="timeline", pupil_ids=(self.pupil_id,))

    def _this_year(self) -> None:
        year = academic_year(self.context.store.clock.today())
        self.line.show_days(year.starts_on, year.ends_on)

    def _tell(self, keys: tuple[str, ...]) -> None:
        assert self._story is not None
        found = [thing for key in keys if (thing := self.line.thing(key)) is not None]
        self.notice.show_things(found, self._story.today)
        if len(keys) == 1:
            self.list.pick(keys[0])

    def _open(self, key: str) -> None:
        kind, _, uuid = key.partition(":")
        if kind in HERE:
            self.records.open(kind, uuid)
        elif kind in OPENED_ON:
            self.context.go("pupil", pupil_id=self.pupil_id, tab=OPENED_ON[kind], record=uuid)
        elif kind == "stage":
            self.line.look_at(key)
            self._tell((key,))

    def _move_end(self, key: str, day: date) -> None:
        kind, _, uuid = key.partition(":")
        store = self.context.store
        if kind == "stage":
            done = self.attempt(lambda: plans.move_stage_end(store, uuid, day))
        else:
            done = self.attempt(lambda: provisions.change(store, uuid, {"planned_to": day}))
        if done:
            self.context.done("The planned end is moved; Ctrl+Z takes it back.", "good")
