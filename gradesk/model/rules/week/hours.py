"""When an adult is in school, as a school writes it: “mon-fri 8:45-15:15”, or “mon tue 8:30-12:00; thu 9:00-15:00”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradesk.model.rules.week.times import DAYS, NAMES, clock, read_clock, read_day

_STRETCH = re.compile(r"(?P<first>[a-z]+)\s*(?:-|–|to)\s*(?P<last>[a-z]+)", re.IGNORECASE)
_TIME = r"\d{{1,2}}(?:[:.]\d{{2}})?\s*(?P<{0}>am|pm)?"
_HOURS = re.compile(
    rf"(?P<from>{_TIME.format('half')})\s*(?:-|–|to|until)\s*(?P<to>{_TIME.format('other_half')})(?![\w:.])",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each) (?:school )?day\b|\bdaily\b|\beveryday\b", re.IGNORECASE)
MORNING = 7  # the earliest hour of a school’s day: an hour before it is one of the afternoon, as in 9-3
WHOLE = (0, 24 * 60)


@dataclass(frozen=True)
class Hours:
    """By day, 0 for Monday, from which minute to which somebody is there; a day may have several stretches, or none."""

    days: tuple[tuple[tuple[int, int], ...], ...]

    def covers(self, day: int, begins: int | None, minutes: int) -> bool:
        """Whether somebody is there for all of a session; without its time, whether they come on that day at all."""
        if begins is None:
            return bool(self.days[day])
        return any(first <= begins and begins + minutes <= last for first, last in self.days[day])

    @property
    def minutes(self) -> int:
        """Of a week."""
        return sum(last - first for day in self.days for first, last in day)


ALWAYS = Hours(((WHOLE,),) * len(DAYS))


def read(typed: str) -> Hours | None:
    """What was written; every day where nothing was. None where it cannot be read."""
    if not typed.strip():
        return ALWAYS
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", typed))):
        stretches = [_hours(found) for found in _HOURS.finditer(part)]
        words = _EVERY.sub(" mon-fri ", _HOURS.sub(" ", part))
        on = _days(words)
        if on is None or None in stretches:
            return None
        for day in on:
            days[day] += [one for one in stretches if one is not None] or [WHOLE]
    return Hours(tuple(tuple(sorted(day)) for day in days))


def in_words(hours: Hours) -> str:
    """Such as “Mon, Tue 8:30–12:00; Thu 9:00–15:00”."""
    if hours == ALWAYS:
        return "every day"
    parts: list[tuple[str, list[str]]] = []
    for place, day in enumerate(hours.days):
        said = ", ".join(
            f"{clock(first)}–{clock(last)}" if (first, last) != WHOLE else "all day" for first, last in day
        )
        if said and parts and parts[-1][0] == said:
            parts[-1][1].append(NAMES[place][:3])
        elif said:
            parts.append((said, [NAMES[place][:3]]))
    return "; ".join(f"{', '.join(names)} {said}" for said, names in parts)


def _days(words: str) -> list[int] | None:
    found: list[int] = []
    rest = words
    for stretch in _STRETCH.finditer(words):
        first, last = read_day(stretch["first"]), read_day(stretch["last"])
        if first is None or last is None or last[0] < first[0]:
            return None
        found += range(first[0], last[0] + 1)
        rest = rest.replace(stretch[0], " ", 1)
    for word in re.split(r"[\s,&]+|\band\b", rest):
        if not word:
            continue
        day = read_day(word)
        if day is None:
            return None
        found.append(day[0])
    return sorted(set(found)) or None


def _hours(found: re.Match[str]) -> tuple[int, int] | None:
    first, last = _minute(found["from"], found["half"]), _minute(found["to"], found["other_half"])
    return (first, last) if first is not None and last is not None and first < last else None


def _minute(typed: str, half: str | None) -> int | None:
    """A time of a school day, in minutes from midnight: 9, 9:30, 3pm, or 3 for the afternoon."""
    bare = typed[: len(typed) - len(half or "")].strip()
    at = read_clock(bare if ":" in bare or "." in bare else f"{bare}:00")
    if at is None:
        return None
    hour = at // 60
    later = hour < 12 if half and half.casefold() == "pm" else 0 < hour < MORNING and not half
    return at + 12 * 60 if later else at
