"""Whether one thing that adults do says again what another says, by the words that carry its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
# Words that stand in any strategy and so say nothing about which one it is.
_EMPTY = """
    a about after all also always an and any are as at be been before but by can do each either every everybody
    for from get give go had has have he her him his if in into is it its keep let make may more no not of on one
    or other our out own put she so some than that the their them then there they this those to too up use very
    was we what when where which while who will with without you your pupil pupils student students child children
    class lesson lessons adult adults teacher teachers
"""
_LEFT_OUT = frozenset(_EMPTY.split())
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "s")
ENOUGH = 0.6  # of the words of the shorter one
LEAST = 2  # words in common


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, without endings."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in found if word not in _LEFT_OUT and len(word) > 2)


def repeats(line: str, strategy: str) -> bool:
    """Whether a line says again what a strategy says: most words of the shorter one stand in the other."""
    said, known = content_words(line), content_words(strategy)
    shared = len(said & known)
    return shared >= LEAST and shared >= ENOUGH * min(len(said), len(known))


def repeated(text: str, strategies: Iterable[str]) -> list[str]:
    """Those of the strategies that a line or sentence of a text says again, in their own order."""
    lines = [part for part in re.split(r"[\n.;!?]+", text) if part.strip()]
    return [strategy for strategy in strategies if any(repeats(line, strategy) for line in lines)]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
