"""Why a session has no place: each way to hold it is asked for what stands against it, and the commonest answers are told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gradesk.model.rules.placing.problem import Problem, Week, beginnings, bits
from gradesk.model.rules.placing.table import Table

# What can stand against a session, the most lasting first.
NOBODY, NEVER_THERE, PROTECTED, NEVER_MEET, BUSY_ADULT, BUSY_HOLDER, NO_ROOM, HOURS, DAYS = (
    "nobody", "never_there", "protected", "never_meet", "busy_adult", "busy_holder", "no_room", "hours", "days",
)  # fmt: skip


@dataclass(frozen=True)
class Block:
    """What stands against a task: its kind; the adult or holder that stood most often in the way; in how many ways of how many."""

    kind: str
    who: int | None = None
    ways: int = 0
    of: int = 0


def blocks(problem: Problem, week: Week, place: int) -> list[Block]:
    """What stands against the sessions of a task that are not placed, in a week as it is; the weightiest first."""
    table = Table(problem)
    for other, placed in week.items():
        if other != place:
            table.put(other, placed)
    task = problem.tasks[place]
    if not table.leaders(place):
        return [Block(NOBODY)]
    ever = [problem.leaders[one].free & table.whole for one in table.leaders(place)]
    if not any(beginnings(each, task.length) & problem.begins[place] for each in ever):
        return [Block(NEVER_THERE)]
    held = 0
    for holder in task.holders:
        held |= problem.held[holder]
    if not any(beginnings(each & ~held, task.length) & problem.begins[place] for each in ever):
        return [Block(PROTECTED if _together(problem, place) else NEVER_MEET, _most_held(problem, place))]
    days = most_days(table, place)
    if days < table.wanting(place):
        return [Block(DAYS, None, days, table.wanting(place))]
    return _in_the_way(problem, table, place)


def most_days(table: Table, place: int) -> int:
    """On how many days a task could have a session if everything that can be moved were out of the way."""
    return max(
        (
            sum(1 for day in table.problem.day_masks if table.could(place, leader) & day)
            for leader in table.leaders(place)
        ),
        default=0,
    )


def unavoidable(problem: Problem) -> int:
    """How many sessions can have no place however the others stand: it is no use to search on when no more are left over."""
    table = Table(problem)
    return sum(max(table.wanting(place) - most_days(table, place), 0) for place in range(len(problem.tasks)))


def _in_the_way(problem: Problem, table: Table, place: int) -> list[Block]:
    task, why, who, of = problem.tasks[place], Counter[str](), Counter[tuple[str, int]](), 0
    wanted = table.wanting(place)
    for leader in table.leaders(place):
        could = table.could(place, leader)
        if could.bit_count() and not table.room_for(leader, task.length * wanted):
            why[HOURS] += could.bit_count()
            who[HOURS, leader] += could.bit_count()
        for start in bits(could):
            of += 1
            span = ((1 << task.length) - 1) << start
            if table.led[leader] & span:
                why[BUSY_ADULT] += 1
                who[BUSY_ADULT, leader] += 1
            taken = [one for one in task.holders if table.had[one] & span]
            if taken:
                why[BUSY_HOLDER] += 1
                for one in taken:
                    who[BUSY_HOLDER, one] += 1
            elif table.full & span:
                why[NO_ROOM] += 1
    found = []
    for kind, ways in why.most_common():
        named = [(count, one) for (what, one), count in who.items() if what == kind]
        found.append(Block(kind, max(named)[1] if named else None, min(ways, of), of))
    return found or [Block(DAYS, None, most_days(table, place), wanted)]


def _together(problem: Problem, place: int) -> bool:
    """Whether the pupils of a task have any moment in common at all, whoever leads it."""
    held = 0
    for holder in problem.tasks[place].holders:
        held |= problem.held[holder]
    whole = (1 << (problem.days * problem.per_day)) - 1
    return bool(beginnings(whole & ~held, problem.tasks[place].length) & problem.begins[place])


def _most_held(problem: Problem, place: int) -> int | None:
    holders = problem.tasks[place].holders
    return max(holders, key=lambda one: problem.held[one].bit_count()) if holders else None
