"""What the next twelve school weeks hold, and moving it from one week to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gradesk.model.rules.days.school_weeks import SchoolWeek, nearest_open, school_weeks
from gradesk.model.school.school import ClosureDay
from gradesk.model.vocabulary import Term, Vocabulary
from gradesk.services.meetings import actions, booking
from gradesk.services.plans import passports, plans
from gradesk.services.school import school
from gradesk.services.timeline import happenings
from gradesk.services.today.forecast_items import Load, found
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

WEEKS = 12
TALL, LEAST = 1.5, 4  # times the usual week, and how many things at least, from which a week is called full

KINDS = Vocabulary(
    "kind of load",
    Term("review", "Review"),
    Term("meeting", "Meeting"),
    Term("visit", "Visit or move"),
    Term("plan", "Plan ends"),
    Term("step", "Next step"),
    Term("action", "Action"),
    Term("passport", "Passport"),
    Term("measure", "Assessment"),
)


@dataclass(frozen=True)
class LoadWeek:
    """One school week with what falls into it."""

    week: SchoolWeek
    items: tuple[Load, ...]
    is_tall: bool = False

    def counted(self) -> dict[str, int]:
        """How many of each kind, in the order of the kinds."""
        counts = Counter(item.kind for item in self.items)
        return {code: counts[code] for code in KINDS.codes if counts[code]}


def weeks(store: Store, count: int = WEEKS) -> tuple[LoadWeek, ...]:
    """The next school weeks with their load; what falls into a holiday stands in the last week before it."""
    today = store.clock.today()
    open_weeks = school_weeks(today, school.half_terms(store), closures(store), count)
    if not open_weeks:
        return ()
    items = found(store, min(open_weeks[0].monday, today), open_weeks[-1].last)
    sorted_in: list[list[Load]] = [[] for _ in open_weeks]
    for item in items:
        place = max((at for at, week in enumerate(open_weeks) if week.monday <= item.day), default=0)
        sorted_in[place].append(item)
    usual = sum(map(len, sorted_in)) / len(open_weeks)
    return tuple(
        LoadWeek(week, tuple(sorted(mine, key=_order)), len(mine) >= LEAST and len(mine) > usual * TALL)
        for week, mine in zip(open_weeks, sorted_in, strict=True)
    )


def next_week(store: Store) -> str:
    """What comes next week, as a sentence for a day on which nothing is owed."""
    coming = [one for one in weeks(store, 3) if one.week.monday > store.clock.today()]
    if not coming:
        return "The calendar ends here: enter the next terms, and the coming weeks stand under “Coming weeks”."
    if not coming[0].items:
        return "Nothing is planned for the next school week either."
    return f"In the next school week: {said(coming[0])}."


def said(one: LoadWeek) -> str:
    """The load of a week in words: "2 reviews, 1 meeting"."""
    words = {"plan": ("plan ends", "plans end")}
    parts = []
    for code, number in one.counted().items():
        single, many = words.get(code, (KINDS.label(code).lower(), f"{KINDS.label(code).lower()}s"))
        parts.append(f"{number} {single if number == 1 else many}")
    return ", ".join(parts) or "nothing"


def told(one: LoadWeek) -> str:
    """What is special about a week: full, short, after a holiday, with closed days."""
    week, parts = one.week, []
    if not one.items:
        parts.append("Nothing is planned in it.")
    if one.is_tall:
        parts.append("A full week: half as much again as usual, so move what can wait.")
    if week.holiday_weeks:
        weeks = "1 week" if week.holiday_weeks == 1 else f"{week.holiday_weeks} weeks"
        parts.append(f"After {weeks} of holiday.")
    parts += [f"{day:%A} {day.day} {day:%b}: {reason}." for day, reason in week.closed]
    return " ".join(parts)


def move(store: Store, item: Load, week: SchoolWeek) -> date:
    """Move one thing to another week: to the same weekday, or the open day nearest to it. Returns the new day."""
    if item.fixed:
        raise Refused(item.fixed)
    day = nearest_open(week, item.day.weekday(), store.clock.today())
    if day is None:
        raise Refused("That week is over; nothing was moved. Choose a week that is still to come.")
    _MOVES[item.kind](store, item, day)
    return day


def closures(store: Store) -> dict[date, str]:
    """The days inside terms without pupils, with their reason."""
    with store.read() as session:
        rows: Sequence[ClosureDay] = session.scalars(select(ClosureDay).where(ClosureDay.deleted_at.is_(None))).all()
    return {row.day: row.reason or "closed" for row in rows}


def _order(item: Load) -> tuple[date, int, str]:
    return item.day, KINDS.codes.index(item.kind), item.name


_MOVES: dict[str, Callable[[Store, Load, date], object]] = {
    "review": lambda store, item, day: plans.move_review(store, item.record, day),
    "plan": lambda store, item, day: plans.change(store, item.record, {"review_on": day}),
    "meeting": lambda store, item, day: booking.move(store, item.record, {"happened_on": day}),
    "visit": lambda store, item, day: happenings.change(store, item.record, {"happened_on": day}),
    "step": lambda store, item, day: actions.change(store, item.record, {"due_on": day}),
    "action": lambda store, item, day: actions.change(store, item.record, {"due_on": day}),
    "passport": lambda store, item, day: passports.change(store, item.pupil_id, {"review_on": day}),
}
