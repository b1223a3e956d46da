"""People around a pupil, and the log of contact with home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from gradesk.model.contact import Contact, LoggedContact
from gradesk.model.rules.school_year import academic_year
from gradesk.model.vocabulary import CONTACT_KINDS
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def add_person(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Add a parent carer, relative or professional to a pupil."""
    if not str(values.get("name", "")).strip():
        raise Refused("A contact person needs a name; nothing was added. Type the name they use.")
    name = pupils.first_name(store, pupil_id)
    place = len(pupils.page(store, pupil_id).contacts) + 1
    return editing.add(
        store, Contact, {"position": place, **values, "pupil_id": pupil_id}, f"Add a person around {name}"
    )


def change_person(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a person's details."""
    editing.change(store, Contact, uuid, values, "Change a contact person", initiator)


def remove_person(store: Store, uuid: str) -> None:
    """Take a person off the pupil's page; restorable."""
    editing.remove(store, Contact, uuid, "Remove a contact person")


def languages(store: Store, pupil_id: str) -> list[str]:
    """What is noted of language and format of the people at home, each once."""
    with store.read() as session:
        query = select(Contact.language).where(Contact.pupil_id == pupil_id, Contact.deleted_at.is_(None))
        return list(
            dict.fromkeys(words for words in session.scalars(query.order_by(Contact.position)) if words.strip())
        )


def log(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Log one contact. The kinds the school has chosen count towards those wanted a year, unless said otherwise."""
    day = values.get("happened_on") or store.clock.today()
    if day > store.clock.today():
        raise Refused("A contact cannot have happened in the future; it was not logged. Check the date.")
    refuse_before_birth(store, pupil_id, day, "A contact")
    kind = str(values.get("kind", "phone"))
    body = {"counts": kind in school.contact_rules(store).counting, **values, "pupil_id": pupil_id, "happened_on": day}
    name = pupils.first_name(store, pupil_id)
    return editing.add(store, LoggedContact, body, f"{CONTACT_KINDS.label(kind)} about {name}")


def change_logged(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a logged contact."""
    day = values.get("happened_on")
    if day is not None and day > store.clock.today():
        raise Refused("A contact cannot have happened in the future; the old date was kept. Check the date.")
    if day is not None:
        with store.read() as session:
            pupil_id = session.get_one(LoggedContact, uuid).pupil_id
        refuse_before_birth(store, pupil_id, day, "A contact")
    editing.change(store, LoggedContact, uuid, values, "Correct a contact", initiator)


def remove_logged(store: Store, uuid: str) -> None:
    """Delete a logged contact; restorable."""
    editing.remove(store, LoggedContact, uuid, "Delete a contact")


def logged(store: Store, pupil_id: str, limit: int = 200) -> list[LoggedContact]:
    """Contacts of a pupil, newest first."""
    with store.read() as session:
        query = (
            select(LoggedContact)
            .where(LoggedContact.pupil_id == pupil_id, LoggedContact.deleted_at.is_(None))
            .order_by(LoggedContact.happened_on.desc(), LoggedContact.written_at.desc())
            .limit(limit)
        )
        return list(session.scalars(query))


def count_this_year(store: Store, pupil_id: str, today: date | None = None) -> int:
    """How many contacts of this academic year count towards those wanted (founding guide; Code of Practice 6.65)."""
    year = academic_year(today or store.clock.today())
    with store.read() as session:
        query = (
            select(func.count())
            .select_from(LoggedContact)
            .where(
                LoggedContact.pupil_id == pupil_id,
                LoggedContact.deleted_at.is_(None),
                LoggedContact.counts,
                LoggedContact.happened_on.between(year.starts_on, year.ends_on),
            )
        )
        return session.scalar(query) or 0
