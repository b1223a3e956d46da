"""The columns of parents and other contacts: several people in one row, each with a name, a telephone and more.

Systems number them (Contact 2 Mobile, PARENT_2_NAME) or call them mother and father; their headers are made here, because
written out they would be some thousand lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from gradesk.services.admission.admission import ContactCard, Value


@dataclass(frozen=True)
class Person:
    """One of the contacts of a row: the beginning of the names of its fields, what people call it, its headers."""

    prefix: str
    label: str
    words: tuple[str, ...]
    relationship: str = ""


_NUMBERED = (
    "Contact {}",
    "Parent {}",
    "Parent Carer {}",
    "Carer {}",
    "Guardian {}",
    "Parent Guardian {}",
    "Priority {}",
    "Priority {} Contact",
)
_LAST = ("Contact", "Parent", "Parent Carer", "Carer", "Guardian")
_ORDINALS = {
    1: ("First", "1st", "Primary", "Main"),
    2: ("Second", "2nd", "Secondary"),
    3: ("Third", "3rd"),
    4: ("Fourth", "4th"),
}


def _words(number: int) -> tuple[str, ...]:
    numbered = (form.format(number) for form in _NUMBERED)
    ordinal = (f"{one} {who}" for one, who in product(_ORDINALS[number], ("Contact", "Parent", "Carer")))
    return (*numbered, *ordinal)


PEOPLE = (
    Person("contact_", "Parent carer", _words(1)),
    *(Person(f"contact_{number}_", f"Parent carer {number}", _words(number)) for number in (2, 3, 4)),
    Person("mother_", "Mother", ("Mother", "Mothers", "Mother s", "Mum"), "Mother"),
    Person("father_", "Father", ("Father", "Fathers", "Father s", "Dad"), "Father"),
)
_PARTS = {
    "name": ("name", ("", "Name", "Full Name")),
    "forename": ("forename", ("Forename", "First Name", "Given Name")),
    "surname": ("surname", ("Surname", "Last Name", "Family Name")),
    "email": ("e-mail", ("Email", "Email Address", "E-mail", "E-mail Address")),
    "phone": (
        "telephone",
        (
            *("Mobile", "Mobile Number", "Mobile Phone", "Mobile Telephone", "Telephone", "Telephone Number", "Phone"),
            *("Phone Number", "Tel", "Tel No", "Number", "Home Telephone", "Home Phone", "Main Telephone"),
        ),
    ),
    "relationship": (
        "relationship",
        ("Relationship", "Relation", "Relationship to Pupil", "Relationship to Student", "Relationship to Child"),
    ),
}
CONTACT_PHONES = frozenset(f"{one.prefix}phone" for one in PEOPLE)
CONTACT_NAMES = frozenset(f"{one.prefix}{part}" for one in PEOPLE for part in ("name", "forename", "surname"))


def labels() -> dict[str, str]:
    """The names of the fields, for people."""
    return {
        f"{one.prefix}{part}": one.label if part == "name" else f"{one.label}’s {words}"
        for one in PEOPLE
        for part, (words, _) in _PARTS.items()
    }


def headers() -> Iterator[tuple[str, str]]:
    """Every header that stands for one of the fields, with the field."""
    for one in PEOPLE:
        number = one.prefix.removeprefix("contact_").strip("_") or "1"
        for part, (_, forms) in _PARTS.items():
            field = f"{one.prefix}{part}"
            yield from ((f"{words} {form}", field) for words, form in product(one.words, forms))
            if part == "name":
                yield from ((f"Name of {words}", field) for words in one.words)
            if number.isdigit():
                # "Parent Name 2", "Contact Mobile 2"
                yield from ((f"{who} {form} {number}", field) for who, form in product(_LAST, forms) if form)


def contacts_of(written: Mapping[str, Value]) -> tuple[ContactCard, ...]:
    """The contacts of a line, in order, each named once."""
    found: dict[str, ContactCard] = {}
    for one in PEOPLE:
        said = {part: str(written.get(f"{one.prefix}{part}") or "") for part in _PARTS}
        name = said["name"] or f"{said['forename']} {said['surname']}".strip()
        if name:
            card = ContactCard(name, said["relationship"] or one.relationship, said["phone"], said["email"])
            found.setdefault(name.casefold(), card)
    return tuple(found.values())
