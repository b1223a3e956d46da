"""Planned, given, missed and owed minutes with their reasons, by pupil, group, adult, week and term: one list, summed as asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span, academic_year, span_of
from gradesk.model.rules.term.minutes import Held, Tally, planned_minutes, tally
from gradesk.model.term.provision import Provision
from gradesk.model.term.words import NOT_RUN, OWED
from gradesk.services.portions import chunked
from gradesk.services.term import registers
from gradesk.services.term.provisions import Given
from gradesk.services.term.registers import Calendar, Register, Slot
from gradesk.store.work import Store

ABSENT, PART = "absent", "part"  # reasons beside those of a session that did not run


@dataclass(frozen=True)
class Share:
    """Minutes of one pupil in one support in one week, under one adult. `why` has the minutes missed by reason."""

    provision_id: str
    support: str
    pupil_id: str
    pupil: str
    adult: str
    monday: date
    term: str
    tally: Tally
    why: Mapping[str, int] = field(default_factory=dict)

    @property
    def school_year(self) -> str:
        """The school year of the week."""
        return academic_year(self.monday).name


@dataclass(frozen=True)
class Sum:
    """Some shares together, under what they have in common."""

    key: Any
    tally: Tally
    why: tuple[tuple[str, int], ...]

    @property
    def reasons(self) -> str:
        """Why minutes were missed, in words, the most first."""
        own = {ABSENT: "absent", PART: "there for a part"}
        return ", ".join(f"{own.get(code) or NOT_RUN.label(code).lower()} {minutes:,}" for code, minutes in self.why)


def shares(store: Store, first: date, last: date, provision_ids: Sequence[str] | None = None) -> list[Share]:
    """All shares of a stretch of days, of some support or of all; what makes another good pays back the oldest first."""
    with store.read() as session:
        query = select(Provision).where(Provision.deleted_at.is_(None))
        if provision_ids is None:
            rows = list(session.scalars(query))
        else:
            rows = [
                row for ids in chunked(provision_ids) for row in session.scalars(query.where(Provision.uuid.in_(ids)))
            ]
        school = registers.calendar(session)
        found = registers.read(session, rows, min([first, *(row.starts_on for row in rows)]), last)
        return [
            one
            for register in found
            for place in range(len(register.members))
            for one in _of_member(register, place, school, Span("", first, last), store.clock.today())
        ]


def together(found: Sequence[Share], key: Callable[[Share], Any]) -> list[Sum]:
    """Shares summed by what they have in common, in its order."""
    tallies: dict[Any, Tally] = {}
    why: dict[Any, Counter[str]] = {}
    for one in found:
        at = key(one)
        tallies[at] = tallies.get(at, Tally()) + one.tally
        why.setdefault(at, Counter()).update(one.why)
    return [
        Sum(at, tallies[at], tuple(sorted(why[at].items(), key=lambda pair: (-pair[1], pair[0]))))
        for at in sorted(tallies)
    ]


def _of_member(register: Register, place: int, school: Calendar, span: Span, today: date) -> Iterator[Share]:
    row, member = register.provision, register.members[place]
    mine = Given(row, member)
    held = [
        (slot, _held(register, slot, member.pupil_id))
        for slot in register.sessions
        if mine.covers(slot.day) and slot.day <= today
    ]
    owed = _owed(held)
    weeks: dict[tuple[date, str], list[tuple[Slot, Held]]] = {}
    for slot, one in held:
        if span.holds(slot.day):
            adult = register.sessions[slot].adult or row.led_by
            weeks.setdefault((monday_of(slot.day), adult), []).append((slot, one))
    planned = _planned(mine, school, span, today)
    for monday in planned:
        weeks.setdefault((monday, row.led_by), [])
    for (monday, adult), sessions in sorted(weeks.items()):
        summed = tally(planned.get(monday, 0) if adult == row.led_by else 0, [one for _, one in sessions])
        minutes = Tally(summed.planned, summed.delivered, summed.missed, sum(owed.get(slot, 0) for slot, _ in sessions))
        half = span_of(max(monday, mine.starts_on), school.half_terms)
        name = half.name if half is not None else ""
        yield Share(
            row.uuid, row.name, member.pupil_id, register.names[place], adult, monday, name, minutes, _why(sessions)
        )


def _planned(mine: Given, school: Calendar, span: Span, today: date) -> dict[date, int]:
    """Minutes by week. Each is what the weeks until then come to, less those before, so that they add up exactly."""
    row = mine.provision
    first = max(mine.starts_on, span.starts_on)
    last = min(mine.ends_on or row.planned_to or today, span.ends_on)
    found: dict[date, int] = {}
    monday, count, before = monday_of(first), 0, 0
    while monday <= last:
        count += school.weeks(max(first, monday), min(last, monday + timedelta(days=6)))
        until = planned_minutes(row.times_a_week, row.minutes, count)
        if until > before:
            found[monday] = until - before
        monday, before = monday + timedelta(days=7), until
    return found


def _held(register: Register, slot: Slot, pupil_id: str) -> Held:
    held, mark = register.sessions[slot], register.mark(slot.day, pupil_id, slot.extra)
    how, part = (mark.mark, mark.part or 0) if mark is not None else ("", 0)
    return Held(held.minutes, held.ran, how, part, held.reason, held.extra)


def _owed(sessions: Sequence[tuple[Slot, Held]]) -> dict[Slot, int]:
    """By session, what is still owed of it: what was made good pays back the oldest first."""
    credit = sum(tally(0, [one]).delivered for _, one in sessions if one.extra)
    found = {}
    for slot, one in sorted(sessions, key=lambda pair: pair[0]):
        if not one.extra and not one.ran and one.reason in OWED:
            paid = min(credit, one.minutes)
            credit -= paid
            found[slot] = one.minutes - paid
    return found


def _why(sessions: Sequence[tuple[Slot, Held]]) -> dict[str, int]:
    why: Counter[str] = Counter()
    for _, one in sessions:
        missed = tally(0, [one]).missed
        if missed and not one.extra:
            why[one.reason if not one.ran else one.mark] += missed
    return dict(why)
