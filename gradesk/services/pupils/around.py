"""The adults around a pupil by name, to be offered where somebody is named."""

from __future__ import annotations

from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.store.work import Store


def adults(store: Store, pupil_id: str) -> list[str]:
    """Who is on the staff, then those at home and around; every name once."""
    names = [person.name for person in staff.staff(store)]
    names += [contact.name for contact in pupils.page(store, pupil_id).contacts]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))
