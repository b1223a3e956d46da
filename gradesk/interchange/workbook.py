"""Reading a table from a workbook: XLSX and the old XLS, whatever the file is called."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from gradesk.interchange import limits
from gradesk.interchange.archive import PackedWorkbook, column_number
from gradesk.interchange.headers import header_score
from gradesk.interchange.raw import Kind, kind_of
from gradesk.interchange.table import FORMULA_WITHOUT_VALUE, Cell, Line, RawTable, Reading
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

_NOTHING_CHANGED = "Nothing was changed. Open it in Excel or LibreOffice, save it as CSV or XLSX and choose that file."
_WorkbookCell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes, choice: Reading, progress: Progress) -> RawTable:
    """Read one sheet of a workbook.

    Args:
        data: the whole file.
        choice: the sheet's name; without one the visible sheet whose header names most fields, then the most lines, is taken.
        progress: called between sheets.

    Raises:
        Refused: the workbook is damaged, too large, unsafe, or has no sheet of that name.
        Cancelled: from `progress`.
    """
    inside = PackedWorkbook(data) if kind_of(data) is Kind.PACKED_WORKBOOK else None
    sheet = choice.sheet
    progress(0, 1)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = _sheet_names(book)
            tables = [
                _read_sheet(book.get_sheet_by_name(name), inside) for name in ([sheet] if sheet in names else names)
            ]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(f"The workbook is damaged or in a form Gradesk does not know. {_NOTHING_CHANGED}") from error
    if sheet and sheet not in names:
        raise Refused(f"The workbook has no sheet “{sheet}”. {_NOTHING_CHANGED}")
    best = max(range(len(tables)), key=lambda place: (header_score(tables[place]), len(tables[place]), -place))
    name = sheet or names[best]
    progress(1, 1)
    return RawTable(
        tables[best],
        described=f"Workbook, sheet “{name}”",
        sheet=name,
        sheets=tuple(names),
        epoch_1904=inside is not None and inside.epoch_1904,
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


def _read_sheet(sheet: CalamineSheet, inside: PackedWorkbook | None) -> tuple[Line, ...]:
    if sheet.total_height * sheet.total_width > limits.SPAN_CELLS:
        raise Refused(
            f"The sheet “{sheet.name}” reaches to row {sheet.total_height:,}. Nothing was changed. Copy the pupils "
            "into a new workbook and save that."
        )
    unvalued = _by_row(inside.unvalued_cells(sheet.name)) if inside else {}
    lines: list[Line] = []
    # Without skip_empty_area=False the rows above the first filled one vanish and every line number is wrong.
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_cell(one) for one in row]
        for column in unvalued.get(number, ()):
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = FORMULA_WITHOUT_VALUE
        if any(cells):
            lines.append(Line(number, tuple(cells)))
            _check_line(cells, number, len(lines))
    return tuple(lines)


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


def _by_row(cells: Iterable[str]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for cell in cells:
        letters = cell.rstrip("0123456789")
        column = column_number(letters)
        if column <= limits.COLUMNS:
            found.setdefault(int(cell[len(letters) :]), []).append(column)
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
