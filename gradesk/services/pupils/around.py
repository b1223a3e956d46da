"""The adults around a pupil by name, to be offered where somebody is named."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, literal, select, union_all

from gradesk.model.outside.people import Involvement, Professional
from gradesk.model.pupils.contact import Contact
from gradesk.services.school import staff
from gradesk.store.work import Store


def adults(store: Store, pupil_id: str) -> list[str]:
    """Who is on the staff, those at home and around, then people outside who work with the pupil; every name once."""
    names = [person.name for person in staff.staff(store)]
    with store.read() as session:
        names += session.scalars(people_of(pupil_id))
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def people_of(pupil_id: str) -> CompoundSelect[Any, Any, Any]:
    """The query of the names of a pupil's own people in their order, then of people outside who work with them now."""
    home = select(Contact.name, literal(0).label("whose"), Contact.position.label("place")).where(
        Contact.pupil_id == pupil_id, Contact.deleted_at.is_(None)
    )
    outside = (
        select(Professional.name, literal(1), literal(0))
        .join(Involvement, Involvement.professional_id == Professional.uuid)
        .where(
            Involvement.pupil_id == pupil_id, Involvement.ended_on.is_(None), Involvement.deleted_at.is_(None),
            Professional.deleted_at.is_(None),
        )
    )  # fmt: skip
    return union_all(home, outside).order_by("whose", "place", "name")
