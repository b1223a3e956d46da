"""Everybody whose name could stand on a page where it must not: all pupils ever, and the adults who may share a name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import CompoundSelect, case, literal, or_, select, union_all

from gradesk.model.outside.people import Professional
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.staff import StaffMember
from gradesk.store.work import Store


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """One pupil by every name: each is its parts, as (forename, surname) in both orders, with all, one or none of the
    middle names. `upns` holds the number of now and the one of before.

    `forenames`, `surnames` and `middles` are the parts by themselves; `class_name` is empty for who is not on the roll.
    """

    uuid: str
    name: str
    names: tuple[tuple[str, ...], ...]
    upns: tuple[str, ...]
    forenames: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    middles: str = ""
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownAdult:
    """A member of staff, somebody of the directory, or (with `pupil_id`) somebody around one pupil."""

    name: str
    pupil_id: str = ""


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Pupils, leavers and those deleted but kept among them; and adults."""

    pupils: tuple[KnownPupil, ...]
    adults: tuple[KnownAdult, ...]


def known_people(store: Store) -> KnownPeople:
    """Everybody in the file, in one query."""
    none = literal("")
    query: CompoundSelect[Any] = union_all(
        select(
            literal("pupil").label("kind"),
            Pupil.uuid,
            Pupil.legal_forename,
            Pupil.preferred_forename,
            Pupil.legal_surname,
            Pupil.preferred_surname,
            Pupil.middle_names,
            Pupil.upn,
            Pupil.former_upn,
            case(
                (or_(Pupil.deleted_at.is_not(None), Pupil.left_on <= store.clock.today()), ""), else_=Pupil.class_name
            ),
        ),
        select(literal("adult"), none, StaffMember.name, *[none] * 7),
        select(literal("adult"), none, Professional.name, *[none] * 7),
        select(literal("adult"), Contact.pupil_id, Contact.name, *[none] * 7).where(Contact.deleted_at.is_(None)),
    )
    with store.read() as session:
        rows = session.execute(query).all()
    return KnownPeople(
        tuple(_pupil(*row[1:]) for row in rows if row[0] == "pupil"),
        tuple(KnownAdult(row[2], row[1]) for row in rows if row[0] == "adult" and row[2].strip()),
    )


def _pupil(
    uuid: str,
    legal_first: str,
    first: str,
    legal_last: str,
    last: str,
    middle: str,
    upn: str,
    former_upn: str,
    class_name: str,
) -> KnownPupil:
    forenames = tuple(name for name in dict.fromkeys((first.strip(), legal_first.strip())) if name)
    surnames = tuple(name for name in dict.fromkeys((last.strip(), legal_last.strip())) if name)
    middles = middle.split()
    names: dict[tuple[str, ...], None] = {}
    for forename, surname in product(forenames, surnames):
        between = [" ".join(middles), " ".join(part[0] for part in middles), *middles, *(part[0] for part in middles)]
        names |= dict.fromkeys(
            [
                (forename, surname),
                (surname, forename),
                *((f"{forename} {words}", surname) for words in between if words),
            ]
        )
    return KnownPupil(
        uuid,
        f"{first or legal_first} {last or legal_last}".strip(),
        tuple(names),
        tuple(number for number in (upn, former_upn) if number.strip()),
        forenames,
        surnames,
        middle.strip(),
        class_name.strip(),
    )
