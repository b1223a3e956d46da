"""Who can open the file: a line for each way, and two fields where one is given or changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.services.safekeeping import ways
from gradesk.services.safekeeping.ways import Way
from gradesk.services.school import before
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.secret import reveal, secret
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.stepping_up import StepUp

_MEANS = {
    SENCO: "opens it to read and write",
    SECOND: "the head teacher, say: opens it to read and write when the SENCO is not there",
    READER: "a colleague: sees everything and changes nothing",
}


class WaysCard(QFrame):
    """Passphrases are changed in place; the records stay as they are, so it takes a moment."""

    def __init__(self, context: Context, changed: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._changed = context, changed
        self._holder = ""
        self._changes: dict[str, QPushButton] = {}  # by holder
        self.setProperty("role", "card")
        self._lines = QVBoxLayout()
        self._wanted: Callable[[], object] = lambda: None
        self.again = StepUp(lambda: context.store, "Go on", lambda: self._wanted())
        self.asked = PlainLabel("", "field")
        self.first, self.second = secret("New passphrase"), secret("The same passphrase again")
        self.asked.setBuddy(self.first)
        self.hint = SpokenLabel(before.strength("").words, "quiet")
        self.first.textChanged.connect(lambda typed: self.hint.setText(before.strength(typed).words))
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.keep)
        shown = QCheckBox("Show what I type")
        for line in (self.first, self.second):
            shown.toggled.connect(partial(reveal, line))
        self.act, self.leave = (
            button("Use this passphrase", self.keep, "main"),
            button("Leave it", self.put_away, "link"),
        )
        self.fields = QWidget()
        again = PlainLabel("The same again", "field")
        again.setBuddy(self.second)
        self.fields.setLayout(
            column(self.asked, self.first, self.hint, again, self.second, shown, flow(self.act, self.leave))
        )
        self.setLayout(
            column(PlainLabel("Who can open the file", "heading"), self._lines, self.again, self.fields, margin=14)
        )
        self.put_away()

    def reload(self) -> None:
        """Show the ways there are."""
        clear(self._lines)
        for way in ways.ways(self._context.store):
            if way.holder != SHEET:
                self._lines.addWidget(self._line(way))

    def go_to(self, holder: str) -> None:
        """Come to where a holder is given a passphrase."""
        self._changes[holder].setFocus()

    def ask(self, holder: str) -> None:
        """Ask for a passphrase of a holder."""
        self._holder = holder
        self.asked.setText(f"New passphrase: {ways.NAMES[holder]} (four or more unrelated words)")
        self.fields.show()
        self.first.setFocus()

    def keep(self) -> None:
        """Use what was typed."""
        store, holder = self._context.store, self._holder
        had_one = any(way.holder == holder and way.since is not None for way in ways.ways(store))
        if self._context.attempt(lambda: ways.change_passphrase(store, holder, self.first.text(), self.second.text())):
            self.put_away()
            self._changed()
            before_it = "opened by the one before" if had_one else "not opened by it"
            self._context.say(
                f"{ways.NAMES[holder]}: the new passphrase opens the file from now on. Backups made before are {before_it}; a new "
                "one is made soon.",
                "good",
            )

    def put_away(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()
        self.again.put_away()
        self.fields.hide()
        self._holder = ""

    def _first(self, deed: Callable[[], object]) -> None:
        """Ask who sits there for the passphrase before a way in is given or taken."""
        self.put_away()
        self._wanted = deed
        self.again.ask()

    def _line(self, way: Way) -> QWidget:
        since = f"since {way.since:%d/%m/%Y}" if way.since is not None else "none yet"
        label = PlainLabel(f"{way.name}: {since} · {_MEANS[way.holder]}")
        change = button(
            "Change …" if way.since is not None else "Give one …", partial(self._first, partial(self.ask, way.holder))
        )
        change.setAccessibleName(f"{way.name}: {change.text()}")
        self._changes[way.holder] = change
        parts = [change]
        if way.since is not None and way.holder != SENCO:
            away = button("Take away", partial(self._first, partial(self._take_away, way.holder)), "link")
            away.setAccessibleName(f"{way.name}: take the passphrase away")
            parts.append(away)
        line = QWidget()
        across = row(label, *parts)
        across.setStretch(0, 1)
        line.setLayout(across)
        return line

    def _take_away(self, holder: str) -> None:
        if self._context.attempt(lambda: ways.take_away(self._context.store, holder)):
            self._changed()
            self._context.say(
                f"{ways.NAMES[holder]}: that passphrase opens the file no more. It still opens backups made before.",
                "good",
            )
