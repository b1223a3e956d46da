"""Copying a school year forward: what would be written, what must be checked, and then the writing, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.school_year import Span, academic_year, bank_holidays, typical_half_terms, year_name
from gradesk.model.rules.days.year_dates import census_days, deadlines, moved_with, next_half_terms, review_windows
from gradesk.model.school.school import AcademicYear, CalendarDate, ClosureDay, HalfTerm, Term
from gradesk.services.school import calendar
from gradesk.services.school.calendar import SchoolYear
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LAST = 2098


@dataclass(frozen=True)
class Copied:
    """One line of the preview. `what` is half, closure or date; `kind` the kind of day; `before` None for a new one."""

    what: str
    kind: str
    name: str
    before: Span | None
    after: Span


@dataclass(frozen=True)
class Preview:
    """What copying would write into the year after, and what somebody should look at."""

    start: int
    name: str
    lines: tuple[Copied, ...]
    checks: tuple[str, ...]


def preview(store: Store, start: int) -> Preview:
    """What the year after the one that begins in `start` would be, by the same habits; nothing is written."""
    with store.read() as session:
        now, coming = calendar.in_session(session, start), calendar.in_session(session, start + 1)
    if not now.halves:
        raise Refused(f"{year_name(start)} has no half-terms to copy; nothing was written. Enter them first.")
    if start >= LAST:
        raise Refused("Gradesk keeps dates up to 2100; nothing was copied.")
    halves = next_half_terms(now.spans, start)
    lines = [Copied("half", "", half.name, old, half) for half, old in zip(halves, now.spans, strict=True)]
    lines += _closures(now, halves)
    lines += _dates(now, halves)
    return Preview(start + 1, year_name(start + 1), tuple(lines), tuple(_checks(now, coming, halves)))


def apply(store: Store, found: Preview) -> None:
    """Write a preview: half-terms are set, closed days and dates that are missing are added."""
    with store.work(f"Copy the calendar to {found.name}") as session:
        halves = [line.after for line in found.lines if line.what == "half"]
        write_halves(session, found.start, halves)
        session.flush()
        there = calendar.in_session(session, found.start)
        days = {row.day for row in there.closures}
        named = {(row.kind, row.name): row for row in there.dates}
        for line in found.lines:
            if line.what == "closure" and line.after.starts_on not in days:
                session.add(ClosureDay(day=line.after.starts_on, kind=line.kind, reason=line.name))
            elif line.what == "date":
                row = named.get((line.kind, line.name))
                if row is None:
                    row = CalendarDate(kind=line.kind, name=line.name)
                    session.add(row)
                row.starts_on, row.ends_on = line.after.starts_on, line.after.ends_on


def _closures(now: SchoolYear, halves: list[Span]) -> list[Copied]:
    found = [
        Copied("closure", row.kind, row.reason, Span("", row.day, row.day), Span("", day, day))
        for row in now.closures
        if row.kind == "inset" and (day := moved_with(row.day, now.spans, halves))
    ]
    for day, reason in bank_holidays(now.start + 1, now.nation).items():
        if any(half.holds(day) for half in halves):
            found.append(Copied("closure", "bank_holiday", reason, None, Span("", day, day)))
    return sorted(found, key=lambda line: line.after.starts_on)


def _dates(now: SchoolYear, halves: list[Span]) -> list[Copied]:
    terms = _terms(now, halves)
    by_rule = {("census", one.name): one for one in census_days(now.start + 1)}
    by_rule |= {("review_window", one.name): one for one in review_windows(terms)}
    by_rule |= {("deadline", one.name): one for one in deadlines(now.start + 1)}
    found = []
    for row in now.dates:
        if row.kind == "trip":
            continue  # it is planned anew each year; no support is due while one lasts
        old = Span(row.name, row.starts_on, row.ends_on)
        new = by_rule.get((row.kind, row.name))
        if new is None:
            first = moved_with(row.starts_on, now.spans, halves)
            new = Span(row.name, first, first + (row.ends_on - row.starts_on))
        found.append(Copied("date", row.kind, row.name, old, new))
    return sorted(found, key=lambda line: line.after.starts_on)


def _terms(now: SchoolYear, halves: list[Span]) -> list[Span]:
    names = {half.name: term.name for term in now.terms for half in now.spans if term.holds(half.starts_on)}
    found: dict[str, list[Span]] = {}
    for half in halves:
        found.setdefault(names.get(half.name, half.name), []).append(half)
    return [Span(name, mine[0].starts_on, mine[-1].ends_on) for name, mine in found.items()]


def _checks(now: SchoolYear, coming: SchoolYear, halves: list[Span]) -> list[str]:
    found = ["Term dates are set by the local authority or the trust: compare every line with theirs."]
    if any(row.kind == "inset" for row in now.closures):
        found.append("INSET days are chosen anew each year; they were only moved along.")
    else:
        found.append("No INSET day was entered this year, so none is copied.")
    spring = next((half for half in halves if half.name == "Spring 2"), None)
    if spring is not None:
        found.append(f"Spring 2 ends on {spring.ends_on:%d/%m/%Y}: Easter lies elsewhere each year.")
    typed = {(half.starts_on, half.ends_on) for half in coming.halves}
    typical = {(half.starts_on, half.ends_on) for half in typical_half_terms(now.start + 1)}
    if typed and not typed <= typical:
        found.append(f"{coming.name} has dates that somebody typed already; copying writes over its half-terms.")
    return found


def write_halves(session: Session, start: int, halves: Sequence[Span]) -> None:
    """Set the half-terms of a school year, which is made if it is not there; the terms follow them."""
    span = academic_year(date(start, 9, 1))
    found = session.scalars(
        select(AcademicYear).where(AcademicYear.name == span.name, AcademicYear.deleted_at.is_(None))
    ).first()
    if found is None:
        found = AcademicYear(name=span.name, starts_on=span.starts_on, ends_on=span.ends_on)
        session.add(found)
        session.flush()
    terms = {
        row.name: row
        for row in session.scalars(select(Term).where(Term.academic_year_id == found.uuid, Term.deleted_at.is_(None)))
    }
    for half in halves:
        name = half.name.rsplit(" ", 1)[0]
        if name not in terms:
            terms[name] = Term(academic_year_id=found.uuid, name=name, starts_on=half.starts_on, ends_on=half.ends_on)
            session.add(terms[name])
            session.flush()
        term = terms[name]
        row = session.scalars(
            select(HalfTerm).where(
                HalfTerm.term_id == term.uuid, HalfTerm.name == half.name, HalfTerm.deleted_at.is_(None)
            )
        ).first()
        if row is None:
            session.add(HalfTerm(term_id=term.uuid, name=half.name, starts_on=half.starts_on, ends_on=half.ends_on))
        else:
            row.starts_on, row.ends_on = half.starts_on, half.ends_on
    for name, term in terms.items():
        mine = [half for half in halves if half.name.rsplit(" ", 1)[0] == name]
        if mine:
            term.starts_on, term.ends_on = mine[0].starts_on, mine[-1].ends_on
