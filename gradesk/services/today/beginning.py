"""A school’s first weeks: three steps, and rules of Today that wait until the school has begun with what they ask for.

A register just brought in would otherwise owe a plan, a passport, a lead and a call for every child on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.evidence.observation import Observation
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Cycle
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan, PlanVersion
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LeadPeriod, StatusPeriod
from gradesk.model.school.school import School
from gradesk.services.school import school
from gradesk.services.today.due_rules import book
from gradesk.services.today.due_rules.book import Rule
from gradesk.store.work import Store


def _any(*of: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*of)


# What a rule of `resources/today/rules.toml` begins with.
FIRST: Mapping[str, ColumnElement[bool]] = {
    "plan": _any(Plan.deleted_at.is_(None)),
    "cycle": _any(Cycle.deleted_at.is_(None)),
    "passport": _any(Passport.deleted_at.is_(None)),
    "contact": _any(Meeting.deleted_at.is_(None)),
    "evidence": or_(_any(MeasureResult.deleted_at.is_(None)), _any(Observation.deleted_at.is_(None))),
    "lead": _any(LeadPeriod.deleted_at.is_(None)),
    "key_adult": _any(Pupil.key_adult_id.is_not(None), Pupil.deleted_at.is_(None)),
    "told": _any(StatusPeriod.parents_told_on.is_not(None), StatusPeriod.deleted_at.is_(None)),
}
_ON_ROLL = _any(Pupil.deleted_at.is_(None))
_AGREED = _any(PlanVersion.deleted_at.is_(None))


@dataclass(frozen=True)
class Step:
    """One of the three steps: its code, what to do (with the school's word for pupils to be put in), and whether it is done."""

    code: str
    words: str
    done: bool


@dataclass(frozen=True)
class Beginning:
    """How far a new school has come. `waiting` are rules that do not ask yet, and ask from `until` on at the latest."""

    steps: tuple[Step, ...]
    waiting: tuple[Rule, ...]
    until: date


def beginning(store: Store) -> Beginning | None:
    """The first weeks of a school; None when they are over."""
    today = store.clock.today()
    with store.read() as session:
        until = _until(session)
        if until is None or today >= until:
            return None
        rules = [rule for rule in book.in_force(session) if rule.is_on]
        asking = {rule.code for rule in begun(session, rules, today)}
        on_roll, passport, agreed = session.execute(select(_ON_ROLL, FIRST["passport"], _AGREED)).one()
    steps = (
        Step("register", "Bring the register in, or add the first {pupils}", bool(on_roll)),
        Step("passport", "Write one passport", bool(passport)),
        Step("plan", "Agree one plan", bool(agreed)),
    )
    return Beginning(steps, tuple(rule for rule in rules if rule.code not in asking), until)


def begun(session: Session, rules: Sequence[Rule], today: date) -> list[Rule]:
    """Those of the rules that ask already."""
    until = _until(session)
    if until is None or today >= until:
        return list(rules)
    names = list(FIRST)
    there = dict(zip(names, session.execute(select(*FIRST.values())).one(), strict=True))
    return [rule for rule in rules if not rule.begins_with or there[rule.begins_with]]


def ask_everything(store: Store) -> None:
    """The first weeks are over: every rule asks from today on."""
    school.change_school(store, {"rules_from": store.clock.today()})


def _until(session: Session) -> date | None:
    return session.scalar(select(School.rules_from).where(School.deleted_at.is_(None)))
