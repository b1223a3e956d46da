"""What has a day in the coming weeks, read for the whole school at once; each says why it cannot be moved, if so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Cycle
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan
from gradesk.model.pupils.happening import Happening
from gradesk.model.rules.plan_states import OPEN
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.vocabulary import HAPPENINGS
from gradesk.services.meetings import kinds
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.today.due_rules import book
from gradesk.services.today.due_rules.evidence import newest_evidence
from gradesk.services.today.due_rules.facts import after
from gradesk.store.work import Store

KEPT_BY_OTHERS = (
    "The day of an appointment is the professional’s to change, so it was not moved. Ring them, then change it on the "
    "pupil’s page."
)
STATUTORY = (
    "An annual review is due within twelve months of the last one (Children and Families Act 2014 s.44), so it was not "
    "moved here. Agree the day with the local authority, then change it on the pupil’s page."
)
FOLLOWS = "This day follows from the last assessment, so it was not moved. Note the new assessment when it is done."
PLANNED = ("visit", "move")  # kinds of event that may lie ahead


@dataclass(frozen=True)
class Load:
    """One thing with a day. `fixed` says why it cannot be moved; empty when it can."""

    kind: str
    pupil_id: str
    name: str
    class_name: str
    day: date
    words: str
    record: str
    tab: str
    fixed: str = ""


def found(store: Store, first: date, last: date) -> list[Load]:
    """Everything with a day from `first` to `last`, both included."""
    rows = {row.uuid: row for row in register.everyone(store)}
    with store.read() as session:
        return [
            item
            for part in (_reviews, _plans, _meetings, _visits, _actions, _passports, _measures)
            for item in part(session, rows, first, last)
        ]


Rows = dict[str, RegisterRow]


def _load(row: RegisterRow, kind: str, day: date, words: str, record: str, tab: str, fixed: str = "") -> Load:
    return Load(kind, row.uuid, row.name, row.class_name, day, words, record, tab, fixed)


def _reviews(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    query = select(Cycle).where(
        Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None), Cycle.review_due_on.between(first, last)
    )
    for cycle in session.scalars(query):
        if cycle.pupil_id in rows and cycle.review_due_on is not None:
            words = f"Review of cycle {cycle.number}"
            yield _load(rows[cycle.pupil_id], "review", cycle.review_due_on, words, cycle.uuid, "review")


def _plans(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    reviewed = set(
        session.scalars(
            select(Cycle.plan_id).where(
                Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None), Cycle.review_due_on.is_not(None)
            )
        )
    )
    query = select(Plan).where(Plan.deleted_at.is_(None), Plan.state.in_(OPEN), Plan.review_on.between(first, last))
    for plan in session.scalars(query):
        # The plan of an open cycle ends with its review, which stands there already.
        if plan.pupil_id in rows and plan.uuid not in reviewed and plan.review_on is not None:
            yield _load(rows[plan.pupil_id], "plan", plan.review_on, "The plan is to be looked at", plan.uuid, "plan")


def _meetings(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    named = kinds.named(session)
    query = select(Meeting).where(
        Meeting.deleted_at.is_(None), Meeting.state == "booked", Meeting.happened_on.between(first, last)
    )
    for one in session.scalars(query.order_by(Meeting.starts_at)):
        if one.pupil_id in rows:
            what = one.title or named.label(one.kind)
            words = " ".join(part for part in (what, f"at {one.starts_at}" if one.starts_at else "") if part)
            fixed = STATUTORY if one.kind == "annual_review" else ""
            yield _load(rows[one.pupil_id], "meeting", one.happened_on, words, one.uuid, "contacts", fixed)


def _visits(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    query = select(Happening).where(
        Happening.deleted_at.is_(None), Happening.kind.in_(PLANNED), Happening.happened_on.between(first, last)
    )
    for one in session.scalars(query):
        if one.pupil_id in rows:
            fixed = KEPT_BY_OTHERS if one.kind == "visit" else ""
            words = " with ".join(part for part in (one.title or HAPPENINGS.label(one.kind), one.who) if part)
            yield _load(rows[one.pupil_id], "visit", one.happened_on, words, one.uuid, "timeline", fixed)


def _actions(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    query = select(AgreedAction).where(
        AgreedAction.deleted_at.is_(None), AgreedAction.done_on.is_(None), AgreedAction.due_on.between(first, last)
    )
    for one in session.scalars(query):
        words = f"{one.owner}: {one.what}" if one.owner else one.what
        if one.due_on is not None and one.pupil_id is None:
            yield Load("action", "", "", "", one.due_on, words, one.uuid, "actions")
        elif one.due_on is not None and one.pupil_id in rows:
            kind = "step" if one.meeting_id is not None else "action"
            yield _load(rows[one.pupil_id], kind, one.due_on, words, one.uuid, "contacts")


def _passports(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    query = select(Passport).where(Passport.deleted_at.is_(None), Passport.review_on.between(first, last))
    for one in session.scalars(query):
        if one.pupil_id in rows and one.review_on is not None:
            yield _load(rows[one.pupil_id], "passport", one.review_on, "Refresh the passport", one.uuid, "passport")


def _measures(session: Session, rows: Rows, first: date, last: date) -> Iterator[Load]:
    rule = next(rule for rule in book.in_force(session) if rule.code == "assessment_due")
    if not rule.is_on:
        return
    for pupil_id, day in newest_evidence(session, last).items():
        due = after(day, rule.days or 0)
        row = rows.get(pupil_id)
        if row is not None and row.status in rule.pupils and first <= due <= last:
            yield _load(row, "measure", due, "Assess or observe again", pupil_id, rule.tab, FOLLOWS)
