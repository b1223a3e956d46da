"""What was bought for support and which days of an agency were agreed, in pounds as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.term.money import pounds, read_pence
from gradesk.model.term.expense import ProvisionExpense
from gradesk.model.term.words import EXPENSES
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST = {"resource": 5_000_000, "agency": 500_000}  # pence: a slip of the point, not a price
MOST_DAYS = 200


def of(session: Session, provision_ids: Sequence[str]) -> dict[str, tuple[ProvisionExpense, ...]]:
    """By support, in the order they were written."""
    found: dict[str, tuple[ProvisionExpense, ...]] = {}
    for ids in chunked(list(provision_ids)):
        query = select(ProvisionExpense).where(
            ProvisionExpense.provision_id.in_(ids), ProvisionExpense.deleted_at.is_(None)
        )
        for one in session.scalars(query.order_by(ProvisionExpense.written_at, ProvisionExpense.uuid)):
            found[one.provision_id] = (*found.get(one.provision_id, ()), one)
    return found


def add(
    store: Store, provision_id: str, kind: str, what: str, typed: str, days: float | None = None, on: date | None = None
) -> str:
    """Add what was bought for so many pounds, or days of an agency at so many pounds a day. Returns its uuid.

    Refuses a sum that is none, nothing, or more than can be; an agency without days; and a closed block.
    """
    pence = read_pence(typed)
    if not what.strip():
        raise Refused("What is it, or who comes? Nothing was kept yet. Type it beside the sum.")
    if kind not in EXPENSES.codes:
        raise Refused("There is no such kind of cost; nothing was kept. Choose one from the list.")
    if pence is None:
        raise Refused(f"“{typed.strip()}” is no sum of pounds; nothing was kept. Type one such as 45 or 320.50.")
    if not 0 < pence <= MOST[kind]:
        raise Refused(f"£{pounds(pence)} cannot be; nothing was kept. Type a sum up to £{pounds(MOST[kind])}.")
    _check_days(kind, days)
    with store.work(f"A cost of support: {EXPENSES.label(kind).casefold()}") as session:
        row = provisions.open_there(session, provision_id)
        values = {
            "provision_id": row.uuid, "kind": kind, "what": what, "pence": pence,
            "days": days if kind == "agency" else None, "happened_on": on or store.clock.today(),
        }  # fmt: skip
        return editing.add(store, ProvisionExpense, values, "")


def came(store: Store, uuid: str, days: float | None) -> None:
    """Say how many days of an agency really came; more than were agreed may come."""
    with store.read() as session:
        row = session.get_one(ProvisionExpense, uuid)
        provisions.open_there(session, row.provision_id)
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise Refused(f"{days:g} days cannot be; the old number was kept. Type one up to {MOST_DAYS}.")
    editing.change(store, ProvisionExpense, uuid, {"days_given": days}, "Days of an agency that came")


def remove(store: Store, uuid: str) -> None:
    """Take a cost away; undo brings it back."""
    with store.read() as session:
        provisions.open_there(session, session.get_one(ProvisionExpense, uuid).provision_id)
    editing.remove(store, ProvisionExpense, uuid, "Delete a cost of support")


def _check_days(kind: str, days: float | None) -> None:
    if kind != "agency":
        return
    if days is None:
        raise Refused("How many days come from the agency? Nothing was kept yet. Type them, such as 6 or 0.5.")
    if not 0 < days <= MOST_DAYS:
        raise Refused(f"{days:g} days cannot be; nothing was kept. Type a number up to {MOST_DAYS}.")
