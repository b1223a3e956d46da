"""What the words in a column stand for: statuses, needs, year groups, sex, yes and no."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gradesk.system.paths import resource

_DASHES = re.compile(r"[-‐‑‒–—_]+")
_PUNCTUATION = re.compile(r"[,.;:()'’‘\"/\[\]-]+")
_CODE_FIRST = re.compile(r"\(?([A-Za-z0-9*]{1,5})\)?\s*[-–—:(]\s*\S.*")
_CODE_LAST = re.compile(r".*\S\s*\(([A-Za-z0-9*]{1,5})\)")
_YEAR_WORDS = re.compile(
    r"^(?:national curriculum year|nc year|year group|year|yr|y|nc|grade|blwyddyn|bl)(?=[\s\d]|r$|rec)\s*"
)
_SCHOOL_YEAR = re.compile(r"\s*\(?20\d{2}\s*[/-]\s*(?:20)?\d{2}\)?\s*$")
_WHOLE_NUMBER = re.compile(r"0*(\d{1,2})(?:\.0+)?", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """What one written value stands for.

    `code` is None for a blank or unknown value; `ask` says that a person has to tell, `proposal` what it probably is.
    """

    code: str | None
    ask: bool = False
    proposal: str = ""


@dataclass(frozen=True)
class ValueTable:
    """The written forms of one kind of value."""

    name: str
    codes: Mapping[str, str]
    asks: Mapping[str, str]
    blanks: frozenset[str]
    all_codes: tuple[str, ...]

    def read(self, text: str, answers: Mapping[tuple[str, str], str]) -> Reading:
        """Read a value; an answer given before settles it ("" as an answer leaves the field as it is)."""
        plain = fold(text)
        if not text.strip() or text.strip() in self.blanks or plain in self.blanks:
            return Reading(None)
        answer = answers.get((self.name, plain))
        if answer is not None:
            return Reading(answer or None)
        if plain in self.asks:
            return Reading(None, ask=True, proposal=self.asks[plain])
        if self.name == "year_group":
            plain = _plain_year(text)
        if plain in self.codes:
            return Reading(self.codes[plain])
        for form in (_CODE_FIRST, _CODE_LAST):
            match = form.fullmatch(text.strip())
            if match and match.group(1).upper() in self.all_codes and self.name != "year_group":
                return Reading(match.group(1).upper())
        return Reading(None, ask=True)

    def knows(self, text: str) -> bool:
        """Whether a value is one of these, also if a person would have to say which."""
        reading = self.read(text, {})
        return not reading.ask or fold(text) in self.asks


def fold(text: str) -> str:
    """A value as it is compared: without capitals, punctuation, and differences of spaces and dashes."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = _DASHES.sub("-", plain).strip()
    if plain.lstrip("-").isdigit() or plain == "-":
        return plain
    return " ".join(_PUNCTUATION.sub(" ", plain).split())


def _plain_year(text: str) -> str:
    plain = " ".join(_SCHOOL_YEAR.sub("", unicodedata.normalize("NFKC", text).casefold()).split())
    plain = _YEAR_WORDS.sub("", plain).strip()
    number = _WHOLE_NUMBER.fullmatch(plain)
    return number.group(1) if number else fold(plain)


@cache
def value_tables() -> Mapping[str, ValueTable]:
    """The tables of resources/interchange/values.toml by name, read once."""
    sources = tomllib.loads(resource("interchange", "values.toml").read_text(encoding="utf-8"))
    return {name: _table(name, source) for name, source in sources.items()}


def _table(name: str, source: Mapping[str, Mapping[str, list[str] | str]]) -> ValueTable:
    codes = {fold(form): code for code, forms in source["codes"].items() for form in forms}
    return ValueTable(
        name=name,
        codes=codes,
        asks={fold(form): str(code) for form, code in source["ask"].items()},
        blanks=frozenset(fold(form) for form in source["blank"]),
        all_codes=tuple(source["codes"]),
    )
