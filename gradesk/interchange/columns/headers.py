"""What a column is called, and which field that name stands for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from gradesk.interchange.columns import contact_columns
from gradesk.interchange.columns.restoring import restored
from gradesk.interchange.table import Cell, Line, show
from gradesk.system.paths import resource

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_LEADING = re.compile(r"(?:student|pupil|learner|child) ")
_CHOICE = re.compile(r"\{([^}]*)\}")
_HEADER_LINES, _LONGEST_HEADER = 40, 100


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
    text = unicodedata.normalize("NFKC", restored(header)).replace("\ufeff", "")
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
    for header, name in contact_columns.headers():
        strong.setdefault(key_of(header), name)
    return Catalogue(
        labels={name: one["label"] for name, one in tables.items()} | contact_columns.labels(),
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
    return len({_fields_of(cell) for cell in line.cells} - {()})


def _fields_of(cell: Cell) -> tuple[str, ...]:
    return catalogue().look_up(cell)[0] if isinstance(cell, str) and len(cell) < _LONGEST_HEADER else ()


@dataclass(frozen=True)
class Header:
    """Where the headers of a table stand: the line they are read as, and its place; the lines below it hold pupils."""

    line: Line
    place: int


def find_header(lines: Sequence[Line]) -> Header | None:
    """The line, or pair of lines, among the first 40 that names most fields; titles may stand above it.

    A report may repeat its headers on every page, so the first of equal ones is it.
    """
    best: Header | None = None
    score = 1
    several = lines[:_HEADER_LINES]
    for place, line in enumerate(several):
        for found in (Header(line, place), *_with_titles(several, place)):
            if (known := known_cells(found.line)) > score:
                best, score = found, known
    return best


def _with_titles(lines: Sequence[Line], place: int) -> list[Header]:
    """The header a line makes together with the titles of groups above it, such as “SEN” over “Status” and “Need”."""
    if place == 0 or known_cells(lines[place - 1]) + known_cells(lines[place]) < 2:
        return []
    return [titled(lines, place)]


def titled(lines: Sequence[Line], place: int) -> Header:
    """The line at a place as headers, each with the title of its group where only both together say what it is."""
    above, line = lines[place - 1].cells if place else (), lines[place]
    cells: list[Cell] = []
    group = ""
    for number in range(max(len(above), len(line.cells))):
        title = show(above[number]).strip() if number < len(above) else ""
        own = show(line.cells[number]).strip() if number < len(line.cells) else ""
        group = title or group
        together = f"{group} {own}".strip()
        certain = catalogue().look_up(together)[1] if len(together) < _LONGEST_HEADER else False
        # A cell merged over both lines stands in the upper one.
        cells.append(together if own and certain else own or title)
    return Header(Line(line.number, tuple(cells)), place)


def header_score(lines: Iterable[Line]) -> int:
    """How many fields the header of these lines names; 0 if they have none."""
    found = find_header(list(lines))
    return 0 if found is None else known_cells(found.line)


def likely_header(lines: Sequence[Line]) -> Header | None:
    """Where the headers probably stand in a list nobody knows: the first line whose cells are all words, over others as
    wide; None if no line has two cells."""
    several = [
        (place, line, [show(cell).strip() for cell in line.cells]) for place, line in enumerate(lines[:_HEADER_LINES])
    ]
    width = max((sum(map(bool, cells)) for _, _, cells in several), default=0)
    for place, line, cells in several:
        filled = [cell for cell in cells if cell]
        if len(filled) >= max(2, width * 2 / 3) and not any(any(map(str.isdigit, cell)) for cell in filled):
            return Header(line, place)
    return next((Header(line, place) for place, line, cells in several if sum(map(bool, cells)) >= 2), None)
