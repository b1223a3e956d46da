"""Who the pupil is: details, status, layer and needs with their histories, and the people around."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.contact import Contact
from gradesk.model.pupil import Pupil
from gradesk.model.support import LayerPeriod, StatusPeriod
from gradesk.model.vocabulary import NEEDS, STATUSES
from gradesk.services import contacts, pupils, school
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.fields import ChoiceEditor, DayEditor, Editor, LineEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.panel import Panel

WHO = (
    "legal_forename",
    "legal_surname",
    "preferred_forename",
    "preferred_surname",
    "middle_names",
    "pronouns",
    "date_of_birth",
    "sex",
    "year_group",
    "class_name",
    "house",
    "key_adult_id",
)
NOTES = ("aspirations", "diagnosis", "medical")
FLAGS = (
    "pupil_premium",
    "free_school_meals",
    "eal",
    "first_language",
    "looked_after",
    "previously_looked_after",
    "service_child",
    "young_carer",
    "attendance_percent",
)
NUMBERS = ("upn", "former_upn", "uln", "admission_number", "mis_id", "entered_on", "left_on")
PERSON = ("name", "role", "relationship_text", "parental_responsibility", "phone", "email", "language", "note")
MOST_NEEDS = 3


class DetailsTab(Panel):
    """Edits the pupil's own record and what hangs on it."""

    kinds = frozenset({"contact", "status_period", "layer_period", "need", "staff_member"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.who = self.form(Pupil, WHO, self._keep, 2, {"key_adult_id": self.staff_choices()})
        self.notes = self.form(Pupil, NOTES, self._keep)
        self.flags = self.form(Pupil, FLAGS, self._keep, 3)
        self.numbers = self.form(Pupil, NUMBERS, self._keep, 3)
        self._support = QVBoxLayout()
        self._needs = QVBoxLayout()
        self._people = QVBoxLayout()
        self._shown_people: tuple[str, ...] = ()
        self._shown_support: tuple[object, ...] = ()
        say = context.words().say
        self.setLayout(
            column(
                card(PlainLabel("Who", "heading"), self.who),
                self._support,
                self._needs,
                card(self.notes),
                self._people,
                card(PlainLabel("Flags", "heading"), self.flags),
                card(PlainLabel("Numbers and dates of the school", "heading"), self.numbers),
                row(button(say("Delete this {pupil} …"), self._delete, "link"), None),
                None,
                margin=16,
                gap=12,
            )
        )

    def reload(self) -> None:
        """Show the record."""
        assert self.page is not None
        editor = self.who.editors["key_adult_id"]
        assert isinstance(editor, ChoiceEditor)
        editor.offer(self.staff_choices())
        for form in (self.who, self.notes, self.flags, self.numbers):
            form.load(self.page.pupil)
        self._build_support()
        self._build_needs()
        people = tuple(person.uuid for person in self.page.contacts)
        if people != self._shown_people or self._people.count() == 0:
            self._shown_people = people
            self._build_people()

    # Status, layer, needs --------------------------------------------------------------------------------------

    def _build_support(self) -> None:
        assert self.page is not None
        labels = {label.code: label.label for label in school.layers(self.context.store)}
        periods = [period.uuid for period in self.page.statuses] + [period.uuid for period in self.page.layers]
        shape = (self.pupil_id, periods, labels)
        if shape == self._shown_support:
            return  # a reason half typed outlives a change elsewhere
        self._shown_support = shape
        clear(self._support)
        status = self.page.status.status if self.page.status else "N"
        layer = self.page.layer.layer if self.page.layer else ""
        choices = [(term.code, term.label) for term in STATUSES]
        self._support.addWidget(
            card(
                PlainLabel("Status and layer", "heading"),
                self._change_row("SEN status", "Change status", choices, status, self._set_status),
                self._change_row(
                    "Layer of support", "Change layer", [("", ""), *labels.items()], layer, self._set_layer
                ),
                PlainLabel(_history(self.page.statuses, self.page.layers, labels), "quiet"),
            )
        )

    def _build_needs(self) -> None:
        clear(self._needs)
        self._needs.addWidget(card(PlainLabel("Needs, the primary first", "heading"), self._needs_row()))

    def _change_row(self, name: str, act: str, choices: list[tuple[str, str]], now: str, keep: Any) -> QWidget:
        value = ChoiceEditor(choices)
        value.show(now)
        day = DayEditor(self.context.store.clock.today)
        day.show(self.context.store.clock.today())
        reason = LineEditor()
        told = DayEditor(self.context.store.clock.today, past=True)
        for label, editor in (
            (name, value),
            (f"{name}: from", day),
            (f"{name}: reason", reason),
            (f"{name}: parents told on", told),
        ):
            editor.widget.setAccessibleName(label)
        reason.widget.setMinimumWidth(self.context.look.theme.px(200))
        labelled = (("", name, value), ("", "from", day), ("", "because", reason), ("", "parents told on", told))
        cells = []
        for _, label, editor in labelled:
            cell = QWidget()
            cell.setLayout(column(PlainLabel(label, "quiet", wrap=False), editor.widget, gap=2))
            cells.append(cell)
        return flow(*cells, button(act, lambda: self._changed(keep, value, day, reason, told)))

    def _changed(self, keep: Any, value: Editor, day: Editor, reason: Editor, told: Editor) -> None:
        try:
            chosen, since, why, when = value.value(), day.value(), reason.value(), told.value()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if not chosen or since is None:
            self.context.say("Choose what it changes to and from which day; nothing was changed.", "problem")
            return
        self.attempt(lambda: keep(self.context.store, self.pupil_id, chosen, since, why, when))

    def _set_status(self, *values: Any) -> None:
        assert self.page is not None
        if self.page.status is not None and values[2] == self.page.status.status:
            self.context.say("That is the status already; nothing was changed.", "info")
            return
        pupils.set_status(*values)

    def _set_layer(self, *values: Any) -> None:
        assert self.page is not None
        if self.page.layer is not None and values[2] == self.page.layer.layer:
            self.context.say("That is the layer already; nothing was changed.", "info")
            return
        pupils.set_layer(*values)

    def _needs_row(self) -> QWidget:
        assert self.page is not None
        boxes: list[ChoiceEditor] = []
        codes = [need.code for need in self.page.needs]
        for place in range(max(MOST_NEEDS, len(codes))):
            box = ChoiceEditor(
                [
                    ("", "none" if place else "not recorded"),
                    *((term.code, f"{term.code}  {term.label}") for term in NEEDS),
                ]
            )
            box.show(codes[place] if place < len(codes) else "")
            box.widget.setAccessibleName(f"Need {place + 1}")
            box.edited.connect(lambda: self._set_needs([editor.value() for editor in boxes]))
            boxes.append(box)
        return flow(*(box.widget for box in boxes))

    def _set_needs(self, codes: list[str]) -> None:
        self.attempt(
            lambda: pupils.set_needs(self.context.store, self.pupil_id, codes, self.context.store.clock.today())
        )

    # People ----------------------------------------------------------------------------------------------------

    def _build_people(self) -> None:
        assert self.page is not None
        clear(self._people)
        parts: list[Any] = [PlainLabel("People around", "heading")]
        if not self.page.contacts:
            parts.append(PlainLabel("Nobody yet. Add parent carers first, then professionals.", "quiet"))
        for person in self.page.contacts:
            form = self.form(Contact, PERSON, partial(self._keep_person, person.uuid), 2)
            form.load(person)
            remove = button("Remove", partial(self._remove_person, person.uuid), "link")
            remove.setAccessibleName(f"Remove {person.name}")
            parts += [row(PlainLabel(person.name, "field"), None, remove), form]
        parts.append(row(button("Add a person", self._add_person), None))
        self._people.addWidget(card(*parts))

    def _add_person(self) -> None:
        name = self.context.ask.line(self, "Add a person", "Name")
        if name is not None:
            self.attempt(lambda: contacts.add_person(self.context.store, self.pupil_id, {"name": name}))

    def _keep_person(self, uuid: str, values: Mapping[str, Any]) -> None:
        contacts.change_person(self.context.store, uuid, values, self)

    def _remove_person(self, uuid: str) -> None:
        self.flush()
        if self.attempt(lambda: contacts.remove_person(self.context.store, uuid)):
            self.context.say("Removed; Ctrl+Z brings the person back.", "info")

    # Keeping ---------------------------------------------------------------------------------------------------

    def _keep(self, values: Mapping[str, Any]) -> None:
        pupils.change_pupil(self.context.store, self.pupil_id, values, self)

    def _delete(self) -> None:
        say = self.context.words().say
        question = say(
            "Delete this {pupil} from every list? The record is kept and can be restored from the list “Deleted”."
        )
        if self.context.ask.confirm(self, question, "Delete"):
            self.attempt(lambda: pupils.delete_pupil(self.context.store, self.pupil_id))
            self.context.go("pupils")
            self.context.say("Deleted. Ctrl+Z or the list “Deleted” brings the record back.", "info")


def _history(statuses: tuple[StatusPeriod, ...], layers: tuple[LayerPeriod, ...], labels: dict[str, str]) -> str:
    def line(label: str, period: StatusPeriod | LayerPeriod) -> str:
        until = f" to {period.ends_on:%d/%m/%Y}" if period.ends_on else " until now"
        told = f"; parents told {period.parents_told_on:%d/%m/%Y}" if period.parents_told_on else ""
        reason = f" ({period.reason})" if period.reason else ""
        return f"{label}: from {period.starts_on:%d/%m/%Y}{until}{reason}{told}"

    found = [line(STATUSES.label(period.status), period) for period in statuses]
    found += [line(labels.get(period.layer, period.layer), period) for period in layers]
    return "\n".join(found) or "No history yet."
