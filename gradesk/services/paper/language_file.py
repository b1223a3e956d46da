"""The words of a language as a CSV for a translator, who fills the fourth column and sends it back.

The fourth heading names the language with its code. A cell that a spreadsheet would read as a formula is written behind an
apostrophe, which is taken off again when the file is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from gradesk.model.rules import cells
from gradesk.services.paper import languages, phrasebook, returned_list
from gradesk.services.paper.languages import Returned, Taken
from gradesk.store.work import Store
from gradesk.system.laptop.child import read_apart
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

_MOST = 1_000_000  # bytes of a file; the whole list has about 60,000
_BAD_FILE = "This is not a list of words that Gradesk saved; nothing was changed. "
Lines = Sequence[Sequence[str]]


def export(store: Store, code: str) -> bytes:
    """The list as UTF-8 with a mark that spreadsheets know it by."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    head = phrasebook.book(code).head
    writer.writerow(["Where", "English", "Note for the translator", f"{head.name} ({code})", "Checked by"])
    for row in languages.phrases(store, code):
        writer.writerow([_safe(cell) for cell in (row.part, row.english, row.note, row.words, row.checked_by)])
    return out.getvalue().encode("utf-8-sig")


def lines_of(path: Path, progress: Progress = no_progress) -> Lines:
    """The lines of a file that came back, read by a child.

    Raises:
        Refused: it cannot be read, is far too long, or no table; nothing was changed.
        Cancelled: from `progress`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise Refused(
            "This file cannot be read; nothing was changed. Close it in other programs, or copy it here."
        ) from error
    return lines_in(data, progress)


def lines_in(data: bytes, progress: Progress = no_progress) -> Lines:
    """The same of what stands in a file."""
    if len(data) > _MOST or b"\x00" in data:
        raise Refused(_BAD_FILE + "Choose the file that came from “Save for a translator”.")
    return read_apart(returned_list.lines, data, f"{_BAD_FILE}It took too long to be read.", progress)


def take_in(store: Store, code: str, lines: Lines, initiator: object | None = None) -> Taken:
    """Take in a list that came back. Raises Refused, with nothing changed, for any other file or another language."""
    head = phrasebook.book(code).head
    titles = [cell.strip() for cell in lines[0]] if lines else []
    if len(titles) < 4 or titles[1] != "English" or not titles[3].endswith(")"):
        raise Refused(
            _BAD_FILE + "Choose the file that came from “Save for a translator”, with its headings as they were."
        )
    if not titles[3].endswith(f"({code})"):
        raise Refused(
            f"This list is for {titles[3][:60]}, not for {head.name}; nothing was changed. Choose that language first."
        )
    returned = [
        Returned(*(_plain(cell) for cell in (line[1], line[3], line[4] if len(line) > 4 else "")))
        for line in lines[1:]
        if len(line) > 3 and line[1].strip()
    ]
    return languages.take_in(store, code, returned, initiator)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(cells.STARTS) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(cells.STARTS) else cell
