"""A session is called off before it takes place, and is owed then; or it takes place after all."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import NOT_RUN
from gradesk.services import editing
from gradesk.services.term import provisions, registers
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

AWAY = "adult_ill"  # the reason that cover gives


def call_off(store: Store, provision_id: str, day: date, reason: str) -> None:
    """Say before a session that it will not run, or by an empty reason that it will after all. Marks that stand are kept."""
    with store.work("Call a session off") as session:
        row = provisions.open_there(session, provision_id)
        held = registers.held_on(session, provision_id, day, False)
        if not reason:
            if held is not None and not held.ran:
                held.deleted_at = store.clock.now()
            return
        if reason not in NOT_RUN.codes:
            raise Refused("Why will it not run? Nothing was changed yet. Choose a reason.")
        registers.check_day(session, row, day)
        if held is None:
            values: dict[str, Any] = {"provision_id": row.uuid, "happened_on": day, "minutes": row.minutes or 0}
            held = session.get_one(ProvisionSession, editing.add(store, ProvisionSession, values, ""))
        elif _is_marked(session, held):
            raise Refused(f"{row.name} has marks on {written_day(day)} already; they were kept. Take them back first.")
        held.ran, held.reason = False, reason


def for_cover(store: Store, provision_id: str, day: date, *, is_off: bool) -> None:
    """The same because an adult is away; what the register says did not run for another reason stays as it says."""
    with store.read() as session:
        held = registers.held_on(session, provision_id, day, False)
    if held is None or held.ran or held.reason == AWAY:
        call_off(store, provision_id, day, AWAY if is_off else "")


def _is_marked(session: Session, held: ProvisionSession) -> bool:
    query = select(SessionMark.uuid).where(
        SessionMark.session_id == held.uuid, SessionMark.deleted_at.is_(None), SessionMark.mark != ""
    )
    return session.scalars(query).first() is not None
