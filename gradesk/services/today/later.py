"""Putting a line of Today off until a day, with the reason; it comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from gradesk.model.school.agenda import Later
from gradesk.services import editing
from gradesk.services.today.due_rules import book
from gradesk.services.today.due_rules.facts import Due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LONGEST = timedelta(days=366)


def put_off(store: Store, item: Due, until: date | None, reason: str, initiator: object | None = None) -> str:
    """Put a line off. It needs a day after today, at most a year ahead, and a reason. Returns the record's uuid."""
    today = store.clock.today()
    if not item.pupil_id:
        raise Refused("This line is about no pupil yet, so it cannot be put off. Give it to a pupil, or delete it.")
    if until is None:
        raise Refused("Until when? A line is put off to a day, and comes back on it. Type for example fri or +2w.")
    if until <= today:
        raise Refused("A line is put off to a day that is still to come; it stays where it is. Type a later day.")
    if until > today + LONGEST:
        raise Refused("A line is put off for a year at most; it stays where it is. Check the year.")
    if not reason.strip():
        raise Refused("Why? The reason stands beside the line, so that nobody wonders later. Type a few words.")
    values = {"until": until, "reason": reason.strip()}
    label = f"Put off: {book.title(item.rule)}, {item.name}"
    with store.read() as session:
        query = select(Later.uuid).where(
            Later.rule == item.rule,
            Later.pupil_id == item.pupil_id,
            Later.subject == item.subject,
            Later.deleted_at.is_(None),
        )
        before = session.scalar(query)
    if before is not None:
        editing.change(store, Later, before, values, label, initiator)
        return before
    values |= {"rule": item.rule, "pupil_id": item.pupil_id, "subject": item.subject}
    return editing.add(store, Later, values, label, initiator)


def bring_back(store: Store, uuid: str) -> None:
    """Have a line back among what is owed now."""
    editing.remove(store, Later, uuid, "Bring a line back to Today")
