"""What stands against a meeting at its time: the room is taken, somebody sits in another one, the same pupil is talked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gradesk.model.rules.days.clock_time import overlap

USUAL = 30  # minutes of a meeting whose length nobody said


@dataclass(frozen=True)
class Sitting:
    """A meeting of a day, booked or proposed: when, how long, where, about whom, and the adults who come, by name."""

    at: str
    minutes: int | None
    place: str
    pupils: frozenset[str]
    people: tuple[str, ...]


def at_once(one: Sitting, other: Sitting) -> bool:
    """Whether two meetings of a day have a minute in common; those without a time have none."""
    if not one.at or not other.at:
        return False
    return overlap(one.at, one.minutes or USUAL, other.at, other.minutes or USUAL)


def against(one: Sitting, others: Iterable[Sitting]) -> list[str]:
    """What of the other meetings of its day stands against one, a sentence each."""
    return list(dict.fromkeys(words for other in others if at_once(one, other) for words in _against(one, other)))


def _against(one: Sitting, other: Sitting) -> Iterator[str]:
    if one.place and one.place.casefold() == other.place.casefold():
        yield f"{one.place} is taken at {other.at}."
    if one.pupils & other.pupils:
        yield f"There is another meeting about the same pupil at {other.at}."
    there = {name.casefold() for name in other.people}
    for name in one.people:
        if name.casefold() in there:
            yield f"{name} is at another meeting at {other.at}."
