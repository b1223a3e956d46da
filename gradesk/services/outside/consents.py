"""Consent for words to leave: given, for whom, until when, withdrawn; and whether one covers a sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.outside.people import Professional
from gradesk.model.outside.referral import Consent
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.happened import check_day
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def of_pupil(store: Store, pupil_id: str) -> list[Consent]:
    """Every consent about a pupil, the newest first."""
    with store.read() as session:
        return _all(session, pupil_id)


def add(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Note that consent was given: by whom, when, for what."""
    body = {**values, "happened_on": values.get("happened_on") or store.clock.today()}
    _check(store, pupil_id, body)
    label = f"Consent about {pupils.first_name(store, pupil_id)}"
    return editing.add(store, Consent, {**body, "pupil_id": pupil_id}, label)


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a consent, or say since when it is withdrawn."""
    with store.read() as session:
        row = session.get_one(Consent, uuid)
    names = ("given_by", "happened_on", "until", "withdrawn_on")
    _check(store, row.pupil_id, {name: values.get(name, getattr(row, name)) for name in names})
    editing.change(store, Consent, uuid, values, "Change a consent", initiator)


def withdraw(store: Store, uuid: str) -> None:
    """Say that a consent was withdrawn today."""
    change(store, uuid, {"withdrawn_on": store.clock.today()})


def remove(store: Store, uuid: str) -> None:
    """Delete a consent that was never given; restorable."""
    editing.remove(store, Consent, uuid, "Delete a consent")


def covering(store: Store, pupil_id: str, professional_id: str | None, day: date) -> Consent | None:
    """The newest consent under which words about a pupil may go to somebody on a day; None where there is none."""
    with store.read() as session:
        return covers(session, _all(session, pupil_id), professional_id, day)


def covers(session: Session, given: Sequence[Consent], professional_id: str | None, day: date) -> Consent | None:
    """The same among consents that were read. One that names a person holds for everybody of their service."""
    wanted = session.get(Professional, professional_id) if professional_id else None
    for one in given:
        in_force = one.happened_on <= day and (one.until is None or day <= one.until)
        if in_force and (one.withdrawn_on is None or day < one.withdrawn_on) and _is_for(session, one, wanted):
            return one
    return None


def told(store: Store, consent: Consent, today: date) -> str:
    """A consent in words: who said yes, when, to whom, and whether it still holds."""
    with store.read() as session:
        whom = session.get(Professional, consent.professional_id) if consent.professional_id else None
    words = (
        f"{consent.given_by} said yes on {written_day(consent.happened_on)}, to {whom.whole if whom else 'any service'}"
    )
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return f"{words}; withdrawn on {written_day(consent.withdrawn_on)}"
    if consent.until is not None:
        over = consent.until < today
        return f"{words}; {'it ended' if over else 'it holds until'} {written_day(consent.until)}"
    return words


def _is_for(session: Session, one: Consent, wanted: Professional | None) -> bool:
    if one.professional_id is None:
        return True
    given_to = session.get(Professional, one.professional_id)
    if wanted is None or given_to is None:
        return False
    same_service = given_to.service.strip() and given_to.service.casefold() == wanted.service.casefold()
    return given_to.uuid == wanted.uuid or bool(same_service)


def _all(session: Session, pupil_id: str) -> list[Consent]:
    query = select(Consent).where(Consent.pupil_id == pupil_id, Consent.deleted_at.is_(None))
    return list(session.scalars(query.order_by(Consent.happened_on.desc(), Consent.written_at.desc())))


def _check(store: Store, pupil_id: str, values: Mapping[str, Any]) -> None:
    if not str(values.get("given_by", "")).strip():
        raise Refused("Who gave consent? Nothing was noted yet. Type the name of who has parental responsibility.")
    day = values["happened_on"]
    check_day(store, pupil_id, day, "A consent")
    for name, words in (("until", "end"), ("withdrawn_on", "be withdrawn")):
        other = values.get(name)
        if isinstance(other, date) and isinstance(day, date) and other < day:
            raise Refused(
                f"It cannot {words} on {written_day(other)}, before it was given ({written_day(day)}); nothing was "
                "changed. Check both dates."
            )
    gone = values.get("withdrawn_on")
    if isinstance(gone, date) and gone > store.clock.today():
        raise Refused("It cannot have been withdrawn on a day to come; nothing was changed. Say until when it holds.")
