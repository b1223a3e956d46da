"""Who holds a copy of what: a line notes one, links take one back, correct it or delete it.

Shown for one document where that is written, and for all of them together where the pupil's papers are looked over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.given_copy import GivenCopy
from gradesk.model.vocabulary import COPY_WAYS
from gradesk.services.paper import copies
from gradesk.services.paper.copies import Copy
from gradesk.system.lazy import lazily
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.combo import CalmComboBox
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, is_gone, row
from gradesk.ui.screens.pupil.panel import Panel

if TYPE_CHECKING:
    from gradesk import documents
else:
    documents = lazily("gradesk.documents")

FIELDS = ("holder", "happened_on", "how", "language", "read_on", "taken_back_on", "remark")
MOST_BACK = 3  # copies taken back that are shown until somebody asks for all


class Copies(QWidget):
    """The copies that are out, those of an older version in a warm chip, and those that were taken back.

    With a `code` it knows that document alone; without one it shows all, and a list chooses what is given.
    """

    def __init__(self, panel: Panel, code: str = "") -> None:
        super().__init__()
        self._panel = panel
        self._context = panel.context
        self._code = code
        self._pupil_id = ""
        self._open = ""
        self._shown: tuple[object, ...] | None = None
        self._whole = False
        self._out = QVBoxLayout()
        self._out.setSpacing(4)
        self._back = QVBoxLayout()
        self._back.setSpacing(4)
        self.what = CalmComboBox()
        self.what.setAccessibleName("Document that is given")
        self.what.setVisible(False)
        self.line = QLineEdit()
        self.line.setMaxLength(200)
        self.line.setPlaceholderText("Who gets a copy: a name, or such as supply folder; Enter notes it")
        self.line.setAccessibleName("Give a copy to")
        self.line.returnPressed.connect(self.give)
        panel.unsent(self.line, f"copy {code}", empties=True)
        self._names = QStringListModel()
        completer = QCompleter(self._names, self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.renew = button("Give everybody the newest version", self.give_newest)
        typed = self.line if code else self._with_choice()
        self.setLayout(column(self._out, flow(self.renew), typed, self._back))

    def _with_choice(self) -> QWidget:
        holder = QWidget()
        holder.setLayout(row(self.what, self.line))
        self.what.setVisible(True)
        return holder

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the documents only now: what they are drawn with takes its time to load, and these cards are mostly folded."""
        super().showEvent(event)
        self._offer()

    def _offer(self) -> None:
        if not self._code and not self.what.count():
            for one in documents.CATALOGUE:
                if one.scope == "pupil":
                    self.what.addItem(one.title, one.code)

    def show_pupil(self, pupil_id: str) -> None:
        """Show who holds a copy about a pupil; a name half typed stays with its pupil."""
        if pupil_id != self._pupil_id:
            self._pupil_id, self._open, self._whole = pupil_id, "", False
        store = self._context.store
        found = copies.copies(store, pupil_id, self._code)
        shape = (pupil_id, self._open, self._whole, store.clock.today(), *found)
        if shape != self._shown:
            self._shown = shape
            with self._panel.rebuilding():
                self._build(found)
        old = {copy.holder.casefold() for copy in found if copy.is_old and copy.taken_back_on is None}
        self.renew.setVisible(bool(old and self._code))
        if old and self._code:
            newest = next(copy.newest.number for copy in found if copy.newest is not None)
            who = "1 holder" if len(old) == 1 else f"{len(old)} holders"
            self.renew.setText(f"Give version {newest} to {who} of an older one")
        self._names.setStringList(copies.holders(store, pupil_id))

    def give(self) -> None:
        """Note that whoever stands in the line got the newest."""
        self._offer()
        store, pupil_id, holder = self._context.store, self._pupil_id, self.line.text()
        code = self._code or str(self.what.currentData())
        title = documents.document(code).title
        if self._context.attempt(lambda: copies.give(store, code, title, [pupil_id], holder)):
            self.line.clear()

    def give_newest(self) -> None:
        """Note that everybody who holds an older version got the newest."""
        self._do(lambda: copies.give_newest(self._context.store, self._pupil_id, self._code))

    def _build(self, found: list[Copy]) -> None:
        clear(self._out)
        clear(self._back)
        still = [copy for copy in found if copy.taken_back_on is None]
        back = [copy for copy in found if copy.taken_back_on is not None]
        if not still:
            self._out.addWidget(PlainLabel("Nobody has a copy yet, as far as is noted here.", "quiet"))
        for copy in still:
            self._out.addWidget(self._copy(copy))
        for copy in back if self._whole else back[:MOST_BACK]:
            self._back.addWidget(self._copy(copy))
        if len(back) > MOST_BACK and not self._whole:
            more = button(f"Show all {len(back)} that were taken back", self._show_whole, "link")
            self._back.addWidget(flow(more))

    def _copy(self, copy: Copy) -> QWidget:
        words = copy.words if self._code else copy.full_words
        if copy.taken_back_on is None:
            told = PlainLabel(words, "chip-warm" if copy.is_old else "chip", wrap=False)
        else:
            told = PlainLabel(words, "quiet", wrap=False)
        said: list[QWidget] = [told, PlainLabel(self._days(copy), "quiet", wrap=False)]
        lines: list[Any] = []
        if self._open == copy.uuid:
            form = self._panel.form(
                GivenCopy, FIELDS, partial(self._correct, copy.uuid), 3, about=f"copy {self._code} {copy.uuid}"
            )
            form.load(copies.get(self._context.store, copy.uuid))
            lines = [flow(*said, button("Done", self._close, "link")), form]
        else:
            lines = [flow(*said, *self._links(copy))]
            if copy.remark:
                lines.append(PlainLabel(copy.remark, "quiet"))
        holder = QWidget()
        holder.setLayout(column(*lines, gap=2))
        return holder

    def _days(self, copy: Copy) -> str:
        """When, how, in which language; and when it was written, where that was another day."""
        today = self._context.store.clock.today()
        wrote = copy.written_at.astimezone().date()
        parts = [f"given {day_words(copy.given_on, today)}"]
        if copy.how != "printed":
            parts.append(COPY_WAYS.label(copy.how).replace("As", "as", 1))
        if copy.language:
            parts.append(copy.language)
        if copy.read_on is not None:
            parts.append(f"read and signed {day_words(copy.read_on, today)}")
        if wrote not in (copy.given_on, copy.taken_back_on):
            parts.append(f"written {written_day(wrote)}")
        if copy.taken_back_on is not None:
            parts.append(f"taken back {day_words(copy.taken_back_on, today)}")
        return ", ".join(parts)

    def _links(self, copy: Copy) -> list[QWidget]:
        store = self._context.store
        links = [
            button("Correct", partial(self._correct_one, copy.uuid), "link"),
            button("Delete", partial(self._do, partial(copies.remove, store, copy.uuid)), "link"),
        ]
        if copy.taken_back_on is None:
            links.insert(
                0, button("Taken back", partial(self._do, partial(copies.take_back, store, copy.uuid)), "link")
            )
        if copy.taken_back_on is None and copy.read_on is None:
            links.insert(
                0, button("Read and signed", partial(self._do, partial(copies.read, store, copy.uuid)), "link")
            )
        for link in links:
            link.setAccessibleName(f"{link.text()}: {copy.full_words}")
        return [*links]

    def _show_whole(self) -> None:
        self._whole = True
        self.show_pupil(self._pupil_id)

    def _correct_one(self, uuid: str) -> None:
        self._panel.flush()
        self._open = uuid
        self.show_pupil(self._pupil_id)
        for form in self.findChildren(Form):
            if not is_gone(form):
                form.focus_on("holder")

    def _close(self) -> None:
        self._panel.flush()
        self._open = ""
        self.show_pupil(self._pupil_id)

    def _correct(self, uuid: str, values: Mapping[str, Any]) -> None:
        copies.change(self._context.store, uuid, values, self._panel)

    def _do(self, deed: Callable[[], object]) -> None:
        self._panel.flush()
        self._context.attempt(deed)
