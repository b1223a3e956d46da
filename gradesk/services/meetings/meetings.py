"""Contact with home in whatever form: logged, corrected, counted towards those wanted a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.school.agenda import AgreedAction
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.meetings import home_contacts, kinds
from gradesk.services.meetings.home_contacts import HomeReview
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def log(store: Store, pupil_id: str, values: Mapping[str, Any], step: Mapping[str, Any] | None = None) -> str:
    """Log one contact. The kinds the school has chosen count towards those wanted a year, unless said otherwise.

    `step` is what was promised in it: what, who does it, by when. It is an agreed action like any other.
    """
    day = values.get("happened_on") or store.clock.today()
    if day > store.clock.today():
        raise Refused("A contact cannot have happened in the future; it was not logged. Check the date.")
    refuse_before_birth(store, pupil_id, day, "A contact")
    kind = kinds.kind_of(store, str(values.get("kind", "phone")))
    fixed = {"pupil_id": pupil_id, "happened_on": day, "kind": kind.code, "state": "held"}
    body = {"counts": kind.counts, **values, **fixed}
    name = pupils.first_name(store, pupil_id)
    with store.work(f"{kind.label} about {name}"):
        uuid = editing.add(store, Meeting, body, "")
        if step is not None and str(step.get("what") or "").strip():
            promised = {"owner": "", "due_on": None, **step, "pupil_id": pupil_id, "happened_on": day}
            if promised["due_on"] is not None and promised["due_on"] < day:
                raise Refused("A next step cannot be due before the contact; it was not logged. Check the two days.")
            editing.add(store, AgreedAction, promised | {"meeting_id": uuid}, "")
    return uuid


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a logged contact."""
    day = values.get("happened_on")
    if day is not None and day > store.clock.today():
        raise Refused("A contact cannot have happened in the future; the old date was kept. Check the date.")
    if day is not None:
        with store.read() as session:
            pupil_id = session.get_one(Meeting, uuid).pupil_id
        if pupil_id is not None:
            refuse_before_birth(store, pupil_id, day, "A contact")
    if "kind" in values:
        kinds.kind_of(store, str(values["kind"]))
    editing.change(store, Meeting, uuid, values, "Correct a contact", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a logged contact, and what was promised in it and is not done; restorable."""
    with store.work("Delete a contact") as session:
        editing.remove(store, Meeting, uuid, "")
        for step in session.scalars(_promised([uuid]).where(AgreedAction.done_on.is_(None))):
            step.deleted_at = store.clock.now()


def promised(store: Store, uuids: Sequence[str]) -> dict[str, list[AgreedAction]]:
    """What was promised in logged contacts, by contact; those without a promise are not there."""
    found: dict[str, list[AgreedAction]] = {}
    with store.read() as session:
        for step in session.scalars(_promised(uuids)):
            found.setdefault(str(step.meeting_id), []).append(step)
    return found


def _promised(uuids: Sequence[str]) -> Select[AgreedAction]:
    return (
        select(AgreedAction)
        .where(AgreedAction.meeting_id.in_(uuids), AgreedAction.deleted_at.is_(None))
        .order_by(AgreedAction.written_at)
    )


def of_pupil(store: Store, pupil_id: str, limit: int = 200) -> list[Meeting]:
    """Contacts of a pupil, newest first."""
    with store.read() as session:
        query = (
            select(Meeting)
            .where(Meeting.pupil_id == pupil_id, home_contacts.HELD)
            .order_by(Meeting.happened_on.desc(), Meeting.written_at.desc())
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
