"""Days as people type them: 24/11, 24 Nov, tomorrow, fri, +2w, and stretches of days: 19-21 Oct."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_NAMED = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ?([a-z]{3,9})\.?,?(?: (\d{2}|\d{4}))?(?:,.*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_ALONE = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?")
_AHEAD = re.compile(r"([+-]) ?(\d{1,3}) ?([dwm]?)[a-z]*")


def read_days(words: str, today: date) -> tuple[date, date] | None:
    """The first and last day that words stand for: one day, or a stretch such as "19-21 Oct" or "19/10 to 2/11"; None
    when they stand for neither.

    The month and year of the last day hold for the first where it has none.
    """
    day = read_day(words, today)
    if day is not None:
        return day, day
    typed = " ".join(words.casefold().split())
    for found in _split(typed):
        last = read_day(found[1], today)
        if last is None:
            continue
        number = _DAY_ALONE.fullmatch(found[0])
        first = _day(last.year, last.month, int(number[1])) if number else read_day(found[0], today)
        if first is not None and not number and first > last and first.replace(year=first.year - 1) <= last:
            first = first.replace(year=first.year - 1)
        if first is not None and first <= last:
            return first, last
    return None


def _split(typed: str) -> list[tuple[str, str]]:
    """Every place where a stretch may be split in two; 19-10-2026 has two such signs and is one day."""
    return [
        (typed[: found.start()].strip(), typed[found.end() :].strip())
        for found in re.finditer(r"-|–|—|\bto\b|\buntil\b|\btill\b", typed)
        if found.start() > 0
    ]


def read_day(words: str, today: date, *, past: bool = False) -> date | None:
    """The day that words stand for, or None when they stand for none.

    A day without a year is the one nearest ahead, or with `past` (dates of birth, things that happened) the one nearest
    behind. Two-digit years lie at most 10 years ahead.
    """
    typed = " ".join(words.casefold().split())
    near = {"today": 0, "now": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
    if typed in near:
        return today + timedelta(days=near[typed])
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(typed):
        return _with_year(int(found[1]), int(found[2]), found[3], today, past)
    if found := _AHEAD.fullmatch(typed):
        unit = {"w": 7, "m": 28}.get(found[3], 1)
        return today + timedelta(days=int(found[2]) * unit * (1 if found[1] == "+" else -1))
    if found := _NAMED.fullmatch(typed):
        month = _month(found[2])
        return _with_year(int(found[1]), month, found[3], today, past) if month else None
    return _weekday(typed.removeprefix("next ").removeprefix("last "), today, past or typed.startswith("last "))


def written_day(day: date | None) -> str:
    """A day as a field shows it: 24/11/2026."""
    return f"{day:%d/%m/%Y}" if day else ""


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _weekday(name: str, today: date, past: bool) -> date | None:
    matches = [place for place, day in enumerate(_DAYS) if len(name) >= 3 and day.startswith(name)]
    if len(matches) != 1:
        return None
    ahead = (matches[0] - today.weekday()) % 7
    return today + timedelta(days=ahead - 7 if past and ahead else ahead)


def _with_year(day: int, month: int, year: str | None, today: date, past: bool) -> date | None:
    if year is not None:
        full = int(year)
        if len(year) == 2:
            full += 2000 if 2000 + full <= today.year + 10 else 1900
        return _day(full, month, day)
    here = [found for step in (-1, 0, 1) if (found := _day(today.year + step, month, day)) is not None]
    if past:
        return max((found for found in here if found <= today), default=None)
    # A month back is still "this one": a review typed the week after it was held.
    return min((found for found in here if found >= today - timedelta(days=31)), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
