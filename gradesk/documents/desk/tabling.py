"""A document as a table for a workbook or a text file: typed words stay words there and are never reckoned as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradesk.model.rules import cells
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:  # it takes as long to load as all of ReportLab, and is wanted now and then
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
else:
    Workbook = lazily("openpyxl:Workbook")
    Alignment = lazily("openpyxl.styles:Alignment")
    Font = lazily("openpyxl.styles:Font")
    get_column_letter = lazily("openpyxl.utils:get_column_letter")

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,2})?")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook may hold them
WIDEST, NARROWEST = 60, 8  # letters of a column
TITLE = 31  # letters of the name of a sheet


def written(lines: Sequence[Sequence[str]], kind: str, title: str) -> bytes:
    """The lines as a file of a kind, "xlsx" or "csv", the first of them its head. Refuses any other kind."""
    if kind == "xlsx":
        return _workbook(lines, title)
    if kind == "csv":
        return _text(lines)
    raise Refused(f"A table is not saved as “.{kind}”; nothing was saved. Name the file .xlsx or .csv.")


def _workbook(lines: Sequence[Sequence[str]], title: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:TITLE]
    for row, line in enumerate(lines, start=1):
        for column, words in enumerate(line, start=1):
            cell = sheet.cell(row, column)
            clean = _UNWRITABLE.sub(" ", words)
            if row > 1 and _NUMBER.fullmatch(clean):
                cell.value = float(clean) if "." in clean else int(clean)
                cell.number_format = "0.00" if "." in clean else "0"
            else:
                cell.value = clean
                cell.data_type = "s"
                cell.quotePrefix = clean.startswith(cells.STARTS)
            cell.font = Font(bold=row == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(1, len(lines[0]) + 1 if lines else 1):
        longest = max(len(line[column - 1]) for line in lines)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "B2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _text(lines: Sequence[Sequence[str]]) -> bytes:
    """With a mark of its letters in front, by which Excel reads accents."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerows([_safe(words) for words in line] for line in lines)
    return kept.getvalue().encode("utf-8-sig")


def _safe(words: str) -> str:
    return words if _NUMBER.fullmatch(words) else cells.as_words(words)
