"""The adults around a pupil by name, to be offered where somebody is named."""

from __future__ import annotations

from sqlalchemy import Select, select

from gradesk.model.outside.people import Involvement, Professional
from gradesk.model.pupils.contact import Contact
from gradesk.services.school import staff
from gradesk.store.work import Store


def adults(store: Store, pupil_id: str) -> list[str]:
    """Who is on the staff, those at home and around, then people outside who work with the pupil; every name once."""
    names = [person.name for person in staff.staff(store)]
    around = select(Contact.name).where(Contact.pupil_id == pupil_id, Contact.deleted_at.is_(None))
    with store.read() as session:
        names += session.scalars(around.order_by(Contact.position))
        names += session.scalars(outside(pupil_id))
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def outside(pupil_id: str) -> Select[str]:
    """The query of the names of people outside who work with a pupil now."""
    return (
        select(Professional.name)
        .join(Involvement, Involvement.professional_id == Professional.uuid)
        .where(
            Involvement.pupil_id == pupil_id, Involvement.ended_on.is_(None), Involvement.deleted_at.is_(None),
            Professional.deleted_at.is_(None),
        )
        .order_by(Professional.name)
    )  # fmt: skip
