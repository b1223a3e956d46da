"""Reading a column of dates.

The order of day and month is decided for the column as a whole: day first, as every UK system writes it, unless some
value cannot be read so and none speaks against month first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.interchange.table import Cell

_ISO = re.compile(r"([12]\d{3})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_NUMBERS = re.compile(
    r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:[T ,]+[\d:. ]+(?:[ap]m)?)?", re.ASCII | re.I
)
_COMPACT_DAY_FIRST = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})", re.ASCII)
_TIME = re.compile(
    r"[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[:.]\d+)?)?\s*(?:[ap]m)?\s*(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.I
)
_ZERO = re.compile(r"0{1,4}[-/. ]0{1,2}[-/. ]0{1,4}")
_DAY_NAME = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,. ]+", re.IGNORECASE)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/., ]*([a-z]{3,10})\.?[-/., ]*(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_WORDS_US = re.compile(r"([a-z]{3,10})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/, ]+(\d{4})", re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WELSH_MONTHS = (
    *("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin"),
    *("gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"),
)
_OTHER_MONTHS = {"sept": 9} | {name: place for place, name in enumerate(_WELSH_MONTHS, start=1)}
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was, and of the old Macintosh one.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YOUNGEST, _OLDEST = 2, 26
_FIRST_YEAR_OF_BIRTH, _LAST_YEAR_OF_BIRTH = 1901, 2100
_FIRST_YEAR, _YEARS_AHEAD = 1990, 20
_FEW = 2


@dataclass(frozen=True)
class DateColumn:
    """How a column was read: a date (or None) for each written value, and what to tell the person.

    `none` holds the values that stand for no date, such as 31/12/9999; `swapped` those a spreadsheet seems to have read
    with day and month the wrong way round.
    """

    dates: dict[Cell, date | None]
    note: str = ""
    none: frozenset[Cell] = frozenset()
    swapped: frozenset[Cell] = frozenset()


def read_dates(values: Iterable[Cell], today: date, *, of_birth: bool, epoch_1904: bool = False) -> DateColumn:
    """Read the distinct values of one column.

    Args:
        values: the cells, without blanks.
        today: settles the century of two-digit years: for dates of birth so that the age is 2 to 26.
        of_birth: whether these are dates of birth.
        epoch_1904: whether serial numbers count from 1904, as in workbooks of old Macintosh versions of Excel.
    """
    century = _century_of_birth(today) if of_birth else _century_near(today)
    dates: dict[Cell, date | None] = {}
    numeric: dict[str, tuple[int, int, int]] = {}
    for value in values:
        if isinstance(value, date):
            dates[value] = value
            continue
        found, parts = _read(value.strip(), century, epoch_1904)
        dates[value] = found
        if parts:
            numeric[value] = parts
    certain = [cell for cell, day in dates.items() if day is not None and cell not in numeric]
    month_first = _month_first(numeric.values())
    for written, (first, second, year) in numeric.items():
        day, month = (second, first) if month_first else (first, second)
        dates[written] = _date(century(year, month, day) if year < 100 else year, month, day)
    return DateColumn(
        dates,
        _note(numeric.values(), month_first),
        frozenset(cell for cell, day in dates.items() if _stands_for_none(cell, day, today, of_birth=of_birth)),
        _swapped(certain, dates, numeric.values()),
    )


def _stands_for_none(cell: Cell, day: date | None, today: date, *, of_birth: bool) -> bool:
    """Whether a program wrote this date because it had to write one: 01/01/1900, 31/12/9999, 00/00/0000."""
    if day is None:
        return isinstance(cell, str) and _ZERO.fullmatch(cell.strip()) is not None
    if of_birth:
        return day.year <= _FIRST_YEAR_OF_BIRTH or day.year > _LAST_YEAR_OF_BIRTH
    return day.year < _FIRST_YEAR or day.year > today.year + _YEARS_AHEAD


def _swapped(
    certain: Sequence[Cell], dates: Mapping[Cell, date | None], numeric: Iterable[tuple[int, int, int]]
) -> frozenset[Cell]:
    """The dates that a spreadsheet of another country read month first, if the column looks as if one did.

    It makes dates of all that can be read so, whose days then are 12 at most, and leaves the others as text.
    """
    days = [day for cell in certain if (day := dates[cell]) is not None]
    left = list(numeric)
    if len(days) < _FEW or len(left) < _FEW or any(day.day > 12 for day in days):
        return frozenset()
    if not (all(first > 12 for first, _, _ in left) or all(second > 12 for _, second, _ in left)):
        return frozenset()
    return frozenset(cell for cell in certain if (day := dates[cell]) is not None and day.day != day.month)


def turned(day: date) -> date:
    """The same date with day and month the other way round; the day must be 12 at most."""
    return date(day.year, day.day, day.month)


def _month_first(several: Iterable[tuple[int, int, int]]) -> bool:
    pairs = [(first, second) for first, second, _ in several]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _note(several: Iterable[tuple[int, int, int]], month_first: bool) -> str:
    pairs = [(first, second) for first, second, _ in several]
    if not pairs:
        return ""
    if month_first:
        return "Dates were read as month/day/year, because some cannot be day/month/year."
    if all(first <= 12 and second <= 12 for first, second in pairs) and any(first != second for first, second in pairs):
        return "Dates were read as day/month/year; none of them shows it for certain."
    return ""


_Century = Callable[[int, int, int], int]


def _century_of_birth(today: date) -> _Century:
    def century(year: int, month: int, day: int) -> int:
        def distance(full: int) -> int:
            age = today.year - full - ((today.month, today.day) < (month, day))
            return max(_YOUNGEST - age, age - _OLDEST, 0)

        return min(2000 + year, 1900 + year, key=distance)

    return century


def _century_near(today: date) -> _Century:
    def century(year: int, month: int, day: int) -> int:
        del month, day
        return 2000 + year if 2000 + year <= today.year + 20 else 1900 + year

    return century


def _read(text: str, century: _Century, epoch_1904: bool) -> tuple[date | None, tuple[int, int, int] | None]:
    """A date, or the three numbers whose order the column has to settle, or neither."""
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(*(int(part) for part in match.groups())), None
    if _SERIAL.fullmatch(text):
        days = int(text.partition(".")[0])
        return (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=days), None
    text = _DAY_NAME.sub("", text)
    time = _TIME.search(text)
    text = text[: time.start()] if time and time.end() == len(text) else text
    if match := _COMPACT_DAY_FIRST.fullmatch(text):
        return _date(*(int(part) for part in reversed(match.groups()))), None
    if match := _NUMBERS.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        return None, (first, second, year)
    if match := _WORDS.fullmatch(text):
        day, name, year_text = match.groups()
    elif match := _WORDS_US.fullmatch(text):
        name, day, year_text = match.groups()
    else:
        return None, None
    month = _month(name)
    year = int(year_text) if len(year_text) == 4 else century(int(year_text), month or 1, int(day))
    return (_date(year, month, int(day)) if month else None), None


def _month(name: str) -> int:
    """The number of a month from its name or its first three letters; 0 for another word."""
    word = name.lower()
    if word in _OTHER_MONTHS:
        return _OTHER_MONTHS[word]
    return _MONTHS.index(word[:3]) + 1 if word in _MONTHS or word in _FULL_MONTHS else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
