"""What a column is called, and which field that name stands for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from gradesk.interchange.table import Line, show
from gradesk.system.paths import resource

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_LEADING = re.compile(r"(?:student|pupil|learner|child) ")
_CHOICE = re.compile(r"\{([^}]*)\}")
_HEADER_LINES = 40


@dataclass(frozen=True)
class Catalogue:
    """The known headers, without spaces: a strong one stands for one field, a weak one for any of several."""

    labels: dict[str, str] = field(default_factory=dict)
    strong: dict[str, str] = field(default_factory=dict)
    weak: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_kept: frozenset[str] = frozenset()

    def look_up(self, header: str) -> tuple[tuple[str, ...], bool]:
        """The fields a header may stand for (none if unknown) and whether it does so for certain."""
        plain = normalise(header)
        for form in (plain, _LEADING.sub("", plain, count=1) if _LEADING.match(plain) else ""):
            key = form.replace(" ", "")
            if key in self.strong:
                return (self.strong[key],), True
            if key in self.weak:
                return self.weak[key], False
        return (), False


def normalise(header: str) -> str:
    """A header as it is compared: without capitals, punctuation, byte order mark; camelCase and "&" as words."""
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "")
    text = _CAMEL.sub(" ", text).casefold()
    text = text.replace("(s)", "s").replace("&", " and ").replace("%", " percent ")
    return _NOT_WORD.sub(" ", text).strip()


def key_of(header: str) -> str:
    """The form of a header by which it is remembered."""
    return normalise(header).replace(" ", "")


@cache
def catalogue() -> Catalogue:
    """The headers of resources/interchange/headers.toml, read once."""
    tables = tomllib.loads(resource("interchange", "headers.toml").read_text(encoding="utf-8"))
    strong = {key_of(form): name for name, one in tables.items() for form in _forms(one["strong"])}
    weak: dict[str, tuple[str, ...]] = {}
    for name, one in tables.items():
        for form in _forms(one.get("weak", [])):
            weak[key_of(form)] = (*weak.get(key_of(form), ()), name)
    return Catalogue(
        labels={name: one["label"] for name, one in tables.items()},
        strong=strong,
        weak=weak,
        not_kept=frozenset(name for name, one in tables.items() if not one.get("kept", True)),
    )


def _forms(patterns: Iterable[str]) -> Iterator[str]:
    """Every header a pattern such as "SEN {|Status} Start Date" stands for."""
    for pattern in patterns:
        pieces = _CHOICE.split(pattern)
        choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
        yield from ("".join(chosen) for chosen in product(*choices))


def known_cells(line: Line) -> int:
    """How many different fields the cells of a line name, as a header does."""
    found = {catalogue().look_up(show(cell))[0] for cell in line.cells if isinstance(cell, str) and len(cell) < 100}
    return len(found - {()})


def find_header(lines: Iterable[Line]) -> int | None:
    """The place of the first line among the first 40 that names two fields or more; titles may stand above it."""
    for place, line in enumerate(lines):
        if place >= _HEADER_LINES:
            break
        if known_cells(line) >= 2:
            return place
    return None


def header_score(lines: Iterable[Line]) -> int:
    """How many fields the header of these lines names; 0 if they have none."""
    several = list(lines)[:_HEADER_LINES]
    place = find_header(several)
    return 0 if place is None else known_cells(several[place])
