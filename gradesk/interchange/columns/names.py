"""Names as registers write them: in one column or two, in capitals, surname first or last."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gradesk.interchange.columns.headers import key_of

_LETTERS = re.compile(r"[^\W\d_]+")
_CONSONANTS = frozenset("BCDFGHJKLMNPQRSTVWXZ")
_SURNAME_WORDS = ("surname", "lastname", "familyname")
_FORENAME_WORDS = ("forename", "firstname", "givenname")
# Words that belong to the surname after them.
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "del", "della", "da", "das", "do", "dos", "di", "du", "la", "le", "el", "al"}
    | {"bin", "ben", "abu", "ibn", "st", "st.", "ter", "ten", "mac", "o"}
)


_PREFIXED = re.compile(r"(Mc|Mac|Fitz|De|Di|La|Le|Van)([A-Z]{3,})")
_ROMAN = frozenset({"II", "III", "IV", "VI", "VII", "VIII"})


def calm(name: str, *, shouting: bool = False) -> str:
    """A name, or those words of it, that a register writes in capitals, in the usual writing.

    Two letters may be initials (AJ), so they stay unless the whole column is `shouting`.
    """
    if name.islower() or name.istitle():
        return name
    return _LETTERS.sub(lambda word: _calm_word(word.group(), shouting, name.isupper()), name)


def is_shouting(names: Iterable[str]) -> bool:
    """Whether a column writes its names in capitals."""
    told = [name.isupper() for name in names if sum(map(str.isalpha, name)) > 1]
    return sum(told) > len(told) * 0.6


def _calm_word(word: str, shouting: bool, whole: bool) -> str:
    if match := _PREFIXED.fullmatch(word):
        return match.group(1) + match.group(2).capitalize()
    if not word.isupper() or word in _ROMAN:
        return word
    vowel = any(letter not in _CONSONANTS for letter in word)
    if len(word) == 1:
        return word
    if len(word) == 2:
        initials = word.endswith("J") or (not vowel and word != "NG")
        return word if initials or not (shouting and whole) else word.capitalize()
    if not vowel or (len(word) == 3 and not whole):
        return word
    if word.startswith("MC") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def surname_first(header: str) -> bool | None:
    """Whether a header such as "Surname Forename" says which comes first; None if it says nothing."""
    key = key_of(header)
    surname = min((key.find(word) for word in _SURNAME_WORDS if word in key), default=-1)
    forename = min((key.find(word) for word in _FORENAME_WORDS if word in key), default=-1)
    if surname < 0 or forename < 0:
        return None
    return surname < forename


def split_name(text: str, first: bool | None) -> tuple[str, str, bool]:
    """A full name as surname and forename, and whether the split is certain.

    Args:
        text: the name, trimmed.
        first: whether the surname stands first when no comma says so; None is taken for forename first.
    """
    if "," in text:
        surname, _, forename = text.partition(",")
        return surname.strip(), forename.replace(",", " ").strip(), True
    words = text.split()
    if len(words) < 2:
        return text, "", False
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    others = [word for word in words if word not in capitals]
    if capitals and others and not all(len(word) == 1 for word in others):
        return " ".join(capitals), " ".join(others), True
    surname_words = _surname_length(words) if first else 0
    if first:
        return " ".join(words[:surname_words]), " ".join(words[surname_words:]), len(words) == 2
    return " ".join(words[1:]), words[0], len(words) == 2


def _surname_length(words: list[str]) -> int:
    """How many words at the start are the surname: its particles, and one word; never all of them."""
    length = 1
    while length < len(words) - 1 and words[length - 1].lower() in _PARTICLES:
        length += 1
    return length
