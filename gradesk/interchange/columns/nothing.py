"""Cells that hold something and mean nothing: faults of formulas, words of databases, numbers that lost their digits."""

from __future__ import annotations

import re

_FAULT = re.compile(r"#(?:n/a|ref|name|value|null|num|div/0|spill|calc|field|getting_data|error)[!?]?|err:\d{3}", re.I)
# What programs write where there is nothing; "Null", "Nan" and "Na" are people's names, so their case counts.
_MARKS = frozenset(
    {
        "NULL",
        "null",
        "(null)",
        "[null]",
        "<null>",
        "<NULL>",
        "(NULL)",
        "\\N",
        "nan",
        "NaN",
        "NAN",
        "<NA>",
        "NaT",
        "None",
    }
    | {"none", "NONE", "N/A", "n/a", "N/a", "undefined", "(blank)", "(empty)", "#N/A"}
)
# What people write where there is nothing; none of these is asked of a name.
_WORDS = frozenset(
    {"null", "nan", "na", "none", "n/a", "n.a.", "nil", "unknown", "not known", "not provided", "not applicable"}
    | {"not stated", "not recorded", "no data", "n/k", "nk", "tbc", "tba", "blank", "undefined", "(blank)", "(none)"}
)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE | re.ASCII)
# A class written 1-2 comes back from a spreadsheet as a day.
_DAY = re.compile(
    r"(?:\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})",
    re.IGNORECASE | re.ASCII,
)


def is_fault(text: str) -> bool:
    """Whether a cell is what a spreadsheet shows for a formula that failed."""
    return text[:1] in ("#", "E", "e") and _FAULT.fullmatch(text) is not None


def means_nothing(text: str, *, name: bool) -> bool:
    """Whether a cell says that there is no value; in names only what no person is called."""
    if not any(map(str.isalnum, text)):
        return True
    return text in _MARKS or (not name and text.casefold() in _WORDS)


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet shows a long number shortened, as 4.477E+11; its digits are lost."""
    return _SHORTENED.fullmatch(text) is not None and any(mark in text for mark in ".,+")


def is_day(text: str) -> bool:
    """Whether a cell is a day without a year, as a spreadsheet makes of a class written 1-2."""
    return _DAY.fullmatch(text) is not None
