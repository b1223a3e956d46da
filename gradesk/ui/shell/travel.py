"""Undo and redo in the window: what was taken back is said and shown, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gradesk.services.custody import history
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.banner import Banner
from gradesk.ui.screen import Screen

LARGE = 300  # changed records from which undo and redo are work for another thread
AGAIN = "Do it again"
Acts = Sequence[tuple[str, Callable[[], object]]]

# On which tab of a pupil's page a kind of record stands; what is not listed stands among the details.
TAB_OF = {
    "passport": "passport", "passport_version": "passport",
    "plan": "plan", "plan_version": "plan", "plan_agreement": "plan", "target": "plan", "progress_point": "plan",
    "adjustment": "everyday",
    "cycle": "review", "review": "review", "target_outcome": "review", "next_step": "review",
    "observation": "evidence", "measure_result": "evidence", "attachment": "evidence", "form_read": "evidence",
    "pupil_answer": "evidence",
    "happening": "timeline", "provision": "timeline", "cycle_stage": "timeline",
    "provision_target": "plan",
    "meeting": "contacts", "meeting_person": "contacts", "agreed_action": "contacts",
    "referral": "outside", "referral_step": "outside", "report": "outside", "recommendation": "outside",
    "consent": "outside", "involvement": "outside", "ehc_case": "outside", "ehc_date": "outside",
    "ehc_section": "outside", "ehc_outcome": "outside", "ehc_line": "outside", "ehc_serving": "outside",
    "ehc_review": "outside", "ehc_finding": "outside",
    "given_copy": "history", "access_request": "history", "access_decision": "history",
}  # fmt: skip
# On which screen a kind stands that is about no pupil; what is not listed stands in the school's own settings.
SCREEN_OF = {
    "staff_member": "staff", "training": "staff", "bank_entry": "bank", "intervention": "interventions", "switched_off": "bank",
    "adjustment": "everyone", "saved_filter": "pupils", "school_measure": "assessments",
    "professional": "outside", "referral": "outside", "referral_step": "outside", "recommendation": "outside",
    "meeting": "meetings", "agreed_action": "today", "captured_line": "today", "later": "today", "rule_setting": "today",
    "provision": "term", "provision_session": "term",
    "day_period": "term", "week_entry": "term", "cover": "term", "draft_bar": "term", "draft_member": "term", "term_draft": "term",
    "provision_expense": "term", "provision_closing": "term", "member_closing": "term", "hourly_rate": "term",
    "import_batch": "pupils", "import_mapping": "importing", "value_answer": "importing",
}  # fmt: skip

ON_TAB = {"day_period": "week", "week_entry": "week", "cover": "week", "clock_setting": "clocks"}  # of that screen


class Around(Protocol):
    """What undo needs of the window."""

    context: Context
    banner: Banner

    @property
    def current(self) -> Screen:
        """The screen shown."""

    @property
    def shown(self) -> str:
        """Its name."""

    def go(self, screen: str, **place: object) -> None:
        """Go to a screen."""

    def flush(self) -> None:
        """Keep what is being typed."""

    def widget(self) -> QWidget:
        """The window as a widget."""


class Travel(QObject):
    """Takes back, does again, and goes where that was."""

    def __init__(self, around: Around) -> None:
        super().__init__(around.widget())
        self._around = around
        self._task: tasks.Task | None = None
        self._again = 0  # the undo that is offered to be done again
        around.context.changes.changed.connect(self._look_again)

    def undo(self) -> None:
        """Take back the last thing done, show it, and say what it was."""
        self._take_back(())

    def redo(self) -> None:
        """Do it again."""
        if not self._may():
            return
        store = self._around.context.store
        undone = history.redoable(store)
        again = undone.undoes if undone is not None else None
        undo = [] if again is None else [("Undo", lambda: self._take_back((again,)))]
        self._do("Done again: ", history.redo, undo, 0 if undone is None else history.size(store, undone.id))

    def done(self, words: str, kind: str = "good", acts: Acts = (), wrote: Sequence[int] | None = None) -> None:
        """Say what was just done, with a button that takes back just that, whatever was done since.

        A deed that wrote nothing, a correction that changed no word, has no such button.
        """
        last = self._around.context.changes.take()
        units = last if wrote is None else tuple(wrote)
        undo = [("Undo", lambda: self._take_back(units))] if units else []
        self._around.banner.say(words, kind, [*undo, *acts])

    def _take_back(self, units: Sequence[int]) -> None:
        """Take back some units, the newest first, or the last thing done if none is given."""
        if not self._may():
            return
        store = self._around.context.store
        last = history.undoable(store)
        wanted = tuple(units) or ((last.id,) if last is not None else ())
        again = [(AGAIN, self.redo)] if len(wanted) < 2 else []
        self._do("Undone: ", partial(_undone, units=wanted), again, history.size(store, *wanted))

    def _may(self) -> bool:
        if sentence := self._around.current.busy():
            self._around.banner.say(sentence, "problem")
            return False
        self._around.flush()
        return True

    def _do(self, said: str, deed: Callable[[Store], str], acts: Acts, size: int) -> None:
        around = self._around
        store = around.context.store
        if size > LARGE:
            # Taking back a whole import takes seconds; the window stays alive, but nothing else may write meanwhile.
            around.widget().setEnabled(False)
            around.banner.say("Working through a large change …")
            self._task = tasks.start(lambda _count: deed(store), around.widget())
            self._task.done.connect(lambda label: self._arrived(f"{said}{label}.", acts))
            self._task.refused.connect(self._refused)
            tasks.begin(self._task)
            return
        try:
            label = deed(store)
        except Refused as refusal:
            around.banner.say(str(refusal), "problem")
            return
        self._arrived(f"{said}{label}.", acts)

    def _look_again(self) -> None:
        """Something was written: what was undone before it cannot be done again any more, and is not offered."""
        undone = history.redoable(self._around.context.store) if self._again else None
        if self._again and (undone is None or undone.id != self._again):
            self._again = 0
            self._around.banner.withdraw(AGAIN)

    def _refused(self, words: str) -> None:
        self._around.widget().setEnabled(True)
        self._around.banner.say(words, "problem")

    def _arrived(self, words: str, acts: Acts) -> None:
        self._around.widget().setEnabled(True)
        self._go_there()
        undone = history.redoable(self._around.context.store)
        self._again = undone.id if undone is not None else 0
        self._around.banner.say(words, "info", [act for act in acts if self._again or act[0] != AGAIN])

    def _go_there(self) -> None:
        store, around = self._around.context.store, self._around
        touched = history.last_touched(store)
        if touched is None or around.current.shows(touched.pupil_id, touched.kinds):
            return
        place: dict[str, object] = {}
        screen = "pupils" if touched.is_of_pupils else SCREEN_OF.get(touched.kind, "school")
        if touched.pupil_id:
            screen, place = "pupil", {"pupil_id": touched.pupil_id, "tab": TAB_OF.get(touched.kind, "details")}
        elif touched.kind in ON_TAB:
            place = {"tab": ON_TAB[touched.kind]}
        here = around.current.here()
        if around.shown != screen or any(
            here.get(name) != value for name, value in place.items()
        ):  # else the cursor would move
            around.go(screen, **place)


def _undone(store: Store, units: Sequence[int]) -> str:
    """Take units back, the newest first; without any, the refusal says that there is nothing."""
    labels = [history.undo(store, unit) for unit in sorted(units, reverse=True)]
    return labels[-1] if labels else history.undo(store)
