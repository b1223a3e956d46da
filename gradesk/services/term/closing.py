"""A block that ends is closed: its minutes, cost and effect are kept as they were, and nothing changes them after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.term.closing import MemberClosing, ProvisionClosing
from gradesk.model.term.provision import Provision
from gradesk.services import editing
from gradesk.services.term import effects, figures, provisions
from gradesk.services.term.figures import Costed
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

ENDED = "Support ended"


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change support; the day on which it ended closes it."""
    if values.get("ends_on") is None:
        provisions.change(store, uuid, values, initiator)
        return
    with store.work(ENDED, initiator):
        provisions.change(store, uuid, values)
        _close(store, uuid)


def close(store: Store, uuid: str, on: date | None = None, outcome: str = "") -> None:
    """End a block on a day, today if none is said, with what came of it, and keep its figures as they are."""
    values: dict[str, Any] = {"ends_on": on or store.clock.today()}
    change(store, uuid, values | ({"outcome": outcome} if outcome.strip() else {}))


def open_again(store: Store, uuid: str) -> None:
    """Let a block go on as if it had not ended: its figures follow from register, rates and calendar again."""
    with store.read() as session:
        row, closed = provisions.there(session, uuid), provisions.closed(session, uuid)
    if row.ends_on is None:
        raise Refused(f"{row.name} is open already; nothing was changed.")
    with store.work("Open support again") as session:
        if closed is not None:
            _forget(store, session, closed)
        session.flush()
        editing.change(store, Provision, uuid, {"ends_on": None}, "")


def is_closed(store: Store, uuid: str) -> bool:
    """Whether its figures are kept as they were."""
    with store.read() as session:
        return provisions.closed(session, uuid) is not None


def _close(store: Store, uuid: str) -> None:
    with store.work("") as session:
        session.flush()
        row = provisions.there(session, uuid)
        today = store.clock.today()
        one = figures.figures(session, [row], today)[0]
        whole = _whole(store, one)
        session.add(whole)
        session.flush()
        given = [Given(row, member) for member in session.scalars(provisions.members_of(uuid))]
        done = effects.read(session, given, today)
        for each in one.members:
            tally = each.tally
            kept = MemberClosing(
                closing_id=whole.uuid, pupil_id=each.pupil_id, planned=tally.planned, delivered=tally.delivered,
                missed=tally.missed, owed=tally.owed, planned_cost=each.planned_cost, delivered_cost=each.delivered_cost,
                happened_on=whole.happened_on, written_at=store.clock.now(), said="", question="", informant="", measure="",
            )  # fmt: skip
            effects.keep(session, done[row.uuid, each.pupil_id], kept)


def _whole(store: Store, one: Costed) -> ProvisionClosing:
    return ProvisionClosing(
        provision_id=one.provision.uuid,
        happened_on=one.provision.ends_on or store.clock.today(),
        written_at=store.clock.now(),
        rate=str(one.rate) if one.rate is not None else "",
        planned_minutes=one.planned_minutes.all,
        given_minutes=one.given_minutes.all,
        planned_twice=one.planned_minutes.twice,
        given_twice=one.given_minutes.twice,
        planned_adults=one.planned.adults,
        given_adults=one.given.adults,
        planned_bought=one.planned.bought,
        given_bought=one.given.bought,
        planned_agency=one.planned.agency,
        given_agency=one.given.agency,
    )


def _forget(store: Store, session: Session, closing_id: str) -> None:
    now = store.clock.now()
    session.get_one(ProvisionClosing, closing_id).deleted_at = now
    query = select(MemberClosing).where(MemberClosing.closing_id == closing_id, MemberClosing.deleted_at.is_(None))
    for row in session.scalars(query):
        row.deleted_at = now
