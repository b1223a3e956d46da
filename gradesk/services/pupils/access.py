"""Requests for everything about a pupil: received, due, extended, answered, and what was decided on each item.

A request under UK GDPR, Article 15, is answered within one calendar month, in complex cases within two more (Article 12(3)); the
educational record of a maintained school within 15 school days (SI 2005/1437, regulation 5).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.access import ACCESS_DECISIONS, AccessDecision, AccessRequest
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_year import span_of, year_starting
from gradesk.services import editing
from gradesk.services.school import calendar
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MONTHS, MORE_MONTHS = 1, 2
SCHOOL_DAYS = 15
_LONGEST = 400  # days that are looked through for school days: a year without a calendar ends it


def begin(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Note that somebody asks. Returns the request's uuid."""
    if not str(values.get("who", "")).strip():
        raise Refused("Say who asks; nothing was noted. A name, or such as: Mum.")
    if (values.get("happened_on") or store.clock.today()) > store.clock.today():
        raise Refused("A request is noted when it has been received; nothing was noted. Type that day.")
    return editing.add(store, AccessRequest, {**values, "pupil_id": pupil_id}, "Note a request for everything")


def of_pupil(store: Store, pupil_id: str) -> list[AccessRequest]:
    """All of a pupil's, the newest first."""
    query = select(AccessRequest).where(AccessRequest.pupil_id == pupil_id, AccessRequest.deleted_at.is_(None))
    with store.read() as session:
        return list(session.scalars(query.order_by(AccessRequest.happened_on.desc(), AccessRequest.written_at.desc())))


def waiting(session: Session) -> list[tuple[AccessRequest, Pupil]]:
    """Every request that is not answered, with whom it is about."""
    query = (
        select(AccessRequest, Pupil)
        .join(Pupil, Pupil.uuid == AccessRequest.pupil_id)
        .where(AccessRequest.answered_on.is_(None), AccessRequest.deleted_at.is_(None), Pupil.deleted_at.is_(None))
        .order_by(AccessRequest.happened_on)
    )
    return [(request, pupil) for request, pupil in session.execute(query)]


def due_on(session: Session, request: AccessRequest) -> date:
    """The last day on which it is answered in time."""
    if request.which == "record":
        return _after_school_days(session, request.happened_on, SCHOOL_DAYS)
    return months_later(request.happened_on, MONTHS + (MORE_MONTHS if request.extended_on is not None else 0))


def due(store: Store, request: AccessRequest) -> date:
    """The same for a screen."""
    with store.read() as session:
        return due_on(session, request)


def months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def extend(store: Store, request: AccessRequest, why: str) -> None:
    """Take two months more, which whoever asks is told, with the reason, within the first (Article 12(3))."""
    if request.which != "sar":
        raise Refused("The 15 school days of the educational record cannot be extended; nothing was changed.")
    if request.extended_on is not None:
        raise Refused("It was extended once already, which is all there is; nothing was changed.")
    if not why.strip():
        raise Refused("Say why it takes longer; nothing was changed. Whoever asks is told this.")
    if store.clock.today() > months_later(request.happened_on, MONTHS):
        raise Refused("The first month is over, so it can be extended no more; nothing was changed. Answer it now.")
    values = {"extended_on": store.clock.today(), "extended_why": why.strip()}
    editing.change(store, AccessRequest, request.uuid, values, "Extend a request for everything")


def answer(store: Store, request: AccessRequest) -> None:
    """Note that it was answered today."""
    editing.change(store, AccessRequest, request.uuid, {"answered_on": store.clock.today()}, "Answer a request")


def withdraw(store: Store, request: AccessRequest) -> None:
    """Take a request off the list; it can be restored."""
    editing.remove(store, AccessRequest, request.uuid, "Take a request for everything back")


def decisions(store: Store, request_id: str) -> dict[tuple[str, str], AccessDecision]:
    """What was decided, by kind and uuid of the record."""
    query = select(AccessDecision).where(AccessDecision.request_id == request_id, AccessDecision.deleted_at.is_(None))
    with store.read() as session:
        return {(one.kind, one.record_id): one for one in session.scalars(query)}


def decide(
    store: Store, request: AccessRequest, item: tuple[str, str], decision: str, reason: str, words: str = ""
) -> None:
    """Decide on one item, or decide anew. What stays out or is changed needs a reason, what is changed its other words."""
    if decision not in ACCESS_DECISIONS:
        raise Refused("Choose what becomes of it; nothing was decided.")
    if decision != "in" and not reason.strip():
        raise Refused("Say why; nothing was decided. Whoever asks is told the reason of what stays out or is changed.")
    if decision == "redacted" and not words.strip():
        raise Refused("Type the words that go in instead; nothing was decided.")
    kind, record_id = item
    values = {"decision": decision, "reason": reason.strip(), "words": words.strip() if decision == "redacted" else ""}
    known = decisions(store, request.uuid).get(item)
    if known is not None:
        editing.change(store, AccessDecision, known.uuid, values, "Decide on an item of a request")
        return
    more = {"request_id": request.uuid, "pupil_id": request.pupil_id, "kind": kind, "record_id": record_id}
    editing.add(store, AccessDecision, {**values, **more}, "Decide on an item of a request")


def _after_school_days(session: Session, day: date, wanted: int) -> date:
    years: dict[int, calendar.SchoolYear] = {}
    counted = 0
    for _ in range(_LONGEST):
        day += timedelta(days=1)
        start = year_starting(day)
        if start not in years:
            years[start] = calendar.in_session(session, start)
        year = years[start]
        is_open = not year.halves or span_of(day, year.spans) is not None  # without a calendar each weekday is one
        if day.weekday() < 5 and is_open and day not in {row.day for row in year.closures}:
            counted += 1
            if counted == wanted:
                break
    return day
