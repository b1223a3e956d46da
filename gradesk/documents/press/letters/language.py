"""The language of the fixed words on paper. What a person typed is never translated.

The English words are the key: `language.say("What helps")`. A phrase that a language lacks is said in English, word for
word, so nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from gradesk.services.paper import phrasebook
from gradesk.services.paper.phrasebook import Head

_USUAL = {"pupil": "pupil", "Pupil": "Pupil", "SENCO": "SENCO"}
# The words a school chooses for itself (see system/words.py) as they stand in an English key; other languages say their own.
_SCHOOL_WORDS = tuple(
    {"pupil": pupil, "Pupil": pupil, "SENCO": senco}
    for pupil in ("Pupil", "pupil", "Student", "student")
    for senco in ("SENCO", "SENDCO", "SENDCo")
)
_NUMBERED = ("Year {number}", "Nursery {number}", "Early years {number}")
_YEARS = range(1, 15)  # the school years that have a number (vocabulary.YEAR_GROUPS)


@dataclass(frozen=True, eq=False)
class Language:
    """A language on paper.

    `script` is an ISO 15924 code (Latn, Cyrl, Arab, Beng, Guru); `rtl` when it runs from right to left; `checked` when
    somebody who speaks it has checked every phrase; `months` as they stand in a date; `phrases` by their English words.
    """

    code: str
    name: str
    own_name: str = ""
    script: str = "Latn"
    rtl: bool = False
    checked: bool = False
    phrases: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    pattern: str = "{day} {month} {year}"
    weekdays: tuple[str, ...] = ()
    weekday_pattern: str = "{weekday} {date}"

    def say(self, english: str, **values: object) -> str:
        """The phrase in this language, with its places filled after it was translated."""
        return phrasebook.fill(self.phrases.get(english, english), {**_USUAL, **values})

    def weekday_date(self, day: date) -> str:
        """A date in words with the day of the week, as people say when they will meet: "Thursday 3 September 2026"."""
        return phrasebook.fill(self.weekday_pattern, {"weekday": self.weekdays[day.weekday()], "date": self.date(day)})

    def date(self, day: date) -> str:
        """A day in words, "3 September 2026"; not by the system's locale, which differs between laptops."""
        return phrasebook.fill(
            self.pattern, {"day": day.day, "month": self.months[day.month - 1], "year": f"{day.year:04}"}
        )

    def corrected(self, words: Mapping[str, str], checked: Collection[str] = ()) -> Language:
        """This language with a school's own words laid over the shipped ones, by English phrase."""
        if self.code == "en" or not (words or checked):
            return self
        done = {phrase for phrase in phrasebook.book(self.code).checked if phrase not in words} | set(checked)
        whole = all(phrase.english in done for phrase in phrasebook.phrases())
        return replace(self, phrases={**self.phrases, **_under_all_keys(words)}, checked=whole)


def _under_all_keys(phrases: Mapping[str, str]) -> dict[str, str]:
    """The phrases, and those with a word of the school or the number of a year also under what is asked for: "Year 5"."""
    found = dict(phrases)
    for english, words in phrases.items():
        if not _USUAL.keys().isdisjoint(phrasebook.places(english)):
            for said in _SCHOOL_WORDS:
                found.setdefault(phrasebook.fill(english, said), words)
        if english in _NUMBERED:
            for number in _YEARS:
                value = {"number": number}
                found.setdefault(phrasebook.fill(english, value), phrasebook.fill(words, value))
    return found


def _made(head: Head, phrases: Mapping[str, str], checked: bool) -> Language:
    return Language(
        code=head.code,
        name=head.name,
        own_name=head.own_name,
        script=head.script,
        rtl=head.right_to_left,
        checked=checked,
        phrases=_under_all_keys(phrases) if head.code != "en" else {},
        months=head.months,
        pattern=head.date,
        weekdays=head.weekdays,
        weekday_pattern=head.weekday_date,
    )


@lru_cache
def language(code: str) -> Language:
    """The language of a code, such as pl or ur, as it ships. Raises Refused for one that does not."""
    if code == "en":
        return ENGLISH
    book = phrasebook.book(code)
    return _made(book.head, book.words, len(book.checked) == len(phrasebook.phrases()))


def languages() -> tuple[Language, ...]:
    """All that ship, English first."""
    return tuple(language(head.code) for head in phrasebook.heads())


ENGLISH = _made(phrasebook.heads()[0], {}, checked=True)
LANGUAGES = phrasebook.heads()  # code, name and own name of each, without reading their phrases
