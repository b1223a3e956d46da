"""How often and how long support is given, read from the words of a target: “3 times a week”, “15 minutes”."""

from __future__ import annotations

import re

DAYS = 5.0  # of a school week

_NUMBERS = {"once": 1.0, "twice": 2.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_PER_WEEK = re.compile(
    r"\b(\d+(?:\.\d+)?|once|twice|one|two|three|four|five)\s*(?:times?|x|sessions?)?\s*(?:a|per|each|/)\s*week\b"
)
_PER_DAY = re.compile(r"\b(\d+(?:\.\d+)?|once|twice|two|three|four|five)\s*(?:times?|x)?\s*(?:a|per|each|/)\s*day\b")
_DAILY = re.compile(r"\b(?:every|each) (?:school )?(?:day|morning|afternoon)\b|\bdaily\b")
_WEEKLY = re.compile(r"\b(?:every|each) week\b|\bweekly\b")
_MINUTES = re.compile(r"\b(\d{1,3})\s*(?:min|mins|minutes?)\b")
_HOURS = re.compile(r"\b(\d|one|two|an)\s*hours?\b")


def times_a_week(words: str) -> float | None:
    """So many times a week; None where the words do not say it plainly."""
    said = words.casefold()
    if (found := _PER_WEEK.search(said)) is not None:
        return _number(found[1])
    if (found := _PER_DAY.search(said)) is not None:
        return _number(found[1]) * DAYS
    if _DAILY.search(said):
        return DAYS
    return 1.0 if _WEEKLY.search(said) else None


def minutes(words: str) -> int | None:
    """So many minutes each time; None where the words do not say it plainly."""
    said = words.casefold()
    if (found := _MINUTES.search(said)) is not None:
        return int(found[1])
    if (found := _HOURS.search(said)) is not None:
        return int(60 * (1.0 if found[1] == "an" else _number(found[1])))
    return 30 if "half an hour" in said else None


def _number(word: str) -> float:
    return _NUMBERS[word] if word in _NUMBERS else float(word)
