"""Place the rest: proposals come while the search goes on, stand in the week as a preview, and are accepted whole or in part."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.placing.solving import LONGEST
from gradesk.model.rules.week.clashes import Clash
from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import in_words
from gradesk.services.term.planned import filling_in
from gradesk.services.term.planned.filling_in import Filled
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import TickEditor
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.term.week.line_list import LineList

LEAST = 150
PAUSE = 0.3  # s between two proposals that are shown: of several that come at once only the first and the last are looked at
Proposed = tuple[Filled, Sequence[Clash]]  # with the clashes that come with it


class FillPanel(QWidget):
    """Nothing is written before it is accepted. `preview` gets each proposal, and None when there is none any more; `left` is
    called when the panel is done with.
    """

    def __init__(
        self,
        context: Context,
        week: Week,
        draft_id: str,
        preview: Callable[[Filled | None], object],
        left: Callable[[], object],
    ) -> None:
        super().__init__()
        self.context, self.week, self._draft_id, self._preview, self._left = context, week, draft_id, preview, left
        self.filled: Filled | None = None
        self.task: tasks.Task | None = None
        self._is_writing = False
        self._brought: Sequence[Clash] = ()  # what would clash with the proposal, and does not now
        self._off: set[str] = set()  # bars whose tick a person took away
        self.mornings, self.again = TickEditor("Mornings first"), TickEditor("What stands may move too")
        self.mornings.show(True)
        for tick in (self.mornings, self.again):
            tick.edited.connect(self.begin)
        self.told = SpokenLabel("")
        self.bars = TickList("What is proposed; Space takes a tick away")
        self.bars.ticked_changed.connect(self._ticked)
        context.look.fit(self.bars, lambda theme: self.bars.setMinimumHeight(theme.px(LEAST)))
        self.rest_title = PlainLabel("", "field")
        self.rest = LineList("What has no place, and why", LEAST // 2)
        context.look.fit(self.rest, self.rest.fit)
        self.act = button("Accept what is ticked", self.accept, "main", "Ctrl+Enter: one step, one Undo takes it back")
        self.leave_act = button("Leave the week as it is", self.leave, "link", "Escape")
        framed = card(
            PlainLabel("Place the rest", "heading"), flow(self.mornings.widget, self.again.widget), self.told, self.bars,
            flow(self.act, self.leave_act), self.rest_title, self.rest,
        )  # fmt: skip
        layout = framed.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setStretchFactor(self.bars, 2)
        layout.setStretchFactor(self.rest, 1)
        self.setLayout(column(framed))
        self._show(None)

    def focus_first(self, _name: str = "") -> None:
        """On the list of what is proposed."""
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Search, from the beginning."""
        self.stop()
        self._show(None)
        self.told.setText("Searching …")
        store, week = self.context.store, self.week
        wished = filling_in.wishes(
            store, store.clock.today(), mornings=bool(self.mornings.value()), again=bool(self.again.value())
        )

        def work(count: Progress, early: tasks.Early) -> Proposed:
            # Of a large school looking for clashes takes longer than the window may stand still.
            def proposed(filled: Filled) -> Proposed:
                return filled, filling_in.brought(week, filled)

            def heard(filled: Filled) -> None:
                if time.monotonic() >= waits[0]:
                    early(proposed(filled))
                    waits[0] = time.monotonic() + PAUSE

            waits = [0.0]
            return proposed(filling_in.fill(week, wished, heard, count, LONGEST))

        self.task = task = tasks.start_early(work, self)
        task.early.connect(lambda made: self._heard(task, made))
        task.done.connect(lambda made: self._ended(task, made))
        task.refused.connect(lambda words: self._refused(task, words))
        tasks.begin(task)

    def stop(self) -> None:
        """Search no more; what the search says from now on is not heard."""
        if self.task is not None:
            self.task.stop()
            self.task = None

    def leave(self) -> None:
        """Leave the week as it is, at once."""
        self.stop()
        self._preview(None)
        self._left()

    def accept(self) -> None:
        """Write what is ticked, in one step."""
        filled = self.filled
        if filled is None:
            self.context.say("There is no proposal yet, so nothing was changed.", "info")
            return
        ticked, store = self.bars.ticked(), self.context.store
        chosen = replace(filled, sessions=tuple(one for one in filled.sessions if one[0].uuid in set(ticked)))
        clashes = len(filling_in.brought(self.week, chosen))
        self._is_writing = True
        done = self.context.attempt(lambda: filling_in.accept(store, filled, self._draft_id, ticked))
        self._is_writing = False
        if done:
            self.leave()
            count = _new(chosen)
            words = f"{_sessions(count)} {'has its' if count == 1 else 'have their'} place in the week"
            words = words if count else "The week was laid anew"
            if clashes:
                came = "1 clash came" if clashes == 1 else f"{clashes:,} clashes came"
                self.context.done(f"{words}; {came} with it, and C lists them.", "problem")
            else:
                self.context.done(f"{words}.", "good")

    def show_week(self, week: Week) -> bool:
        """The week was read anew: a proposal for another one is none for this one."""
        if self._is_writing:
            return True
        if week.bars != self.week.bars or week.adults != self.week.adults or week.periods != self.week.periods:
            self.stop()
            self._preview(None)
            self.context.say("The week changed, so the proposal for it was put away; nothing of it was kept.", "info")
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter accepts, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _heard(self, task: tasks.Task, made: Proposed) -> None:
        if task is self.task:
            self._show(*made)
            self.told.setText(
                f"{self._summary(made[0])} A better one is looked for, for {LONGEST:.0f} seconds at most."
            )

    def _ended(self, task: tasks.Task, made: Proposed) -> None:
        if task is not self.task:
            return
        self.task, filled = None, made[0]
        if self.filled is None or filled.sessions != self.filled.sessions:
            self._show(*made)
        end = "The search is over."
        if filled.broken_off:
            end = "The search was ended from outside; this is the last it found, and the week is as it was."
        self.told.setText(f"{self._summary(filled)} {end}")

    def _refused(self, task: tasks.Task, words: str) -> None:
        if task is self.task:
            self.task = None
            self.leave()
            self.context.say(words, "info")

    def _show(self, filled: Filled | None, brought: Sequence[Clash] = ()) -> None:
        self.filled, self._brought = filled, brought
        lines = [] if filled is None else [
            Tickable(
                bar.uuid,
                _words(bar, self.week, adult if known(adult) not in map(known, bar.leaders) else "", in_words(whens))
                + _clash_words([one for one in self._brought if bar.uuid in one.bars]),
            )
            for bar, adult, whens in filled.sessions
            if tuple(whens) != tuple(sorted(bar.placed, key=lambda one: (one.day, one.at or 0)))
        ]  # fmt: skip
        off = set(self._off)
        self.bars.blockSignals(True)
        self.bars.show_lines(lines)
        self.bars.tick(line.key for line in lines if line.key not in off)
        self.bars.blockSignals(False)
        self._off = off
        if lines and self.bars.currentRow() < 0:
            self.bars.setCurrentRow(0)
        left = [] if filled is None else filled.left
        self.rest.show_lines(
            [(bar.uuid, f"{_named(bar, self.week)}, {_sessions(count)}: {why}") for bar, count, why in left]
        )
        self.rest.setVisible(bool(left))
        self.rest_title.setVisible(bool(left))
        self.rest_title.setText(f"No place yet for {_sessions(sum(count for _, count, _ in left))}")
        self._give()

    def _summary(self, filled: Filled) -> str:
        left = f", {_sessions(filled.unplaced)} without a place" if filled.unplaced else ", none is left over"
        count = len(self._brought)
        clashes = f" {'1 clash comes' if count == 1 else f'{count:,} clashes come'} with it." if count else ""
        return f"Proposed after {filled.seconds:.1f} s: {_sessions(_new(filled))} placed{left}.{clashes}"

    def _ticked(self) -> None:
        if self.filled is not None:
            ticked = set(self.bars.ticked())
            self._off = {bar.uuid for bar, _, _ in self.filled.sessions} - ticked
            self._give()

    def _give(self) -> None:
        """Show in the week what is ticked."""
        ticked = set(self.bars.ticked())
        self.act.setEnabled(bool(ticked))
        if self.filled is None:
            self._preview(None)
        else:
            chosen = tuple(one for one in self.filled.sessions if one[0].uuid in ticked)
            self._preview(Filled(chosen, (), 0, 0, 0))


def _clash_words(found: list[Clash]) -> str:
    if not found:
        return ""
    more = f" And {len(found) - 1} more." if len(found) > 1 else ""
    return f". Clash: {found[0].words}{more}"


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count:,} sessions"


def _new(filled: Filled) -> int:
    """How many sessions get a place by a proposal that had none."""
    return sum(max(len(whens) - len(bar.placed), 0) for bar, _, whens in filled.sessions)


def _words(bar: Bar, week: Week, adult: str, times: str) -> str:
    told = f"{_named(bar, week)}: {times}"
    return f"{told}, with {adult}" if adult else told


def _named(bar: Bar, week: Week) -> str:
    """Support of one child with the child: a school has several of the same name."""
    names = [week.pupils[one].name for one in bar.pupils if one in week.pupils]
    return f"{bar.name}, {names[0] if len(names) == 1 else f'{len(names)} in it'}" if names else bar.name
