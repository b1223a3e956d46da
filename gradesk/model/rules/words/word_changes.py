"""What changed between two texts, word by word, for laying two versions side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+\s*|\s+")
# Beyond so many pairs of words the careful way takes seconds; then words that stand everywhere do not anchor.
_CAREFUL = 1_000_000


@dataclass(frozen=True)
class Piece:
    """A stretch of one text: the same in the other text, or not."""

    text: str
    same: bool


def pieces(older: str, newer: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into stretches that are in the other one and stretches that are not.

    Put together, the stretches are the texts as they stood. Words are compared, not the white space between them.
    """
    left, right = _WORD.findall(older), _WORD.findall(newer)
    a, b = [word.strip() for word in left], [word.strip() for word in right]
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _CAREFUL)
    kept_left: list[Piece] = []
    kept_right: list[Piece] = []
    for tag, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        _put(kept_left, left[from_left:to_left], tag == "equal")
        _put(kept_right, right[from_right:to_right], tag == "equal")
    return kept_left, kept_right


def same_words(older: str, newer: str) -> bool:
    """Whether two texts say the same, however they are broken into lines."""
    return older.split() == newer.split()


def in_one_line(sections: Iterable[tuple[str, str, str]]) -> str:
    """What changed, as a line of a list of versions, from triples of heading, older and newer text."""
    changed: list[str] = []
    begun: list[str] = []
    emptied: list[str] = []
    for heading, older, newer in sections:
        if not same_words(older, newer):
            (begun if not older.strip() else emptied if not newer.strip() else changed).append(heading)
    said = [
        f"{word}: {', '.join(headings)}"
        for word, headings in (("changed", changed), ("new", begun), ("taken out", emptied))
        if headings
    ]
    line = "; ".join(said) or "the same words"
    return line[:1].upper() + line[1:]


def _put(kept: list[Piece], words: Sequence[str], same: bool) -> None:
    if words:
        kept.append(Piece("".join(words), same))
