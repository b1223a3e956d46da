"""People around a pupil."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.contact import Contact
from gradesk.services import editing
from gradesk.services.pupils import pupils
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
