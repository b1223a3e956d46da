"""A week to be filled, as the engine sees it: moments as bits of whole numbers, people and rooms by their place in a list.

A week is a row of *moments*, `per_day` to a day; in a school's own week one is five minutes, in a week that is measured it is
a lesson. Whatever can be in one place only, a pupil or a room with a name, is a *holder*; adults lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Leader:
    """An adult: the moments in which they may lead, and how many of them in a week at most (None: as many as there are)."""

    free: int
    most: int | None = None


@dataclass(frozen=True)
class Task:
    """Support to be placed: `sessions` of `length` moments each, at most one a day, all led by one of `leaders`.

    `starts` are the moments at which one may begin. `costs` says what each leader costs in the eyes of the school, the less
    the better; `wishes` what each beginning costs.
    """

    holders: tuple[int, ...]
    sessions: int
    leaders: tuple[int, ...]
    starts: int
    length: int = 1
    costs: tuple[float, ...] = ()
    wishes: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fixed:
    """A session that stands: it is never moved. `leader` is None where whoever leads it is not among the adults."""

    task: int
    start: int
    leader: int | None


@dataclass(frozen=True)
class Problem:
    """A week with everything that is to be placed in it. `rooms` is how many sessions fit into one moment."""

    days: int
    per_day: int
    leaders: tuple[Leader, ...]
    held: tuple[int, ...]  # by holder, the moments in which it is not to be had
    tasks: tuple[Task, ...]
    rooms: int | None = None
    fixed: tuple[Fixed, ...] = ()
    lessons: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # by pupil, the moments of each subject

    @cached_property
    def day_masks(self) -> tuple[int, ...]:
        """By day, its moments."""
        one = (1 << self.per_day) - 1
        return tuple(one << (day * self.per_day) for day in range(self.days))

    @cached_property
    def fixed_of(self) -> Mapping[int, tuple[Fixed, ...]]:
        """What stands, by task."""
        found: dict[int, tuple[Fixed, ...]] = {}
        for one in self.fixed:
            found[one.task] = (*found.get(one.task, ()), one)
        return found

    @cached_property
    def begins(self) -> tuple[int, ...]:
        """By task, the moments at which a session may begin so that it ends on the same day and within the beginnings asked."""
        found = []
        for task in self.tasks:
            last = self.per_day - task.length
            fits = 0
            for day in range(self.days):
                if last >= 0:
                    fits |= ((1 << (last + 1)) - 1) << (day * self.per_day)
            found.append(task.starts & fits)
        return tuple(found)

    def day(self, moment: int) -> int:
        """The day of a moment."""
        return moment // self.per_day


@dataclass(frozen=True)
class Placed:
    """Where a task stands: who leads it, and at which moments its sessions begin, in order."""

    leader: int
    starts: tuple[int, ...]


Week = Mapping[int, Placed]  # by task


def stretch(start: int, length: int) -> int:
    """The moments of a session."""
    return ((1 << length) - 1) << start


def beginnings(free: int, length: int) -> int:
    """The moments from which so many free ones follow."""
    found, have = free, 1
    while have < length:
        step = min(have, length - have)
        found &= found >> step
        have += step
    return found


def bits(mask: int) -> Iterator[int]:
    """The moments of a mask, the earliest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def unplaced(problem: Problem, week: Week) -> int:
    """How many sessions are not placed."""
    return sum(
        task.sessions - (len(week[place].starts) if place in week else 0) for place, task in enumerate(problem.tasks)
    )


def by_need(problem: Problem) -> Sequence[int]:
    """The tasks in the order in which they are best placed: most sessions and largest groups first, then the fewest ways."""

    def need(place: int) -> tuple[int, int, int]:
        task = problem.tasks[place]
        ways = sum((problem.begins[place] & problem.leaders[each].free).bit_count() for each in task.leaders)
        return -(task.sessions * task.length), -len(task.holders), ways

    return sorted(range(len(problem.tasks)), key=need)
