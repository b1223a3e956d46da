"""Reading a table from a workbook: XLSX and the old XLS, whatever the file is called.

Everything that meets the file’s content runs in a child process: a few wrong bytes in an old workbook make its parser ask
for more memory than there is, and that would end Gradesk itself. It also leaves the window free to move meanwhile.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gradesk.interchange import limits
from gradesk.interchange.columns.headers import header_score
from gradesk.interchange.files.archive import PackedWorkbook, column_number
from gradesk.interchange.raw import Kind, kind_of
from gradesk.interchange.table import Cell, Line, RawTable, Reading
from gradesk.system.laptop.child import read_apart
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

_NOTHING_CHANGED = "Nothing was changed. Open it in Excel or LibreOffice, save it as CSV or XLSX and choose that file."
# The name of the part in which Excel keeps a workbook with a password, as a compound file writes names.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WorkbookCell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes, choice: Reading, progress: Progress) -> RawTable:
    """Read one sheet of a workbook.

    Args:
        data: the whole file.
        choice: the sheet's name; without one the visible sheet whose header names most fields, then the most lines, is taken.
        progress: called while waiting.

    Raises:
        Refused: the workbook is damaged, too large, unsafe, or has no sheet of that name.
        Cancelled: from `progress`.
    """
    task = _Task(data, choice.sheet)
    found = read_apart(_read, task, f"The workbook is damaged or too large to be read. {_NOTHING_CHANGED}", progress)
    progress(1, 1)
    return RawTable(
        found.lines,
        described=f"Workbook, sheet “{found.name}”",
        sheet=found.name,
        sheets=found.names,
        epoch_1904=found.epoch_1904,
        merged=found.merged,
    )


@dataclass(frozen=True)
class _Task:
    """What the child is given: the file, and the sheet that was chosen."""

    data: bytes
    sheet: str


@dataclass(frozen=True)
class _Read:
    """The lines of one sheet, and the cells in it that were merged down: place of the column, first and last line."""

    lines: tuple[Line, ...]
    merged: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class _Sheet:
    """What the child answers: the sheet that was read, and the names of all."""

    name: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    merged: tuple[tuple[int, int, int], ...]
    epoch_1904: bool


def _read(task: _Task, _count: Progress) -> _Sheet:
    """The child's work: the file's content is met here and nowhere else."""
    packed = kind_of(task.data) is Kind.PACKED_WORKBOOK
    if not packed and _ENCRYPTED in task.data:
        raise _protected()
    inside = PackedWorkbook(task.data) if packed else None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(task.data)) as book:
            names = _sheet_names(book)
            if task.sheet and task.sheet not in names:
                raise Refused(f"The workbook has no sheet “{task.sheet}”. {_NOTHING_CHANGED}")
            wanted = [task.sheet] if task.sheet else names
            tables = [
                _read_sheet(book.get_sheet_by_name(name), inside.unvalued_cells(name) if inside else {})
                for name in wanted
            ]
    except PasswordError as error:
        raise _protected() from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(f"The workbook is damaged or in a form Gradesk does not know. {_NOTHING_CHANGED}") from error
    best = max(
        range(len(tables)), key=lambda place: (header_score(tables[place].lines), len(tables[place].lines), -place)
    )
    found = tables[best]
    return _Sheet(wanted[best], tuple(names), found.lines, found.merged, inside is not None and inside.epoch_1904)


def _protected() -> Refused:
    return Refused(
        "The workbook is protected by a password. Nothing was changed. Take the password off in Excel (File, Info, Protect "
        "Workbook, Encrypt with Password), save it and choose it again."
    )


def _sheet_names(book: CalamineWorkbook) -> list[str]:
    """The sheets a person sees; hidden ones hold lookup lists and last year's data."""
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    if len(visible) > limits.SHEETS:
        raise Refused(
            f"The workbook has {len(visible)} sheets; at most {limits.SHEETS} can be read. Nothing was changed. "
            "Copy the sheet with the register into a new workbook and save that."
        )
    if not visible:
        raise Refused(f"The workbook has no visible sheet. {_NOTHING_CHANGED}")
    return visible


def _read_sheet(sheet: CalamineSheet, without_value: Mapping[str, str]) -> _Read:
    if sheet.total_height * sheet.total_width > limits.SPAN_CELLS:
        raise Refused(
            f"The sheet “{sheet.name}” reaches to row {sheet.total_height:,}. Nothing was changed. Copy the pupils "
            "into a new workbook and save that."
        )
    unvalued = _by_row(without_value)
    rows: list[list[Cell]] = []
    # Without skip_empty_area=False the rows above the first filled one vanish and every line number is wrong.
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_cell(one) for one in row]
        for column, shown in unvalued.get(number, {}).items():
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = shown
        rows.append(cells)
    merged = _fill_down(rows, sheet)
    lines: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        if any(cells):
            lines.append(Line(number, tuple(cells)))
            _check_line(cells, number, len(lines))
    return _Read(tuple(lines), merged)


def _fill_down(rows: list[list[Cell]], sheet: CalamineSheet) -> tuple[tuple[int, int, int], ...]:
    """Give every line of cells merged downwards their value, which a workbook keeps in the first alone.

    Lines that hold nothing else stay empty.
    """
    found = []
    for (first, place), (last, last_place) in sheet.merged_cell_ranges or ():
        if last <= first or last_place != place or first >= len(rows) or place >= len(rows[first]):
            continue
        value = rows[first][place]
        for cells in rows[first + 1 : last + 1] if value else ():
            if any(cells):
                cells.extend([""] * (place + 1 - len(cells)))
                cells[place] = cells[place] or value
        if value:
            found.append((place, first + 1, min(last + 1, len(rows))))
    return tuple(sorted(found))


def _check_line(cells: list[Cell], number: int, count: int) -> None:
    if count > limits.ROWS + limits.SPARE_LINES:
        raise Refused(
            f"The sheet has more than {limits.ROWS:,} rows. Nothing was changed. Export only the pupils you need."
        )
    if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
        raise Refused(
            f"Row {number} has more than {limits.COLUMNS} columns. Nothing was changed. Export only those you need."
        )
    if any(isinstance(cell, str) and len(cell) > limits.CELL_CHARACTERS for cell in cells):
        raise Refused(
            f"Row {number} holds a cell of more than {limits.CELL_CHARACTERS:,} characters. Nothing was changed. "
            "Remove that column or export the register again."
        )


def _by_row(cells: Mapping[str, str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for cell, shown in cells.items():
        letters = cell.rstrip("0123456789")
        column = column_number(letters)
        if column <= limits.COLUMNS:
            found.setdefault(int(cell[len(letters) :]), {})[column] = shown
    return found


def _cell(value: _WorkbookCell) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        # 7 is held as 7.0, and 95.4 as 95.400000000000006.
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else format(value, ".12g")
    return str(value)
