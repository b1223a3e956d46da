"""People around a pupil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def add_person(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Add a parent carer, relative or friend of the family to a pupil."""
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


def not_shared(store: Store, pupil_ids: Sequence[str]) -> list[str]:
    """What must not be shared about some pupils and with whom, a sentence each: to be seen before anything goes out."""
    found: list[str] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            query = (
                select(Contact, Pupil)
                .join(Pupil, Pupil.uuid == Contact.pupil_id)
                .where(Contact.pupil_id.in_(ids), Contact.deleted_at.is_(None), Contact.not_shared != "")
                .order_by(Pupil.sort_name, Contact.position)
            )
            found += [f"{pupil.name}, {row.name}: {row.not_shared}" for row, pupil in session.execute(query)]
    return found


def languages(store: Store, pupil_id: str) -> list[str]:
    """What is noted of language and format of the people at home, each once."""
    with store.read() as session:
        query = select(Contact.language).where(Contact.pupil_id == pupil_id, Contact.deleted_at.is_(None))
        return list(
            dict.fromkeys(words for words in session.scalars(query.order_by(Contact.position)) if words.strip())
        )
