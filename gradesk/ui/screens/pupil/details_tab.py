"""Who the pupil is: details, status, layer and needs with their histories, and the people around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.vocabulary import NEEDS
from gradesk.services.pupils import contacts, pupils
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.spans_card import SpansCard
from gradesk.ui.screens.pupil.support_card import SupportCard

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
HOPES = ("aspirations", "expectations")
NOTES = ("diagnosis", "medical", "hearing_checked_on", "vision_checked_on")
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
NUMBERS = ("upn", "former_upn", "uln", "admission_number", "mis_id", "entered_on", "left_on", "passed_on")
PERSON = (
    "name",
    "role",
    "relationship_text",
    "parental_responsibility",
    "phone",
    "email",
    "language",
    "not_shared",
    "note",
)
MOST_NEEDS = 3


class DetailsTab(Panel):
    """Edits the pupil's own record and what hangs on it."""

    kinds = frozenset(
        {"contact", "status_period", "layer_period", "lead_period", "need", "staff_member", "provision",
         "provision_member"}
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.who = self.form(Pupil, WHO, self._keep, 2, {"key_adult_id": self.staff_choices()})
        self.hopes = self.form(Pupil, HOPES, self._keep, 2)
        self.notes = self.form(Pupil, NOTES, self._keep)
        self.flags = self.form(Pupil, FLAGS, self._keep, 3)
        self.numbers = self.form(Pupil, NUMBERS, self._keep, 3)
        self.support = SupportCard(context, self)
        self.spans = SpansCard(self)
        self._needs = QVBoxLayout()
        self._people = QVBoxLayout()
        self._shown_people: tuple[str, ...] = ()
        say = context.words().say
        self.setLayout(
            column(
                card(PlainLabel("Who", "heading"), self.who),
                card(PlainLabel("Hopes and what we expect", "heading"), self.hopes),
                self.support,
                self.spans,
                self._needs,
                card(self.notes),
                self._people,
                card(PlainLabel("Flags", "heading"), self.flags),
                card(PlainLabel("Numbers and dates of the school", "heading"), self.numbers),
                flow(
                    button(say("Delete this {pupil} …"), self.delete, "link"),
                    button("Keep, hold or erase for good …", self._decide, "link"),
                ),
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
        for form in (self.who, self.hopes, self.notes, self.flags, self.numbers):
            form.load(self.page.pupil)
        self.support.show_page(self.page)
        self.spans.show_page(self.page)
        self._build_needs()
        people = tuple(person.uuid for person in self.page.contacts)
        if people != self._shown_people or self._people.count() == 0:
            self._shown_people = people
            self._build_people()

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Open a span (`record`) to correct it; else the field or button that is named."""
        return self.spans.go_to(record, at[0] if at else "starts_on") or super().go_to(record, at)

    # Needs -----------------------------------------------------------------------------------------------------

    def _build_needs(self) -> None:
        clear(self._needs)
        self._needs.addWidget(card(PlainLabel("Needs, the primary first", "heading"), self._needs_row()))

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
            words = (
                "Nobody yet. Add parent carers first, then others of the family; people outside stand under Outside."
            )
            parts.append(PlainLabel(words, "quiet"))
        for person in self.page.contacts:
            form = self.form(Contact, PERSON, partial(self._keep_person, person.uuid), 2)
            form.say_of(person.name).load(person)
            remove = button("Remove", partial(self._remove_person, person.uuid), "link")
            remove.setAccessibleName(f"Remove {person.name}")
            parts += [row(PlainLabel(person.name, "field"), None, remove), form]
        parts.append(row(button("Add a person", self._add_person), None))
        self._people.addWidget(card(*parts))

    def _add_person(self) -> None:
        ask, title, pupil_id = self.context.ask, "Add a person", self.pupil_id
        name = ask.line(self, title, "Name", pupil_id)
        if name is not None and self.attempt(lambda: contacts.add_person(self.context.store, pupil_id, {"name": name})):
            ask.kept(title, pupil_id)

    def _keep_person(self, uuid: str, values: Mapping[str, Any]) -> None:
        contacts.change_person(self.context.store, uuid, values, self)

    def _remove_person(self, uuid: str) -> None:
        self.flush()
        if self.attempt(lambda: contacts.remove_person(self.context.store, uuid)):
            self.context.done("Removed; Ctrl+Z brings the person back.", "info")

    # Keeping ---------------------------------------------------------------------------------------------------

    def _keep(self, values: Mapping[str, Any]) -> None:
        pupils.change_pupil(self.context.store, self.pupil_id, values, self)

    def delete(self) -> None:
        """Take the pupil out of every list, once that was confirmed."""
        assert self.page is not None
        pupil = self.page.pupil
        who = ", ".join(part for part in (pupil.name, pupil.class_name) if part)
        question = (
            f"Delete {who} from every list? The record is kept: it is restored from the list “Deleted” of pupils, or under "
            "School, History."
        )
        if self.context.ask.confirm(self, question, "Delete") and self.attempt(
            lambda: pupils.delete_pupil(self.context.store, self.pupil_id)
        ):
            self.context.go("pupils")
            self.context.done("Deleted. Ctrl+Z or the list “Deleted” brings the record back.", "info")

    def _decide(self) -> None:
        self.context.go("school", tab="leavers", record=self.pupil_id)
