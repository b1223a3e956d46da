"""The front of the importer: open a file, look at what was understood, correct it, make the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from gradesk.interchange import FORMATS, remembered
from gradesk.interchange.columns.conversion import Conversion
from gradesk.interchange.columns.headers import catalogue
from gradesk.interchange.fitting import unfitting
from gradesk.interchange.preview import Preview, preview_of
from gradesk.interchange.pupils.merging import merge_lines
from gradesk.interchange.pupils.planning import plan_rows
from gradesk.interchange.pupils.rows import read_rows
from gradesk.interchange.raw import RawFile, read_raw
from gradesk.interchange.table import RawTable, Reading, show
from gradesk.services.admission.admission import AdmissionPlan, ImportMemory, KnownPupil, Problem, fingerprint
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused


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
        choice: sheet, encoding (one of `decoding.ENCODINGS`) or separator, when a person chose one; without any, what was
            chosen for an earlier register with these headers holds, and the notes say so.
        header_line: the number of the line with the headers, when a person chose one.
        progress: called with counts; it stops the work by raising Cancelled.

    Raises:
        Refused: the file cannot be a register; the sentence says why and what to do.
        Cancelled: from `progress`.
    """
    raw, memory = read_raw(path), memory or ImportMemory()
    if choice is None or choice == Reading():
        as_before = remembered.reading_as_before(raw, memory, header_line, lambda it: _read_table(raw, it, progress))
        if as_before is not None:
            return as_before
    choice = choice or Reading()
    found = preview_of(raw, _read_table(raw, choice, progress), memory, header_line)
    return replace(found, reading=remembered.kept(raw, choice))


def _read_table(raw: RawFile, choice: Reading, progress: Progress) -> RawTable:
    for one in FORMATS:
        if raw.kind in one.kinds:
            return one.read(raw.data, choice, progress)
    raise Refused(
        f"“{raw.source.name}” is a web page or XML file, whatever its name says; some systems save reports so. Nothing was "
        "changed. Open it in Excel or LibreOffice, save it as CSV or XLSX and choose that file."
    )


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
        raise Refused(_what_is_missing(preview))
    answers = (memory or preview.memory).answers
    conversion = Conversion(today, answers, preview.table.epoch_1904)
    unfit: Mapping[int, Problem] = {}
    if preview.table.separator:
        unfit = unfitting(preview.lines, len(preview.header.cells), cut_short=preview.table.cut_short)
    incoming = read_rows(preview.header, preview.lines, preview.columns, conversion, progress, unfit)
    rows, warnings = plan_rows(merge_lines(incoming.pupils), known, today, progress)
    above = {number for line in preview.above for number in line.numbers}
    passed = tuple(sorted(above | set(incoming.skipped)))
    return AdmissionPlan(
        rows=tuple(rows),
        source=preview.source,
        header_key=preview.key,
        mapping={column.key: column.field for column in preview.columns},
        answers=dict(answers),
        state=fingerprint(known),
        questions=tuple(conversion.questions.values()),
        warnings=(*_reading_notes(preview, conversion, passed), *warnings),
        passed_over=passed,
        answered=tuple(conversion.answered.values()),
        reading=dict(preview.reading),
    )


def _what_is_missing(preview: Preview) -> str:
    if preview.guessed:
        return (
            f"“{preview.source.name}” has no line with headers such as UPN, Surname, Forename and Date of birth. Nothing was "
            "changed. Say which line holds the headers and what each column is, or export the register again."
        )
    return (
        f"No column was found for {preview.missing}. Nothing was changed. Say which columns hold them, or export the "
        "register again with them."
    )


def _reading_notes(preview: Preview, conversion: Conversion, passed: Sequence[int]) -> list[str]:
    return [*preview.table.notes, *_merged(preview), *_column_notes(preview), *conversion.notes, *_skipped(passed)]


def _merged(preview: Preview) -> list[str]:
    """What was merged down in a workbook below the headers, said by column."""
    found: dict[int, list[str]] = {}
    for place, first, last in preview.table.merged:
        if first > preview.header.number and place < len(preview.header.cells):
            found.setdefault(place, []).append(f"{first} to {last}")
    return [
        f"“{show(preview.header.cells[place])}”: merged cells were filled down, lines {', '.join(spans)}."
        for place, spans in sorted(found.items())
    ]


def _column_notes(preview: Preview) -> list[str]:
    headers = {column.field: column.header for column in preview.columns if column.field}
    labels = catalogue().labels
    rivals = [
        f"“{column.header}” was not used, because “{headers[column.rival]}” was taken for the same; check which is right."
        for column in preview.columns
        if column.rival in headers
    ]
    return rivals + [
        f"“{column.header}” was not used, because its values are not those of “{labels[column.unfit]}”; say what it is."
        for column in preview.columns
        if column.unfit and not column.field
    ]


def _skipped(lines: Sequence[int]) -> list[str]:
    if not lines:
        return []
    return [
        "Passed over, because they hold no pupil (titles, repeated headers, totals, notes, staff): "
        f"line{'s' * (len(lines) > 1)} {in_words(lines)}."
    ]


def in_words(numbers: Sequence[int]) -> str:
    """Numbers in order as a person writes them: 1, 3 to 7, 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(
        str(first) if first == last else f"{first} to {last}" if last > first + 1 else f"{first}, {last}"
        for first, last in spans
    )
