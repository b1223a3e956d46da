"""A promise typed in the middle of anything: “@Mrs Ali by Fri 3 sends the form” is who, by when, and what."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.days.day_text import read_day

LONGEST_LINE = 2_000  # letters: more is no promise typed while one listens
LONGEST_DAY = 4  # words a day is ever typed in: next Friday, Fri 3 December 2026
FURTHEST = 62  # days ahead in which a weekday with a number, such as Fri 3, is looked for
_AT = re.compile(r"(?:^|(?<=[\s(]))@\s?(?=[^\W\d_])")  # not that of an e-mail address, nor of a time of day
_BY = re.compile(r"\b(?:by|before|on)\s+", re.IGNORECASE)
_TITLE = re.compile(r"(?:mrs|mr|ms|miss|mx|dr|prof|sir|rev)\.?$", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"([a-z]{3,9})\.?,? (\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_SHARE = re.compile(r"\d+/\d+")
_POSSESSIVE = re.compile(r"[’']s\b")
_EDGES = " ,.;:-–—"
_JOINS = re.compile(r"^(?:to|will|is to|and|,)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class PromiseLine:
    """Who promised (several parted by commas), by when where a day was named, and what."""

    owner: str
    due_on: date | None
    what: str


def read_promise(typed: str, today: date, names: Collection[str]) -> PromiseLine | None:
    """The promise in a line as of a day; None when it has none. `names` are the people known: theirs may have several words.

    A day follows “by”, “before” or “on”. One that cannot be read, or whose weekday and number do not go together, stays in
    the words, and the promise has no day.
    """
    line = " ".join(typed.split())
    if len(line) > LONGEST_LINE:
        return None
    owners: list[str] = []
    while (found := _sign(line, names)) is not None:
        owner, length = _owner(line[found.end() :], names)
        owners.append(owner)
        line = f"{line[: found.start()].rstrip()} {line[found.end() + length :].lstrip()}".strip()
        line = re.sub(r"^(?:and|&|,)\s+(?=@)", "", line, flags=re.IGNORECASE)
    if not owners:
        return None
    due, line = _due(line, today)
    line = line.strip(_EDGES)
    if line.count("(") != line.count(")"):
        line = line.strip("()")
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1]
    what = _JOINS.sub("", line.strip(_EDGES)).strip(_EDGES)
    return PromiseLine(", ".join(dict.fromkeys(owners)), due, what)


def _sign(line: str, names: Collection[str]) -> re.Match[str] | None:
    """The first sign with a person behind it; one that stands alone before a small letter is a place, as in “reads @ home”."""
    for found in _AT.finditer(line):
        rest = line[found.end() :]
        if not found[0].endswith(" ") or not rest[0].islower() or _known(rest, names):
            return found
    return None


def _known(rest: str, names: Collection[str]) -> str:
    """The longest of the names that are known with which a text begins."""
    folded = rest.casefold()
    fits = (
        name
        for name in sorted(names, key=len, reverse=True)
        if name and folded.startswith(name.casefold()) and not rest[len(name) : len(name) + 1].isalnum()
    )
    return next(fits, "")


def _owner(rest: str, names: Collection[str]) -> tuple[str, int]:
    """Who is named at the beginning of what follows the sign, and how many letters that takes."""
    if name := _known(rest, names):
        whose = _POSSESSIVE.match(rest, len(name))
        return name, whose.end() if whose is not None else len(name)
    words = rest.split(" ")
    taken = 2 if _TITLE.match(words[0]) and len(words) > 1 else 1
    typed = " ".join(words[:taken]).rstrip(_EDGES + ")")
    name = _POSSESSIVE.sub("", typed)
    known = [one for one in names if name.casefold() in (part.casefold() for part in one.split())]
    return (known[0] if len(known) == 1 else name), len(typed)


def _due(line: str, today: date) -> tuple[date | None, str]:
    for found in reversed(list(_BY.finditer(line))):
        words = line[found.end() :].split(" ")
        for taken in range(min(LONGEST_DAY, len(words)), 0, -1):
            said = " ".join(words[:taken]).rstrip(_EDGES + ")")
            if _SHARE.fullmatch(said) and words[taken : taken + 1] == ["of"]:
                continue  # “by 9/10 of the class” is a share and no day
            if _is_weekday_with_number(said, today) and read_due(said, today) is None:
                return None, line
            day = read_due(said, today)
            if day is not None:
                rest = " ".join(words[taken:]).lstrip(_EDGES)
                return day, f"{line[: found.start()].rstrip(_EDGES)} {rest}".strip()
    return None, line


def read_due(words: str, today: date) -> date | None:
    """A day ahead, a weekday with its number too: Fri 3 is the next Friday that is a third."""
    found = _DAY_NUMBER.fullmatch(words.strip())
    if found is None or (weekday := read_day(found[1], today)) is None:
        return read_day(words, today)
    ahead = (today + timedelta(days=days) for days in range(FURTHEST))
    return next((one for one in ahead if one.day == int(found[2]) and one.weekday() == weekday.weekday()), None)


def _is_weekday_with_number(words: str, today: date) -> bool:
    found = _DAY_NUMBER.fullmatch(words.strip())
    return found is not None and read_day(found[1], today) is not None
