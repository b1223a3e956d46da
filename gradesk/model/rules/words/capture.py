"""Reading a line caught in passing, such as “Ava mum phoned happy with reading”: when, how, with whom, and which words
may be a name. It never decides whose line it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.pupils.pupil import searchable
from gradesk.model.rules.days.day_text import read_day

LONGEST_PHRASE = 5  # words
LATEST = timedelta(days=60)  # a number such as 3/5 is a day only when that day is not longer ago
_WORD = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"[’']s?$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,2}[/.\-]\d{1,2}(?:[/.\-](?:\d{2}|\d{4}))?|\d{4}-\d{1,2}-\d{1,2}")
_NAMED = re.compile(r"\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = ("mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri")  # sat and sun are words by themselves


@dataclass(frozen=True)
class Lexicon:
    """The words a line is understood by: phrases for kinds and people, titles, and words that are also names."""

    kinds: Mapping[str, str]  # phrase, folded: code of a kind of meeting, or "note"
    people: Collection[str]
    titles: Collection[str]
    common: Collection[str]
    acronyms: Collection[str] = frozenset({"salt", "slt", "ep", "ot", "camhs", "gp"})


@dataclass(frozen=True)
class NameWord:
    """A word that may be part of a name: its place in the line, folded, as a possessive without its s."""

    place: int
    word: str
    capital: bool
    common: bool


@dataclass(frozen=True)
class Caught:
    """A line as it was understood. `words` is what was typed; `summary` what is left after its beginning was taken up."""

    words: str
    kind: str
    with_whom: str
    day: date
    summary: str
    names: tuple[NameWord, ...]
    used: frozenset[int]  # places of words that were taken as day, kind or person


def read_line(typed: str, today: date, lexicon: Lexicon) -> Caught:
    """Understand a line on a day. Without a word for the kind it is a word at the door when it names an adult, else a note."""
    words = [(found.group(), found.start()) for found in _WORD.finditer(typed)]
    folded = [_folded(word) for word, _ in words]
    day, on_day = _day(words, today)
    kind, as_kind = _phrase(folded, lexicon.kinds, on_day)
    people = _people(folded, lexicon, on_day | as_kind)
    as_people = {place for found in people for place in found}
    used = frozenset(on_day | as_kind | as_people)
    names = tuple(
        NameWord(place, _name(word), word[:1].isupper(), _name(word) in lexicon.common)
        for place, (word, _) in enumerate(words)
        if place not in used and _name(word) and not (place and folded[place - 1] in lexicon.titles)
        and folded[place] not in lexicon.titles
    )  # fmt: skip
    said = " and ".join(_said([folded[place] for place in found], lexicon) for found in people)
    code = lexicon.kinds[kind] if kind else "doorstep" if people else "note"
    return Caught(typed.strip(), code, said[:1].upper() + said[1:], day, typed.strip(), names, used)


def summary_after(caught: Caught, named: Collection[int]) -> str:
    """What was typed, exactly, without the words at its beginning that say whose it is, when, how and with whom.

    Where nothing else is left, the whole line.
    """
    words = list(_WORD.finditer(caught.words))
    for place, found in enumerate(words):
        if place not in caught.used and place not in named and _folded(found.group()) not in ("", "and"):
            return caught.words[found.start() :]
    return caught.words


def _day(words: Sequence[tuple[str, int]], today: date) -> tuple[date, set[int]]:
    for place, (word, _) in enumerate(words):
        bare = word.strip(",.;:()").casefold()
        before = words[place - 1][0].casefold() if place else ""
        near = bare in ("today", "yesterday") or bare in _DAYS or bare in _SHORT
        weekend = bare in ("sat", "sun") and before in ("on", "last")
        if near or weekend:
            found = read_day(f"last {bare}" if before == "last" else bare, today, past=True)
            if found is not None:
                return found, {place} | ({place - 1} if before in ("on", "last") else set())
    for place in range(len(words)):
        for length in (2, 1):
            text = " ".join(word.strip(",;:()") for word, _ in words[place : place + length])
            if (_NAMED if length == 2 else _NUMBERS).fullmatch(text):
                found = read_day(text, today, past=True)
                if found is not None and today - LATEST <= found <= today:
                    on = words[place - 1][0].casefold() == "on" if place else False
                    return found, {*range(place, place + length)} | ({place - 1} if on else set())
    return today, set()


def _phrase(folded: Sequence[str], phrases: Mapping[str, str], taken: set[int]) -> tuple[str, set[int]]:
    """The longest phrase of a list that the line holds, the earliest of those, and its places."""
    for length in range(LONGEST_PHRASE, 0, -1):
        for place in range(len(folded) - length + 1):
            places = set(range(place, place + length))
            if " ".join(folded[place : place + length]) in phrases and not places & taken:
                return " ".join(folded[place : place + length]), places
    return "", set()


def _people(folded: Sequence[str], lexicon: Lexicon, taken: set[int]) -> list[list[int]]:
    """Who it was with: the first person, and one joined to them by “and”."""
    found: list[list[int]] = []
    for place in range(len(folded)):
        if found and place != found[-1][-1] + 2:
            continue
        if found and folded[place - 1] not in ("and", "&"):
            break
        for length in (3, 2, 1):
            places = list(range(place, min(place + length, len(folded))))
            # “Mum’s” may be mum; a possessive is left out of the words it is compared with.
            if " ".join(_unowned(folded[at]) for at in places) in lexicon.people and not set(places) & taken:
                found.append(places)
                break
        if len(found) == 2:
            break
    return found


def _said(words: Sequence[str], lexicon: Lexicon) -> str:
    bare = [_unowned(word) for word in words]
    return " ".join(word.upper() if word in lexicon.acronyms else word for word in bare)


def _folded(word: str) -> str:
    return word.strip(',.;:!?()“”"').replace("’", "'").casefold()


def _unowned(word: str) -> str:
    return re.sub(r"'s$", "", word)


def _name(word: str) -> str:
    bare = _POSSESSIVE.sub("", word.strip(',.;:!?()“”"'))
    return searchable(bare) if any(letter.isalpha() for letter in bare) else ""
