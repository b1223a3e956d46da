"""One intervention: a shipped one to read and copy, one of the school's own to write; either is begun from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.term import blocks
from gradesk.model.term.intervention import Intervention
from gradesk.model.vocabulary import AREAS, STAFF_ROLES
from gradesk.services.evidence import measure_catalogue
from gradesk.services.term import interventions
from gradesk.services.term.interventions import Entry
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

FIELDS = (
    "name", "purpose", "area", "also_area", "from_age", "to_age", "group_from", "group_to", "minutes_from", "minutes_to",
    "times_from", "times_to", "weeks_from", "weeks_to", "dose_note", "led_by", "role", "measure", "measure_words",
    "exit_hint", "evidence",
)  # fmt: skip
WHOLE = {"name": 2, "dose_note": 2, "led_by": 2, "measure_words": 2, "exit_hint": 2}  # columns
FIGURES = {
    "S": "A source has published how often and how long.",
    "U": "How often and how long are what is usual in schools; nobody has verified them.",
    "": "How often and how long are our own figures.",
}
BEGIN = "Begin it for …"


def beside(entry: Entry) -> str:
    """What stands under its name in the list."""
    whose = ", ours" if entry.own else ""
    ages = f"{entry.ages[0]} to {entry.ages[1]} years"
    return f"{AREAS.label(entry.areas[0])}, {ages}, {blocks.group_words(*entry.group).lower()}{whose}"


class InterventionView(QWidget):
    """Shows the chosen one. `changed` is called after words were kept, `copied` with a new one, `begin` to begin it."""

    def __init__(
        self,
        context: Context,
        changed: Callable[[], object],
        copied: Callable[[str], object],
        begin: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self._changed, self._copied, self._begin = changed, copied, begin
        self.entry: Entry | None = None
        self.form: Form | None = None
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        self.setLayout(column(self._inside, None, margin=0))

    def show_entry(self, entry: Entry | None) -> bool:
        """Show another, or none; false where words of the one shown could not be kept, and it stays."""
        same = entry is not None and self.entry is not None and entry.code == self.entry.code
        if not same:
            self.flush()
            if self.unkept() and self._is_there():
                return False
        if same and self.form is not None and entry is not None:
            self.entry = entry
            self.form.load(interventions.record(self.context.store, entry.code))
            return True
        clear(self._inside)
        self.entry, self.form = entry, None
        if entry is None:
            self._inside.addWidget(PlainLabel("Choose one on the left to read all of it.", "quiet"))
        elif entry.own:
            self._build_own(entry)
        else:
            self._build_shipped(entry)
        return True

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.form is not None:
            self.form.flush()

    def unkept(self) -> bool:
        """Whether something typed could not be kept."""
        return self.form is not None and bool(self.form.typed())

    def remove(self) -> None:
        """Delete the one shown, which is the school's own."""
        entry = self.entry
        assert entry is not None
        if self.form is not None:
            self.form.clear()
        self.entry = None
        if self.context.attempt(lambda: interventions.remove(self.context.store, entry.code)):
            self.context.done("Deleted; what was begun from it stays. Ctrl+Z brings it back.", "info")
        else:
            self.entry = entry

    def copy(self) -> None:
        """Make one of the school's own from the one shown."""
        entry, made = self.entry, list[str]()
        assert entry is not None
        if self.context.attempt(lambda: made.append(interventions.copy(self.context.store, entry))):
            self._copied(made[0])

    def _is_there(self) -> bool:
        # What was typed into one that is deleted meanwhile has no place to go back to.
        return self.entry is not None and interventions.entry(self.context.store, self.entry.code) is not None

    def _build_own(self, entry: Entry) -> None:
        store, large = self.context.store, self.context.look.theme.is_large
        measures = [("", ""), *((one.code, one.name) for one in measure_catalogue.in_use(store))]
        roles = [("", ""), *((term.code, self.context.words().say(term.label)) for term in STAFF_ROLES)]
        options = {"measure": measures, "role": roles}
        self.form = form = Form(
            Intervention,
            FIELDS,
            store.clock.today,
            self.context.words(),
            1 if large else 2,
            options,
            spans=WHOLE,
            about=f"intervention {entry.code}",
        )
        form.edited.connect(partial(self._keep, entry.code))
        form.problem.connect(lambda said: self.context.say(said, "problem"))
        form.load(interventions.record(store, entry.code))
        self._inside.addWidget(
            card(
                PlainLabel("Intervention of our own", "heading"),
                flow(button(BEGIN, self._begin, "main", "Ctrl+B"), button("Delete", self.remove, "link")),
                PlainLabel("What was begun from it before keeps its own words. Nobody’s name belongs here.", "quiet"),
                form,
            )
        )

    def _build_shipped(self, entry: Entry) -> None:
        lines: list[QWidget] = []
        for label, words in self._said(entry):
            if words:
                lines += [PlainLabel(label, "field"), PlainLabel(words)]
        tell = "Makes a copy that you can word as your school would"
        acts = flow(button(BEGIN, self._begin, "main", "Ctrl+B"), button("Copy as our own", self.copy, "", tell))
        self._inside.addWidget(card(PlainLabel(entry.name, "heading"), acts, *lines))

    def _said(self, entry: Entry) -> list[tuple[str, str]]:
        say = self.context.words().say
        phases = ", ".join(blocks.PHASES.label(code) for code in entry.phases)
        areas = ", ".join(AREAS.label(code) for code in entry.areas)
        return [
            ("What it is for", entry.purpose),
            ("How often and how long", blocks.in_words(entry.dose, entry.dose_note)),
            (say("How many {pupils}"), blocks.group_words(*entry.group)),
            ("For", f"{entry.ages[0]} to {entry.ages[1]} years ({phases}); {areas}"),
            ("Who leads it", entry.led_by),
            ("Measured before and after", interventions.measured_by(self.context.store, entry)),
            ("No longer needed when", entry.exit_hint[:1].upper() + entry.exit_hint[1:]),
            ("What is known of it", entry.evidence),
            ("Where the figures come from", FIGURES[entry.figures]),
        ]

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        try:
            interventions.change(self.context.store, uuid, values, self)
        except Refused as refusal:
            assert self.form is not None
            self.form.put_back(values)
            self.context.say(str(refusal), "problem")
            return
        self._changed()
