"""EHC plans in the practice school: every pupil with one has it line by line, some with a review under way; two are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gradesk.model.pupils.support import StatusPeriod
from gradesk.practice.banks import bank
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.ehc import cases, promises, reviews
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.term import provisions
from gradesk.store.work import Store

_WEEK = timedelta(weeks=1)
PLANS = 11  # of a school of sixty; of a smaller one no more than a third of those on support get a new one
_COUNCILS = ("Marlfield Borough", "Eastmere County", "Marlfield Borough")
# By turns, in how many days the meeting of the review that is under way lies, and how many rungs are done; None for none.
_UNDER_WAY: tuple[tuple[int, int] | None, ...] = ((30, 2), None, (10, 4), None, (-9, 4), None, None, (60, 0))
_RUNGS = ("views_asked_on", "invited_on", "reports_in_on", "papers_out_on")
_ASKED = (
    (40, ("requested",)),
    (110, ("requested", "decided_yes", "advice_asked")),
)  # days ago, and what has happened since


def add_plans(store: Store, days: SchoolDays) -> None:
    """Write the plans of all who have one, and two requests for an assessment."""
    for number, row in enumerate(register.page(store, register.Criteria(status="E"), limit=200)):
        with store.work(f"{row.name}: the EHC plan"):
            _plan(store, days, row, number)
    supported = register.page(store, register.Criteria(status="K"), limit=200)
    there = len(register.page(store, register.Criteria(status="E"), limit=200))
    for number, row in enumerate(supported[: max(min(PLANS - there, len(supported) // 3), 0)], start=there):
        with store.work(f"{row.name}: a new EHC plan"):
            _new(store, days, row, number)
    supported = register.page(store, register.Criteria(status="K"), limit=200)
    for (back, codes), row in zip(_ASKED, reversed(supported), strict=False):
        _ask(store, days, row, back, codes)


def _new(store: Store, days: SchoolDays, row: RegisterRow, number: int) -> None:
    """A plan that became final this autumn, twenty weeks after it was asked for."""
    final = max(days.on_or_before(days.today - timedelta(days=20 + 9 * (number % 5))), days.first)
    asked = max(final - 20 * _WEEK, days.first)
    steps = (("decided_yes", 5), ("advice_asked", 6), ("advice_sent", 11), ("draft", 16), ("draft_answered", 18))
    with on_day(store, asked):
        case = cases.begin(store, row.uuid, {"happened_on": asked, "council": _COUNCILS[number % len(_COUNCILS)]})
    for code, weeks in steps:
        day = min(asked + weeks * _WEEK, final)
        with on_day(store, day):
            cases.record(store, case, code, {"happened_on": day})
    with on_day(store, final):
        cases.record(store, case, "final", {"happened_on": final})
        _written(store, case, number)


def _written(store: Store, case: str, number: int) -> None:
    entry = bank("ehc")["plan"][number % len(bank("ehc")["plan"])]
    promises.set_section(store, case, "A", entry["views"])
    promises.set_section(store, case, "B", entry["needs"])
    promises.set_section(store, case, "I", "Marlfield Primary School, a mainstream primary school")
    promises.paste_outcomes(store, case, entry["outcomes"])
    promises.paste_lines(store, case, entry["provision"])
    promises.paste_lines(store, case, entry["health"], "G")


def _plan(store: Store, days: SchoolDays, row: RegisterRow, number: int) -> None:
    begun = max(_since(pupils.page(store, row.uuid).statuses) or days.first, days.first)
    council = {"council": _COUNCILS[number % len(_COUNCILS)], "reference": f"EHC/{1041 + 7 * number}"}
    with on_day(store, begun):
        case = cases.begin(store, row.uuid, {"happened_on": begun, **council}, "final")
        _written(store, case, number)
    _support(store, days, row, number)
    _reviewed(store, days, case, begun, number)


def _support(store: Store, days: SchoolDays, row: RegisterRow, number: int) -> None:
    """What stands for the first lines: all of it for some, too little for others, for every fourth nothing."""
    if number % 4 == 3:
        return
    hours = 5.0 if number % 2 == 0 else 3.0
    starts = max(days.on_or_before(days.today - 6 * _WEEK), days.first)
    values = {"name": "Support in lessons", "form": "one_to_one", "starts_on": starts, "led_by": "Teaching assistant"}
    with on_day(store, starts):
        provisions.add(store, [row.uuid], values | {"ehc_line": "F1", "ehc_hours": hours, "scope": "English, maths"})


def _reviewed(store: Store, days: SchoolDays, case: str, begun: date, number: int) -> None:
    """A review for each whole year since the plan, decided; and the one that is under way."""
    concluded = begun
    while concluded + timedelta(days=365) <= days.today - 4 * _WEEK:
        held = days.on_or_before(concluded + timedelta(days=330))
        decided = min(held + 4 * _WEEK, days.today)
        with on_day(store, decided):
            review = reviews.begin(store, case, {"meeting_on": held})
            steps = {name: max(held - (6 - place) * _WEEK, begun) for place, name in enumerate(_RUNGS)}
            told = {"works": "Going over new words beforehand.", "wishes": "The plan stays as it is."}
            given = {"held_on": held, "report_sent_on": held + _WEEK, "decided_on": decided, "decision": "maintain"}
            reviews.change(store, review, {**steps, **told, **given})
        concluded = decided
    turn = _UNDER_WAY[number % len(_UNDER_WAY)]
    if turn is None:
        return
    day = days.today + timedelta(days=turn[0])
    meeting = days.on_or_after(day) if turn[0] > 0 else max(days.on_or_before(day), begun)
    review = reviews.begin(store, case, {"meeting_on": meeting})
    if meeting <= days.today:
        reviews.done(store, review, "held_on", meeting)
    for place, name in enumerate(_RUNGS[: turn[1]]):
        reviews.done(store, review, name, max(days.today - timedelta(days=40 - 8 * place), begun))


def _ask(store: Store, days: SchoolDays, row: RegisterRow, back: int, codes: Sequence[str]) -> None:
    first = max(days.on_or_before(days.today - timedelta(days=back)), days.first)
    with on_day(store, first):
        case = cases.begin(store, row.uuid, {"happened_on": first, "council": _COUNCILS[0]})
    for place, code in enumerate(codes[1:], start=1):
        day = min(first + (2 + 2 * place) * _WEEK, days.today)
        with on_day(store, day):
            cases.record(store, case, code, {"happened_on": day})


def _since(statuses: Sequence[StatusPeriod]) -> date | None:
    """Since when a plan has been in force."""
    return max((one.starts_on for one in statuses if one.status == "E" and one.ends_on is None), default=None)
