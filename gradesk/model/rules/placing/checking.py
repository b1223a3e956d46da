"""Whether a week keeps every rule, looked at afresh: it knows nothing of how the week was made."""

from __future__ import annotations

from collections import Counter

from gradesk.model.rules.placing.problem import Problem, Week


def broken(problem: Problem, week: Week) -> list[str]:
    """What is wrong with a week, each in words; nothing where it can be held as it stands."""
    found: list[str] = []
    led: Counter[tuple[int, int]] = Counter()
    had: Counter[tuple[int, int]] = Counter()
    rooms: Counter[int] = Counter()
    worked: Counter[int] = Counter()
    for place, task in enumerate(problem.tasks):
        here = week.get(place)
        stands: list[tuple[int | None, int]] = [
            (one.leader if one.leader is not None or here is None else here.leader, one.start)
            for one in problem.fixed
            if one.task == place
        ]
        moved: list[tuple[int | None, int]] = [(here.leader, start) for start in here.starts] if here else []
        starts = [start for _, start in stands + moved]
        days = [start // problem.per_day for start in starts]
        if len(set(days)) < len(days):
            found.append(f"task {place} has two sessions on one day")
        if len(starts) > task.sessions:
            found.append(f"task {place} has more sessions than it wants")
        if len({leader for leader, _ in stands + moved if leader is not None}) > 1 and moved:
            found.append(f"task {place} has several adults")
        for start in here.starts if here else ():
            found += _one(problem, place, here.leader if here else 0, start)
        for who, start in stands + moved:
            for moment in range(start, start + task.length):
                rooms[moment] += 1
                if who is not None:
                    led[who, moment] += 1
                    worked[who] += 1
                for holder in task.holders:
                    had[holder, moment] += 1
    found += [f"adult {who} leads {count} at once in {at}" for (who, at), count in led.items() if count > 1]
    found += [f"holder {who} is in {count} at once in {at}" for (who, at), count in had.items() if count > 1]
    if problem.rooms is not None:
        found += [f"{count} sessions in {at}" for at, count in rooms.items() if count > problem.rooms]
    for who, count in worked.items():
        most = problem.leaders[who].most
        if most is not None and count > most:
            found.append(f"adult {who} leads for {count} of {most}")
    return found


def _one(problem: Problem, place: int, leader: int, start: int) -> list[str]:
    task, found = problem.tasks[place], []
    end = start + task.length - 1
    if leader not in task.leaders:
        found.append(f"task {place} is led by {leader}, who may not")
    if start // problem.per_day != end // problem.per_day or not 0 <= start < problem.days * problem.per_day:
        found.append(f"task {place} runs over the end of a day")
    if not task.starts >> start & 1:
        found.append(f"task {place} may not begin at {start}")
    for moment in range(start, end + 1):
        if not problem.leaders[leader].free >> moment & 1:
            found.append(f"adult {leader} is not there in {moment}")
        found += [
            f"holder {one} is not to be had in {moment}" for one in task.holders if problem.held[one] >> moment & 1
        ]
    return found
