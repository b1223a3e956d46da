"""How much a line of an EHC plan promises, read from its words as councils write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# School days, weeks, half-terms of a school year (domain figures: 38 weeks of teaching).
WEEKS_A_YEAR = 38
_WEEKS = {
    "day": 0.2, "week": 1.0, "fortnight": 2.0, "half_term": WEEKS_A_YEAR / 6, "term": WEEKS_A_YEAR / 3,
    "year": float(WEEKS_A_YEAR),
}  # fmt: skip
_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0,
    "forty": 40.0, "half": 0.5, "once": 1.0, "twice": 2.0,
}  # fmt: skip
_NUMBER = r"(\d+(?:\.\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_EVERY = r"(?:a|per|each|every|/)"
_PERS = (
    (re.compile(rf"\b(?:daily|{_EVERY}\s*(?:school\s+)?day|five times a week)\b"), "day"),
    (re.compile(rf"\b(?:fortnightly|{_EVERY}\s*fortnight)\b"), "fortnight"),
    (re.compile(rf"\b(?:half[- ]termly|{_EVERY}\s*half[- ]term)\b"), "half_term"),
    (re.compile(rf"\b(?:weekly|{_EVERY}\s*week)\b"), "week"),
    (re.compile(rf"\b(?:termly|{_EVERY}\s*term)\b"), "term"),
    (re.compile(rf"\b(?:yearly|annually|{_EVERY}\s*(?:academic\s+|school\s+)?year)\b"), "year"),
)
_HOURS = re.compile(rf"\b{_NUMBER}(?:\s+and\s+a\s+half)?\s*-?\s*(hours?|hrs?)\b")
_MINUTES = re.compile(rf"\b{_NUMBER}\s*-?\s*(?:minutes?|mins?)\b")
_SESSIONS = re.compile(rf"\b{_NUMBER}\s+(?:x\s+)?(?:\w+[- ]){{0,4}}?(?:sessions?|blocks?|visits?|lessons?|slots?)\b")
_TIMES = re.compile(rf"\b{_NUMBER}\s*(?:times|x)\b|\b(once|twice)\b")
_HALF = re.compile(r"\band a half\s*-?\s*(?:hours?|hrs?)\b")


@dataclass(frozen=True)
class Quantity:
    """`times` of `minutes` each in a `per`; or `hours` in all in a `per`. All None where the words hold no number."""

    times: float | None = None
    minutes: int | None = None
    hours: float | None = None
    per: str = "week"

    @property
    def is_read(self) -> bool:
        """Whether there is an amount of time to compare."""
        return self.minutes_a_week is not None

    @property
    def minutes_a_week(self) -> float | None:
        """The promise as minutes in a week of school; None where no amount of time can be told."""
        weeks = _WEEKS[self.per]
        if self.hours is not None:
            return self.hours * 60 / weeks
        if self.minutes is None:
            return None
        return (self.times if self.times is not None else 1.0) * self.minutes / weeks

    @property
    def words(self) -> str:
        """The amount as people say it; empty where there is none."""
        per = {"half_term": "half-term"}.get(self.per, self.per)
        if self.hours is not None:
            return f"{self.hours:g} hour{'' if self.hours == 1 else 's'} a {per}"
        if self.minutes is None:
            return f"{self.times:g} a {per}" if self.times is not None else ""
        each = f"{self.minutes} minutes"
        return f"{each}, {self.times:g} a {per}" if self.times is not None else f"{each} a {per}"


def read_quantity(words: str) -> Quantity:
    """Read times, minutes, hours and how often from a line's words. What is not said is None; a week is meant by itself.

    "up to" and "access to" promise nothing that can be counted (SEND Code 9.69: provision is to be quantified), so a line
    that says so is read without a number.
    """
    said = " ".join(words.casefold().replace("–", "-").split())
    if re.search(r"\b(?:up to|access to|as (?:needed|required|appropriate)|regular(?:ly)?)\b", said):
        return Quantity(per=_per(said))
    per = _per(said)
    minutes, hours = _MINUTES.search(said), _HOURS.search(said)
    sessions, times = _SESSIONS.search(said), _TIMES.search(said)
    count = _value(sessions) if sessions else _value(times) if times else None
    if per == "day" and "five times a week" not in said:
        count = count or 1.0
    if minutes:
        whole = round(_value(minutes))
        return Quantity(times=count, minutes=whole, per=per) if 0 < whole <= 480 else Quantity(per=per)
    if hours:
        amount = _value(hours) + (0.5 if _HALF.search(said) and not hours.group(0).startswith("half") else 0.0)
        if count is not None and sessions:
            return Quantity(times=count, minutes=round(amount * 60), per=per)
        return Quantity(hours=amount, per=per) if 0 < amount <= 1_500 else Quantity(per=per)
    return Quantity(times=count, per=per)


def _per(said: str) -> str:
    return next((per for pattern, per in _PERS if pattern.search(said)), "week")


def _value(found: re.Match[str]) -> float:
    number = next(part for part in found.groups() if part)
    return _NUMBERS[number] if number in _NUMBERS else float(number)
