"""The third track of the timetabling competition of 2007, as a check of the engine: two of its weeks, where their files are here.

They are not shipped. GRADESK_ITC names the folder with `comp01.ctt` and `comp11.ctt`; without it the check is left out, with a
word. Rooms are asked for as adults are for support, so that lectures on different days, and nearly always one room for a course,
follow by themselves; seats that lack are a wish; lectures that stand alone in a day are counted and not wished for, as support has
no such rule. A course of more lectures than days is two tasks.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from measuring import Line

from gradesk.model.rules.placing.checking import broken
from gradesk.model.rules.placing.problem import Leader, Placed, Problem, Task
from gradesk.model.rules.placing.solving import solve

FOLDER, FILES, SECONDS = "GRADESK_ITC", ("comp01.ctt", "comp11.ctt"), 30.0


@dataclass(frozen=True)
class Course:
    """A course: its lectures, on how many days at least, and its students."""

    name: str
    teacher: str
    lectures: int
    days: int
    students: int


@dataclass(frozen=True)
class Contest:
    """A week of the competition."""

    days: int
    per_day: int
    courses: tuple[Course, ...]
    rooms: Mapping[str, int]
    curricula: Mapping[str, tuple[str, ...]]
    closed: Mapping[str, frozenset[int]]


def measure(*, quick: bool) -> list[Line]:
    """For each week that is here: whether every lecture has its place, after how long, and what the rules of the contest cost."""
    folder = Path(os.environ.get(FOLDER, ""))
    here = [folder / name for name in FILES if os.environ.get(FOLDER) and (folder / name).is_file()]
    if not here:
        print(
            f"The weeks of ITC-2007 are not here ({FOLDER} names no folder with them), so they are left out.",
            flush=True,
        )
    return [_line(one, 2.0 if quick else SECONDS) for one in here]


def _line(file: Path, seconds: float) -> Line:
    contest = read(file.read_text("utf-8", "replace"))
    problem, tasks = as_problem(contest)
    best = solve(problem, seconds)
    assert not broken(problem, best.week), "a week was proposed that cannot be held"
    paid = costs(contest, tasks, best.week)
    told = ", ".join(f"{name} {value}" for name, value in paid.items())
    print(f"{file.name}: {best.unplaced} of its lectures without a place; {told}", flush=True)
    return Line(
        f"{file.stem}, {best.unplaced} left over", best.seconds * 1000, seconds * 1000, "the time it may take", 1
    )


def read(words: str) -> Contest:
    """A file of the competition."""
    parts: dict[str, list[list[str]]] = {}
    head: dict[str, str] = {}
    here = ""
    for line in (one.strip() for one in words.splitlines()):
        if line.endswith(":") and line.isupper():
            here = line[:-1]
        elif ":" in line and not here:
            name, _, value = line.partition(":")
            head[name] = value.strip()
        elif line and here:
            parts.setdefault(here, []).append(line.split())
    per_day = int(head["Periods_per_day"])
    closed: dict[str, set[int]] = {}
    for name, day, period in parts.get("UNAVAILABILITY_CONSTRAINTS", []):
        closed.setdefault(name, set()).add(int(day) * per_day + int(period))
    return Contest(
        int(head["Days"]),
        per_day,
        tuple(Course(one[0], one[1], int(one[2]), int(one[3]), int(one[4])) for one in parts["COURSES"]),
        {one[0]: int(one[1]) for one in parts["ROOMS"]},
        {one[0]: tuple(one[2:]) for one in parts["CURRICULA"]},
        {name: frozenset(moments) for name, moments in closed.items()},
    )


def as_problem(contest: Contest) -> tuple[Problem, list[Course]]:
    """The week as the engine sees it, and which course each task is of."""
    rooms = list(contest.rooms)
    holders = sorted({f"t {one.teacher}" for one in contest.courses} | {f"q {name}" for name in contest.curricula})
    of = {f"c {one.name}": [f"t {one.teacher}"] for one in contest.courses}
    for name, courses in contest.curricula.items():
        for course in courses:
            of[f"c {course}"].append(f"q {name}")
    whole = (1 << (contest.days * contest.per_day)) - 1
    tasks, courses_of = [], []
    for course in contest.courses:
        starts = whole & ~sum(1 << moment for moment in contest.closed.get(course.name, ()))
        left = course.lectures
        while left:
            some = min(left, contest.days)
            held = tuple(holders.index(one) for one in of[f"c {course.name}"])
            lack = tuple(float(max(course.students - contest.rooms[name], 0) * some) for name in rooms)
            tasks.append(Task(held, some, tuple(range(len(rooms))), starts, 1, lack))
            courses_of.append(course)
            left -= some
    problem = Problem(
        contest.days, contest.per_day, tuple(Leader(whole) for _ in rooms), (0,) * len(holders), tuple(tasks)
    )
    return problem, courses_of


def costs(contest: Contest, tasks: list[Course], week: Mapping[int, Placed]) -> dict[str, int]:
    """What the rules of the contest ask for: seats that lack, days too few, lectures that stand alone, rooms beyond the first."""
    rooms = list(contest.rooms)
    when: dict[str, list[int]] = {}
    where: dict[str, Counter[str]] = {}
    for place, placed in week.items():
        when.setdefault(tasks[place].name, []).extend(placed.starts)
        where.setdefault(tasks[place].name, Counter())[rooms[placed.leader]] += len(placed.starts)
    seats = sum(
        max(one.students - contest.rooms[room], 0) * count
        for one in contest.courses
        for room, count in where.get(one.name, Counter()).items()
    )
    days = sum(
        5 * max(one.days - len({moment // contest.per_day for moment in when.get(one.name, ())}), 0)
        for one in contest.courses
    )
    alone = 0
    for courses in contest.curricula.values():
        taken = {moment for name in courses for moment in when.get(name, ())}
        alone += 2 * sum(
            not any(
                near in taken and near // contest.per_day == moment // contest.per_day
                for near in (moment - 1, moment + 1)
            )
            for moment in taken
        )
    return {"seats": seats, "days": days, "alone": alone, "rooms": sum(len(used) - 1 for used in where.values())}
