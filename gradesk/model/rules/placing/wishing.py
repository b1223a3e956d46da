"""What a school wishes of a week in which everything has its place: it is made dearer or cheaper, never incomplete.

A pupil who misses two lessons of one subject costs more than one who misses one each of two; what else a school likes, as
mornings or that an adult does not always have the same child, comes as costs of the tasks.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from gradesk.model.rules.placing.problem import Placed, Problem, Week, bits, stretch
from gradesk.model.rules.placing.table import Table

MISSED = 2.0  # what a lesson costs that a pupil misses; the second of a subject three times that


def cost(problem: Problem, week: Week) -> float:
    """What a week costs in the eyes of the school; what stands fixed counts with it."""
    had = [0] * len(problem.held)
    total = 0.0
    for place, fixed in problem.fixed_of.items():
        for one in fixed:
            for holder in problem.tasks[place].holders:
                had[holder] |= stretch(one.start, problem.tasks[place].length)
    for place, placed in week.items():
        total += _own(problem, place, placed)
        for start in placed.starts:
            for holder in problem.tasks[place].holders:
                had[holder] |= stretch(start, problem.tasks[place].length)
    return total + sum(_missed(problem, holder, mask) for holder, mask in enumerate(had))


class Wishing:
    """Makes the week on a table cheaper, task by task."""

    def __init__(self, table: Table, seed: int = 0) -> None:
        self.table, self.problem = table, table.problem
        self._chance = random.Random(seed)

    def improve(self, ends: Callable[[], bool]) -> bool:
        """Ask every task once whether it stands better elsewhere. Returns whether any moved."""
        moved = False
        order = list(self.table.placed)
        self._chance.shuffle(order)
        for place in order:
            if ends():
                break
            was = self.table.take(place)
            before = self._whole(place, was)
            best, cheapest = was, before
            for leader in self.table.leaders(place):
                found = self._best(place, leader, len(was.starts))
                if found is not None and (price := self._whole(place, found)) < cheapest - 1e-9:
                    best, cheapest = found, price
            self.table.put(place, best)
            moved = moved or best is not was
        return moved

    def _best(self, place: int, leader: int, wanted: int) -> Placed | None:
        """The cheapest beginnings under an adult, one a day; each is looked at by itself, then all of them together."""
        if not self.table.room_for(leader, self.table.borne(place, wanted)):
            return None
        open_ = self.table.open(place, leader)
        by_day = []
        for day in self.problem.day_masks:
            if here := open_ & day:
                by_day.append(min((self._whole(place, Placed(leader, (start,))), start) for start in bits(here)))
        if len(by_day) < wanted:
            return None
        chosen: list[int] = []
        while len(chosen) < wanted:
            options = [
                (self._whole(place, Placed(leader, tuple(sorted((*chosen, start))))), start)
                for day in self.problem.day_masks
                if open_ & day and not any(day >> one & 1 for one in chosen)
                for start in ([one for _, one in by_day if day >> one & 1] if not chosen else bits(open_ & day))
            ]
            chosen.append(min(options)[1])
        return Placed(leader, tuple(sorted(chosen)))

    def _whole(self, place: int, placed: Placed) -> float:
        """What a task costs where it stands, with the lessons its pupils miss then, those missed elsewhere too."""
        length = self.problem.tasks[place].length
        mask = 0
        for start in placed.starts:
            mask |= stretch(start, length)
        missed = sum(
            _missed(self.problem, holder, self.table.had[holder] | mask) for holder in self.problem.tasks[place].holders
        )
        return _own(self.problem, place, placed) + missed


def _own(problem: Problem, place: int, placed: Placed) -> float:
    task = problem.tasks[place]
    mine = task.costs[task.leaders.index(placed.leader)] if task.costs and placed.leader in task.leaders else 0.0
    return mine + sum(task.wishes.get(start, 0.0) for start in placed.starts)


def _missed(problem: Problem, holder: int, had: int) -> float:
    found = 0.0
    for mask in problem.lessons.get(holder, ()):
        # So many moments of one subject, weighed by the square: spread over subjects the same minutes cost less.
        part = (had & mask).bit_count() / max(mask.bit_count(), 1)
        found += MISSED * part * (1 + 2 * part)
    return found
