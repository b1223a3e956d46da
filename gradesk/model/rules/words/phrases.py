"""Finding words and phrases in a text, and putting others in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gradesk.system.forgetting import forgotten_on_closing

_TOKEN = re.compile(r"[^\W_]+(?:[’'&/:\-][^\W_]+)*")
_ARTICLE = re.compile(r"\b(an?) $", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A phrase that stands in a text, where, and what to say instead (empty to leave it out, None if unknown)."""

    start: int
    end: int
    words: str
    instead: str | None


@dataclass(frozen=True)
class _Phrase:
    tokens: tuple[str, ...]
    written: tuple[str, ...] | None  # where capitals matter
    instead: str | None


class Phrases:
    """A fixed list of phrases, looked up by their first word: as fast for a thousand as for ten.

    Capitals do not matter, but for a phrase in capitals such as TA, which is also found as TAs.
    """

    def __init__(self, phrases: Iterable[tuple[str, str | None]]) -> None:
        self._by_first: dict[str, list[_Phrase]] = {}
        listed = dict(phrases)
        for words, instead in listed.items():
            self._take(words, instead)
            if _letters(words) and f"{words}s" not in listed:
                self._take(f"{words}s", f"{instead}s" if instead else instead)
        for found in self._by_first.values():
            found.sort(key=lambda phrase: -len(phrase.tokens))

    def _take(self, words: str, instead: str | None) -> None:
        written = tuple(_TOKEN.findall(words))
        tokens = tuple(_fold(token) for token in written)
        capitals = any(sum(letter.isupper() for letter in token) > 1 for token in written)
        known = self._by_first.setdefault(tokens[0], [])
        known.append(_Phrase(tokens, written if capitals else None, instead))

    def find(self, text: str) -> tuple[Hit, ...]:
        """All that stand in the text, in order, the longest where two begin at one place."""
        return _find(self, text)

    def at_start(self, text: str) -> Hit | None:
        """The phrase a text begins with, if it begins with one."""
        return next((hit for hit in self.find(text) if not text[: hit.start].strip(" “\"'")), None)

    def _search(self, text: str) -> tuple[Hit, ...]:
        marks = list(_TOKEN.finditer(text))
        folded = [_fold(mark.group()) for mark in marks]
        hits: list[Hit] = []
        place = 0
        while place < len(marks):
            phrase = self._longest(text, marks, folded, place)
            if phrase is None:
                place += 1
                continue
            last = place + len(phrase.tokens) - 1
            start, end = marks[place].start(), marks[last].end()
            hits.append(Hit(start, end, text[start:end], phrase.instead))
            place = last + 1
        return tuple(hits)

    def _longest(self, text: str, marks: list[re.Match[str]], folded: list[str], place: int) -> _Phrase | None:
        for phrase in self._by_first.get(folded[place], ()):
            end = place + len(phrase.tokens)
            if tuple(folded[place:end]) != phrase.tokens:
                continue
            if phrase.written and tuple(mark.group() for mark in marks[place:end]) != phrase.written:
                continue
            gaps = (text[marks[at].end() : marks[at + 1].start()] for at in range(place, end - 1))
            if all(gap.isspace() for gap in gaps):
                return phrase
        return None


@forgotten_on_closing
@lru_cache(maxsize=2048)
def _find(phrases: Phrases, text: str) -> tuple[Hit, ...]:
    return phrases._search(text)


def replaced(text: str, hits: Iterable[Hit]) -> str | None:
    """The text with what can be said otherwise said so; none where nothing can."""
    made, changed = text, False
    for hit in sorted(hits, key=lambda one: -one.start):
        if hit.instead is None:
            continue
        changed = True
        before, after = made[: hit.start], made[hit.end :]
        said = hit.instead
        if said and _begins_sentence(before):
            said = said[0].upper() + said[1:]
        if not said:
            after = after.lstrip()
        elif article := _ARTICLE.search(before):
            letter = article.group(1)[0]
            before = before[: article.start()] + letter + ("n" if said[0] in "aeiouAEIOU" else "") + " "
        made = before + said + after
    return made if changed else None


def _begins_sentence(before: str) -> bool:
    bare = before.rstrip(" “\"'")
    return not bare or bare[-1] in ".!?\n"


def _letters(words: str) -> bool:
    return words.isalpha() and words.isupper() and len(words) > 1


def _fold(token: str) -> str:
    return token.casefold().replace("’", "'")
