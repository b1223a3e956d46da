"""Weeks whose best answer is known, because they were filled before what fills them was taken away."""

from __future__ import annotations

import random
from typing import Any


def week(
    provisions: int, adults: int, seed: int, *, rooms: int = 26, days: int = 5, per_day: int = 6, booked: float = 0.5
) -> dict[str, Any]:
    """A week in which nothing need be left over; adults are booked to about `booked` of the periods in which they are there."""
    chance = random.Random(seed)
    periods, pupils = days * per_day, provisions * 2
    skills = [chance.sample("abcdefgh", chance.randint(1, 3)) for _ in range(adults)]
    busy: list[set[int]] = [set() for _ in range(adults)]
    had: list[set[int]] = [set() for _ in range(pupils)]
    count = [0] * periods
    made: list[dict[str, Any]] = []
    while len(made) < provisions:
        adult, who = chance.randrange(adults), chance.sample(range(pupils), chance.choice([1, 1, 2, 3, 4, 5, 6]))
        chosen = []
        for day in chance.sample(range(days), min(chance.choice([2, 3, 3, 3, 4]), days)):
            free = [
                period
                for period in range(day * per_day, (day + 1) * per_day)
                if count[period] < rooms and period not in busy[adult] and all(period not in had[one] for one in who)
            ]
            chosen += [chance.choice(free)] if free else [-1]
        if -1 in chosen:
            continue
        for period in chosen:
            busy[adult].add(period)
            count[period] += 1
            for one in who:
                had[one].add(period)
        made.append(
            {
                "id": f"v{len(made)}",
                "pupils": [f"p{one}" for one in who],
                "sessions": len(chosen),
                "skill": chance.choice(skills[adult]),
            }
        )
    there = []
    for place, mine in enumerate(busy):
        others = [period for period in range(periods) if period not in mine]
        chance.shuffle(others)
        free = sorted(mine | set(others[: max(round(len(mine) / booked) - len(mine), 0)]))
        there.append({"id": f"a{place}", "available": free, "skills": skills[place]})
    protected = [
        sorted(chance.sample([period for period in range(periods) if period not in mine], min(4, periods - len(mine))))
        for mine in had
    ]
    return {
        "periods_per_day": per_day,
        "days": days,
        "rooms": rooms,
        "adults": there,
        "pupils": [{"id": f"p{place}", "protected": each} for place, each in enumerate(protected)],
        "provisions": made,
    }
