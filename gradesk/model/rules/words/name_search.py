"""Finding people's full names in a text, however they are written: one pass, whatever the number of names.

Accents and case are folded away; hyphens, apostrophes and spaces within a forename or a surname may be there or not, and
a line may end anywhere. Only between forename and surname something must part them, and what stands before and after must
not belong to the same word: "Ann Lee" is neither in "Joann Leeson" nor in "Ann Lee-Smith". A word with 's is the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Letters that do not fall apart into a base letter and an accent.
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
_APOSTROPHES = "'’‘ʼʻ`´′＇"
_HYPHENS = "-‐‑⁃−­"
_CUT = re.compile(
    r"[\x02\ufffe](?:\r?\n)?|(?<=\w)[-\u2010\u2011\u00ad]\r?\n"
)  # as readers give a hyphen at a line's end
_ELLIPSIS = re.compile(r"\s?(?:…|\.\.\.)")
_BROKEN_OFF = "\x03"  # stands for an ellipsis right behind a word
_WORD = re.compile(r"[^ '\-\x03]+")
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_SPACING = str.maketrans("", "", " '-")


class _Folding(dict[int, str]):
    """What each character becomes: letters, an apostrophe, a hyphen, nothing, or a space. Filled as it is asked."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if letter in _LETTERS:
            became = _LETTERS[letter]
        elif letter in _APOSTROPHES:
            became = "'"
        elif letter in _HYPHENS:
            became = "-"
        elif letter == _BROKEN_OFF:
            became = letter
        elif unicodedata.combining(letter) or kind == "Cf" or letter == "ـ":  # accents, joiners, a stretched line
            became = ""
        else:
            # Vowel signs of Indic scripts are letters of the name, though Unicode calls them marks.
            became = letter if kind[0] in "LNM" else " "
        self[code] = became
        return became


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Small letters without accents, apart by single kinds of mark: space, apostrophe, hyphen."""
    # Compatibility forms first: the Arabic letters of a page are kept as they are drawn, not as they are typed.
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_FOLDING)


def key_of(name: str) -> str:
    """A name, or a part of one, by its letters alone."""
    return folded(name).translate(_SPACING)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a name stands in the text searched, in words from 0, and what was searched for.

    `cut` when the text breaks off within the surname with an ellipsis: "Ann Le…".
    """

    key: str
    first: int
    last: int  # the word after it
    cut: bool = False


@dataclass(slots=True)
class NameSearch:
    """Names put in one after the other, then found in texts. `add` says under which key a name is found."""

    _parts: dict[str, set[int]] = field(default_factory=dict)  # key: after how many letters the surname may begin
    _beginnings: set[str] = field(default_factory=set)

    def add(self, *parts: str) -> tuple[str, ...]:
        """Put in a name in its parts, such as forename and surname; returns its keys, none for a name of no letters."""
        bare = [part for part in map(key_of, parts) if part]
        key = "".join(bare)
        if not key:
            return ()
        self._put(key, len(bare[0]) if len(bare) > 1 else 0)
        if not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in key):
            return (key,)
        # Some readers give such words back as they stand on the page, from left to right.
        self._put(key[::-1], len(key) - len(bare[0]) if len(bare) > 1 else 0)
        return (key, key[::-1])

    def _put(self, key: str, parting: int) -> None:
        self._parts.setdefault(key, set()).add(parting)
        self._beginnings.update(key[:end] for end in range(1, len(key)))

    def find(self, text: str) -> Iterator[Found]:
        """Every name in a text, those within longer ones too."""
        clean = folded(_ELLIPSIS.sub(_BROKEN_OFF, _CUT.sub("-", text)))
        words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(clean)]
        beginnings, parts = self._beginnings, self._parts
        for first, (word, start, _) in enumerate(words):
            if word not in beginnings and word not in parts:
                continue
            if first and not _parted(clean[words[first - 1][2] : start]):
                continue  # an apostrophe or a hyphen makes it part of the word before
            letters, seams, last = "", set[int](), first
            while last < len(words):
                letters += words[last][0]
                last += 1
                if letters in parts and (0 in parts[letters] or parts[letters] & seams) and _ends(clean, words, last):
                    yield Found(letters, first, last)
                if letters not in beginnings:
                    break
                if seams and clean[words[last - 1][2] :].startswith(_BROKEN_OFF):
                    yield from (Found(key, first, last, cut=True) for key in self._broken_off(letters, seams))
                seams.add(len(letters))

    def _broken_off(self, letters: str, seams: set[int]) -> list[str]:
        """The names that begin so, with a surname that has begun."""
        return [key for key, partings in self._parts.items() if key.startswith(letters) and partings & seams]


def _ends(clean: str, words: list[tuple[str, int, int]], last: int) -> bool:
    """Whether the word before `last` is followed by a space, the end, or an 's."""
    if last == len(words):
        return True
    between = clean[words[last - 1][2] : words[last][1]]
    if _parted(between):
        return True
    return between == "'" and words[last][0] == "s" and (last + 1 == len(words) or _ends(clean, words, last + 1))


def _parted(between: str) -> bool:
    """Whether what stands between two words makes them two."""
    return " " in between or _BROKEN_OFF in between


def words_as_written(text: str) -> list[str]:
    """The words of a text as the search counts them, in their own case."""
    clean = _ELLIPSIS.sub(_BROKEN_OFF, _CUT.sub("-", text))
    return _WORD.findall(unicodedata.normalize("NFKD", clean).translate(_FOLDING))


def in_small_letters(text: str, found: Found) -> bool:
    """Whether no word of what was found begins with a capital: "he will read" beside a pupil called Will Read."""
    return all(word[0].islower() for word in words_as_written(text)[found.first : found.last])


def uncovered(found: Iterable[Found], rightful: Iterable[Found]) -> list[Found]:
    """Those found of which at least one word belongs to nobody rightful.

    "Ann Lee" within "Mary Ann Lee" is none, and neither is "Khan, Noah" in the list "Ava Khan, Noah Patel".
    """
    theirs = {word for one in rightful for word in range(one.first, one.last)}
    return [one for one in found if not theirs.issuperset(range(one.first, one.last))]


def longest(found: Iterable[Found]) -> list[Found]:
    """Without those that lie wholly within a longer one."""
    spans = list(found)
    return [
        one
        for one in spans
        if not any(
            span.first <= one.first and one.last <= span.last and span.last - span.first > one.last - one.first
            for span in spans
        )
    ]
