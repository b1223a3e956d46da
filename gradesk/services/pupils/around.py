"""The adults around a pupil by name, to be offered where somebody is named."""

from __future__ import annotations

from sqlalchemy import select

from gradesk.model.pupils.contact import Contact
from gradesk.services.school import staff
from gradesk.store.work import Store


def adults(store: Store, pupil_id: str) -> list[str]:
    """Who is on the staff, then those at home and around; every name once."""
    names = [person.name for person in staff.staff(store)]
    around = select(Contact.name).where(Contact.pupil_id == pupil_id, Contact.deleted_at.is_(None))
    with store.read() as session:
        names += session.scalars(around.order_by(Contact.position))
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))
