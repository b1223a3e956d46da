"""The calendar of a school year: closed days, census days, windows and deadlines, typed once and copied forward."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import read_days
from gradesk.model.rules.days.school_year import Span, academic_year, bank_holidays, span_of, year_name, year_starting
from gradesk.model.rules.days.year_dates import census_days, deadlines, review_windows
from gradesk.model.school.school import AcademicYear, CalendarDate, ClosureDay, HalfTerm, School, Term
from gradesk.model.vocabulary import CALENDAR_KINDS, CLOSURE_KINDS
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LONGEST_DATE = timedelta(days=120)
MOST_DAYS = 40  # closed days typed at once
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b|&)\s*")


@dataclass(frozen=True)
class SchoolYear:
    """Everything the calendar of one year holds, each list by date."""

    start: int
    name: str
    halves: tuple[HalfTerm, ...]
    terms: tuple[Span, ...]
    closures: tuple[ClosureDay, ...]
    dates: tuple[CalendarDate, ...]
    nation: str = "england"

    @property
    def spans(self) -> list[Span]:
        """The half-terms as spans."""
        return [Span(half.name, half.starts_on, half.ends_on) for half in self.halves]

    def said(self, day: date) -> str:
        """What a day is: "Autumn 2, INSET: first aid"; "holiday" outside the half-terms, "weekend" on one."""
        half = span_of(day, self.spans)
        parts = [half.name if half else "holiday" if day.weekday() < 5 else "weekend"]
        parts += [CLOSURE_KINDS.label(row.kind) + _more(row) for row in self.closures if row.day == day]
        parts += [row.name for row in self.dates if row.starts_on <= day <= row.ends_on]
        return ", ".join(parts)


@dataclass(frozen=True)
class Suggested:
    """A date that follows by rule and is not in the calendar yet."""

    kind: str
    span: Span


def years(store: Store) -> list[tuple[int, str]]:
    """The school years of the file, oldest first: the calendar year each begins in, and its name."""
    with store.read() as session:
        rows = session.scalars(
            select(AcademicYear).where(AcademicYear.deleted_at.is_(None)).order_by(AcademicYear.starts_on)
        )
        return [(year_starting(row.starts_on), row.name) for row in rows]


def year(store: Store, start: int) -> SchoolYear:
    """One school year; without half-terms where none were entered."""
    with store.read() as session:
        return in_session(session, start)


def in_session(session: Session, start: int) -> SchoolYear:
    """The same, by a session that is open already."""
    span = academic_year(date(start, 9, 1))
    # Some schools begin in the last days of August.
    first, last = span.starts_on - timedelta(days=20), span.ends_on - timedelta(days=20)
    term_rows = session.scalars(
        select(Term)
        .join(AcademicYear, AcademicYear.uuid == Term.academic_year_id)
        .where(AcademicYear.name == year_name(start), Term.deleted_at.is_(None), AcademicYear.deleted_at.is_(None))
        .order_by(Term.starts_on)
    ).all()
    halves = session.scalars(
        select(HalfTerm)
        .where(HalfTerm.term_id.in_([row.uuid for row in term_rows]), HalfTerm.deleted_at.is_(None))
        .order_by(HalfTerm.starts_on)
    )
    closures = session.scalars(
        select(ClosureDay)
        .where(ClosureDay.deleted_at.is_(None), ClosureDay.day.between(first, last))
        .order_by(ClosureDay.day)
    )
    dates = session.scalars(
        select(CalendarDate)
        .where(CalendarDate.deleted_at.is_(None), CalendarDate.starts_on <= last, CalendarDate.ends_on >= first)
        .order_by(CalendarDate.starts_on, CalendarDate.name)
    )
    terms = tuple(Span(row.name, row.starts_on, row.ends_on) for row in term_rows)
    nation = session.scalar(select(School.nation)) or "england"
    return SchoolYear(start, year_name(start), tuple(halves), terms, tuple(closures), tuple(dates), nation)


def add_closures(store: Store, start: int, typed: str, kind: str = "inset", reason: str = "") -> int:
    """Add closed days of a year, typed in one line such as "1/9, 19-21 Oct and 28/5". Returns how many are new.

    Of a stretch of days only Monday to Friday count. Bank holidays without a day are those of the school's nation.
    """
    words = [word for word in _BETWEEN.split(typed.strip()) if word]
    if not words and kind == "bank_holiday":
        return _add_bank_holidays(store, start)
    if not words:
        raise Refused("Type the days, such as 1/9, 12/2; nothing was added yet.")
    if len(words) > MOST_DAYS:
        raise Refused(f"{MOST_DAYS} days at once are the most; nothing was added. Type them in two goes.")
    days = [day for word in words for day in _days_of_year(word, start)]
    if len(days) > MOST_DAYS:
        raise Refused(f"{MOST_DAYS} days at once are the most; nothing was added. Type them in two goes.")
    known = {row.day for row in year(store, start).closures}
    fresh = sorted({day for day in days if day not in known})
    label = CLOSURE_KINDS.label(kind)
    with store.work(f"Add closed days: {label}"):
        for day in fresh:
            values = {"day": day, "kind": kind, "reason": reason.strip() or label}
            editing.add(store, ClosureDay, values, "")
    return len(fresh)


def _add_bank_holidays(store: Store, start: int) -> int:
    found = year(store, start)
    known = {row.day for row in found.closures}
    fresh = {
        day: name
        for day, name in bank_holidays(start, found.nation).items()
        if day not in known and any(half.holds(day) for half in found.spans)
    }
    if not fresh:
        raise Refused("The bank holidays of this year are in the calendar already; nothing was added.")
    with store.work(f"Add {len(fresh)} bank holidays"):
        for day, name in fresh.items():
            editing.add(store, ClosureDay, {"day": day, "kind": "bank_holiday", "reason": name}, "")
    return len(fresh)


def remove_closure(store: Store, uuid: str) -> None:
    """Take a closed day out of the calendar."""
    editing.remove(store, ClosureDay, uuid, "Delete a closed day")


def add_date(store: Store, values: Mapping[str, Any]) -> str:
    """Add a date of the year. One day needs no last day; it ends where it starts."""
    body = dict(values)
    body.setdefault("starts_on", None)
    if body["starts_on"] is not None and body.get("ends_on") is None:
        body["ends_on"] = body["starts_on"]
    if not str(body.get("name") or "").strip():
        body["name"] = CALENDAR_KINDS.label(str(body.get("kind", "other")))
    checked = editing.check(CalendarDate, body)
    _check_span(checked["starts_on"], checked["ends_on"])
    return editing.add(store, CalendarDate, checked, f"Add {checked['name']}")


def change_date(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a date of the year."""
    if not str(values.get("name", "-")).strip():
        raise Refused("A date needs a name; the old one was kept.")
    with store.work("Change a date of the year", initiator) as session:
        editing.change(store, CalendarDate, uuid, values, "")
        row = session.get_one(CalendarDate, uuid)
        _check_span(row.starts_on, row.ends_on)


def remove_date(store: Store, uuid: str) -> None:
    """Take a date out of the calendar."""
    editing.remove(store, CalendarDate, uuid, "Delete a date of the year")


def suggestions(store: Store, start: int) -> list[Suggested]:
    """Census days, windows for reviews and deadlines that the calendar of a year has not yet."""
    found = year(store, start)
    # Whatever the school moved or renamed is its own; a kind that stands on the day is not offered again.
    there = {(row.kind, row.name) for row in found.dates} | {(row.kind, row.starts_on) for row in found.dates}
    offered = [("census", span) for span in census_days(start)]
    offered += [("review_window", span) for span in review_windows(found.terms)]
    offered += [("deadline", span) for span in deadlines(start)]
    return [
        Suggested(kind, span)
        for kind, span in offered
        if (kind, span.name) not in there and (kind, span.starts_on) not in there
    ]


def take_suggestions(store: Store, start: int) -> int:
    """Put everything suggested into the calendar, in one step. Returns how many dates."""
    found = suggestions(store, start)
    if not found:
        raise Refused("Census days, review windows and deadlines of this year are there already; nothing was added.")
    with store.work(f"Add {len(found)} dates of {year_name(start)}"):
        for one in found:
            values = {
                "kind": one.kind, "name": one.span.name, "starts_on": one.span.starts_on, "ends_on": one.span.ends_on,
            }  # fmt: skip
            editing.add(store, CalendarDate, values, "")
    return len(found)


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise Refused("It cannot end before it starts; nothing was changed. Check the two days.")
    if last - first > LONGEST_DATE:
        raise Refused("That is longer than a term; nothing was changed. Check the year.")


def _days_of_year(words: str, start: int) -> list[date]:
    """A day or a stretch as it is typed; without a year it is the one of the school year that begins in `start`."""
    found = read_days(words, date(start, 9, 1))
    if found is None:
        raise Refused(
            f"“{words}” is not a day; nothing was added. Type days as 24/11, 24 Nov or 19-21 Oct, with commas between them."
        )
    span = academic_year(date(start, 9, 1))
    for day in found:
        if not span.starts_on - timedelta(days=31) <= day <= span.ends_on:
            raise Refused(f"{day:%d/%m/%Y} is not in {year_name(start)}; nothing was added. Check the year.")
    first, last = found
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return days if len(days) == 1 else [day for day in days if day.weekday() < 5]


def _more(row: ClosureDay) -> str:
    return f": {row.reason}" if row.reason and row.reason != CLOSURE_KINDS.label(row.kind) else ""
