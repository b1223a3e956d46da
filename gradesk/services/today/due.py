"""What is owed today: one list, by rules that are data. Today and the command line show the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.journal import JournalUnit
from gradesk.model.school.agenda import Later
from gradesk.services.today import beginning
from gradesk.services.today.due_rules import FINDERS, book
from gradesk.services.today.due_rules.facts import Due, Facts, Place, PutOff
from gradesk.store.work import Store

__all__ = ["Due", "Place", "PutOff", "clock_set_back", "due", "owed"]


def due(store: Store, on: date | None = None, only_first: int = 0) -> list[Due]:
    """Everything owed on a day (today) in the order of the rules, then by date; lines put off say until when.

    `only_first` asks for no more than that many pupils of the SEN register, so that something is to be seen at once.
    """
    today = on or store.clock.today()
    with store.read() as session:
        facts = Facts(store, session, today, only_first)
        rules = beginning.begun(session, [rule for rule in book.in_force(session) if rule.is_on], today)
        put_off = _put_off(session, today)
        found = [item for rule in rules for item in FINDERS[rule.code](facts, rule)]
    found = _each_question_once(found, rules)
    order = {rule.code: place for place, rule in enumerate(rules)}
    return sorted(
        (replace(item, put_off=later) if (later := put_off.get(item.key)) else item for item in found),
        key=lambda item: (order[item.rule], item.due or date.max, item.name, item.subject),
    )


def _each_question_once(found: Sequence[Due], rules: Sequence[book.Rule]) -> list[Due]:
    unless = {rule.code: rule.unless for rule in rules}
    plainer = {other for codes in unless.values() for other in codes}
    asked = {(item.rule, item.pupil_id) for item in found if item.rule in plainer}
    return [item for item in found if not any((other, item.pupil_id) in asked for other in unless[item.rule])]


def owed(items: Sequence[Due]) -> list[Due]:
    """Those of the items that are not put off."""
    return [item for item in items if item.put_off is None]


def clock_set_back(store: Store) -> str:
    """A sentence when something was written on a day that is still to come by this computer's clock; else empty."""
    with store.read() as session:
        newest = session.scalar(select(func.max(JournalUnit.at)))
    today = store.clock.today()
    if newest is None or newest.astimezone().date() <= today:
        return ""
    return (
        f"This computer’s clock says {today:%d/%m/%Y}, but something was written on "
        f"{newest.astimezone():%d/%m/%Y}. Nothing is lost; set the clock right, or dates here are reckoned from the wrong day."
    )


def _put_off(session: Session, today: date) -> dict[tuple[str, str, str], PutOff]:
    query = select(Later).where(Later.deleted_at.is_(None), Later.until > today)
    return {
        (row.rule, row.pupil_id, row.subject): PutOff(row.uuid, row.until, row.reason) for row in session.scalars(query)
    }
