"""Taking people's names out of a text that is to serve for anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from gradesk.model.pupils.pupil import searchable

SOMEBODY = "[name]"
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"})
_NUMBER = re.compile(r"(?<![\[\d.,])\d+(?:[.,]\d+)?(?![\d.,]*\])")


@dataclass(frozen=True)
class Names:
    """Every part of the names of one pupil, and of everybody else the school knows, as they are compared."""

    own: Set[str]
    others: Set[str]

    @classmethod
    def of(cls, own: Iterable[str], others: Iterable[str]) -> Names:
        """From whole names as they are written; titles are no names."""
        mine = frozenset(_parts(own))
        return cls(mine, frozenset(_parts(others)) - mine)


def _parts(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        for token in _TOKEN.findall(name):
            # A double name is also known by each half.
            for part in {token, *token.split("-")}:
                bare = searchable(part)
                if len(bare) > 1 and bare not in _TITLES:
                    yield bare


def without_names(text: str, names: Names, ordinary: Set[str]) -> str:
    """The text with the pupil's own name as “the pupil” and every other known name as the blank [name].

    `ordinary` are everyday words that are also names, such as will and mark: they count as a name only with a capital,
    and another person's only where no sentence begins.
    """

    def replace(match: re.Match[str]) -> str:
        token = match.group()
        tail = _POSSESSIVE.search(token)
        bare = token[: tail.start()] if tail else token
        keys = {searchable(bare), *(searchable(part) for part in bare.split("-"))}
        everyday = bool(keys & ordinary)
        if everyday and not bare[:1].isupper():
            return token
        ending = "’s" if tail else ""
        if keys & names.own:
            return ("The pupil" if _begins(text, match.start()) else "the pupil") + ending
        if keys & names.others and not (everyday and _begins(text, match.start())):
            return SOMEBODY + ending
        return token

    made = _TOKEN.sub(replace, text)
    made = re.sub(r"\b(the pupil)(?: the pupil)+\b", r"\1", made, flags=re.IGNORECASE)
    return re.sub(r"(?:\[name\] )+\[name\]", SOMEBODY, made)


def with_blanks(text: str) -> str:
    """The text with each of its numbers as a suggestion in brackets."""
    return _NUMBER.sub(lambda match: f"[{match.group()}]", text)


def _begins(text: str, place: int) -> bool:
    before = text[:place].rstrip()
    return not before or before[-1] in '.!?:…“"('
