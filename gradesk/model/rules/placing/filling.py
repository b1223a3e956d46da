"""A week is filled: what fits at once, then by letting others give way until nothing is left over.

The first proposal places the hardest tasks first, each where the fewest rooms are taken. What is left over then is put
in by force, where it costs least: whoever is in the way is taken out and placed anew, and a task that was hard to place often
is ever less readily moved (the idea of guided ejection search, Nagata and Bräysy 2009). A few tasks change places at random after
each such step, so that the search does not go in a circle.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gradesk.model.rules.placing.problem import Placed, Problem, Week, bits, by_need, stretch
from gradesk.model.rules.placing.table import Table

SHAKES = 12  # tasks that are asked to change places after each step
NEVER = float("inf")

Ends = Callable[[], bool]
Better = Callable[[Week, int], None]


@dataclass(frozen=True)
class Way:
    """One way to place a task: by whom, when, and who would have to give way."""

    leader: int
    starts: tuple[int, ...]
    out: frozenset[int]
    cost: float


class Filling:
    """Fills a week. `table` holds the best that was found when `first` and `improve` return."""

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        self.problem = problem
        self.table = Table(problem)
        self._chance = random.Random(seed)  # not a secret: the same seed finds the same week
        self._hard = [1.0] * len(problem.tasks)

    def first(self, ends: Ends = lambda: False) -> int:
        """Place what fits at once, or in time. Returns how many sessions are left over."""
        for place in by_need(self.problem):
            if ends():
                break
            self._fit(place)
        return self.left

    @property
    def left(self) -> int:
        """How many sessions have no place."""
        return sum(self.table.wanting(place) for place in range(len(self.problem.tasks)))

    def improve(self, ends: Ends, better: Better = lambda _week, _left: None) -> int:
        """Go on until nothing is left over or `ends` says so; `better` hears of each better week. Returns what is left."""
        best, fewest = dict(self.table.placed), self.left
        pool = [place for place in by_need(self.problem) if self.table.wanting(place)]
        hopeless: list[int] = []
        while pool and not ends():
            place = pool.pop()
            if self._fit(place, whole=True):
                pass
            elif (way := self._way(place)) is None:
                hopeless.append(place)
            else:
                self._hard[place] += 1
                for other in way.out:
                    self.table.take(other)
                    if not self._fit(other, whole=True):
                        pool.append(other)
                self._forced(place, way, pool)
            self._shake()
            left = self.left
            if left < fewest:
                best, fewest = dict(self.table.placed), left
                better(best, left)
        self.stand(best)
        for place in by_need(self.problem):
            if self.table.wanting(place) and not ends():
                self._fit(place)
        return self.left

    def _forced(self, place: int, way: Way, pool: list[int]) -> None:
        """Put a task in where it was decided; whoever came back into its way meanwhile goes for good."""
        if place in self.table.placed:
            self.table.take(place)
        length = self.problem.tasks[place].length
        for start in way.starts:
            for other in self.table.in_the_way(place, way.leader, start):
                if other in self.table.placed:
                    self.table.take(other)
                    pool.append(other)
            for moment in self.table.crowded(start, length, ()):
                weak = self._weakest(moment, frozenset())
                if weak is not None and moment in self.table.crowded(start, length, ()):
                    self.table.take(weak)
                    pool.append(weak)
        while not self.table.room_for(way.leader, self.table.borne(place, len(way.starts))):
            mine = [one for one, placed in self.table.placed.items() if placed.leader == way.leader]
            other = min(mine, key=lambda one: self._hard[one])
            self.table.take(other)
            pool.append(other)
        self.table.put(place, Placed(way.leader, way.starts))

    def _fit(self, place: int, whole: bool = False) -> bool:
        """Place a task where it fits as things stand, all of its sessions or, unless `whole`, as many as can be."""
        if place in self.table.placed:
            if not self.table.wanting(place):
                return True
            self.table.take(place)
        wanted = self.table.wanting(place)
        if not wanted:
            return True
        best: tuple[float, int, tuple[int, ...]] | None = None
        held = self.table.held(place)
        for leader in self.table.leaders(place):
            starts = self._days(place, self.table.open(place, leader, held), wanted)
            while starts and not self.table.room_for(leader, self.table.borne(place, len(starts))):
                starts = starts[:-1]
            if not starts or (whole and len(starts) < wanted):
                continue
            free = (self.problem.leaders[leader].free & ~self.table.led[leader]).bit_count()
            rank = (-len(starts), -free + self._chance.random(), leader)
            if best is None or rank < (-len(best[2]), best[0], best[1]):
                best = (rank[1], leader, starts)
        if best is None:
            return False
        self.table.put(place, Placed(best[1], tuple(sorted(best[2]))))
        return len(best[2]) == wanted

    def _days(self, place: int, open_: int, wanted: int) -> tuple[int, ...]:
        """One beginning a day, on the days and in the moments in which the most room is left."""
        found: list[tuple[float, int]] = []
        length = self.problem.tasks[place].length
        for day in self.problem.day_masks:
            here = open_ & day
            if here:
                found.append(
                    min(
                        (
                            sum(len(self.table.at[moment]) for moment in range(start, start + length))
                            + self._chance.random(),
                            start,
                        )
                        for start in bits(here)
                    )
                )
        found.sort()
        return tuple(start for _, start in found[:wanted])

    def _way(self, place: int) -> Way | None:
        """The way to place a task at which the fewest, and the least hard to place, have to give way."""
        best: Way | None = None
        already = len(self.problem.fixed_of.get(place, ()))
        wanted = self.problem.tasks[place].sessions - already
        for leader in self.table.leaders(place):
            if not self.table.could_bear(leader, self.table.borne(place, wanted)):
                continue
            could = self.table.could(place, leader)
            by_day: list[tuple[float, int, set[int]]] = []
            for day in self.problem.day_masks:
                offered = [self._price(place, leader, start) for start in bits(could & day)]
                if offered:
                    by_day.append(min(offered, key=lambda one: one[0]))
            if len(by_day) < wanted:
                continue
            by_day.sort(key=lambda one: one[0])
            chosen = by_day[:wanted]
            out = frozenset().union(*(one[2] for one in chosen))
            cost = sum(self._hard[one] for one in out) + self._chance.random()
            if chosen[-1][0] != NEVER and (best is None or cost < best.cost):
                best = Way(leader, tuple(sorted(one[1] for one in chosen)), out, cost)
        return best

    def _price(self, place: int, leader: int, start: int) -> tuple[float, int, set[int]]:
        out = self.table.in_the_way(place, leader, start)
        out.discard(place)
        length = self.problem.tasks[place].length
        for moment in self.table.crowded(start, length, out):
            other = self._weakest(moment, out)
            if other is None:
                return NEVER, start, out
            out.add(other)
        return sum(self._hard[one] for one in out) + self._chance.random() / 2, start, out

    def _weakest(self, moment: int, out: Sequence[int] | set[int] | frozenset[int]) -> int | None:
        """Of those in a moment the one that is placed most easily elsewhere."""
        can = [
            one
            for one in self.table.at[moment]
            if one not in out
            and one in self.table.placed
            and _covers(self.problem, self.table.placed[one], one, moment)
        ]
        return min(can, key=lambda one: (self._hard[one], self._chance.random())) if can else None

    def _shake(self) -> None:
        """Ask a few tasks to change places, where that costs nothing."""
        placed = list(self.table.placed)
        for place in self._chance.sample(placed, min(SHAKES, len(placed))):
            was = self.table.take(place)
            leader = self._chance.choice(self.table.leaders(place))
            starts = self._somewhere(self.table.open(place, leader), len(was.starts))
            if starts and self.table.room_for(leader, self.table.borne(place, len(starts))):
                self.table.put(place, Placed(leader, starts))
            else:
                self.table.put(place, was)

    def _somewhere(self, open_: int, wanted: int) -> tuple[int, ...]:
        days = [day & open_ for day in self.problem.day_masks if day & open_]
        if len(days) < wanted:
            return ()
        chosen = self._chance.sample(days, wanted)
        return tuple(sorted(self._chance.choice(list(bits(day))) for day in chosen))

    def stand(self, week: Week) -> None:
        """Put a whole week back on the table."""
        for place in list(self.table.placed):
            self.table.take(place)
        for place, placed in week.items():
            self.table.put(place, placed)


def _covers(problem: Problem, placed: Placed, place: int, moment: int) -> bool:
    """Whether a session that can be moved lies in a moment."""
    length = problem.tasks[place].length
    return any(stretch(start, length) >> moment & 1 for start in placed.starts)
