"""Reading a table from text: which separator, which lines, and which cells are in doubt."""

from __future__ import annotations

import re
from collections import Counter

from gradesk.interchange import limits
from gradesk.interchange.decoding import Decoded, decode, settled
from gradesk.interchange.files.cutting import cut_line, physical_lines, records
from gradesk.interchange.table import Line, RawTable, Reading
from gradesk.system.laptop.child import read_apart
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

SEPARATORS = ",;\t|"
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_ENCODING_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r*\n|\r|$)", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_PROBE_LINES = 20
_REPORT_EVERY = 2_000


def find_separator(text: str) -> str:
    """The separator that gives the most constant number of fields above 1 in the first lines; comma if none does."""
    probe = physical_lines(text[:200_000])[:_PROBE_LINES]
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        rows = [cut_line(line, separator) for line in probe]
        # A separator that tears quotation marks apart is none.
        widths = Counter(len(cells) if closed else 0 for cells, closed in rows if any(map(str.strip, cells)))
        total = sum(widths.values())
        fields, times = max(
            ((n, c) for n, c in widths.items() if n > 1), key=lambda one: (one[1], one[0]), default=(0, 0)
        )
        # A list with a title row above it keeps its place: the share counts, then how many fields.
        score = (times / total if total else 0.0, fields)
        if score > best_score:
            best, best_score = separator, score
    return best


def read_text(data: bytes, choice: Reading, progress: Progress) -> RawTable:
    """Read CSV, TSV or pasted cells, in a child.

    Raises:
        Refused: it is no text, has too many lines or columns, or takes too long to be read.
        Cancelled: from `progress`.
    """
    failed = "The list took too long to be read. Nothing was changed. In your MIS, export the register as CSV or XLSX."
    return read_apart(_read, (data, choice), failed, progress)


def _read(task: tuple[bytes, Reading], progress: Progress) -> RawTable:
    """The child's work: the file's content is met here and nowhere else."""
    data, choice = task
    decoded = decode(data, choice.encoding)
    text = decoded.text
    if len(_NOT_TEXT.findall(text[:4096])) > len(text[:4096]) // 20:
        raise Refused(
            "This file is neither a list in text form nor a workbook. Nothing was changed. In your MIS, export the "
            "register as CSV or XLSX."
        )
    announced = _SEPARATOR_LINE.match(text)
    skipped, separator = 0, choice.separator
    if announced:
        separator, text, skipped = separator or announced.group(1), text[announced.end() :], 1
    separator = separator or find_separator(text)
    lines = _lines(text, separator, skipped, progress)
    name = _ENCODING_NAMES.get(decoded.encoding, decoded.encoding)
    return RawTable(
        tuple(lines),
        described=f"{name}, separated by {SEPARATOR_NAMES.get(separator, separator)}",
        encoding=decoded.encoding,
        separator=separator,
        cut_short=bool(text) and text[-1] not in "\r\n" and ("\n" in text or "\r" in text),
        notes=tuple(_notes(decoded)),
    )


def _notes(decoded: Decoded) -> list[str]:
    notes = []
    if decoded.damaged:
        notes.append("Some characters could not be read; the lines that hold them say so.")
    if decoded.foreign:
        notes.append("Some letters are in another encoding than the rest of the file; the lines that hold them say so.")
    return notes


def _lines(text: str, separator: str, skipped: int, progress: Progress) -> list[Line]:
    total = text.count("\n") + text.count("\r") + 1
    lines: list[Line] = []
    for record in records(text, separator):
        number = record.number + skipped
        _check_line(record.cells, number, len(lines))
        read = [settled(cell) for cell in record.cells]
        remarks = tuple((place, said) for place, (_, said) in enumerate(read) if said)
        lines.append(Line(number, tuple(cell for cell, _ in read), record.damage, remarks, record.last + skipped))
        if len(lines) % _REPORT_EVERY == 0:
            progress(record.number, total)
    return lines


def _check_line(cells: list[str], number: int, so_far: int) -> None:
    if so_far >= limits.ROWS + limits.SPARE_LINES:
        raise Refused(
            f"The file has more than {limits.ROWS:,} rows. Nothing was changed. Export only the pupils you need."
        )
    if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
        raise Refused(
            f"Line {number} of the file has {len(cells):,} columns; at most {limits.COLUMNS} can be read. Nothing was "
            "changed. Export only the columns you need."
        )
