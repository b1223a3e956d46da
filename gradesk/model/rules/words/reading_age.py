"""About how old somebody is who reads a short text with ease."""

from __future__ import annotations

import re
from functools import lru_cache

from gradesk.system.forgetting import forgotten_on_closing

_SENTENCE = re.compile(r"[.!?…]+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# Letters at the end that are written and not said as a beat of their own.
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiou]led?|[aeiou]les|[^aeioutdl]ed|[^aeiousxzcghl]es)$")
# Long words that children of six say every day; they count as two beats.
_HOMELY = re.compile(
    r"another|anything|animals?|banana|calendar|computer|different|dinosaur|elephant|every(?:body|one|thing)|exercises|"
    r"family|favourite|holidays?|hospital|medicine|messages|microphone|remember|some(?:body|thing)|strawberry|telephone|"
    r"together|tomorrow|yesterday|saturday|(?:sept|nov|dec)ember|october"
)
YOUNGEST, OLDEST = 5.0, 18.0
LONG = 3  # syllables


def syllables(word: str) -> int:
    """How many beats a word has when it is said, counted by its groups of vowels; a number is one beat."""
    plain = word.casefold().replace("’", "'").split("'")[0]
    if not plain or not plain.isalpha():
        return 1
    if _HOMELY.fullmatch(plain):
        return 2
    count = len(_VOWELS.findall(plain))
    if count > 1 and _SILENT.search(plain):
        count -= 1
    return max(count, 1)


def words_of(text: str) -> list[str]:
    """The words of a text in order."""
    return _WORD.findall(text)


def long_words(text: str) -> tuple[str, ...]:
    """The words of three syllables and more, each once, in order."""
    return tuple(dict.fromkeys(word for word in words_of(text) if syllables(word) >= LONG))


@forgotten_on_closing
@lru_cache(maxsize=512)
def reading_age(text: str) -> float | None:
    """The age in years, between 5 and 18, at which a text reads with ease; none for fewer than three words.

    age = 4 + 0.2 x words per sentence + 4 x (syllables per word - 1) + 20 x share of words with three syllables or more,
    where the first long word is free, since one of them alone does not make a sentence hard.

    Gradesk's own estimate. It goes by the two things that the known formulas go by, length of sentence and length of
    word (Flesch and Kincaid 1975; Gunning's share of long words, 1952), but is set for one or two short sentences,
    where those formulas jump by years at a single word. It knows nothing of meaning: a hint, not a test of reading.
    """
    words = words_of(text)
    if len(words) < 3:
        return None
    sentences = sum(1 for part in _SENTENCE.split(text) if words_of(part))
    beats = [syllables(word) for word in words]
    share = max(sum(1 for count in beats if count >= LONG) - 1, 0) / len(words)
    age = 4 + 0.2 * len(words) / sentences + 4 * (sum(beats) / len(words) - 1) + 20 * share
    return min(max(age, YOUNGEST), OLDEST)
