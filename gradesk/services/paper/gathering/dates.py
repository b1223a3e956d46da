"""Filling the page of next dates, for many pupils at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.happening import Happening
from gradesk.model.school.school import CalendarDate, ClosureDay, HalfTerm
from gradesk.services.meetings import kinds
from gradesk.services.paper.gathering import pages as gathering
from gradesk.services.paper.sheets import DateLine, DatesSheet
from gradesk.services.portions import chunked
from gradesk.services.pupils import leads
from gradesk.store.work import Store

HALVES_AHEAD = 2  # half-terms whose ends and beginnings are worth knowing now
SATURDAY = 5
AHEAD = timedelta(days=190)  # how far ahead a meeting or an evening is worth knowing now


def dates_sheets(store: Store, pupil_ids: Sequence[str]) -> list[DatesSheet]:
    """One for each pupil of the roll, in the order asked for."""
    fixed, today = gathering.common(store), store.clock.today()
    sheets: list[DatesSheet] = []
    with store.read() as session:
        year = _school_dates(session, today)
        named = {pupil_id: lead.name for pupil_id, lead in leads.in_force(session).items()}
        for ids in chunked(pupil_ids):
            heads = gathering.headings_of(session, ids)
            plans = _plans(session, ids)
            arranged = _arranged(session, ids, today)
            home = _home(session, [plan.uuid for plan in plans.values()])
            for pupil_id in (one for one in ids if one in heads):
                plan, who = plans.get(pupil_id), heads[pupil_id]
                mine = (
                    [DateLine(plan.review_on, "We look at the plan together again")] if plan and plan.review_on else []
                )
                at_home = [plan.home_actions] if plan and plan.home_actions.strip() else []
                adults = dict.fromkeys(filter(None, (named.get(pupil_id, ""), who.key_adult)))
                sheets.append(
                    DatesSheet(
                        heading=who,
                        pupil_ids=(pupil_id,),
                        **fixed,
                        dates=tuple(
                            sorted(
                                (line for line in (*mine, *arranged.get(pupil_id, ()), *year) if line.day >= today),
                                key=lambda x: x.day,
                            )
                        ),
                        at_home=tuple(at_home + (home.get(plan.uuid, []) if plan else [])),
                        ask="\n".join(adults),
                    )
                )
    return sheets


def _plans(session: Session, ids: Sequence[str]) -> dict[str, Plan]:
    query = select(Plan).where(Plan.pupil_id.in_(ids), Plan.deleted_at.is_(None), Plan.state != "archived")
    return {plan.pupil_id: plan for plan in session.scalars(query.order_by(Plan.starts_on, Plan.written_at))}


def _home(session: Session, plan_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None)).order_by(Target.position)
    for target in session.scalars(query):
        if target.home_part.strip():
            found[target.plan_id].append(target.home_part)
    return found


def _school_dates(session: Session, today: date) -> list[DateLine]:
    """The ends and beginnings of the next half-terms, and days on which school is closed."""
    halves = session.scalars(
        select(HalfTerm).where(HalfTerm.ends_on >= today, HalfTerm.deleted_at.is_(None)).order_by(HalfTerm.starts_on)
    ).all()[:HALVES_AHEAD]
    last = max((half.ends_on for half in halves), default=today)
    query = select(ClosureDay.day).where(ClosureDay.day <= last, ClosureDay.deleted_at.is_(None))
    closed = sorted(session.scalars(query))
    lines: list[DateLine] = []
    for half in halves:
        lines += [
            DateLine(_open_day(half.starts_on, half, closed, 1), "School starts again"),
            DateLine(_open_day(half.ends_on, half, closed, -1), "Last day before the holiday"),
        ]
    evenings = session.scalars(
        select(CalendarDate.starts_on).where(
            CalendarDate.kind == "parents_evening",
            CalendarDate.deleted_at.is_(None),
            CalendarDate.starts_on.between(today, max(last, today + AHEAD)),
        )
    )
    lines += [DateLine(day, "Parents’ evening") for day in sorted(set(evenings))]
    return lines + [DateLine(day, "School is closed") for day in closed if day >= today]


def _arranged(session: Session, ids: Sequence[str], today: date) -> dict[str, list[DateLine]]:
    """Meetings and appointments about each pupil that lie ahead."""
    found: dict[str, list[DateLine]] = defaultdict(list)
    query = select(Happening).where(
        Happening.pupil_id.in_(ids),
        Happening.deleted_at.is_(None),
        Happening.kind == "visit",
        Happening.happened_on.between(today, today + AHEAD),
    )
    for one in session.scalars(query):
        name = one.title.strip()
        words = "Meeting or appointment: {name}" if name else "Meeting or appointment"
        found[one.pupil_id].append(DateLine(one.happened_on, words, name))
    booked = select(Meeting).where(
        Meeting.pupil_id.in_(ids),
        Meeting.deleted_at.is_(None),
        Meeting.state == "booked",
        Meeting.happened_on.between(today, today + AHEAD),
    )
    named = kinds.named(session)
    for meeting in session.scalars(booked):
        name = meeting.title.strip() or named.label(meeting.kind)
        if meeting.pupil_id is not None:
            found[meeting.pupil_id].append(DateLine(meeting.happened_on, "Meeting or appointment: {name}", name))
    return found


def _open_day(day: date, half: HalfTerm, closed: Sequence[date], step: int) -> date:
    """The first day from here on, or backwards, on which pupils come; the day itself where there is none."""
    found = day
    while half.starts_on <= found <= half.ends_on:
        if found.weekday() < SATURDAY and found not in closed:
            return found
        found += timedelta(days=step)
    return day
