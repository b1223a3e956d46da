"""Placing the sessions of planted weeks: how soon the first proposal stands, how soon nothing is left over, how soon it stops."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import fet
from measuring import Line, median

from gradesk.model.rules.placing.checking import broken
from gradesk.model.rules.placing.problem import Problem
from gradesk.model.rules.placing.solving import Proposal, solve
from gradesk.model.rules.placing.written import Written
from gradesk.system.laptop.child import hear_child

sys.path.append(str(Path(__file__).resolve().parents[2]))
from tests.model.rules.placing.planted import week

ADULTS, LIMIT = 60, 10.0  # s: what a person waits for at most
SIZES = ((220, 26), (330, 39))  # provisions, and rooms so that they are in use for the most part


class _Stopped(Exception):
    """Somebody pressed Escape."""


def measure(home: Path, *, quick: bool) -> list[Line]:
    """Twenty weeks of each size; a week in which something is left over counts with the whole limit and is told."""
    found: list[Line] = []
    for provisions, rooms in ((20, 4),) if quick else SIZES:
        first, whole, filled = [], [], 0
        for seed in range(2 if quick else 20):
            problem = Written(week(provisions, 6 if quick else ADULTS, seed, rooms=rooms)).problem
            told: list[Proposal] = []
            best = solve(problem, LIMIT, told.append)
            assert not broken(problem, best.week), "a week was proposed that cannot be held"
            filled += best.unplaced == 0
            first.append(told[0].seconds * 1000)
            whole.append((best.seconds if best.unplaced == 0 else LIMIT) * 1000)
        name = f"planted week of {provisions}"
        found.append(Line(f"{name}, first proposal", median(first), median(first), "none", at_most=500))
        found.append(
            Line(
                f"{name}, {filled} of {len(whole)} whole",
                max(whole),
                median(first),
                "its first proposal",
                at_most=LIMIT * 1000,
            )
        )
        found.append(Line(f"{name}, stopped", _stopping(problem), 1, "none", at_most=200))
        found += _beside_fet(name, week(provisions, 6 if quick else ADULTS, 0, rooms=rooms), home)
    return found


def _beside_fet(name: str, said: dict[str, Any], home: Path) -> list[Line]:
    """Both programs as processes of their own, on one week; a word where FET is not installed."""
    if not fet.is_here():
        print("fet-cl is not installed (Debian package fet), so nothing stands beside the weeks.", flush=True)
        return []
    file = home / "week.json"
    file.write_text(json.dumps(said), "utf-8")
    command = [sys.executable, "-m", "gradesk", "solve-week", str(file), "--json"]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).resolve().parents[2])
    took = (time.perf_counter() - began) * 1000
    problem = Written(said).problem
    other = fet.milliseconds(problem, solve(problem, LIMIT).week, home)
    if other is None:
        print(f"fet-cl found no whole week for the {name} within its time.", flush=True)
        return []
    return [Line(f"{name}, as a command", took, other, "fet-cl, told which adults")]


def _stopping(problem: Problem) -> float:
    """From Escape to the end of the child, in ms, in the middle of its search."""
    began: list[float] = []

    def beat() -> None:
        if began:
            raise _Stopped

    try:
        hear_child(
            _search_on,
            problem,
            seconds=30,
            megabytes=1024,
            beat=beat,
            heard=lambda _told: began.append(time.monotonic()),
        )
    except _Stopped:
        return (time.monotonic() - began[0]) * 1000
    raise AssertionError("it was not stopped")


def _search_on(problem: Problem, tell: Callable[[bool], object]) -> None:
    """The child’s work: it tells once that it searches, and then searches the same week anew, on and on."""
    tell(True)
    for seed in count():
        solve(problem, 30.0, seed=seed)
