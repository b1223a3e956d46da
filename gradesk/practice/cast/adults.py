"""The adults of the practice school: staff, parent carers, and professionals who come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from gradesk.practice.banks import bank
from gradesk.practice.cast.people import Child
from gradesk.services.outside import directory
from gradesk.services.pupils import contacts
from gradesk.services.school import staff
from gradesk.store.work import Store

SHORT_ROLES = {"ta": "teaching assistant", "elsa": "ELSA", "hlta": "higher level teaching assistant"}
# Numbers that belong to nobody: Ofcom keeps them free for drama.
_MOBILE, _LANDLINE = "07700 900{:03d}", "01632 960{:03d}"


@dataclass(frozen=True)
class Adult:
    """A member of staff as others speak of them."""

    uuid: str
    name: str
    role: str


class Staff:
    """Everyone who works at the practice school."""

    def __init__(self, everyone: Sequence[Adult], teachers: Mapping[str, Adult]) -> None:
        self._by_role: dict[str, list[Adult]] = {}
        for adult in everyone:
            self._by_role.setdefault(adult.role, []).append(adult)
        self._teachers = teachers

    def teacher(self, class_name: str) -> Adult:
        """Who teaches a class."""
        return self._teachers[class_name]

    def class_before(self, class_name: str) -> str:
        """The class most of its pupils were in a year ago; the youngest stay where they are."""
        names = list(self._teachers)
        return names[max(names.index(class_name) - 1, 0)]

    def role(self, role: str, number: int = 0) -> Adult:
        """One of those with a role, turn and turn about."""
        people = self._by_role[role]
        return people[number % len(people)]


def add_staff(store: Store, class_names: Sequence[str]) -> Staff:
    """Add the staff, one teacher for each class; a big school's teachers share the names."""
    people: list[Adult] = []
    teachers: dict[str, Adult] = {}
    named: Mapping[str, Sequence[str]] = bank("names")["staff"]
    with store.work("Add the staff"):
        for role, names in named.items():
            if role != "teacher":
                people += [_added(store, name, role) for name in names]
        for place, class_name in enumerate(class_names):
            name = named["teacher"][place % len(named["teacher"])]
            teachers[class_name] = _added(store, name, "teacher", class_name)
    return Staff([*people, *teachers.values()], teachers)


def _added(store: Store, name: str, role: str, class_name: str = "") -> Adult:
    mailbox = "".join(letter for letter in name.split()[-1].lower() if letter.isascii() and letter.isalpha())
    values = {"name": name, "role": role, "class_name": class_name, "email": f"{mailbox}@marlfield.example.org"}
    return Adult(staff.add_staff(store, values), name, role)


@dataclass(frozen=True)
class Home:
    """Who is at home: what the child says, what staff write, and whether it is a foster home."""

    said: str
    named: str
    foster: bool


def add_home(store: Store, rng: Random, child: Child, pupil_id: str, number: int, foster: bool) -> Home:
    """Add one or two people at home; their surname may be another than the child's."""
    family = bank("names")["family"]
    sexes = ("F", "M") if rng.random() < 0.8 else ("M", "F")
    both = rng.random() < 0.45
    surname = child.surname if not foster and rng.random() < 0.85 else rng.choice(("Hartley", "Osei", "Marlow", "Kaya"))
    home = Home("", "", foster)
    for place, sex in enumerate(sexes[: 2 if both else 1]):
        forename = family[sex][(number * 5 + place) % len(family[sex])]
        contacts.add_person(store, pupil_id, _person(child, f"{forename} {surname}", sex, foster, number * 2 + place))
        if place == 0:
            said = forename if foster else "Mum" if sex == "F" else "Dad"
            home = Home(said, f"{forename} {surname}", foster)
    return home


def _person(child: Child, name: str, sex: str, foster: bool, number: int) -> dict[str, Any]:
    mailbox = f"family{number + 1:03d}@example.org"
    return {
        "name": name,
        "role": "carer" if foster else "parent",
        "relationship_text": "foster carer" if foster else "mother" if sex == "F" else "father",
        "parental_responsibility": not foster,
        "phone": (_MOBILE if number % 4 else _LANDLINE).format(number % 1000),
        "email": mailbox if number % 3 else "",
        "language": f"{child.language}; would like an interpreter" if child.language and number % 7 == 0 else "",
    }


def add_directory(store: Store) -> None:
    """Add everybody from outside whom the school asks."""
    with store.work("Begin the directory of people outside"):
        for number, person in enumerate(bank("names")["professional"]):
            reach = {"phone": _LANDLINE.format(number + 100), "reach": "Best by e-mail; in clinic on Tuesdays"}
            directory.add(store, {name: person[name] for name in ("name", "role", "service")} | reach)


def add_professional(store: Store, pupil_id: str, need: str) -> None:
    """Add the professional who comes for a need, if one does."""
    known = {one.name: one.uuid for one in directory.people(store)}
    for person in bank("names")["professional"]:
        if need in person["needs"]:
            directory.involve(store, pupil_id, {"professional_id": known[person["name"]]})
            return
