"""Where words stand in a text, however they are written there: accents, ligatures, capitals, line ends, apostrophes.

A word counts where it stands by itself: “Ann” is not in “planning”, but in “Ann’s”, “ANN”, “ann@school.example” and “AnnSmith”.
What looks the same to a reader is the same here: “Zoë” and “Zoe”, “ﬁ” and “fi”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gradesk.system.refusal import Refused

SHORTEST = 2  # letters or digits of a word
_END = "\n"
_HYPHENS = "-\u2010\u2011\u00ad\ufffe\x02"  # the last two are how PDFium gives a hyphen at the end of a line
_UNSEEN = frozenset("\u00ad\ufffe\x02\ufeff\u200b\u200c\u200d\u2060\u200e\u200f")
_BETWEEN = r"[^\w]{0,3}"  # between the parts of a name: nothing, a space, a hyphen, an apostrophe, a line end
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched, and of each of its signs where it comes from."""

    text: str
    origins: tuple[int, ...]


@lru_cache(maxsize=4096)
def _letters(one: str) -> str:
    """A sign without its accents, taken apart, in small letters; nothing for what is not seen."""
    if one in _UNSEEN:
        return ""
    taken = "".join(part for part in unicodedata.normalize("NFKD", one) if not unicodedata.combining(part))
    again = unicodedata.normalize("NFKD", taken.casefold())
    return "".join(part for part in again if unicodedata.category(part)[0] not in "M")


def folded(text: str) -> Folded:
    """A text for searching: a hyphen at the end of a line goes together with the line's end."""
    signs: list[str] = []
    origins: list[int] = []
    place = 0
    while place < len(text):
        one = text[place]
        if one in _HYPHENS and _ends_line(text, place):
            place += 1
            while place < len(text) and text[place] in " \r\n":
                place += 1
            continue
        for letter in "\n" if one in "\r\n\u2028\u2029" else _letters(one):
            signs.append(letter)
            origins.append(place)
        place += 1
    return Folded("".join(signs), tuple(origins))


def _ends_line(text: str, place: int) -> bool:
    """Whether a hyphen parts a word at the end of a line."""
    if text[place] in "\ufffe\x02":
        return True
    after = re.match(r" *[\r\n]+ *(?=\w)", text[place + 1 :])
    return after is not None and place > 0 and text[place - 1].isalpha()


class Words:
    """The words that are not to stay. Refuses one of fewer than two letters or digits, which would stand everywhere."""

    def __init__(self, words: Sequence[str]) -> None:
        self.asked = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
        if not self.asked:
            raise Refused("No word was given, so nothing was blacked out and the file is as it was. Type at least one.")
        patterns: list[str] = []
        for word in self.asked:
            parts = re.findall(r"[^\W_]+", folded(word).text)
            if sum(map(len, parts)) < SHORTEST:
                raise Refused(
                    f"“{word}” has fewer than {SHORTEST} letters and would be found everywhere; nothing was blacked out and "
                    "the file is as it was. Type the whole word."
                )
            patterns += _patterns(parts)
        self.pattern = re.compile("|".join(sorted(set(patterns), key=len, reverse=True)))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand in a text: from one place to before another, in its own signs."""
        found = folded(text)
        start = 0
        while (match := self.pattern.search(found.text, start)) is not None:
            begin, end = found.origins[match.start()], found.origins[match.end() - 1]
            if _stands_alone(text, begin, end):
                yield begin, end + 1
                start = match.end()
            else:
                start = match.start() + 1

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return next(self.spans(text), None) is not None

    def out_of(self, text: str, instead: str) -> str:
        """A text with something else in their place."""
        said, done = "", 0
        for begin, end in self.spans(text):
            said += text[done:begin] + instead
            done = end
        return said + text[done:]


def _patterns(parts: Sequence[str]) -> Iterator[str]:
    """A name in its parts, also with its letters spaced; and turned around where it runs from right to left, since some
    readers give such words in the order of their places."""
    yield _BETWEEN.join(map(re.escape, parts))
    if sum(map(len, parts)) >= 4:
        yield r"\s{1,3}".join(r"\s".join(map(re.escape, part)) for part in parts)
    if any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for part in parts for one in part):
        yield _BETWEEN.join(re.escape(part[::-1]) for part in reversed(parts))
        yield _BETWEEN.join(re.escape(part[::-1]) for part in parts)


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether a word begins and ends here: the signs around it are of another kind, or a capital begins a new one."""
    before, after = _beside(text, begin, -1), _beside(text, end, 1)
    starts = not _same_kind(before, text[begin]) or (before.islower() and text[begin].isupper())
    ends = not _same_kind(text[end], after) or (text[end].islower() and after.isupper())
    return starts and ends


def _beside(text: str, place: int, step: int) -> str:
    """The next sign that is seen; accents standing alone belong to the letter before them."""
    place += step
    while 0 <= place < len(text) and (text[place] in _UNSEEN or unicodedata.combining(text[place])):
        place += step
    return text[place] if 0 <= place < len(text) else " "


def _same_kind(one: str, other: str) -> bool:
    return (one.isalpha() and other.isalpha()) or (one.isnumeric() and other.isnumeric())
