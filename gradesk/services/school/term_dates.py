"""Dates of a school year from somebody else's calendar: half-terms, holidays, closed days and all the rest, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from gradesk.model.rules.days.school_year import Span, academic_year, typical_half_terms, year_name
from gradesk.model.school.school import CalendarDate, ClosureDay
from gradesk.services.school import calendar
from gradesk.services.school.next_year import write_halves
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

DAY = timedelta(days=1)
_INSET = re.compile(
    r"\binset\b|training day|staff (?:training|development)|teacher training|non[- ]?pupil|\bcpd\b", re.I
)
_BANK = re.compile(r"bank holiday|good friday|easter monday|may day|st andrew|st patrick|boyne", re.I)
_CLOSED = re.compile(r"\bclosed\b|\bclosure\b|polling day|strike", re.I)
_HALF_HOLIDAY = re.compile(r"half[- ]?term(?! ?\d)|mid[- ]?term|october (?:break|holiday|week)|february break", re.I)
_HOLIDAY = re.compile(r"(christmas|winter|easter|spring|summer) (?:holidays?|break|vacation)", re.I)
_TERM = re.compile(r"\b(autumn|spring|summer)\b(?: half)?(?: term)?[ ,:-]*([12]|first|second)?\b", re.I)
_STARTS = re.compile(r"\b(?:starts?|begins?|first day|opens?|start of|return)\b", re.I)
_ENDS = re.compile(r"\b(?:ends?|finish(?:es)?|last day|breaks? up|end of)\b", re.I)
_WHOLE = timedelta(days=14)


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar says about some days: whole days, the last included."""

    name: str
    first: date
    last: date


@dataclass
class TermDates:
    """What a calendar says about one school year: edges of half-terms by name, closed days, other dates, and the rest."""

    starts: dict[str, date] = field(default_factory=dict)
    ends: dict[str, date] = field(default_factory=dict)
    closed: dict[date, tuple[str, str]] = field(default_factory=dict)
    dates: list[CalendarEvent] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def sort_out(events: Iterable[CalendarEvent], start: int) -> TermDates:
    """Sort events into what they mean for the school year that begins in `start`; those of other years are left out."""
    found = TermDates()
    year = academic_year(date(start, 9, 1))
    first, last = year.starts_on - timedelta(days=31), year.ends_on
    for event in sorted(events, key=lambda one: (one.first, one.name)):
        if not (first <= event.first <= last + timedelta(days=7)):
            found.left_out.append(f"“{event.name}” on {event.first:%d/%m/%Y} is not in {year_name(start)}.")
        elif not _closed_days(found, event) and not _edges(found, event):
            if event.last - event.first > calendar.LONGEST_DATE:
                found.left_out.append(f"“{event.name}” is longer than a term.")
            else:
                found.dates.append(event)
    return found


def _closed_days(found: TermDates, event: CalendarEvent) -> bool:
    for kind, pattern in (("inset", _INSET), ("bank_holiday", _BANK), ("closure", _CLOSED)):
        if pattern.search(event.name) and event.last - event.first < _WHOLE:
            for number in range((event.last - event.first).days + 1):
                day = event.first + number * DAY
                if day.weekday() < 5:
                    found.closed[day] = (kind, event.name)
            return True
    return False


def _edges(found: TermDates, event: CalendarEvent) -> bool:
    """Whether an event is a half-term, a term, a holiday between two, or the first or last day of one."""
    holiday = _HALF_HOLIDAY.search(event.name) or _HOLIDAY.search(event.name)
    if holiday and not _is_edge(event):
        before = _before(event.first)
        found.ends[before] = _school_day(event.first - DAY, -DAY)
        after = _AFTER.get(before)
        if after and event.last > event.first:
            found.starts[after] = _school_day(event.last + DAY, DAY)
        return True
    term = _TERM.search(event.name)
    if term is None:
        return False
    season, number = term.group(1).capitalize(), {"first": "1", "second": "2"}.get(term.group(2) or "", term.group(2))
    if event.last - event.first >= _WHOLE:
        found.starts[f"{season} {number or 1}"] = event.first
        found.ends[f"{season} {number or 2}"] = event.last
        return True
    if _STARTS.search(event.name):
        found.starts[f"{season} {number or 1}"] = event.first
        return True
    if _ENDS.search(event.name):
        found.ends[f"{season} {number or 2}"] = event.first
        return True
    return False


def _is_edge(event: CalendarEvent) -> bool:
    return event.first == event.last and bool(_STARTS.search(event.name) or _ENDS.search(event.name))


_HALVES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
_AFTER = dict(pairwise(_HALVES))


def _before(day: date) -> str:
    """The half-term a holiday ends, by the day it begins."""
    ends = ((1, 20), (3, 8), (5, 10), (6, 20), (9, 1), (11, 20))
    names = ("Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2", "Autumn 1")
    return next((name for end, name in zip(ends, names, strict=True) if (day.month, day.day) < end), "Autumn 2")


def _school_day(day: date, step: timedelta) -> date:
    while day.weekday() >= 5:
        day += step
    return day


def take_in(store: Store, start: int, events: Sequence[CalendarEvent]) -> TermDates:
    """Write what a calendar says about one school year: half-terms are set, closed days and dates that are missing added.

    Raises:
        Refused: nothing of it is about this year, or its half-terms would overlap.
    """
    found = sort_out(events, start)
    if not (found.starts or found.ends or found.closed or found.dates):
        raise Refused(
            f"The calendar says nothing about {year_name(start)}; nothing was changed. Choose that of the right year."
        )
    with store.work(f"Term dates of {year_name(start)} from a calendar") as session:
        there = calendar.in_session(session, start)
        halves = _set(there.spans or typical_half_terms(start), found)
        if found.starts or found.ends or not there.halves:
            write_halves(session, start, halves)
        known = {row.day for row in there.closures}
        for day, (kind, name) in found.closed.items():
            if day not in known:
                session.add(ClosureDay(day=day, kind=kind, reason=name))
        named = {(row.name, row.starts_on) for row in there.dates}
        for event in found.dates:
            if (event.name, event.first) not in named:
                row = CalendarDate(kind="other", name=event.name, starts_on=event.first, ends_on=event.last)
                session.add(row)
    return found


def _set(halves: Sequence[Span], found: TermDates) -> list[Span]:
    moved = [
        Span(half.name, found.starts.get(half.name, half.starts_on), found.ends.get(half.name, half.ends_on))
        for half in halves
    ]
    for half in moved:
        if half.ends_on < half.starts_on:
            raise Refused(f"{half.name} would end before it starts; nothing was changed. Check the calendar.")
    for one, other in pairwise(moved):
        if one.ends_on >= other.starts_on:
            raise Refused(f"{one.name} and {other.name} would overlap; nothing was changed. Check the calendar.")
    return moved
