"""A week is solved: the first proposal at once, better ones as they come, then what the school wishes, until time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from gradesk.model.rules.placing.blocking import unavoidable
from gradesk.model.rules.placing.filling import Filling
from gradesk.model.rules.placing.problem import Placed, Problem, Week
from gradesk.model.rules.placing.wishing import Wishing, cost

LONGEST = 30.0  # s: nobody waits for longer
AGAIN = 4.0  # s without a better week until the search begins anew from another side
STILL = 3  # times over all tasks without a move: it will not get any cheaper


@dataclass(frozen=True)
class Proposal:
    """A week that can be accepted as it is: what is placed, how many sessions are not, what it costs, after how many seconds."""

    week: dict[int, Placed]
    unplaced: int
    cost: float
    seconds: float


Heard = Callable[[Proposal], None]
Stopped = Callable[[], bool]


def solve(
    problem: Problem,
    seconds: float = LONGEST,
    heard: Heard = lambda _proposal: None,
    stopped: Stopped = lambda: False,
    seed: int = 0,
) -> Proposal:
    """The best week found in so many seconds; `heard` gets the first proposal and every better one."""
    began = time.monotonic()

    def told(week: Week, left: int) -> Proposal:
        made = Proposal(dict(week), left, cost(problem, week), time.monotonic() - began)
        heard(made)
        return made

    def late() -> bool:
        return time.monotonic() - began >= seconds

    def over() -> bool:
        return late() or stopped()

    filling = Filling(problem, seed)
    left = filling.first(late)
    best = told(filling.table.placed, left)
    tried, least = seed, unavoidable(problem) if left else 0
    while left > least and not over():
        until = time.monotonic() + AGAIN

        def ends(until: float = until) -> bool:
            return over() or time.monotonic() >= until

        left = filling.improve(ends)
        if left < best.unplaced:
            best = told(filling.table.placed, left)
        elif left > least and not over():
            tried += 1
            filling = Filling(problem, tried)
            filling.first(late)
    if filling.left > best.unplaced:
        filling.stand(best.week)
    return _wished(problem, filling, best, over, told)


def _wished(
    problem: Problem, filling: Filling, best: Proposal, over: Stopped, told: Callable[[Week, int], Proposal]
) -> Proposal:
    wishing = Wishing(filling.table)
    still = 0
    while still < STILL and not over() and _has_wishes(problem):
        still = 0 if wishing.improve(over) else still + 1
        if cost(problem, filling.table.placed) < best.cost - 1e-9 or filling.left < best.unplaced:
            best = told(filling.table.placed, filling.left)
    return best


def _has_wishes(problem: Problem) -> bool:
    return bool(problem.lessons) or any(task.costs or task.wishes for task in problem.tasks)
