"""What is owed: reviews, stages, plans, passports and contact with home, each by a named rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.contact import LoggedContact
from gradesk.model.cycle import Cycle, CycleStage
from gradesk.model.passport import Passport
from gradesk.model.rules.school_year import Span, academic_year
from gradesk.model.vocabulary import STAGES, Term, Vocabulary
from gradesk.services import leads, register, school
from gradesk.services.next_steps import Stuck, stuck_pupils
from gradesk.store.work import Store

RULES = Vocabulary(
    "rule",
    Term("review_overdue", "Review overdue", "The day the review was due has passed"),
    Term("review_due", "Review due", "The review is due within 14 days"),
    Term("stage_overdue", "Stage overdue", "The stage was planned to end and the cycle has not moved on"),
    Term("no_movement", "Cycles without movement", "The last cycles brought no movement and nothing was decided"),
    Term("no_cycle", "No open cycle", "On SEN support or an EHC plan without an open cycle"),
    Term("no_plan", "No plan", "On SEN support or an EHC plan without a plan"),
    Term("no_passport", "No passport", "On SEN support or an EHC plan without a passport"),
    Term("passport_old", "Passport to refresh", "Not checked with the pupil for a year"),
    Term("no_contact", "No contact this half-term", "No contact with home logged since the half-term began"),
    Term("no_key_adult", "No key adult", "Nobody is named as key adult"),
    Term("no_lead", "No named lead", "Support or a concern, and nobody is named to lead"),
    Term("lead_left", "The lead has left", "The named lead no longer works here"),
    Term("next_step", "Next step due", "A next step from a contact with home is due"),
)
REVIEW_WARNING = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """One thing owed to one pupil. `since` is when it began to be owed, `due` the day it should be (or was) done."""

    pupil_id: str
    name: str
    class_name: str
    rule: str
    since: date | None
    due: date | None
    words: str


def a_year_after(day: date) -> date:
    """The same day next year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def due(store: Store, on: date | None = None) -> list[Due]:
    """Everything owed on a day (today), most urgent rule first, then by date."""
    today = on or store.clock.today()
    rows = register.everyone(store, register.Criteria(status="KE"))
    everyone = register.everyone(store)
    watched = {row.uuid: row for row in everyone if row.cycle is not None or row.status in "KE"}
    half = next((span for span in reversed(school.half_terms(store)) if span.starts_on <= today), None)
    with store.read() as session:
        found = _reviews(session, watched, today)
        found += _gaps(session, rows, today)
        found += _leads(session, everyone, today)
        found += _still(stuck_pupils(store), watched)
        found += _silences(session, rows, half, today)
        found += _next_steps(session, watched, today)
    order = {code: place for place, code in enumerate(RULES.codes)}
    return sorted(found, key=lambda item: (order[item.rule], item.due or date.max, item.name))


def _item(row: register.RegisterRow, rule: str, since: date | None, day: date | None, words: str = "") -> Due:
    return Due(row.uuid, row.name, row.class_name, rule, since, day, words or RULES.label(rule))


def _reviews(session: Session, rows: dict[str, register.RegisterRow], today: date) -> list[Due]:
    found: list[Due] = []
    query = (
        select(Cycle, CycleStage)
        .join(CycleStage, (CycleStage.cycle_id == Cycle.uuid) & (CycleStage.code == Cycle.stage))
        .where(Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None))
    )
    for cycle, stage in session.execute(query):
        row = rows.get(cycle.pupil_id)
        if row is None:
            continue
        day = cycle.review_due_on
        if day is not None and day < today:
            found.append(_item(row, "review_overdue", day + timedelta(days=1), day))
        elif stage.planned_to < today:
            words = f"The {STAGES.label(cycle.stage)} stage should have ended"
            found.append(_item(row, "stage_overdue", stage.planned_to + timedelta(days=1), stage.planned_to, words))
        elif day is not None and day - REVIEW_WARNING <= today:
            found.append(_item(row, "review_due", day - REVIEW_WARNING, day))
    return found


def _gaps(session: Session, rows: list[register.RegisterRow], today: date) -> list[Due]:
    passports = {
        pupil: (review, checked)
        for pupil, review, checked in session.execute(
            select(Passport.pupil_id, Passport.review_on, Passport.checked_on).where(Passport.deleted_at.is_(None))
        )
    }
    found: list[Due] = []
    for row in rows:
        if row.cycle is None:
            found.append(_item(row, "no_cycle", None, None))
        if not row.plan_state:
            found.append(_item(row, "no_plan", None, None))
        if not row.key_adult:
            found.append(_item(row, "no_key_adult", None, None))
        if row.uuid not in passports:
            found.append(_item(row, "no_passport", None, None))
            continue
        review, checked = passports[row.uuid]
        day = review or (a_year_after(checked) if checked else None)
        if day is not None and day <= today:
            found.append(_item(row, "passport_old", day, day))
    return found


def _leads(session: Session, rows: list[register.RegisterRow], today: date) -> list[Due]:
    """Whoever is watched, supported, or gets more than everybody does has somebody who leads it."""
    named = leads.in_force(session)
    found: list[Due] = []
    for row in rows:
        lead = named.get(row.uuid)
        if lead is None:
            if row.status in "WKE" or row.layer not in ("", "all"):
                found.append(_item(row, "no_lead", None, None))
        elif lead.left_on is not None and lead.has_left(today):
            found.append(_item(row, "lead_left", lead.left_on, lead.left_on, f"{lead.name}, the lead, has left"))
    return found


def _still(stuck: Mapping[str, Stuck], rows: dict[str, register.RegisterRow]) -> list[Due]:
    return [
        _item(rows[pupil_id], "no_movement", one.since, one.since, f"{one.cycles} cycles without movement")
        for pupil_id, one in stuck.items()
        if one.decided is None and pupil_id in rows
    ]


def _silences(session: Session, rows: list[register.RegisterRow], half: Span | None, today: date) -> list[Due]:
    if half is None:
        return []
    latest: dict[str, date] = defaultdict(lambda: date.min)
    query = select(LoggedContact.pupil_id, func.max(LoggedContact.happened_on)).where(
        LoggedContact.deleted_at.is_(None),
        LoggedContact.happened_on.between(academic_year(half.starts_on).starts_on, today),
    )
    for pupil, day in session.execute(query.group_by(LoggedContact.pupil_id)):
        latest[pupil] = day
    return [
        _item(row, "no_contact", half.starts_on, half.ends_on, f"No contact in {half.name}")
        for row in rows
        if latest[row.uuid] < half.starts_on
    ]


def _next_steps(session: Session, rows: dict[str, register.RegisterRow], today: date) -> list[Due]:
    query = select(LoggedContact).where(LoggedContact.deleted_at.is_(None), LoggedContact.next_step_by <= today)
    return [
        _item(rows[contact.pupil_id], "next_step", contact.next_step_by, contact.next_step_by)
        for contact in session.scalars(query)
        if contact.pupil_id in rows
    ]
