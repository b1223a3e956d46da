"""The ways in which a child's name is written by others: in another spelling, cut short, or only half of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

Name = tuple[str, ...]

CUT_SHORT = "cut short"
HALF = "half of it"
SPELT = "spelt another way"
_SAINTS = {"st": "Saint", "st.": "Saint", "saint": "St", "ste": "Sainte", "ste.": "Sainte", "sainte": "Ste"}
_WRITTEN_OUT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "å": "aa",
    "ø": "oe",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "Å": "Aa",
    "Ø": "Oe",
}
_DRAWN_IN = {"ae": "a", "oe": "o", "ue": "u", "aa": "a"}
_PARTING = re.compile(r"[\s\-‐‑]+")
_MAC = re.compile(r"\b(Mac|Mc|M[’'])(?=[A-Z])")
SHORTEST_HALF = 4  # letters; "de", "la", "van" and the like are no half of a surname by themselves


def same_name(name: Name) -> list[Name]:
    """The name in other spellings that mean it as surely: Saint for St, and letters written out as Goekhan for Gökhan."""
    ways = [[part, *_surely(part)] for part in name]
    return [found for found in dict.fromkeys(product(*ways)) if found != name]


def like_names(forenames: Iterable[str], middles: str, surnames: Iterable[str]) -> Iterator[tuple[Name, str]]:
    """What may be meant for the child and may be somebody else, each with a word on how it was shortened."""
    for forename, surname in product(dict.fromkeys(forenames), dict.fromkeys(surnames)):
        if not (forename.strip() and surname.strip()):
            continue
        first, last = forename.strip()[0], surname.strip()[0]
        yield from (((forename, last), CUT_SHORT), ((first, surname), CUT_SHORT), ((surname, first), CUT_SHORT))
        for half in _halves(surname):
            yield from (((forename, half), HALF), ((half, forename), HALF))
        for half in (*_halves(forename), *middles.split()):
            yield (half, surname), HALF
        for way in product((forename, *_perhaps(forename)), (surname, *_perhaps(surname))):
            if way != (forename, surname):
                yield from ((way, SPELT), (way[::-1], SPELT))


def _surely(part: str) -> list[str]:
    saint = " ".join(_SAINTS.get(word.casefold(), word) for word in part.split(" "))
    return list(dict.fromkeys((saint, _replaced(part, _WRITTEN_OUT), _replaced(saint, _WRITTEN_OUT))))


def _perhaps(part: str) -> list[str]:
    drawn_in = _replaced(part, _DRAWN_IN)
    macs = [_MAC.sub(other, part) for other in ("Mac", "Mc")]
    return [found for found in dict.fromkeys((drawn_in, *macs)) if found != part]


def _replaced(part: str, table: dict[str, str]) -> str:
    for old, new in table.items():
        part = part.replace(old, new)
    return part


def _halves(part: str) -> list[str]:
    pieces = [piece for piece in _PARTING.split(part.strip()) if piece]
    return [piece for piece in pieces if len(piece) >= SHORTEST_HALF] if len(pieces) > 1 else []
