"""Beginning an intervention: for whom, from when and by whom, with what is to be thought over said beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term import blocks
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term import interventions
from gradesk.services.term.begun import suggesting
from gradesk.services.term.begun.suggesting import Suggested
from gradesk.services.term.given import adult_days
from gradesk.services.term.interventions import Entry
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import DayEditor, Wrong
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.forms.names import meant, offer_names, unmeant
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow

TALL = 230  # pixels of the list at the usual size of text
CHOSEN, FITTING = "Added by name", "Need, age and an open target fit"


class Beginning(QWidget):
    """Nothing is kept until it begins. `begun` is called with the support and its first pupil, `left` without any."""

    def __init__(self, context: Context, begun: Callable[[str, str], object], left: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self._begun, self._left = begun, left
        self.entry: Entry | None = None
        self._named: dict[str, str] = {}  # added by name: the uuid, and the words of the line
        self._offered: dict[str, str] = {}
        self._suggested: Sequence[Suggested] = ()
        say = context.words().say
        self.title = PlainLabel("", "heading")
        self.told = SpokenLabel("", "quiet")
        self.minded = SpokenLabel("")
        self.ticks = TickList(say("{Pupils} it is for; Space ticks"))
        self.ticks.ticked_changed.connect(self._tell)
        self.nobody = PlainLabel(say("Nobody’s need, age and open target fit; add {pupils} by name."), "quiet")
        self.who = self._line(say("Another {pupil}: a part of the name, and Enter"), say("Another {pupil}"))
        self.who.returnPressed.connect(self.add)
        self.from_on = DayEditor(context.store.clock.today)
        self.from_on.widget.setAccessibleName("From")
        fleeting(self.from_on.line)
        self.from_on.edited.connect(self._tell)
        self.led_by = self._line("Who leads it; the role, while nobody is named", "Led by")
        self.act = button("Begin it", self.begin, "main", "Ctrl+Enter")
        self.setLayout(
            column(
                card(
                    self.title,
                    self.told,
                    PlainLabel(say("For which {pupils}"), "field"),
                    self.ticks,
                    self.nobody,
                    self.who,
                    PlainLabel("From", "field"),
                    self.from_on.widget,
                    PlainLabel("Led by", "field"),
                    self.led_by,
                    self.minded,
                    flow(self.act, button("Leave without beginning", self._left, "link", "Escape")),
                ),
                None,
                margin=0,
            )
        )
        context.look.heed(self, self._measure)

    def show_entry(self, entry: Entry) -> None:
        """Offer who fits; nobody is chosen yet, and it begins today."""
        store = self.context.store
        self.entry = entry
        self._named = {}
        self.title.setText(f"Begin: {entry.name}")
        rows = register.everyone(store)
        self._offered = {f"{one.name} ({one.class_name})" if one.class_name else one.name: one.uuid for one in rows}
        offer_names(self.who, list(self._offered))
        offer_names(self.led_by, [one.name for one in staff.staff(store)])
        for line in (self.who, self.led_by):
            line.clear()
        self.from_on.show(store.clock.today())
        self.ticks.clear()
        self._fill()
        self._measure()
        (self.ticks if self._suggested else self.who).setFocus(Qt.FocusReason.OtherFocusReason)
        if self._suggested:
            self.ticks.setCurrentRow(1)  # the first line is a heading

    def add(self) -> None:
        """Add whoever is named in the line."""
        name = meant(self.who.text(), self._offered)
        if not name:
            self.context.say(unmeant(self.who.text(), self._offered), "problem")
            return
        pupil_id = self._offered[name]
        ticked = {*self.ticks.ticked(), pupil_id}
        if pupil_id not in {one.pupil_id for one in self._suggested}:
            self._named[pupil_id] = name
        self._show()
        self.ticks.tick(ticked)
        self.who.clear()

    def begin(self) -> None:
        """Begin it for whoever is ticked, in one step."""
        entry, chosen, made = self.entry, self.ticks.ticked(), list[str]()
        if entry is None:
            return
        if not chosen:
            say = self.context.words().say
            self.context.say(
                say("Nobody is ticked yet, so nothing was begun. Tick a {pupil}, or add one by name."), "problem"
            )
            return
        if self.who.text().strip():
            self.context.say(
                f"“{self.who.text().strip()}” was not added yet, so nothing was begun. Press Enter there, or empty the line.",
                "problem",
            )
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            day: date = self.from_on.value() or self.context.store.clock.today()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        store, led_by = self.context.store, self.led_by.text()
        if self.context.attempt(lambda: made.append(interventions.begin(store, entry, chosen, day, led_by))):
            self._begun(made[0], chosen[0])
            for_whom = "one" if len(chosen) == 1 else str(len(chosen))
            self.context.done(f"Begun for {for_whom}; take the first measure now. Ctrl+Z takes it back.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter begins, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
        else:
            super().keyPressEvent(event)

    def _line(self, hint: str, name: str) -> QLineEdit:
        made = QLineEdit()
        fleeting(made)
        made.setPlaceholderText(hint)
        made.setAccessibleName(name)
        return made

    def _fill(self) -> None:
        assert self.entry is not None
        self._suggested = suggesting.suggested(self.context.store, self.entry)
        self._show()
        self._tell()

    def _show(self) -> None:
        lines = [Tickable(uuid, words, CHOSEN) for uuid, words in self._named.items()]
        lines += [
            Tickable(one.pupil_id, f"{one.name} ({one.class_name or 'no class'}): {one.why}", FITTING)
            for one in self._suggested
        ]
        self.ticks.show_lines(lines)
        self.ticks.setVisible(bool(lines))
        self.nobody.setVisible(not self._suggested)

    def _tell(self) -> None:
        if self.entry is None:
            return
        chosen = self.ticks.ticked()
        try:
            day = self.from_on.value() or self.context.store.clock.today()
        except Wrong:
            return  # said when it begins
        values = interventions.as_provision(self.context.store, self.entry, len(chosen), day)
        often = [blocks.often(values["times_a_week"]) if values["times_a_week"] else "how often is still to be said"]
        often += [f"{values['minutes']} minutes each" if values["minutes"] else "how long is still to be said"]
        ends = f", until {written_day(values['planned_to'])}" if values.get("planned_to") else ""
        words = f"{', '.join(often)}{ends}. All of it can be changed afterwards."
        self.told.setText(words[0].upper() + words[1:])
        minded = suggesting.minded(self.context.store, self.entry, chosen)
        if not adult_days.has_school(self.context.store, day):
            first = adult_days.step(self.context.store, day, 1)
            minded.append(
                f"There is no school on {written_day(day)}; the first day it can take place is {written_day(first)}."
            )
        self.minded.setText("\n".join(minded))
        self.minded.setVisible(bool(self.minded.text()))
        self.act.setText(f"Begin it for {len(chosen)}" if chosen else "Begin it")
        self.act.setAccessibleName(self.act.text())

    def _measure(self) -> None:
        self.ticks.setFixedHeight(self.context.look.theme.px(TALL))
