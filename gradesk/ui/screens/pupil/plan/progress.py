"""Small steps on a target: one line to note, the graph they make, and the notes to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.plans import progress
from gradesk.services.term.given import session_notes
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import LineEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.kit.pictures.spark import Spark, SparkPoint
from gradesk.ui.screens.pupil.move_away import mover
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("happened_on", "value", "out_of", "prompt", "words")
LONGEST = 1_000  # characters of a note
TOO_LONG = f"A note holds {LONGEST:,} characters; the rest was not put in. Make it two notes."
SHOWN = 3  # notes in sight before “All notes”


class ProgressStrip(QWidget):
    """Notes and graph of one target."""

    def __init__(self, panel: Panel, target: Target) -> None:
        super().__init__()
        self._panel = panel
        self._target = target
        self._all = False
        self._notes: Sequence[ProgressPoint] = ()
        self._open: str | None = None
        look = panel.context.look
        self.spark = Spark(lambda: look.theme)
        self.words = PlainLabel("", "quiet")
        self._typed = LineEditor()
        self.line = self._typed.line
        self.line.setPlaceholderText("Note what you saw: 3/5 today with visual prompt")
        self.line.setAccessibleName(f"Note on target {target.position}")
        self.line.setMaxLength(LONGEST)
        self.line.inputRejected.connect(lambda: panel.context.say(TOO_LONG, "problem"))
        panel.unsent(self._typed, f"note {target.uuid}")
        self.line.returnPressed.connect(self.note)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        keep = button("Note", self.note)
        keep.setAccessibleName(f"Keep the note on target {target.position}")
        entry = row(self.line, keep)
        entry.setStretch(0, 1)
        self.setLayout(
            column(PlainLabel("Small steps", "field"), entry, flow(self.spark, self.words), self._list, gap=6)
        )

    def show_notes(self, target: Target, notes: Sequence[ProgressPoint]) -> None:
        """Show the notes; a half-typed new one stays."""
        self._target, self._notes = target, notes
        found = progress.line(target, notes)
        steps = [SparkPoint(step.day, step.height) for step in found.steps]
        self.spark.show_line(found.start, steps, found.goal, found.lower_is_better, found.words)
        self.words.setText(found.words if notes else "No notes yet. One line each is enough; Enter keeps it.")
        if self._open is None:
            self._build()

    def note(self) -> None:
        """Keep the typed line."""
        store = self._panel.context.store
        typed = self.line.text()
        if self._panel.attempt(lambda: progress.note(store, self._target.uuid, typed, self._panel)):
            self.line.clear()
            self._read()

    def _read(self) -> None:
        self.show_notes(
            self._target, progress.points(self._panel.context.store, [self._target.uuid])[self._target.uuid]
        )

    def _build(self) -> None:
        clear(self._list)
        today = self._panel.context.store.clock.today()
        newest = list(reversed(self._notes))
        shown = newest if self._all else newest[:SHOWN]
        origins = session_notes.origins(self._panel.context.store, shown)
        for point in shown:
            where = f" (from {origins[point.uuid]})" if point.uuid in origins else ""
            self._list.addWidget(self._note(point, f"{day_words(point.happened_on, today)}: {point.words}{where}"))
        if len(newest) > SHOWN and not self._all:
            every = button(f"All {len(newest)} notes", self._show_all, "link")
            every.setAccessibleName(f"{every.text()} on target {self._target.position}")
            self._list.addLayout(row(every, None))

    def _note(self, point: ProgressPoint, words: str) -> QWidget:
        holder = QWidget()
        correct = button("Correct", partial(self._correct, point), "link")
        correct.setAccessibleName(f"Correct: {words}")
        remove = button("Delete", partial(self._remove, point.uuid), "link")
        remove.setAccessibleName(f"Delete: {words}")
        away = mover(self._panel, "progress_point", point.uuid, words, self._read)
        line = row(PlainLabel(words), away, correct, remove)
        line.setStretch(0, 1)
        holder.setLayout(line)
        return holder

    def _show_all(self) -> None:
        self._all = True
        self._build()

    def _correct(self, point: ProgressPoint) -> None:
        self._open = point.uuid
        clear(self._list)
        form = self._panel.form(ProgressPoint, FIELDS, partial(self._keep, point.uuid), 4, about=f"point {point.uuid}")
        form.say_of(point.words).load(point)
        self._list.addWidget(form)
        done = button("Done", self._close)
        done.setAccessibleName(f"Done: {point.words}")
        self._list.addLayout(row(done, None))
        form.focus_on("words")

    def _keep(self, point_id: str, values: Mapping[str, Any]) -> None:
        progress.change(self._panel.context.store, point_id, values, self._panel)

    def _close(self) -> None:
        self._panel.flush()
        self._open = None
        self._read()
        self.line.setFocus()

    def _remove(self, point_id: str) -> None:
        if self._panel.attempt(lambda: progress.remove(self._panel.context.store, point_id)):
            self.line.setFocus()
            self._panel.context.done("The note is deleted; Ctrl+Z brings it back.", "info")
