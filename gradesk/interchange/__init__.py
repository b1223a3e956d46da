"""Formats that come in and go out. Each reader knows files, none knows the school's file or a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradesk.interchange.files.text import read_text
from gradesk.interchange.files.workbook import read_workbook
from gradesk.interchange.raw import Kind
from gradesk.interchange.table import RawTable, Reading
from gradesk.system.progress import Progress


@dataclass(frozen=True)
class Format:
    """A kind of file that can be chosen for import: its label, the usual endings of its names, and its reader.

    The endings only filter the list in a file dialogue; what a file is, its content tells.
    """

    id: str
    label: str
    endings: tuple[str, ...]
    kinds: tuple[Kind, ...]
    read: Callable[[bytes, Reading, Progress], RawTable]


FORMATS = (
    Format("text", "Text with separators (CSV, TSV)", ("csv", "tsv", "txt"), (Kind.TEXT,), read_text),
    Format(
        "workbook", "Workbook (XLSX, XLS)", ("xlsx", "xls"), (Kind.PACKED_WORKBOOK, Kind.OLD_WORKBOOK), read_workbook
    ),
)
