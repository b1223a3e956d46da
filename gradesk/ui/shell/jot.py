"""The line for a note on a target, from anywhere (Ctrl+J): it shows whose target it takes, and asks where it cannot know."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gradesk.model.rules.progress_text import read_note
from gradesk.model.rules.school_year import day_words
from gradesk.model.vocabulary import PROMPTS
from gradesk.services.plans import jotting, progress
from gradesk.services.plans.jotting import OpenTarget, Reading
from gradesk.ui.context import Context
from gradesk.ui.shell.typed_line import MOST, TypedLine

LONGEST = 1_000  # characters of a note
TOO_LONG = f"A note holds {LONGEST:,} characters; the rest was not put in. Make it two notes."


class JotLine(TypedLine):
    """A line, what it was understood as, and the targets to choose from."""

    def __init__(self, context: Context, in_sight: Callable[[], str], back: Callable[[], object]) -> None:
        super().__init__(context, back, "Note on a target", "Targets to choose from", LONGEST)
        self._in_sight = in_sight
        self._targets: tuple[OpenTarget, ...] = ()
        self._found: tuple[Reading, ...] = ()
        self.line.setPlaceholderText("Name, then what you saw: Ava 3/5 today with visual prompt")
        self.line.inputRejected.connect(lambda: context.say(TOO_LONG, "problem"))
        self.line.textEdited.connect(lambda _typed: self._read())
        self.offers.itemClicked.connect(lambda _item: self.keep())

    def open(self) -> None:
        """Show the line, with what was half typed before."""
        self._targets = jotting.open_targets(self._context.store)
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._read()

    def keep(self) -> None:
        """Keep the note on the target in hand."""
        if not self._found:
            self._context.say("No target fits this name; nothing was kept. The line stays as it is.", "problem")
            return
        chosen = self._found[max(self.offers.currentRow(), 0)]
        target = chosen.target
        if self._context.attempt(lambda: progress.note(self._context.store, target.target_id, chosen.note)):
            self.line.clear()
            self.shut()
            self._context.say(f"Noted on {target.name}’s target {target.number}.", "good")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose a target, Enter keeps, Escape shuts the line and leaves its words."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._found:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.offers.setCurrentRow((self.offers.currentRow() + step) % self.offers.count())
                self.line.setAccessibleDescription(self.offers.currentItem().text())
                self.understood.setText(self._said(typed=True))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.keep()
                return True
            if key == Qt.Key.Key_Escape:
                self.shut()
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        typed = self.line.text()
        self._found = jotting.read(typed, self._targets, self._in_sight())
        self.offer([_offered(one.target) for one in self._found[:MOST]], 0)
        self.understood.setText(self._said(bool(typed.strip())))
        self.settle()

    def _said(self, typed: bool) -> str:
        if not self._targets:
            return "No plan in force has targets yet."
        count = len(self._found)
        if not count:
            return "Begin with a name." if not typed else "Nobody with an open target has this name."
        note = self._found[max(self.offers.currentRow(), 0)].note
        read = read_note(note, self._context.store.clock.today())
        said = []
        if read.value is not None:
            said.append(f"{read.value:g} of {read.out_of:g}" if read.out_of else f"{read.value:g}")
        if read.prompt:
            said.append(PROMPTS.label(read.prompt).lower())
        said.append(day_words(read.day, self._context.store.clock.today()))
        more = "; the arrow keys choose the target" if count > 1 else ""
        if count > MOST:
            more += f"; {count - MOST} more fit, so go on with the name"
        return f"Understood as: {', '.join(said)}. Enter keeps it{more}."


def _offered(target: OpenTarget) -> str:
    where = f" ({target.class_name})" if target.class_name else ""
    return f"{target.name}{where}, target {target.number}: {target.words}"
