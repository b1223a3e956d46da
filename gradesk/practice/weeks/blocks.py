"""Blocks of the practice school that have ended, measured before and after, and what support costs besides minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gradesk.model.term.session import HourlyRate
from gradesk.practice.cast.adults import Staff
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services import editing
from gradesk.services.pupils import pupils, register
from gradesk.services.term import closing, effects, expenses, provisions, registers
from gradesk.store.work import Store

# Invented, in pence an hour, and 25 per cent on top.
_RATES = (("ta", 1500), ("hlta", 1900), ("elsa", 1600), ("teacher", 3200), ("senco", 3700))
_ON_COSTS = 2500
_WEEK = timedelta(weeks=1)
_GOING, _MARKED = 15, 16  # weeks for which one runs: longer than any holidays; sessions that were marked


@dataclass(frozen=True)
class Block:
    """One that was held: its words, so many weeks ago and for so many, and each pupil’s results before, expected, after."""

    values: dict[str, Any]
    role: str
    ago: int
    weeks: int
    results: Sequence[tuple[str, str, str]]
    bought: Sequence[tuple[str, str]] = ()
    outcome: str = ""


_BLOCKS = (
    Block(
        {
            "name": "Reading fluency", "intervention": "reading_fluency", "area": "C&L", "times_a_week": 2.0, "minutes": 20,
            "weekdays": "tue thu", "measure": "reading_age", "money": "notional",
            "source": "Ordinarily available provision, Millshire Council, 2nd edition 2025, section 4",
        },
        "ta", 11, 8,
        (("6:04", "6:09", "6:10"), ("6:11", "7:03", "7:04"), ("7:02", "7:06", "7:04"), ("5:11", "6:03", "")),
        (("Sets of short books", "64.50"),),
        "Three read with expression now; one was ill on the day of the test.",
    ),
    Block(
        {
            "name": "Zones group", "intervention": "zones", "area": "SEMH", "times_a_week": 1.0, "minutes": 30,
            "weekdays": "wed", "measure": "sdq_total", "informant": "teacher", "money": "premium",
        },
        "elsa", 10, 6, (("21", "17", "16"), ("18", "15", "17"), ("23", "18", "23")),
        (("Cards and a poster", "18.99"),),
        "Two name how they feel before it is too much.",
    ),
    Block(
        {
            "name": "Reading fluency", "intervention": "reading_fluency", "area": "C&L", "times_a_week": 2.0, "minutes": 20,
            "weekdays": "mon wed", "measure": "reading_age", "money": "notional",
        },
        "ta", 30, 6, (("6:08", "7:00", "7:01"), ("7:05", "7:09", "7:10")),
        outcome="Both read in whole phrases.",
    ),
)  # fmt: skip


def add_rates(store: Store, days: SchoolDays) -> None:
    """Say what an hour costs, before anything is given."""
    for role, pence in _RATES:
        values = {"role": role, "from_on": days.first, "pence": pence, "on_costs": _ON_COSTS}
        editing.add(store, HourlyRate, values, "A rate")


def add_blocks(store: Store, days: SchoolDays, people: Staff) -> None:
    """Hold the blocks to their end, and let an agency come to one child."""
    rows = [row.uuid for row in register.everyone(store) if row.status in "KE"]
    first = 0
    for block in _BLOCKS:
        begun = max(days.on_or_before(days.today - block.ago * _WEEK), days.first)
        ends = days.on_or_before(begun + block.weeks * _WEEK)
        here = [uuid for uuid in rows if (pupils.page(store, uuid).pupil.entered_on or date.max) <= begun]
        members = here[first : first + len(block.results)]
        first += len(block.results)
        if len(members) == len(block.results) and begun < ends < days.today:
            _hold(store, people, block, members, begun, ends)
    _running(store, days, people, rows[first : first + 3])
    if rows:
        _agency(store, days, rows[-1])


def _hold(store: Store, people: Staff, block: Block, members: Sequence[str], begun: date, ends: date) -> None:
    values = block.values | {"starts_on": begun, "planned_to": ends, "led_by": people.role(block.role).name}
    with on_day(store, begun):
        uuid = provisions.add(store, members, values)
        for what, pounds in block.bought:
            expenses.add(store, uuid, "resource", what, pounds)
        for member, (before, expected, _) in zip(_members(store, uuid, members), block.results, strict=True):
            effects.record(store, member, "before", before)
            effects.expect(store, member, expected)
    with on_day(store, ends):
        for number, day in enumerate(registers.register(store, uuid, begun, ends).days):
            if number % 7 == 3:
                registers.not_run(store, uuid, day, "event")
            else:
                registers.mark(store, uuid, day, members, "here")
        for member, (_, _, after) in zip(_members(store, uuid, members), block.results, strict=True):
            if after:
                effects.record(store, member, "after", after)
        closing.close(store, uuid, ends, block.outcome)


def _running(store: Store, days: SchoolDays, people: Staff, members: Sequence[str]) -> None:
    """One that runs, of which one child has reached what was expected, and another is seldom there."""
    begun = max(days.on_or_before(days.today - _GOING * _WEEK), days.first)
    values = {
        "name": "Number practice", "intervention": "number_practice", "area": "C&L", "times_a_week": 3.0, "minutes": 15,
        "weekdays": "mon wed fri", "measure": "number_age", "money": "notional", "starts_on": begun,
        "planned_to": days.today + _WEEK, "led_by": people.role("ta", 1).name,
    }  # fmt: skip
    if len(members) < 2:
        return
    with on_day(store, begun):
        uuid = provisions.add(store, members, values)
        for member, before in zip(_members(store, uuid, members), ("6:05", "7:01", "6:10"), strict=False):
            effects.record(store, member, "before", before)
            effects.expect(store, member, "7:05")
    for number, day in enumerate(registers.register(store, uuid, begun, days.today).days[:_MARKED]):
        registers.mark(store, uuid, day, members, "here")
        if number % 2:
            registers.mark(store, uuid, day, members[:1], "absent")
    effects.record(store, _members(store, uuid, members)[1], "after", "7:06")


def _members(store: Store, uuid: str, pupil_ids: Sequence[str]) -> list[str]:
    """The uuids of who is in it, in the order of the pupils."""
    found = effects.of(store, uuid)
    return [found[pupil_id].given.member.uuid for pupil_id in pupil_ids]


def _agency(store: Store, days: SchoolDays, pupil_id: str) -> None:
    """Days of somebody from outside, of which not all have come yet."""
    begun = max(days.on_or_before(days.today - 5 * _WEEK), days.first)
    values = {
        "name": "Play therapy", "intervention": "therapy", "form": "one_to_one", "area": "SEMH", "starts_on": begun,
        "planned_to": days.today + 6 * _WEEK, "money": "topup", "led_by": "Play therapist of an agency",
    }  # fmt: skip
    with on_day(store, begun):
        uuid = provisions.add(store, [pupil_id], values)
        spent = expenses.add(store, uuid, "agency", "Play therapist", "280", 3)
    expenses.came(store, spent, 1.5)
