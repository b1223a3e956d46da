"""A filled register that comes back: chosen, looked at mark by mark, and taken in or left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.words import NOT_RUN
from gradesk.services.paper import registers_in
from gradesk.services.paper.registers_in import Preview, Read
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

if TYPE_CHECKING:
    from gradesk.interchange import forms
else:
    forms = lazily("gradesk.interchange.forms")

KINDS = "Filled registers (*.pdf)"
WHY = "Why did what is marked N not run?"


class RegisterForm(QWidget):
    """`new` is the button that reads one; below it stands what it says. `kept` is called when marks were taken in."""

    def __init__(self, context: Context, kept: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._kept = context, kept
        self.task: tasks.Task | None = None
        self.seen: Preview | None = None
        self.new = button("Read a filled register …", self.choose, "", "A form that came back as a PDF; Ctrl+Shift+F")
        self.working = PlainLabel("Reading the register …", "quiet")
        self.working.hide()
        self.reason = ChoiceEditor([])
        self._said = QVBoxLayout()
        layout = column(self.working, self._said, gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def choose(self) -> None:
        """Ask for a file and read it off the window’s thread."""
        path = self._context.ask.open_file(self, "Choose a filled register", KINDS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read one file."""
        if self.task is not None:
            return
        store = self._context.store

        def work(count: Progress) -> Preview:
            return registers_in.preview(store, forms.read_register(path, count))

        self.working.show()
        self.new.setEnabled(False)
        self.task = task = tasks.start(work, self)
        task.done.connect(self._read)
        task.refused.connect(self._refused)
        task.stopped.connect(self._ready)
        tasks.begin(task)

    def take(self, replace: bool) -> None:
        """Keep the marks."""
        seen, counted = self.seen, [0]
        reason = str(self.reason.value() or "")
        if seen is None:
            return

        def deed() -> None:
            counted[0] = registers_in.take(self._context.store, seen, replace=replace, reason=reason)

        if self._context.attempt(deed):
            self.leave()
            self._kept()
            many = "1 mark was" if counted[0] == 1 else f"{counted[0]:,} marks were"
            self._context.done(f"{many} taken in.", "good")

    def leave(self) -> None:
        """Put it away; its file stays where it is."""
        self.seen = None
        clear(self._said)
        self.new.setFocus()

    def _ready(self) -> None:
        self.task = None
        self.working.hide()
        self.new.setEnabled(True)

    def _refused(self, words: str) -> None:
        self._ready()
        self._context.say(words, "problem")
        self.new.setFocus()

    def _read(self, seen: Preview) -> None:
        self._ready()
        self.seen = seen
        clear(self._said)
        parts: list[QWidget] = [PlainLabel(f"A register made on {written_day(seen.made_on)}", "heading")]
        for title, found in (("New marks", seen.new), ("They differ from what stands there", seen.differ)):
            if found:
                parts += [PlainLabel(f"{title} ({len(found)})", "field"), *_lines(found)]
        if seen.left_out:
            parts.append(PlainLabel(f"Left out ({len(seen.left_out)})", "field"))
            parts += [PlainLabel(one) for one in seen.left_out]
        if seen.same:
            parts.append(PlainLabel(f"As it stands there already: {seen.same:,}", "quiet"))
        if seen.asks_why:
            self.reason = ChoiceEditor([("", "Choose a reason"), *((term.code, term.label) for term in NOT_RUN)])
            self.reason.widget.setAccessibleName(WHY)
            parts += [PlainLabel(WHY, "field"), self.reason.widget]
        acts = self._acts(seen)
        self._said.addWidget(card(*parts, flow(*acts)))
        (self.reason.widget if seen.asks_why else acts[0]).setFocus()

    def _acts(self, seen: Preview) -> list[QWidget]:
        acts: list[QWidget] = []
        if seen.new:
            words = "Take the new marks alone" if seen.differ else "Take these marks"
            acts.append(button(words, partial(self.take, False), "" if seen.differ else "main"))
        if seen.differ:
            words = "Take all of them" if seen.new else "Put them in place of what is there"
            acts.insert(0, button(words, partial(self.take, True), "main"))
        acts.append(button("Leave it", self.leave, "link"))
        return acts


def _lines(found: Sequence[Read]) -> list[QWidget]:
    """A line for each session and group."""
    sessions: dict[tuple[str, str], list[str]] = {}
    for one in found:
        put_on = ", put on" if one.slot.extra else ""
        at = (f"{one.group}, {written_day(one.slot.day)}{put_on}", one.provision_id)
        was = f" (now {one.was})" if one.was else ""
        sessions.setdefault(at, []).append(f"{one.name} {one.letters}{was}")
    return [PlainLabel(f"{title}: {', '.join(words)}") for (title, _), words in sessions.items()]
