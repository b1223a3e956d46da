"""Who holds a copy of the passport, and of which version: a line adds one, a link takes one back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from gradesk.model.rules.school_year import day_words
from gradesk.services import passport_copies, staff
from gradesk.services.passport_copies import Copy
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row


class Copies(QWidget):
    """The copies that are out, those of an older version in a warm chip, and those that were taken back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pupil_id = ""
        self._half_typed: dict[str, str] = {}
        self._out = QVBoxLayout()
        self._out.setSpacing(4)
        self.line = QLineEdit()
        self.line.setMaxLength(200)
        self.line.setPlaceholderText("Who gets a copy: a name, or such as supply folder; Enter notes it")
        self.line.setAccessibleName("Give a copy to")
        self.line.returnPressed.connect(self.give)
        self._names = QStringListModel()
        completer = QCompleter(self._names, self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.renew = button("Give everybody the newest version", self.give_newest)
        self._back = PlainLabel("", "quiet")
        self.setLayout(column(self._out, flow(self.renew), self.line, self._back))

    def show_pupil(self, pupil_id: str) -> None:
        """Show who holds a copy of a pupil's passport; a name half typed stays with its pupil."""
        if pupil_id != self._pupil_id:
            self._half_typed[self._pupil_id] = self.line.text()
            self.line.setText(self._half_typed.pop(pupil_id, ""))
            self._pupil_id = pupil_id
        store, today = self._context.store, self._context.store.clock.today()
        found = passport_copies.copies(store, pupil_id)
        clear(self._out)
        out = [copy for copy in found if copy.taken_back_on is None]
        if not out:
            self._out.addWidget(PlainLabel("Nobody has a copy yet, as far as is noted here.", "quiet"))
        for copy in out:
            self._out.addWidget(self._copy(copy))
        old = sum(copy.is_old for copy in out)
        self.renew.setVisible(old > 0)
        if old:
            who = "1 holder" if old == 1 else f"{old} holders"
            self.renew.setText(f"Give version {out[0].newest} to {who} of an older one")
        self._back.setText(
            "\n".join(
                f"{copy.words}, taken back {day_words(copy.taken_back_on, today)}"
                for copy in found
                if copy.taken_back_on
            )
        )
        self._back.setVisible(bool(self._back.text()))
        self._names.setStringList([person.name for person in staff.staff(store)])

    def give(self) -> None:
        """Note that whoever stands in the line got the newest version."""
        store, pupil_id, holder = self._context.store, self._pupil_id, self.line.text()
        if self._context.attempt(lambda: passport_copies.give(store, pupil_id, holder)):
            self.line.clear()

    def give_newest(self) -> None:
        """Note that everybody who holds an older version got the newest."""
        self._do(lambda: passport_copies.give_newest(self._context.store, self._pupil_id))

    def half_typed(self) -> bool:
        """Whether a name is typed and not noted."""
        return any(words.strip() for words in (self.line.text(), *self._half_typed.values()))

    def _copy(self, copy: Copy) -> QWidget:
        today = self._context.store.clock.today()
        chip = PlainLabel(copy.words, "chip-warm" if copy.is_old else "chip", wrap=False)
        since = PlainLabel(f"given {day_words(copy.given_on, today)}", "quiet", wrap=False)
        back = button(
            "Taken back", partial(self._do, partial(passport_copies.take_back, self._context.store, copy.uuid))
        )
        delete = button("Delete", partial(self._do, partial(passport_copies.remove, self._context.store, copy.uuid)))
        for act in (back, delete):
            act.setProperty("role", "link")
            act.setAccessibleName(f"{act.text()}: {copy.holder}")
        holder = QWidget()
        holder.setLayout(row(flow(chip, since, back, delete)))
        return holder

    def _do(self, deed: Callable[[], object]) -> None:
        self._context.attempt(deed)
