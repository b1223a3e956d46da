"""What a line would change about a pupil. Blanks change nothing, and what lowers support is never ticked for you."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gradesk.services.admission.admission import ContactCard, FieldChange, KnownPupil, Value

# The fields that are compared as they stand; the others have rules of their own below.
PLAIN_FIELDS = (
    "upn",
    "former_upn",
    "uln",
    "admission_number",
    "mis_id",
    "legal_surname",
    "legal_forename",
    "preferred_surname",
    "preferred_forename",
    "middle_names",
    "date_of_birth",
    "sex",
    "year_group",
    "class_name",
    "house",
    "entered_on",
    "pupil_premium",
    "free_school_meals",
    "eal",
    "looked_after",
    "previously_looked_after",
    "service_child",
    "young_carer",
    "first_language",
    "attendance_percent",
)
_SUPPORT = {"": 0, "N": 0, "W": 1, "K": 2, "E": 3}


def changes_of(known: KnownPupil, values: Mapping[str, Value], today: date) -> tuple[FieldChange, ...]:
    """Every field a line would change, old and new value, ticked where no person needs to look first."""
    changes = [
        FieldChange(name, old, new, ticked=name not in known.typed)
        for name in PLAIN_FIELDS
        if (new := values.get(name)) is not None and not _same(name, old := getattr(known, name), new, known)
    ]
    if any(change.field == "upn" for change in changes) and known.upn and not values.get("former_upn"):
        # A changed number is normal (temporary to permanent); the old one must go on finding the pupil.
        changes.append(FieldChange("former_upn", known.former_upn, known.upn))
    changes += _status(known, values)
    changes += _needs(known, values)
    changes += _contacts(known, values)
    changes += _leaving(known, values, today)
    return tuple(changes)


def _same(name: str, old: Value, new: Value, known: KnownPupil) -> bool:
    if name == "sex" and new == "U":
        return True
    if name == "attendance_percent" and isinstance(old, float | int) and isinstance(new, float | int):
        return abs(old - new) < 0.005
    if name.startswith("preferred_") and not old:
        old = getattr(known, name.replace("preferred", "legal"))
    if isinstance(old, str) and isinstance(new, str):
        return old == new or " ".join(old.split()).casefold() == new.casefold()
    return old == new


def _status(known: KnownPupil, values: Mapping[str, Value]) -> list[FieldChange]:
    new = values.get("status")
    if not isinstance(new, str) or new == known.status or (new == "N" and not known.status):
        return []
    if new == "N" and known.status == "W":
        # The watch list is Gradesk's own; the MIS says N for everyone on it.
        return []
    lowered = _SUPPORT.get(new, 0) < _SUPPORT.get(known.status, 0)
    return [FieldChange("status", known.status, new, ticked=not lowered and "status" not in known.typed)]


def _needs(known: KnownPupil, values: Mapping[str, Value]) -> list[FieldChange]:
    new = values.get("needs")
    if not isinstance(new, tuple):
        return []
    codes = [code for code in new if isinstance(code, str)]
    # A file with only the primary need says nothing about the ranks below it.
    codes += [code for code in known.needs[len(codes) :] if code not in codes]
    merged = tuple(codes)
    if merged == known.needs:
        return []
    lost = set(known.needs) - set(merged)
    return [FieldChange("needs", known.needs, merged, ticked=not lost and "needs" not in known.typed)]


def _contacts(known: KnownPupil, values: Mapping[str, Value]) -> list[FieldChange]:
    """Contacts are added and filled in, never removed: a register often holds only the first of them."""
    new = values.get("contacts")
    if not isinstance(new, tuple):
        return []
    merged = {card.name.casefold(): card for card in known.contacts}
    for card in new:
        if isinstance(card, ContactCard):
            merged[card.name.casefold()] = _filled(merged.get(card.name.casefold()), card)
    result = tuple(merged.values())
    if result == known.contacts:
        return []
    return [FieldChange("contacts", known.contacts, result, ticked="contacts" not in known.typed)]


def _filled(old: ContactCard | None, new: ContactCard) -> ContactCard:
    if old is None:
        return new
    return ContactCard(old.name, new.relationship or old.relationship, new.phone or old.phone, new.email or old.email)


def _leaving(known: KnownPupil, values: Mapping[str, Value], today: date) -> list[FieldChange]:
    left, enrolment = values.get("left_on"), values.get("enrolment")
    if left is None and enrolment == "leaver" and known.left_on is None:
        left = today
    if left is not None:
        return (
            [] if left == known.left_on else [FieldChange("left_on", known.left_on, left, "left_on" not in known.typed)]
        )
    if known.left_on is not None and known.left_on <= today and enrolment != "leaver":
        # Back on the list: surely if the file says so, otherwise the list may be older than the note in Gradesk.
        return [FieldChange("left_on", known.left_on, None, ticked=enrolment in ("C", "M", "S"))]
    return []
