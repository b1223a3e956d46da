"""The front of the importer: open a file, look at what was understood, correct it, make the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gradesk.interchange import FORMATS
from gradesk.interchange.convert import Conversion
from gradesk.interchange.headers import find_header
from gradesk.interchange.mapping import Column, column_keys, header_key, map_columns, missing_columns
from gradesk.interchange.merging import merge_lines
from gradesk.interchange.planning import plan_rows
from gradesk.interchange.raw import RawFile, read_raw
from gradesk.interchange.rows import Incoming, read_rows
from gradesk.interchange.table import Line, RawTable, Reading, show
from gradesk.services.admission import AdmissionPlan, ImportMemory, KnownPupil, Source, fingerprint
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

_SHOWN_NAMES = 8


@dataclass(frozen=True)
class Preview:
    """What was understood of a file: its table, where the header stands, what each column was taken for."""

    raw: RawFile
    table: RawTable
    header_place: int
    columns: tuple[Column, ...]
    memory: ImportMemory = field(default_factory=ImportMemory)
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The file."""
        return self.raw.source

    @property
    def header(self) -> Line:
        """The line with the headers."""
        return self.table.lines[self.header_place]

    @property
    def lines(self) -> Sequence[Line]:
        """The lines below the header."""
        return self.table.lines[self.header_place + 1 :]

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
        """Some names with letters beyond ASCII, by which a person sees whether the encoding is right."""
        places = [column.place for column in self.columns if "name" in column.field]
        cells = (show(line.cells[place]) for line in self.lines for place in places if place < len(line.cells))
        found = dict.fromkeys(text for text in cells if not text.isascii())
        return tuple(found)[:_SHOWN_NAMES]


def open_table(
    path: Path,
    memory: ImportMemory | None = None,
    *,
    choice: Reading | None = None,
    header_line: int | None = None,
    progress: Progress = no_progress,
) -> Preview:
    """Read a register and tell what its columns are.

    Args:
        path: the file; it is read once and never written.
        memory: what earlier imports taught.
        choice: sheet, encoding (one of `decoding.ENCODINGS`) or separator, when a person chose one.
        header_line: the number of the line with the headers, when a person chose one.
        progress: called with counts; it stops the work by raising Cancelled.

    Raises:
        Refused: the file cannot be a register; the sentence says why and what to do.
        Cancelled: from `progress`.
    """
    raw = read_raw(path)
    table = _read_table(raw, choice or Reading(), progress)
    return preview_of(raw, table, memory or ImportMemory(), header_line)


def _read_table(raw: RawFile, choice: Reading, progress: Progress) -> RawTable:
    for one in FORMATS:
        if raw.kind in one.kinds:
            return one.read(raw.data, choice, progress)
    raise Refused(
        f"“{raw.source.name}” is a web page or XML file, whatever its name says; some systems save reports so. Nothing was "
        "changed. Open it in Excel or LibreOffice, save it as CSV or XLSX and choose that file."
    )


def preview_of(raw: RawFile, table: RawTable, memory: ImportMemory, header_line: int | None = None) -> Preview:
    """The preview of a table that was read.

    Raises:
        Refused: the table is empty, has no headers that Gradesk knows, or has nothing below them.
    """
    if not table.lines:
        raise Refused(f"“{raw.source.name}” holds no rows. Nothing was changed. Export the register again.")
    if header_line is None:
        place = find_header(table.lines)
    else:
        place = next((place for place, line in enumerate(table.lines) if line.number == header_line), None)
    if place is None:
        raise Refused(
            f"“{raw.source.name}” has no line with headers such as UPN, Surname, Forename and Date of birth. Nothing was "
            "changed. Export the register again with column headings, or say which line holds them."
        )
    if place == len(table.lines) - 1:
        raise Refused(
            f"“{raw.source.name}” has headers but no pupils below them. Nothing was changed. Export the register again "
            "with the pupils chosen."
        )
    columns = map_columns(table.lines[place], table.lines[place + 1 :], memory.mappings, {})
    return Preview(raw, table, place, columns, memory)


def choose_columns(preview: Preview, chosen: Mapping[str, str]) -> Preview:
    """The preview with columns corrected by hand: key of a column to field, "" for unused. Earlier choices stay."""
    together = {**preview.chosen, **chosen}
    columns = map_columns(preview.header, preview.lines, preview.memory.mappings, together)
    return replace(preview, columns=columns, chosen=together)


def make_plan(
    preview: Preview,
    known: Sequence[KnownPupil],
    memory: ImportMemory | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> AdmissionPlan:
    """Compare a register with the pupils in the school's file.

    Args:
        preview: the register with its columns.
        known: every pupil in the file, also those who have left.
        memory: earlier answers; by default those the preview was opened with.
        today: the day of the import.
        progress: called with counts; it stops the work by raising Cancelled.

    Raises:
        Refused: no column holds the names, or neither UPN nor date of birth is there; or there are too many rows.
        Cancelled: from `progress`.
    """
    if preview.missing:
        raise Refused(
            f"No column was found for {preview.missing}. Nothing was changed. Say which columns hold them, or export the "
            "register again with them."
        )
    answers = (memory or preview.memory).answers
    conversion = Conversion(today, answers, preview.table.epoch_1904)
    incoming = read_rows(preview.header, preview.lines, preview.columns, conversion, progress)
    rows, warnings = plan_rows(merge_lines(incoming.pupils), known, today, progress)
    return AdmissionPlan(
        rows=tuple(rows),
        source=preview.source,
        header_key=header_key(column_keys(preview.header)),
        mapping={column.key: column.field for column in preview.columns},
        answers=dict(answers),
        state=fingerprint(known),
        questions=tuple(conversion.questions.values()),
        warnings=(*_reading_notes(preview, conversion, incoming), *warnings),
    )


def _reading_notes(preview: Preview, conversion: Conversion, incoming: Incoming) -> list[str]:
    return [*preview.table.notes, *_column_notes(preview), *conversion.notes, *_skipped(incoming.skipped)]


def _column_notes(preview: Preview) -> list[str]:
    headers = {column.field: column.header for column in preview.columns if column.field}
    return [
        f"“{column.header}” was not used, because “{headers[column.rival]}” was taken for the same; check which is right."
        for column in preview.columns
        if column.rival in headers
    ]


def _skipped(lines: Sequence[int]) -> list[str]:
    if not lines:
        return []
    shown = ", ".join(str(number) for number in lines[:10]) + (" …" if len(lines) > 10 else "")
    return [
        f"Passed over, because they hold no pupil (repeated headers, totals, notes): line{'s' * (len(lines) > 1)} {shown}."
    ]
