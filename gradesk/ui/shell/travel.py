"""Undo and redo in the window: what was taken back is said and shown, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from gradesk.services.custody import history
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.banner import Banner
from gradesk.ui.screen import Screen

LARGE = 300  # changed records from which undo and redo are work for another thread
Acts = Sequence[tuple[str, Callable[[], object]]]

# On which tab of a pupil's page a kind of record stands; what is not listed stands among the details.
TAB_OF = {
    "passport": "passport", "passport_version": "passport",
    "plan": "plan", "plan_version": "plan", "plan_agreement": "plan", "target": "plan", "progress_point": "plan",
    "adjustment": "everyday",
    "cycle": "review", "review": "review", "target_outcome": "review", "next_step": "review",
    "observation": "evidence", "measure_result": "evidence", "attachment": "evidence", "form_read": "evidence",
    "happening": "timeline", "provision": "timeline", "cycle_stage": "timeline",
    "logged_contact": "contacts", "agreed_action": "contacts",
    "given_copy": "history",
}  # fmt: skip
# On which screen a kind stands that is about no pupil; what is not listed stands in the school's own settings.
SCREEN_OF = {
    "staff_member": "staff", "training": "staff", "bank_entry": "bank", "switched_off": "bank",
    "adjustment": "everyone", "saved_filter": "pupils", "school_measure": "assessments",
    "agreed_action": "today", "captured_line": "today", "later": "today", "rule_setting": "today",
    "import_batch": "pupils", "import_mapping": "importing", "value_answer": "importing",
}  # fmt: skip


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


class Travel:
    """Takes back, does again, and goes where that was."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._task: tasks.Task | None = None

    def undo(self) -> None:
        """Take back the last thing done, show it, and say what it was."""
        self._do("Undone: ", history.undo, [("Do it again", self.redo)])

    def redo(self) -> None:
        """Do it again."""
        self._do("Done again: ", history.redo, [("Undo", self.undo)])

    def done(self, words: str, kind: str = "good", acts: Acts = ()) -> None:
        """Say what was just done, with a button that takes back just that, whatever was done since.

        A deed that wrote nothing, a correction that changed no word, has no such button.
        """
        changes = self._around.context.changes
        number = changes.written
        changes.begin()
        if number is None:
            self._around.banner.say(words, kind, acts)
            return
        again = [("Do it again", self.redo)]
        undo = ("Undo", lambda: self._do("Undone: ", lambda store: history.undo(store, number), again, number))
        self._around.banner.say(words, kind, [undo, *acts])

    def _do(self, said: str, deed: Callable[[Store], str], acts: Acts, unit: int | None = None) -> None:
        around = self._around
        if sentence := around.current.busy():
            around.banner.say(sentence, "problem")
            return
        around.flush()
        store = around.context.store
        if history.size(store, unit) > LARGE:
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

    def _refused(self, words: str) -> None:
        self._around.widget().setEnabled(True)
        self._around.banner.say(words, "problem")

    def _arrived(self, words: str, acts: Acts) -> None:
        self._around.widget().setEnabled(True)
        self._go_there()
        self._around.banner.say(words, "info", acts)

    def _go_there(self) -> None:
        store, around = self._around.context.store, self._around
        touched = history.last_touched(store)
        if touched is None or around.current.shows(touched.pupil_id, touched.kinds):
            return
        place: dict[str, object] = {}
        screen = "pupils" if touched.is_of_pupils else SCREEN_OF.get(touched.kind, "school")
        if touched.pupil_id:
            screen, place = "pupil", {"pupil_id": touched.pupil_id, "tab": TAB_OF.get(touched.kind, "details")}
        if around.shown != screen or (place and around.current.here() != place):  # else the cursor would move
            around.go(screen, **place)
