"""How much support a few words promise: “20 min 3 x a week for 6 weeks”. All of them are understood, or none is.

Words that say more than a dose (“5 minutes a day, and in lessons”), leave a choice (“2–3 times a week”), contradict
themselves, or may be one session or several (“60 minutes a week”) give None: they stay words. What is written by `said`
is read back as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DAYS = 5.0  # of a school week
MOST_TIMES, MOST_MINUTES, MOST_WEEKS = 50.0, 600, 60

_COUNTS = {"once": 1.0, "twice": 2.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
           "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0}  # fmt: skip
_N = r"\d+(?:\.\d+)?|" + "|".join(_COUNTS)
_MIN = r"(?:minutes?|mins?\b\.?|m\b)(?:\s+(?:each|each time|per session|a time))?"
_PER = r"(?:(?:a|per|each|every|/)\s*week|weekly|p/?w)"
_PER_DAY = r"(?:(?:a|per|each|every|/)\s*(?:school\s+)?day|daily)"
_X = r"(?:x|times?|sessions?)"

# At each place of the words the first that fits is taken; “both” ones stand before their parts.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("both", rf"(?P<times>{_N})\s*{_X}\s*(?:of\s+)?(?P<minutes>\d+)\s*{_MIN}\s*{_PER}"),
        ("both_day", rf"(?P<times>{_N})\s*{_X}\s*(?:of\s+)?(?P<minutes>\d+)\s*{_MIN}\s*{_PER_DAY}"),
        ("minutes", rf"(?P<minutes>\d+)\s*{_MIN}"),
        ("half", r"half an hour"),
        ("hours", rf"(?P<hours>an|{_N})\s*hours?"),
        ("weeks", rf"(?:for|over|during)\s+(?P<weeks>{_N})\s*weeks?"),
        ("weeks", rf"(?P<weeks>{_N})\s*weeks"),
        ("times", rf"(?P<times>{_N})\s*{_X}?\s*{_PER}"),
        ("times_day", rf"(?P<times>{_N})\s*{_X}?\s*{_PER_DAY}"),
        ("daily", r"(?:every|each)\s+(?:school\s+)?(?:day|morning|afternoon)|daily|a day"),
        ("weekly", r"(?:every|each)\s+week|weekly"),
    )
)
_BETWEEN = re.compile(r"(?:\s|,|;|·|\.(?=\s|$)|\bin school\b)*")


@dataclass(frozen=True)
class Dose:
    """Times a week, minutes each time, and for how many weeks; None for what is not said."""

    times: float | None = None
    minutes: int | None = None
    weeks: int | None = None

    @property
    def is_timed(self) -> bool:
        """Whether it says how often and how long each time: what a register needs."""
        return self.times is not None and self.minutes is not None


def said(dose: Dose) -> str:
    """A dose in words, such as “3 × 20 minutes a week, for 6 weeks”; empty for one that says nothing."""
    parts = []
    if dose.times is not None and dose.minutes is not None:
        parts.append(f"{_number(dose.times)} × {dose.minutes} minutes a week")
    elif dose.times is not None:
        parts.append(f"{_number(dose.times)} times a week" if dose.times != 1 else "once a week")
    elif dose.minutes is not None:
        parts.append(f"{dose.minutes} minutes")
    if dose.weeks is not None:
        parts.append(f"for {dose.weeks} weeks")
    return ", ".join(parts)


def read(words: str) -> Dose | None:
    """The dose that words promise; None where any of them is not understood, or where there are none."""
    rest = " ".join(words.casefold().replace("×", "x").split())
    found, at = Dose(), _BETWEEN.match(rest)
    place = at.end() if at else 0
    while place < len(rest):
        taken = _part(rest, place)
        if taken is None:
            return None
        one, place = taken
        joined = _joined(found, one)
        if joined is None:
            return None
        found = joined
        between = _BETWEEN.match(rest, place)
        assert between is not None
        if between.end() == place < len(rest):
            return None  # two words that run into each other
        place = between.end()
    return found if found != Dose() and _can_be(found) else None


def _part(words: str, place: int) -> tuple[Dose, int] | None:
    for name, pattern in _PARTS:
        found = pattern.match(words, place)
        if found is not None and not words[found.end() : found.end() + 1].isalnum():
            made = _dose(name, found.groupdict())
            return None if made is None else (made, found.end())
    return None


def _dose(name: str, said_of: dict[str, str | None]) -> Dose | None:
    fixed = {"half": Dose(minutes=30), "daily": Dose(times=DAYS), "weekly": Dose(times=1.0)}
    if name in fixed:
        return fixed[name]
    numbers = {key: _value(word) for key, word in said_of.items() if word is not None}
    by_day = DAYS if name.endswith("_day") else 1.0
    minutes = numbers.get("minutes", numbers["hours"] * 60 if "hours" in numbers else None)
    weeks = numbers.get("weeks")
    if any(number is not None and number != int(number) for number in (minutes, weeks)):
        return None
    return Dose(
        times=numbers["times"] * by_day if "times" in numbers else None,
        minutes=None if minutes is None else int(minutes),
        weeks=None if weeks is None else int(weeks),
    )


def _joined(one: Dose, other: Dose) -> Dose | None:
    """Both together; None where they say two different things of the same."""
    found = one
    for name in ("times", "minutes", "weeks"):
        new, old = getattr(other, name), getattr(one, name)
        if new is not None and old is not None and new != old:
            return None
        if new is not None:
            found = replace(found, **{name: new})
    return found


def _can_be(dose: Dose) -> bool:
    return (
        (dose.times is None or 0 < dose.times <= MOST_TIMES)
        and (dose.minutes is None or 0 < dose.minutes <= MOST_MINUTES)
        and (dose.weeks is None or 0 < dose.weeks <= MOST_WEEKS)
    )


def _number(times: float) -> str:
    return f"{times:g}"


def _value(word: str) -> float:
    return 1.0 if word == "an" else _COUNTS[word] if word in _COUNTS else float(word)
