"""What was understood of a file before anything is compared: where its headers stand and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gradesk.interchange.columns.headers import Header, find_header, known_cells, likely_header, titled
from gradesk.interchange.columns.mapping import (
    DATE_FIELDS,
    TABLE_OF,
    Column,
    column_keys,
    header_key,
    map_columns,
    missing_columns,
)
from gradesk.interchange.fitting import width_of
from gradesk.interchange.raw import RawFile
from gradesk.interchange.table import Line, RawTable, show
from gradesk.services.admission.admission import ImportMemory, Source
from gradesk.system.refusal import Refused

NO_HEADERS = 0  # as the number of the line with the headers
_SHOWN_NAMES = 8
_HEADER_LINES = 40


@dataclass(frozen=True)
class Preview:
    """What was understood of a file: its table, its headers and where they stand, what each column was taken for.

    `header` has number 0 where the list has no headers; `guessed` says that nobody knows whether these are the headers.
    `reading` is what a person said about how the file is read, as it is remembered.
    """

    raw: RawFile
    table: RawTable
    header: Line
    header_place: int
    columns: tuple[Column, ...]
    memory: ImportMemory = field(default_factory=ImportMemory)
    chosen: Mapping[str, str] = field(default_factory=dict)
    guessed: bool = False
    reading: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What this set of headers is remembered by."""
        return header_key(column_keys(self.header))

    @property
    def source(self) -> Source:
        """The file."""
        return self.raw.source

    @property
    def lines(self) -> Sequence[Line]:
        """The lines below the header."""
        return self.table.lines[self.header_place + 1 :]

    @property
    def above(self) -> Sequence[Line]:
        """The lines above the headers, which are not read."""
        return self.table.lines[: max(self.header_place, 0)]

    @property
    def missing(self) -> str:
        """What no column was found for though a register needs it; empty if a plan can be made."""
        return missing_columns(self.columns)

    @property
    def imported_on(self) -> date | None:
        """The day on which this very file was imported before."""
        return self.memory.seen.get(self.source.sha256)

    @property
    def accented(self) -> tuple[str, ...]:
        """Some names and words with letters beyond ASCII, by which a person sees whether the encoding is right."""
        judged = TABLE_OF.keys() | DATE_FIELDS
        places = [one.place for one in self.columns if one.field and one.kept and one.field not in judged]
        cells = (show(line.cells[place]) for line in self.lines for place in places if place < len(line.cells))
        found = dict.fromkeys(text for text in cells if not text.isascii())
        return tuple(found)[:_SHOWN_NAMES]


def preview_of(raw: RawFile, table: RawTable, memory: ImportMemory, header_line: int | None = None) -> Preview:
    """The preview of a table that was read.

    Args:
        raw: the file.
        table: its lines.
        memory: what earlier imports taught.
        header_line: the number of the line with the headers, when a person chose one; `NO_HEADERS` if none has.

    Raises:
        Refused: the table is empty, has no cells beside each other, or has nothing below its headers.
    """
    if not table.lines:
        raise Refused(f"“{raw.source.name}” holds no rows. Nothing was changed. Export the register again.")
    header, guessed = _header_of(table.lines, memory, header_line), False
    if header is None and header_line is None:
        header, guessed = likely_header(table.lines), True
    if header is None:
        raise Refused(
            f"“{raw.source.name}” has no line with headers such as UPN, Surname, Forename and Date of birth. Nothing was "
            "changed. Export the register again with column headings, or say which line holds them."
        )
    below = table.lines[header.place + 1 :]
    if not below:
        raise Refused(
            f"“{raw.source.name}” has headers but no pupils below them. Nothing was changed. Export the register again "
            "with the pupils chosen."
        )
    line = _widened(header.line, below)
    columns = map_columns(line, below, memory.mappings, {})
    return Preview(raw, table, line, header.place, columns, memory, guessed=guessed)


def _header_of(lines: Sequence[Line], memory: ImportMemory, number: int | None) -> Header | None:
    if number == NO_HEADERS:
        return Header(Line(NO_HEADERS, ()), -1)
    if number is not None:
        place = next((place for place, line in enumerate(lines) if line.number == number), None)
        if place is None:
            return None
        return max(Header(lines[place], place), titled(lines, place), key=lambda one: known_cells(one.line))
    # Headers a person mapped before are found again, whether anybody else would know them or not.
    for place in range(min(len(lines), _HEADER_LINES) if memory.mappings else 0):
        for found in (Header(lines[place], place), titled(lines, place)):
            if header_key(column_keys(_widened(found.line, lines[place + 1 :]))) in memory.mappings:
                return found
    if (found_by_words := find_header(lines)) is not None:
        return found_by_words
    bare = Header(Line(NO_HEADERS, ()), -1)
    return bare if header_key(column_keys(_widened(bare.line, lines))) in memory.mappings else None


def _widened(header: Line, lines: Sequence[Line]) -> Line:
    """The headers with a place for every column, named or not."""
    missing = width_of(header, lines) - len(header.cells)
    return replace(header, cells=header.cells + ("",) * missing) if missing > 0 else header


def choose_columns(preview: Preview, chosen: Mapping[str, str]) -> Preview:
    """The preview with columns corrected by hand: key of a column to field, "" for unused. Earlier choices stay."""
    together = {**preview.chosen, **chosen}
    columns = map_columns(preview.header, preview.lines, preview.memory.mappings, together)
    return replace(preview, columns=columns, chosen=together)


def choose_header(preview: Preview, number: int) -> Preview:
    """The preview with the headers in another line, or in none (`NO_HEADERS`); the columns are judged anew.

    Raises:
        Refused: there is no such line, or none below it.
    """
    return replace(preview_of(preview.raw, preview.table, preview.memory, number), reading=preview.reading)
