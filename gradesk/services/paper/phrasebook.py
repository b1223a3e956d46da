"""The words of each language that are printed on paper, as they ship: `resources/languages/`, one file a language.

`en.toml` lists the English phrases by document, each with a note for translators (often empty); the other files say each
phrase in their language. A phrase is unchecked until somebody who speaks the language has read it: in a file,
`"phrase" = "words"` is unchecked, `"phrase" = { say = "words", checked = true }` is checked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

_PLACE = re.compile(r"\{(\w+)\}")
_HEAD_ENDS = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One fixed phrase: the document it belongs to, its English words, and a note for translators."""

    section: str
    english: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A language as it stands in a list. `script` is an ISO 15924 code such as Arab; `months` as they stand in a date,
    `weekdays` from Monday on.
    """

    code: str
    name: str
    own_name: str
    script: str
    right_to_left: bool
    months: tuple[str, ...]
    date: str
    weekdays: tuple[str, ...]
    weekday_date: str
    same: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """All shipped words of a language by English phrase, and which of them somebody has checked."""

    head: Head
    words: Mapping[str, str]
    checked: frozenset[str]


def places(words: str) -> tuple[str, ...]:
    """The names of the places of a phrase, such as `name` in "Dear parent or carer of {name}", in order of the alphabet."""
    return tuple(sorted(set(_PLACE.findall(words))))


def fill(words: str, values: Mapping[str, object]) -> str:
    """The phrase with its places filled; a place without a value stays as it stands."""
    return _PLACE.sub(lambda found: str(values.get(found[1], found[0])), words)


@lru_cache(maxsize=1)
def heads() -> tuple[Head, ...]:
    """The languages that ship, English first, the others by their English names."""
    found = [_head(_HEAD_ENDS.split(path.read_text(encoding="utf-8"), 1)[0]) for path in _folder().glob("*.toml")]
    return tuple(sorted(found, key=lambda head: (head.code != "en", head.name)))


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """Every fixed phrase on paper, by document."""
    read = tomllib.loads((_folder() / "en.toml").read_text(encoding="utf-8"))
    return tuple(
        Phrase(section, english, str(note))
        for section, notes in read.items()
        if isinstance(notes, dict)
        for english, note in notes.items()
    )


@lru_cache
def book(code: str) -> Book:
    """The words of a language; English says itself. Raises Refused for a language that does not ship."""
    head = next((one for one in heads() if one.code == code), None)
    if head is None:
        known = ", ".join(f"{one.code} ({one.name})" for one in heads())
        raise Refused(f"There is no language “{code}” on paper; nothing was printed. Choose one of: {known}.")
    if code == "en":
        english = {phrase.english: phrase.english for phrase in phrases()}
        return Book(head, english, frozenset(english))
    read = tomllib.loads((_folder() / f"{code}.toml").read_text(encoding="utf-8"))
    said: dict[str, str] = {}
    checked: set[str] = set()
    for section in read.values():
        for english, words in section.items() if isinstance(section, dict) else ():
            said[english] = words if isinstance(words, str) else words["say"]
            if not isinstance(words, str) and words.get("checked"):
                checked.add(english)
    return Book(head, said, frozenset(said) if read["checked"] else frozenset(checked))


def _folder() -> Any:
    return resource("languages")


def _head(words: str) -> Head:
    read = tomllib.loads(words)
    return Head(
        code=read["code"],
        name=read["name"],
        own_name=read["own_name"],
        script=read["script"],
        right_to_left=read["right_to_left"],
        months=tuple(read["months"]),
        date=read["date"],
        weekdays=tuple(read["weekdays"]),
        weekday_date=read["weekday_date"],
        same=frozenset(read.get("same", ())),
    )
