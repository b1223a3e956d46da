"""The slots of a day of meetings: one after another in each room, with the breaks kept free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gradesk.model.rules.days.clock_time import minutes_of, overlap, read_time

ENDS = 22 * 60  # minutes since midnight: no slot ends later
_LASTS = re.compile(r"^(?P<at>.+?)(?:\s+for)?\s+(?P<minutes>\d{1,3})\s*(?:m|min|mins|minutes)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b|&)\s*")


@dataclass(frozen=True)
class Break:
    """A stretch of the day in which nobody meets: its time such as 12:00, and its minutes."""

    at: str
    minutes: int


@dataclass(frozen=True)
class Slot:
    """A place in the day: a time such as 15:30, and the room (empty where there is only one and nobody named it)."""

    at: str
    room: str


def clock(minutes: int) -> str:
    """So many minutes since midnight as a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_breaks(typed: str) -> list[Break] | str:
    """The breaks as people type them, "10.30 for 15, 12-1"; or the part that is none."""
    found: list[Break] = []
    for part in filter(None, _BETWEEN.split(typed.strip())):
        one = _read_break(part)
        if one is None:
            return str(part)
        found.append(one)
    found.sort(key=lambda one: one.at)
    return found


def written_breaks(breaks: Sequence[Break]) -> str:
    """Breaks as `read_breaks` reads them."""
    return ", ".join(f"{one.at} for {one.minutes}" for one in breaks)


def slots(first: str, minutes: int, breaks: Sequence[Break], rooms: Sequence[str], count: int) -> list[Slot]:
    """So many slots from the first time on, in each room one after another, the earliest first.

    One that would run into a break begins after it. There are fewer where the day is over before.
    """
    found: list[Slot] = []
    at = _free_from(minutes_of(first), minutes, breaks)
    while len(found) < count and at + minutes <= ENDS:
        found += [Slot(clock(at), room) for room in (list(dict.fromkeys(rooms)) or [""])]
        at = _free_from(at + minutes, minutes, breaks)
    return found[:count]


def arranged(order: Sequence[str | None]) -> list[str | None]:
    """Who comes in which slot (None leaves one empty): nobody twice, and nothing empty behind the last."""
    seen: set[str] = set()
    found: list[str | None] = []
    for one in order:
        if one is None or one not in seen:
            found.append(one)
        if one is not None:
            seen.add(one)
    while found and found[-1] is None:
        found.pop()
    return found


def moved(order: Sequence[str | None], place: int, step: int) -> list[str | None]:
    """One who comes changes places with the slot before (-1) or after (1); behind the last an empty one is left."""
    found = list(order)
    if not 0 <= place < len(found) or place + step < 0:
        return found
    if place + step >= len(found):
        found.append(None)
    found[place], found[place + step] = found[place + step], found[place]
    return arranged(found)


def left_empty(order: Sequence[str | None], place: int) -> list[str | None]:
    """A slot is left empty, and whoever stood there and all behind come one later; one that is empty already is closed."""
    found = list(order)
    if 0 <= place < len(found):
        if found[place] is None:
            del found[place]
        else:
            found.insert(place, None)
    return arranged(found)


def _free_from(at: int, minutes: int, breaks: Sequence[Break]) -> int:
    """The first moment from which so many minutes lie in no break."""
    for one in sorted(breaks, key=lambda one: one.at):
        if overlap(clock(at), minutes, one.at, one.minutes):
            at = minutes_of(one.at) + one.minutes
    return at


def _read_break(part: str) -> Break | None:
    lasts = _LASTS.match(part)
    if lasts is not None and (at := read_time(lasts["at"])) is not None:  # else it may be a stretch, such as 12 to 1
        minutes = int(lasts["minutes"])
        return Break(at, minutes) if minutes else None
    ends = _UNTIL.split(part)
    if len(ends) != 2:
        return None
    first, last = read_time(ends[0]), read_time(ends[1])
    if first is None or last is None or minutes_of(last) <= minutes_of(first):
        return None
    return Break(first, minutes_of(last) - minutes_of(first))
