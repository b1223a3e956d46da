"""Pictures for words: which word of an English text has a picture from `resources/symbols/`.

Whole words only, each picture once in a text. A word that is told not to do has none: beside "no running" a picture of
somebody running would say the opposite.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gradesk.system.paths import resource

CREDIT = "Symbols: OpenMoji, openmoji.org, CC BY-SA 4.0"  # wherever one is printed, by its licence

_NOT = re.compile(
    r"\b(?:no|not|never|without|stop|avoid|cannot|don[’']t|won[’']t|can[’']t)(?:\W+\w+)?\W+$", re.IGNORECASE
)
_LOOK_BACK = 40  # characters


@dataclass(frozen=True, slots=True)
class Symbol:
    """One picture: its name, what a screen reader says, and its PNG of 144 x 144 pixels with a clear ground."""

    name: str
    alt: str
    path: Path


@dataclass(frozen=True, slots=True)
class Pictured:
    """A word of a text that has a picture: where it begins and ends, in characters."""

    symbol: Symbol
    start: int
    end: int


@lru_cache(maxsize=128)
def content(symbol: Symbol) -> bytes:
    """The picture of a symbol, read once: no page opens a file while it is drawn."""
    return symbol.path.read_bytes()


def pictured(text: str, most: int = 3) -> tuple[Pictured, ...]:
    """The words of a text with a picture, in their order, at most so many."""
    known, pattern = _index()
    found: list[Pictured] = []
    for match in pattern.finditer(text):
        if len(found) >= most:
            break
        symbol = known[_plain(match[0])]
        told_not_to = _NOT.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        if not told_not_to and symbol not in [one.symbol for one in found]:
            found.append(Pictured(symbol, match.start(), match.end()))
    return tuple(found)


def symbols() -> tuple[Symbol, ...]:
    """All that ship."""
    return tuple(dict.fromkeys(_index()[0].values()))


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, Symbol], re.Pattern[str]]:
    read = tomllib.loads(resource("symbols", "index.toml").read_text(encoding="utf-8"))
    known: dict[str, Symbol] = {}
    for row in read["symbol"]:
        symbol = Symbol(row["name"], row["alt"], resource("symbols", f"{row['name']}.png"))
        known |= {_plain(word): symbol for word in row["words"]}
    # Longest first, so that "line up" goes before "up"; any space between, and a straight apostrophe for a curly one.
    words = sorted(known, key=len, reverse=True)
    forms = (r"\s+".join(map(re.escape, word.split())).replace("’", "[’']") for word in words)
    # ASCII inside, since without regard to case an i would match a dotless ı, which no list holds.
    return known, re.compile(rf"(?<![\w’'-])(?ai:{'|'.join(forms)})(?![\w’'-])")


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("'", "’").split())
