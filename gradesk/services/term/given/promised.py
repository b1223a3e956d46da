"""What was promised to a pupil and what was done of it so far: session by session, with why something fell out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.term.minutes import Held, tally
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.portions import chunked
from gradesk.services.term import provisions, registers
from gradesk.services.term.provisions import Given
from gradesk.services.term.registers import Calendar
from gradesk.store.work import Store

Heard = tuple[ProvisionSession, SessionMark | None]


@dataclass(frozen=True)
class Promised:
    """One support as a pupil has it, up to today. Sessions are `due` by the calendar; those nobody marked yet are `unnoted`.

    `fell_out` counts by reason those that did not run, `away` those at which the pupil was absent, `extra` those that made
    others good. `planned_extra` are put on for days to come.
    """

    given: Given
    due: int
    had: int
    fell_out: tuple[tuple[str, int], ...]
    away: int
    extra: int
    unnoted: int
    owed: int  # minutes
    planned_extra: int  # minutes


def of_pupil(store: Store, pupil_id: str) -> list[Promised]:
    """All support of a pupil in this school year: what runs first, then what ended, each by its first day."""
    with store.read() as session:
        return of_pupils(session, [pupil_id], store.clock.today()).get(pupil_id, [])


def of_pupils(session: Session, pupil_ids: Sequence[str], today: date) -> dict[str, list[Promised]]:
    """The same of several, by pupil; those without support are not there."""
    year = academic_year(today)
    found = provisions.given(session, pupil_ids)
    wanted = {
        pupil_id: mine
        for pupil_id, rows in found.items()
        if (mine := [one for one in rows if one.starts_on <= year.ends_on and (one.ends_on or today) >= year.starts_on])
    }
    ids = sorted({one.uuid for rows in wanted.values() for one in rows})
    school, heard = registers.calendar(session), _heard(session, ids)
    return {
        pupil_id: sorted(
            (_told(one, school, heard.get(one.uuid, ()), today) for one in rows),
            key=lambda each: (not _runs(each.given, today), each.given.starts_on),
        )
        for pupil_id, rows in wanted.items()
    }


def this_week(store: Store, pupil_id: str) -> tuple[int, int]:
    """Minutes of support that the calendar plans for a pupil from Monday to Friday of this week, and those given so far."""
    today = store.clock.today()
    first = monday_of(today)
    last = first + timedelta(days=6)
    planned = given = 0
    with store.read() as session:
        rows = provisions.given(session, [pupil_id]).get(pupil_id, [])
        school, heard = registers.calendar(session), _heard(session, sorted({one.uuid for one in rows}))
        for one in rows:
            begins, ends = max(first, one.starts_on), min(last, one.ends_on or last)
            due = registers.days_of(one.provision, begins, ends, school)
            planned += sum(one.provision.minutes or 0 for _ in due)
            for held, marks in heard.get(one.uuid, ()):
                if begins <= held.happened_on <= ends:
                    given += tally(0, [_held(held, marks.get(pupil_id))]).delivered
    return planned, given


def _runs(one: Given, today: date) -> bool:
    return one.ends_on is None or one.ends_on >= today


def _told(
    one: Given, school: Calendar, sessions: Sequence[tuple[ProvisionSession, Mapping[str, SessionMark]]], today: date
) -> Promised:
    last = min(today, one.ends_on or today)
    due = set(registers.days_of(one.provision, one.starts_on, last, school))
    mine: list[Heard] = [(held, marks.get(one.pupil_id)) for held, marks in sessions if one.covers(held.happened_on)]
    past = [(held, mark) for held, mark in mine if held.happened_on <= today]
    usual = [(held, mark) for held, mark in past if not held.extra]
    reasons = Counter(held.reason for held, _ in usual if not held.ran)
    noted = {held.happened_on for held, mark in usual if not held.ran or (mark is not None and mark.mark)}
    added = [(held, mark) for held, mark in past if held.extra and mark is not None and mark.mark in ("here", "part")]
    return Promised(
        given=one,
        due=len(due | noted),
        had=sum(held.ran and mark is not None and mark.mark in ("here", "part") for held, mark in usual),
        fell_out=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        away=sum(held.ran and mark is not None and mark.mark == "absent" for held, mark in usual),
        extra=len(added),
        unnoted=len(due - noted),
        owed=tally(0, [_held(held, mark) for held, mark in past]).owed,
        planned_extra=sum(held.minutes for held, _ in mine if held.extra and held.happened_on > today),
    )


def _held(held: ProvisionSession, mark: SessionMark | None) -> Held:
    how, part = (mark.mark, mark.part or 0) if mark is not None else ("", 0)
    return Held(held.minutes, held.ran, how, part, held.reason, held.extra)


def _heard(
    session: Session, provision_ids: Sequence[str]
) -> dict[str, list[tuple[ProvisionSession, Mapping[str, SessionMark]]]]:
    """By support, its sessions with the marks of each by pupil."""
    found: dict[str, list[tuple[ProvisionSession, Mapping[str, SessionMark]]]] = {}
    for ids in chunked(provision_ids):
        sessions = session.scalars(
            select(ProvisionSession).where(
                ProvisionSession.provision_id.in_(ids), ProvisionSession.deleted_at.is_(None)
            )
        ).all()
        marks: dict[str, dict[str, SessionMark]] = {}
        query = (
            select(SessionMark)
            .join(ProvisionSession, ProvisionSession.uuid == SessionMark.session_id)
            .where(ProvisionSession.provision_id.in_(ids), SessionMark.deleted_at.is_(None))
        )
        for one in session.scalars(query):
            marks.setdefault(one.session_id, {})[one.pupil_id] = one
        for held in sorted(sessions, key=lambda one: one.happened_on):
            found.setdefault(held.provision_id, []).append((held, marks.get(held.uuid, {})))
    return found
