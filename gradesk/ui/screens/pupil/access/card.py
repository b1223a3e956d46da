"""Requests for everything about a pupil: noted, due, decided item by item, and answered with a folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.pupils.access import ACCESS_RIGHTS, AccessRequest
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.pupils import access
from gradesk.services.safekeeping import dossier
from gradesk.services.safekeeping.dossier import Dossier
from gradesk.store.work import Store
from gradesk.system.lazy import lazily
from gradesk.system.words import Words
from gradesk.ui import tasks
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.screens.pupil.access.item_part import ItemPart
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.stepping_up import StepUp

if TYPE_CHECKING:
    from gradesk.documents.pages.safekeeping import everything
else:
    everything = lazily("gradesk.documents.pages.safekeeping.everything")

MORE = "Why it takes longer"


class AccessCard(QFrame):
    """Nothing goes out before each item that holds others' data was decided on, and the passphrase typed again."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel, self._context = panel, panel.context
        self._requests: list[AccessRequest] = []
        self._in_hand = ""
        self._found: Dossier | None = None
        self._task: tasks.Task | None = None
        self.setProperty("role", "card")
        self._lines = QVBoxLayout()
        self.new = Form(
            AccessRequest, ("who", "happened_on", "which"), self._context.store.clock.today, self._context.words(), 3,
            draft=True, about="request for everything",
        )  # fmt: skip
        self.note = button("Note the request", self._note)
        self.state = SpokenLabel("")
        self.items = ItemPart(self._context, self._read_on)
        self.extend = button("Extend by two months …", self._extend)
        self.write = button("Write the answer into a folder …", self._begin_writing, "main")
        self.answered = button("It was answered", self._answer)
        self.again = StepUp(lambda: self._context.store, "Choose a folder …", self.choose)
        self._work = QWidget()
        self._work.setLayout(column(self.state, self.items, flow(self.write, self.extend, self.answered), self.again))
        self.setLayout(
            column(
                PlainLabel("Everything, for whoever asks", "heading"),
                PlainLabel(
                    "A readable page, the records as JSON, and the documents. What holds others’ words or was for staff alone "
                    "is decided on one by one.",
                    "quiet",
                ),
                self._lines,
                self._work,
                self.new,
                flow(self.note),
                margin=14,
            )
        )
        self._blank()

    def show_pupil(self) -> None:
        """Read the requests about whoever the page is about."""
        self._requests = access.of_pupil(self._context.store, self._panel.pupil_id)
        clear(self._lines)
        for one in self._requests:
            self._lines.addWidget(self._line(one))
        if not self._requests:
            self._lines.addWidget(PlainLabel("Nobody has asked yet.", "quiet"))
        known = {one.uuid for one in self._requests}
        waiting = [one.uuid for one in self._requests if one.answered_on is None]
        if self._in_hand not in known:
            self._in_hand = waiting[0] if waiting else ""
            self.again.put_away()
        self._work.setVisible(bool(self._in_hand))
        if self._in_hand and self.isVisibleTo(self._panel):
            self._read_on()

    def open(self, request_id: str = "") -> bool:
        """Take a request in hand, or the one that waits; False where there is no such request."""
        if request_id and request_id not in {one.uuid for one in self._requests}:
            return False
        self._in_hand = request_id or self._in_hand
        self._work.setVisible(bool(self._in_hand))
        if self._in_hand:
            self._read_on()
            if self._found is not None and self._found.to_decide:
                self.items.form.focus_on("decision")
            else:
                self.write.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new.focus_on("who")
        return True

    def choose(self) -> None:
        """Ask for a folder, and write the answer into it."""
        folder = self._context.ask.folder(self, "An empty folder for the answer", str(self._context.ask.place()))
        request = self._request()
        if folder is None or request is None or self._task is not None:
            return
        store, words = self._context.store, self._context.words()
        self.write.setEnabled(False)
        self._context.say("Writing the answer …", "info")
        self._task = tasks.start(lambda _count: _written(store, request, folder, words), self)
        self._task.done.connect(lambda count: self._wrote(folder, count))
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def _line(self, one: AccessRequest) -> QWidget:
        right = self._context.words().say(ACCESS_RIGHTS.label(one.which))
        parts = [f"{right}: asked by {one.who}, received {one.happened_on:%d/%m/%Y}"]
        today = self._context.store.clock.today()
        if one.answered_on is not None:
            parts.append(f"✓ answered {one.answered_on:%d/%m/%Y}")
        else:
            parts.append(f"○ answer by {day_words(access.due(self._context.store, one), today)}")
        if one.extended_on is not None:
            parts.append(f"extended {one.extended_on:%d/%m/%Y}: {one.extended_why}")
        go, away = (
            button("Go on", partial(self.open, one.uuid)),
            button("Take it off", partial(self._withdraw, one), "link"),
        )
        go.setAccessibleName(f"Go on with the request of {one.who}")
        away.setAccessibleName(f"Take the request of {one.who} off")
        across = row(PlainLabel(" · ".join(parts)), go, away)
        across.setStretch(0, 1)
        line = QWidget()
        line.setLayout(across)
        return line

    def _request(self) -> AccessRequest | None:
        return next((one for one in self._requests if one.uuid == self._in_hand), None)

    def _read_on(self) -> None:
        request = self._request()
        if request is None:
            return
        found: list[Dossier] = []
        if not self._context.attempt(lambda: found.append(dossier.gather(self._context.store, request))):
            return
        self._found = found[0]
        left, count = len(self._found.undecided), len(self._found.to_decide)
        ready = "ready to be written" if not left else f"{left:,} of {count:,} items wait for a decision"
        self.state.setText(f"Request of {request.who}: {len(self._found.entries):,} records; {ready}.")
        self.write.setEnabled(not left and self._task is None)
        self.extend.setVisible(request.which == "sar" and request.extended_on is None and request.answered_on is None)
        self.answered.setVisible(request.answered_on is None)
        self.items.show_items(self._found)

    def _note(self) -> None:
        try:
            values = self.new.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        made: list[str] = []
        if self._context.attempt(lambda: made.append(access.begin(self._context.store, self._panel.pupil_id, values))):
            self._blank()
            self._in_hand = made[0]
            self.show_pupil()
            self._context.done("Noted. Today says when it is to be answered.")

    def _extend(self) -> None:
        request = self._request()
        about = self._panel.pupil_id
        why = self._context.ask.line(self, MORE, "Why it takes longer; whoever asks is told this:", about)
        if (
            request is not None
            and why is not None
            and self._context.attempt(lambda: access.extend(self._context.store, request, why))
        ):
            self._context.ask.kept(MORE, about)
            self.show_pupil()
            self._context.done("Extended. Tell whoever asked, with the reason, within the first month.")

    def _answer(self) -> None:
        request = self._request()
        if request is not None and self._context.attempt(lambda: access.answer(self._context.store, request)):
            self.show_pupil()
            self._context.done("Noted as answered today.")

    def _withdraw(self, request: AccessRequest) -> None:
        if self._context.attempt(lambda: access.withdraw(self._context.store, request)):
            self.show_pupil()
            self._context.done("Taken off; Ctrl+Z brings it back.", "info")

    def _begin_writing(self) -> None:
        self.again.ask()
        self.again.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrote(self, folder: Path, count: int) -> None:
        self._task = None
        self._read_on()
        self._context.say(
            f"The answer lies in {folder}, with {count:,} documents. Nothing there is encrypted: read it through, hand it over, "
            "and delete it here. Then note that it was answered.",
            "good",
        )

    def _refused(self, words: str) -> None:
        self._task = None
        self._read_on()
        self._context.say(words, "problem")

    def _blank(self) -> None:
        self.new.clear()
        self.new.load(AccessRequest(who="", happened_on=self._context.store.clock.today(), which="sar"))


def _written(store: Store, request: AccessRequest, folder: Path, words: Words) -> int:
    found = dossier.gather(store, request)
    return dossier.write(store, found, everything.draw(found, words), folder)
