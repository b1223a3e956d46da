"""A report being read: its words, where a sentence is selected and R takes it up, and beside it all that it advises."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gradesk.model.outside.report import Recommendation
from gradesk.model.rules.days.day_text import written_day
from gradesk.services.evidence import viewing
from gradesk.services.evidence.viewing import Page, Seen, Words
from gradesk.services.outside import advice
from gradesk.services.outside.advice import Advice
from gradesk.services.outside.reports import Row
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, is_gone, row
from gradesk.ui.screens.pupil.move_away import headed
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("owner", "due_on", "in_place_on", "home", "why", "words")
SPANS = {"home": 3, "why": 3, "words": 3}
LINES = 18  # of text that are in sight
_SENTENCE = re.compile(r"[^.!?\n•]+[.!?]?")
KEYS = (
    "Select a sentence and press R: it becomes a recommendation. Without a selection R takes the one the cursor is in."
)


class ReportWords(QPlainTextEdit):
    """The words of a report, read only, with a cursor. `taken` is what R took up."""

    taken = Signal(str)

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setAccessibleName(f"Words of {label}")
        self.setAccessibleDescription(KEYS)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R takes up what is selected, or the sentence the cursor is in."""
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.take()
        else:
            super().keyPressEvent(event)

    def take(self) -> None:
        """Take up what is selected, or the sentence the cursor is in."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self._select_sentence(cursor)
        self.taken.emit(cursor.selectedText().replace("\u2029", " "))

    def _select_sentence(self, cursor: QTextCursor) -> None:
        at = cursor.position()
        for found in _SENTENCE.finditer(self.toPlainText()):
            if found.start() <= at <= found.end() and found.group().strip():
                cursor.setPosition(found.start())
                cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
                self.setTextCursor(cursor)
                return


class _Hearer(QObject):
    """Carries what the worker hears to the window."""

    heard = Signal(object)


class Reading(QFrame):
    """One report. Its files are read apart and their words stand here; what has none is typed by hand.

    What has a home already is a line; `opened` is the one of these that is changed, which outlives being made anew.
    """

    def __init__(self, panel: Panel, row_: Row, opened: str = "") -> None:
        super().__init__()
        self._panel, self._row, self.opened = panel, row_, opened
        self._tasks: list[tasks.Task] = []
        self._forms: dict[str, Form] = {}
        self._settles: dict[str, QPushButton] = {}  # what says that a recommendation is in place
        self._homes = advice.homes(panel.context.store, row_.report.pupil_id)
        self.told = SpokenLabel("", "quiet")
        self.words = ReportWords(row_.label)
        self.words.taken.connect(self.take)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("Or type a sentence of it, and Enter")
        self.typed.setAccessibleName(f"A sentence of {row_.label} to take up")
        self.typed.returnPressed.connect(self._take_typed)
        panel.unsent(self.typed, f"sentence {row_.report.uuid}")
        self.act = button("Take the selected sentence up", self.words.take, "", "R")
        self._advised = QVBoxLayout()
        self._advised.setSpacing(6)
        right = column(PlainLabel("What it advises", "field"), self._advised, None, gap=6)
        if not row_.files:
            self.words.hide()
            self.act.hide()
            self.setLayout(column(self.told, self.typed, right, gap=8))
            self._build()
            self.told.setText("No file is attached, so there is nothing to select; type what it advises.")
            return
        left = column(PlainLabel(KEYS, "quiet"), self.words, flow(self.act, self.told), self.typed, gap=6)
        if panel.context.look.theme.is_large:
            self.setLayout(column(left, right, gap=12))
        else:
            both = row(left, right, gap=16)
            both.setStretch(0, 1)
            both.setStretch(1, 1)
            self.setLayout(both)
        self._build()
        self._read_files()

    def begin(self) -> None:
        """Put the cursor where reading begins."""
        (self.words if self._row.files else self.typed).setFocus()

    def place(self) -> tuple[str, int, int]:
        """Whose words, where the cursor and the page are, to come back to."""
        cursor = self.words.textCursor().position()
        return self.words.toPlainText(), cursor, self.words.verticalScrollBar().value()

    def put_back(self, place: tuple[str, int, int]) -> None:
        """Stand where reading stood before the page was made anew."""
        text, cursor, scrolled = place
        if text:
            self.stop()
            self.words.setPlainText(text)
            found = self.words.textCursor()
            found.setPosition(min(cursor, len(text)))
            self.words.setTextCursor(found)
            self.words.verticalScrollBar().setValue(scrolled)
            self.told.setText("")

    def go_to(self, uuid: str, at: Sequence[str] = ()) -> bool:
        """Put the cursor in a recommendation, or on its button that begins with one of `at`; False when it is none of these."""
        settles = self._settles.get(uuid)
        if settles is not None and any(settles.text().startswith(words) for words in at):
            settles.setFocus()
            return True
        if uuid not in {one.row.uuid for one in advice.of_report(self._panel.context.store, self._row.report.uuid)}:
            return False
        if uuid not in self._forms:
            self.opened = uuid
            self._build()
        self._forms[uuid].focus_on("home")
        return True

    def stop(self) -> None:
        """Read no more of it."""
        for task in self._tasks:
            task.stop()
        self._tasks.clear()

    def take(self, words: str) -> None:
        """Take a sentence up; its owner is asked for next."""
        made: list[str] = []
        store = self._panel.context.store
        if self._panel.attempt(lambda: made.append(advice.add(store, self._row.report.uuid, words))):
            self._panel.reload()
            self._panel.context.done("Taken up. Say who sees to it, by when, and where it lives.", "good")
            self._arrive(made[0])

    def _take_typed(self) -> None:
        words = self.typed.text()
        before = len(self._forms)
        self.take(words)
        if self._panel is not None and len(advice.of_report(self._panel.context.store, self._row.report.uuid)) > before:
            self._panel.let_go(f"sentence {self._row.report.uuid}")

    def _arrive(self, uuid: str) -> None:
        # The page was made anew by now, and another one of us with it.
        for form in self._panel.findChildren(Form):
            if form.about == f"advice {uuid}" and not is_gone(form):
                form.focus_on("owner")

    def _build(self) -> None:
        clear(self._advised)
        self._forms, self._settles = {}, {}
        found = advice.of_report(self._panel.context.store, self._row.report.uuid)
        if not found:
            self._advised.addWidget(PlainLabel("Nothing is taken up yet.", "quiet"))
        for number, one in enumerate(found, start=1):
            self._advised.addWidget(self._line(number, one))

    def _line(self, number: int, one: Advice) -> QWidget:
        uuid, today = one.row.uuid, self._panel.context.store.clock.today()
        late = one.is_late(today)
        words = PlainLabel(f"{number}. {one.row.words}", "field")
        said = f"Late: {one.state}" if late else one.state[:1].upper() + one.state[1:]
        state = PlainLabel(said, "problem" if late or not one.has_home else "quiet")
        acts = []
        if one.has_home and one.row.home != advice.NOT_FOLLOWED and one.done_on is None:
            said = "It is done" if one.row.home == "action" else "It is in place"
            acts.append(
                button(said, partial(self._do, partial(advice.done, self._panel.context.store, uuid)), "", "Today")
            )
        is_open = not one.has_home or self.opened == uuid
        if one.has_home:
            acts.append(button("Close" if is_open else "Change", partial(self._turn, uuid), "link"))
        acts.append(
            button("Delete", partial(self._do, partial(advice.remove, self._panel.context.store, uuid)), "link")
        )
        if one.has_home and one.row.home != advice.NOT_FOLLOWED and one.done_on is None:
            self._settles[uuid] = acts[0]
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {one.row.words}")
        holder = QFrame()
        holder.setProperty("role", "card")
        head = headed(self._panel.context, words, *acts)
        if not is_open:
            who = f" · {one.owner}" if one.owner else ""
            when = f" · by {written_day(one.due_on)}" if one.due_on and not one.is_settled else ""
            state.setText(f"{said}{who}{when}")
            holder.setLayout(column(head, state, margin=10, gap=6))
            return holder
        # Where a recommendation lives is chosen of what this pupil has, so the field has the school's words for it.
        form = self._panel.form(
            Recommendation, FIELDS, partial(self._keep, uuid), 3, {"home": self._homes}, halves=True, spans=SPANS,
            about=f"advice {uuid}", ahead=True,
        )  # fmt: skip
        form.say_of(one.row.words).load(_shown(one))
        self._forms[uuid] = form
        holder.setLayout(column(head, state, form, margin=10, gap=6))
        return holder

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self.opened = "" if self.opened == uuid else uuid
        self._build()
        if uuid in self._forms:
            self._forms[uuid].focus_on("home")
        else:
            self.begin()

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        store, form = self._panel.context.store, self._forms[uuid]
        wanted = dict(values)
        code = str(form.editors["home"].value() or "")
        is_not_followed = code == f"{advice.NOT_FOLLOWED}:"
        if "home" in wanted or (is_not_followed and "why" in wanted):
            wanted.pop("home", None)
            why = str(wanted.pop("why", form.editors["why"].value() or ""))
            with store.work("Place a recommendation"):
                if wanted:
                    advice.change(store, uuid, wanted)
                advice.place(store, uuid, code, why)
            return
        advice.change(store, uuid, wanted, self._panel)

    def _do(self, deed: Callable[[], object]) -> None:
        self._panel.flush()
        if self._panel.attempt(deed):
            self._panel.reload()
            self._panel.context.done("Done; Ctrl+Z takes it back.", "good")

    def _read_files(self) -> None:
        store = self._panel.context.store
        for file in self._row.files:
            hearer = _Hearer(self)
            hearer.heard.connect(self._hear)

            def work(count: Progress, uuid: str = file.uuid, heard: Any = hearer.heard.emit) -> None:
                viewing.look(store, uuid, heard, count)

            self.told.setText("Reading its words …")
            task = tasks.start(work, self)
            task.done.connect(lambda _none: self._read())
            task.refused.connect(self.told.setText)
            self._tasks.append(task)
            tasks.begin(task)

    def _hear(self, seen: Seen) -> None:
        text = seen.text if isinstance(seen, Words) else seen.words if isinstance(seen, Page) else ""
        if text.strip():
            self.words.appendPlainText(text.replace("\r\n", "\n").strip() + "\n")

    def _read(self) -> None:
        has_words = bool(self.words.toPlainText().strip())
        scanned = "There are no words in it (a scan?): look at it under Evidence, and type what it advises."
        self.told.setText("" if has_words else scanned)
        if has_words and self.words.hasFocus() and self.words.textCursor().atEnd():
            self.words.moveCursor(QTextCursor.MoveOperation.Start)


def _shown(one: Advice) -> SimpleNamespace:
    return SimpleNamespace(
        owner=one.owner, due_on=one.due_on, home=advice.home_code(one), why=one.row.why, in_place_on=one.done_on,
        words=one.row.words,
    )  # fmt: skip
