"""From the lines of a mapped table to incoming pupils, each with what a person should know about the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.interchange import limits
from gradesk.interchange.convert import Conversion, Converted, convert_column
from gradesk.interchange.mapping import Column, column_keys
from gradesk.interchange.pupil_values import settle
from gradesk.interchange.table import Cell, Line, show
from gradesk.services.admission.admission import Level, Problem, Value
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

_NOT_A_PUPIL = re.compile(
    r"(?:sub ?|grand )?(?:totals?|counts?|number of|printed|page \d|report|end of|produced|generated|run (?:on|at|by)|"
    r"date printed|confidential|notes?\b|key\b|\*|filters?:)",
    re.IGNORECASE,
)
_IDENTITY = frozenset({"upn", "date_of_birth", "admission_number", "mis_id"})
_REPORT_EVERY = 1_000


@dataclass(frozen=True)
class IncomingPupil:
    """One pupil as the file has them: line number, the line's text, values by field, and problems."""

    line: int
    raw: str
    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether something in the line stops it from being taken in."""
        return any(problem.level == Level.STOP for problem in self.problems)

    @property
    def name(self) -> str:
        """Legal name, surname first, as far as the line gives it."""
        parts = [self.values.get("legal_surname"), self.values.get("legal_forename")]
        return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Incoming:
    """All pupils of a file, and the numbers of the lines that hold none (repeated headers, totals, notes)."""

    pupils: tuple[IncomingPupil, ...]
    skipped: tuple[int, ...]


def read_rows(
    header: Line, lines: Sequence[Line], columns: Sequence[Column], conversion: Conversion, progress: Progress
) -> Incoming:
    """Read every line below the header.

    Raises:
        Refused: there is no pupil, or more than 20,000 lines.
        Cancelled: from `progress`.
    """
    used = [column for column in columns if column.field and column.kept]
    rows, skipped = _without_headers(header, lines)
    if len(rows) > limits.ROWS:
        raise Refused(
            f"The file has {len(rows):,} rows; at most {limits.ROWS:,} can be taken in at once. Nothing was changed. "
            "Export only the pupils you need."
        )
    width = max(column.place for column in used) + 1
    places = list(zip(*(_padded(line, width) for line in rows), strict=True)) or [()] * width
    tables = [(column.field, column.place, convert_column(column, places[column.place], conversion)) for column in used]
    legal_known = any(column.field in ("legal_surname", "legal_forename") for column in used)
    pupils = []
    for place, line in enumerate(rows):
        if place % _REPORT_EVERY == 0:
            progress(place, len(rows))
        pupil = _read_line(line, tables, legal_known, conversion.today)
        if pupil is None:
            skipped.append(line.number)
        else:
            pupils.append(pupil)
    progress(len(rows), len(rows))
    if not pupils:
        raise Refused(
            "The file has headers but no pupils below them. Nothing was changed. Export the register again with the "
            "pupils chosen."
        )
    return Incoming(tuple(pupils), tuple(sorted(skipped)))


def _padded(line: Line, width: int) -> tuple[Cell, ...]:
    return line.cells[:width] + ("",) * (width - len(line.cells))


def _without_headers(header: Line, lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines without those that are the header again, as printed reports have it on every page; and their numbers."""
    keys = {key.partition("#")[0] for key in column_keys(header)}
    names = {show(cell).strip() for cell in header.cells if cell}
    rows: list[Line] = []
    skipped: list[int] = []
    for line in lines:
        first = next((cell for cell in line.cells if cell), "")
        again = isinstance(first, str) and first.strip() in names
        if again and sum(key.partition("#")[0] in keys for key in column_keys(line)) > len(keys) // 2:
            skipped.append(line.number)
        else:
            rows.append(line)
    return rows, skipped


def _read_line(
    line: Line, tables: Sequence[tuple[str, int, Mapping[Cell, Converted]]], legal_known: bool, today: date
) -> IncomingPupil | None:
    """The pupil of a line, or None if it is a total, a note or another line about no pupil."""
    if line.damage:
        return IncomingPupil(line.number, line.raw, {}, (Problem(Level.STOP, line.damage),))
    written: dict[str, Value] = {}
    problems: list[Problem] = []
    cells = line.cells
    width = len(cells)
    for field, place, found in tables:
        converted = found[cells[place] if place < width else ""]
        if converted.value is not None:
            written[field] = converted.value
        if converted.problems:
            problems.extend(converted.problems)
    if _is_no_pupil(line, written, len(tables)):
        return None
    values = settle(written, legal_known, problems, today)
    if not values.get("legal_surname") or not values.get("legal_forename"):
        problems.append(Problem(Level.STOP, "The line has no full name, so nobody can be found by it."))
    elif not _IDENTITY & values.keys():
        problems.append(
            Problem(Level.STOP, "The line has neither a UPN nor a date of birth, so the pupil cannot be told apart.")
        )
    return IncomingPupil(line.number, line.raw, values, tuple(problems))


def _is_no_pupil(line: Line, written: Mapping[str, Value], columns: int) -> bool:
    if _IDENTITY & written.keys():
        first = next(show(cell).strip() for cell in line.cells if cell)
        return len(written) <= 1 and _NOT_A_PUPIL.match(first) is not None
    filled = [show(cell).strip() for cell in line.cells if show(cell).strip()]
    if not filled:
        return True
    return _NOT_A_PUPIL.match(filled[0]) is not None or (len(filled) <= 2 and columns > 3)
