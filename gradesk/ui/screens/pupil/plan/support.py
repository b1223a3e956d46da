"""What serves a target, beside its words; and beginning support from it, with the words it has already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term import dose_words
from gradesk.model.rules.term.dose_words import Dose
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.pupils import around
from gradesk.services.term import serving
from gradesk.services.term.begun import from_target
from gradesk.services.term.begun.from_target import Fit
from gradesk.services.term.serving import Served
from gradesk.store.work import Store
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.held import HeldPart, fleeting
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row

KEY = "Ctrl+Shift+B"


class SupportLines(QWidget):
    """The support that serves one target, a line each, and the button that begins some. `begin` gets the target’s uuid."""

    def __init__(self, context: Context, number: int, target_id: str, begin: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._number = context, number
        self.is_served = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        act = button("Begin support for it", partial(begin, target_id), "link", KEY)
        act.setAccessibleName(f"Begin support for target {number}, {KEY}")
        self.act = act
        self.setLayout(column(PlainLabel("Support for it", "field"), self._lines, flow(act), gap=4))

    def show_support(self, found: Sequence[Served], *, is_over: bool) -> None:
        """Show it; a plan that is over begins nothing any more."""
        self.act.setVisible(not is_over)
        self.setVisible(bool(found) or not is_over)
        self.is_served = bool(found)
        clear(self._lines)
        if not found and not is_over:
            self._lines.addWidget(PlainLabel("No support is linked to this target yet.", "quiet"))
        today = self._context.store.clock.today()
        for one in found:
            words = one.words(today)
            there = button("Open", partial(self._context.go, "term", tab="groups", record=one.given.uuid), "link")
            there.setAccessibleName(f"Open: {words}")
            line = row(PlainLabel(words), there)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._lines.addWidget(holder)


class HasSupport(Protocol):
    """A target that is shown, to be written or to be read."""

    support: SupportLines


def show_support(store: Store, targets: Mapping[str, HasSupport], *, is_over: bool) -> None:
    """Show at every target what serves it."""
    found = serving.of_targets(store, list(targets))
    for uuid, one in targets.items():
        one.support.show_support(found.get(uuid, ()), is_over=is_over)


class BeginSupport(QWidget):
    """Enter begins what the target says. `done` is called after it was begun, or when it is left."""

    def __init__(
        self, context: Context, target_id: str, about: str, fits: Sequence[Fit], done: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context, self.target_id, self._done = context, target_id, done
        store = context.store
        self.values = from_target.draft(store, target_id)
        self.name = _line("What it is, such as Precision teaching", "Support", str(self.values["name"]))
        self.led_by = _line("Who leads it", "Led by", str(self.values["led_by"]))
        for line in (self.name, self.led_by):
            line.returnPressed.connect(self.begin)
        pupil_id = serving.of_target(store, target_id).pupil_id
        offer_names(self.led_by, around.adults(store, pupil_id))
        self.act = button("Begin it", self.begin, "main", "Enter")
        leave = button("Leave without beginning", done, "link", "Escape")
        told = PlainLabel(f"{self._told()} All of it can be changed afterwards under Term.", "quiet")
        parts: list[QWidget] = [
            PlainLabel(f"Support for {about}", "heading"), PlainLabel("Support", "field"), self.name,
            PlainLabel("Led by", "field"), self.led_by, told, flow(self.act, leave),
        ]  # fmt: skip
        if fits:
            parts += [PlainLabel("Or what runs already", "field"), *(self._fit(one) for one in fits)]
        self.setLayout(column(card(*parts)))

    def focus_first(self) -> None:
        """On the button, so that Enter begins; in the name while there is none."""
        (self.act if self.name.text().strip() else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> dict[str, Any]:
        """What a person typed here, with the target it is about; empty while the words are the target’s own."""
        words = {"name": self.name.text(), "led_by": self.led_by.text()}
        if words == {name: str(self.values[name]) for name in words}:
            return {}
        return {**words, "target": self.target_id, "in": "led_by" if self.led_by.hasFocus() else "name"}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave, the cursor in the line that had it."""
        self.name.setText(str(typed["name"]))
        self.led_by.setText(str(typed["led_by"]))
        self.line_of(typed).setFocus(Qt.FocusReason.OtherFocusReason)

    def line_of(self, typed: Mapping[str, Any]) -> QLineEdit:
        """The line that had the cursor."""
        return self.led_by if typed["in"] == "led_by" else self.name

    def begin(self) -> None:
        """Begin it with what stands here."""
        store = self._context.store
        given = {**self.values, "name": self.name.text(), "led_by": self.led_by.text()}
        made: list[str] = []
        if self._context.attempt(lambda: made.append(from_target.begin(store, self.target_id, given))):
            self._done()
            there = partial(self._context.go, "term", tab="groups", record=made[0])
            self._context.done("Begun, and linked to the target.", "good", [("Open it", there)])

    def take(self, fit: Fit) -> None:
        """Let support that runs serve the target too."""
        store = self._context.store
        if self._context.attempt(lambda: from_target.take(store, self.target_id, fit.provision_id)):
            self._done()
            self._context.done(f"{fit.name} serves this target now.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter begins from anywhere in it, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._done()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
        else:
            super().keyPressEvent(event)

    def _told(self) -> str:
        given = self.values
        dose = dose_words.said(Dose(given["times_a_week"], given["minutes"]))
        parts = [PROVISION_FORMS.label(given["form"]), dose or "how often and how long is still to be said"]
        parts.append(f"from {written_day(given['starts_on'])}")
        parts += [f"until {written_day(given['planned_to'])}"] if given["planned_to"] else []
        ends = f" It ends when: {given['exit_criterion'].rstrip('.')}." if given["exit_criterion"] else ""
        return f"{', '.join(parts)}.{ends}"

    def _fit(self, one: Fit) -> QWidget:
        first = "Link" if one.has_it else "Join"
        act = button(first, partial(self.take, one))
        act.setAccessibleName(f"{first}: {one.words}")
        holder = QWidget()
        beside = row(act, PlainLabel(one.words, "quiet"))
        beside.setStretch(1, 1)
        holder.setLayout(beside)
        return holder


class SupportInHand(HeldPart):
    """What is half typed on the card that begins support; the card is opened again for it. `card` gives the one shown."""

    about = "support to begin"

    def __init__(self, parent: QWidget, card: Callable[[], BeginSupport | None], close: Callable[[], object]) -> None:
        super().__init__(parent)
        self._card, self._close = card, close
        self.waits: dict[str, Any] = {}  # until its target is shown
        self._had: dict[str, Any] = {}
        self.hide()

    @property
    def widget(self) -> QLineEdit | None:
        """The line with the cursor, or the one that had it when the words were put back."""
        shown = self._card()
        if shown is None:
            return None
        if shown.name.hasFocus() or shown.led_by.hasFocus():
            return shown.led_by if shown.led_by.hasFocus() else shown.name
        return shown.line_of(self._had) if self._had else None

    def typed(self) -> dict[str, Any]:
        """The words, and the target they are about."""
        shown = self._card()
        return (shown.typed() if shown is not None else {}) or dict(self.waits)

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Keep them until the plan is shown."""
        self.waits = dict(typed)

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Put words into the card that was opened for them; they wait on where it was not."""
        shown = self._card()
        if shown is None:
            self.waits = dict(typed)
            return
        self._had = dict(typed)
        shown.retype(typed)

    def clear(self) -> None:
        """Close the card; its words are about a pupil who is not shown any more."""
        self.waits, self._had = {}, {}
        if self._card() is not None:
            self._close()


def _line(hint: str, name: str, words: str) -> QLineEdit:
    made = QLineEdit(words)
    fleeting(made)  # `SupportInHand` holds both lines with their target: the card is not there when words are put back
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    return made
