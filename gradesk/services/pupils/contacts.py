"""People around a pupil, and the log of contact with home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from gradesk.model.pupils.contact import Contact, LoggedContact
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.vocabulary import CONTACT_KINDS
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import home_contacts, pupils
from gradesk.services.pupils.home_contacts import HomeReview
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


def log(store: Store, pupil_id: str, values: Mapping[str, Any], step: Mapping[str, Any] | None = None) -> str:
    """Log one contact. The kinds the school has chosen count towards those wanted a year, unless said otherwise.

    `step` is what was promised in it: what, who does it, by when. It is an agreed action like any other.
    """
    day = values.get("happened_on") or store.clock.today()
    if day > store.clock.today():
        raise Refused("A contact cannot have happened in the future; it was not logged. Check the date.")
    refuse_before_birth(store, pupil_id, day, "A contact")
    kind = str(values.get("kind", "phone"))
    body = {"counts": kind in school.contact_rules(store).counting, **values, "pupil_id": pupil_id, "happened_on": day}
    name = pupils.first_name(store, pupil_id)
    with store.work(f"{CONTACT_KINDS.label(kind)} about {name}"):
        uuid = editing.add(store, LoggedContact, body, "")
        if step is not None and str(step.get("what") or "").strip():
            promised = {"owner": "", "due_on": None, **step, "pupil_id": pupil_id, "happened_on": day}
            if promised["due_on"] is not None and promised["due_on"] < day:
                raise Refused("A next step cannot be due before the contact; it was not logged. Check the two days.")
            editing.add(store, AgreedAction, promised | {"contact_id": uuid}, "")
    return uuid


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
    """Delete a logged contact, and what was promised in it and is not done; restorable."""
    with store.work("Delete a contact") as session:
        editing.remove(store, LoggedContact, uuid, "")
        for step in session.scalars(_steps([uuid]).where(AgreedAction.done_on.is_(None))):
            step.deleted_at = store.clock.now()


def steps(store: Store, uuids: Sequence[str]) -> dict[str, list[AgreedAction]]:
    """What was promised in logged contacts, by contact; those without a promise are not there."""
    found: dict[str, list[AgreedAction]] = {}
    with store.read() as session:
        for step in session.scalars(_steps(uuids)):
            found.setdefault(str(step.contact_id), []).append(step)
    return found


def _steps(uuids: Sequence[str]) -> Select[AgreedAction]:
    return (
        select(AgreedAction)
        .where(AgreedAction.contact_id.in_(uuids), AgreedAction.deleted_at.is_(None))
        .order_by(AgreedAction.written_at)
    )


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
        return home_contacts.counted(session, year.starts_on, year.ends_on, [pupil_id])[pupil_id]


def reviews(store: Store, pupil_id: str) -> list[HomeReview]:
    """The reviews that are a contact with home by themselves, newest first."""
    with store.read() as session:
        return home_contacts.reviews(session, [pupil_id])
