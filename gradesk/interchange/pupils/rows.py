"""From the lines of a mapped table to incoming pupils, each with what a person should know about the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gradesk.interchange import limits
from gradesk.interchange.columns.asking import FILL_DOWN
from gradesk.interchange.columns.conversion import Conversion, Converted
from gradesk.interchange.columns.convert import convert_column
from gradesk.interchange.columns.mapping import FORENAMES, SURNAMES, Column, column_keys
from gradesk.interchange.fitting import filled_down, looks_merged
from gradesk.interchange.pupils.pupil_values import settle
from gradesk.interchange.table import Cell, Line, show
from gradesk.model.rules import upn
from gradesk.services.admission.admission import Level, Problem, Question, Value
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

_NOT_A_PUPIL = re.compile(
    r"(?:sub ?|grand )?(?:totals?|counts?|number of|printed|page \d|report|end of|produced|generated|run (?:on|at|by)|"
    r"date printed|confidential|notes?\b|key\b|\*|filters?:)",
    re.IGNORECASE,
)
_IDENTITY = frozenset({"upn", "date_of_birth", "admission_number", "mis_id"})
_REPORT_EVERY = 1_000
_FEW_COLUMNS = 3
# The roles of OneRoster and its kin (1EdTech OneRoster 1.1, 4.13) that are no pupil’s.
_NO_PUPILS = frozenset(
    {"teacher", "administrator", "aide", "guardian", "parent", "proctor", "relative", "staff", "principal", "counselor"}
)


@dataclass(frozen=True)
class IncomingPupil:
    """One pupil as the file has them: line number, the line's text, values by field, and problems.

    `lines` are all lines where several are one pupil; `mentions` the UPN in a line that cannot be read otherwise.
    """

    line: int
    raw: str
    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()
    mentions: str = ""

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


@dataclass(frozen=True)
class _Used:
    """A column that is read: the column, and the value of each of its cells."""

    column: Column
    found: Mapping[Cell, Converted]


def read_rows(
    header: Line,
    lines: Sequence[Line],
    columns: Sequence[Column],
    conversion: Conversion,
    progress: Progress,
    unfit: Mapping[int, Problem],
) -> Incoming:
    """Read every line below the header; `unfit` says what is wrong with the number of cells of a line.

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
    sound = [line for line in rows if not line.damage and _level(unfit, line) is not Level.STOP]
    sound, filled = _with_gaps_filled(sound, used, conversion)
    rows = [filled.get(line.number, line) for line in rows]
    width = max(column.place for column in used) + 1
    places = list(zip(*(_padded(line, width) for line in sound), strict=True)) or [()] * width
    # Dates of birth are judged by the year groups, so these come first.
    tables = []
    for column in sorted(used, key=lambda one: one.field != "year_group"):
        found = convert_column(column, places[column.place], conversion)
        if column.field == "year_group":
            conversion.years = [str(found[cell].value or "") for cell in places[column.place]]
        tables.append(_Used(column, found))
    tables.sort(key=lambda one: one.column.place)
    pupils = []
    for place, line in enumerate(rows):
        if place % _REPORT_EVERY == 0:
            progress(place, len(rows))
        pupil = _read_line(line, tables, conversion.today, unfit.get(line.number))
        if pupil is None:
            skipped.extend(line.numbers)
        else:
            pupils.append(pupil)
    progress(len(rows), len(rows))
    if not pupils:
        raise Refused(
            "The file has headers but no pupils below them. Nothing was changed. Export the register again with the "
            "pupils chosen."
        )
    return Incoming(tuple(pupils), tuple(sorted(skipped)))


def _level(unfit: Mapping[int, Problem], line: Line) -> Level | None:
    problem = unfit.get(line.number)
    return problem.level if problem else None


def _with_gaps_filled(
    rows: Sequence[Line], used: Sequence[Column], conversion: Conversion
) -> tuple[list[Line], dict[int, Line]]:
    """The lines with the class filled down where its cells were merged and a person said so; and these by number."""
    sound = list(rows)
    column = next((one for one in used if one.field == "class_name"), None)
    if column is None:
        return sound, {}
    classes = [show(_padded(line, column.place + 1)[column.place]).strip() for line in sound]
    if not looks_merged(classes):
        return sound, {}
    gaps = classes.count("")
    asked = (
        f"“{column.header}” stands only in the first line of each group, as when its cells were merged. Shall the {gaps:,} "
        "empty ones below be filled with it?"
    )
    answer = conversion.answers.get((FILL_DOWN, column.key))
    question = Question(FILL_DOWN, column.key, column.header, "yes", gaps, asked)
    if answer is not None:
        conversion.answered[FILL_DOWN, column.key] = question
    else:
        conversion.questions[FILL_DOWN, column.key] = question
        conversion.notes.append(asked)
    if answer != "yes":
        return sound, {}
    conversion.notes.append(f"“{column.header}” was filled down in {gaps:,} lines.")
    filled = {}
    for place, (line, value) in enumerate(zip(sound, filled_down(classes), strict=True)):
        cells = [*_padded(line, max(len(line.cells), column.place + 1))]
        cells[column.place] = value
        sound[place] = filled[line.number] = replace(line, cells=tuple(cells))
    return sound, filled


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
            skipped.extend(line.numbers)
        else:
            rows.append(line)
    return rows, skipped


def _read_line(line: Line, tables: Sequence[_Used], today: date, unfit: Problem | None) -> IncomingPupil | None:
    """The pupil of a line, or None if it is a total, a note or another line about no pupil."""
    if line.damage:
        return _damaged(line, Problem(Level.STOP, line.damage))
    if unfit and unfit.level is Level.STOP:
        filled = [show(cell).strip() for cell in line.cells if show(cell).strip()]
        about_nobody = not filled or _NOT_A_PUPIL.match(filled[0]) or (len(filled) == 1 and len(tables) > _FEW_COLUMNS)
        return None if about_nobody and not _mentioned(line) else _damaged(line, unfit)
    written: dict[str, Value] = {}
    problems = [unfit] if unfit else []
    cells = line.cells
    width = len(cells)
    remarks = dict(line.remarks)
    for used in tables:
        place = used.column.place
        converted = used.found[cells[place] if place < width else ""]
        if converted.value is not None:
            written[used.column.field] = converted.value
        problems.extend(converted.problems)
        if place in remarks:
            problems.append(Problem(Level.WARN, remarks[place], used.column.field))
    if _is_no_pupil(line, written, len(tables)):
        return None
    legal_known = any(used.column.field in ("legal_surname", "legal_forename") for used in tables)
    values = settle(written, legal_known, problems, today)
    _check_identity(values, problems)
    return IncomingPupil(line.number, line.raw, values, tuple(problems), line.numbers, _mentioned(line))


def _check_identity(values: Mapping[str, Value], problems: list[Problem]) -> None:
    names = [str(values[name]) for name in ("legal_surname", "legal_forename") if values.get(name)]
    if not names:
        problems.append(Problem(Level.STOP, "The line has no name, so nobody can be found by it."))
    elif not _IDENTITY & values.keys():
        problems.append(
            Problem(Level.STOP, "The line has neither a UPN nor a date of birth, so the pupil cannot be told apart.")
        )
    elif len(names) == 1 and not any(problem.level == Level.STOP for problem in problems):
        problems.append(Problem(Level.WARN, f"The line has one name only; the pupil is called “{names[0]}”."))


def _damaged(line: Line, problem: Problem) -> IncomingPupil:
    return IncomingPupil(line.number, line.raw, {}, (problem,), line.numbers, _mentioned(line))


def _mentioned(line: Line) -> str:
    """The UPN that stands somewhere in a line, so that its pupil is not taken for one who has left."""
    found = (upn.normalise(cell) for cell in line.cells if isinstance(cell, str) and 13 <= len(cell) <= 20)
    return next((one for one in found if upn.has_shape(one)), "")


def _is_no_pupil(line: Line, written: Mapping[str, Value], columns: int) -> bool:
    if str(written.get("role") or "").casefold() in _NO_PUPILS:
        return True
    if _IDENTITY & written.keys():
        first = next(show(cell).strip() for cell in line.cells if cell)
        return len(written) <= 1 and _NOT_A_PUPIL.match(first) is not None
    filled = [show(cell).strip() for cell in line.cells if show(cell).strip()]
    if not filled:
        return True
    if written.keys() & SURNAMES and written.keys() & FORENAMES and len(written) > 2:
        return False
    return _NOT_A_PUPIL.match(filled[0]) is not None or (len(filled) <= 2 and columns > _FEW_COLUMNS)
