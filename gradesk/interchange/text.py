"""Reading a table from text: which encoding, which separator, which lines.

The encoding follows a fixed ladder. Detectors are not used: they take Windows-1252 pupil lists for cp1250 and turn ñ
into ń without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from gradesk.interchange import limits
from gradesk.interchange.table import Line, RawTable, Reading
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15", "mac-roman")
SEPARATORS = ",;\t|"
_SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_ENCODING_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_PROBE_LINES = 20
_REPORT_EVERY = 2_000


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was in, and whether some of it could not be read (shown as U+FFFD)."""

    text: str
    encoding: str
    damaged: bool


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Turn bytes into text by the ladder: byte order mark, UTF-16 by its NUL bytes, strict UTF-8, Windows-1252.

    Args:
        data: the whole file.
        encoding: one of `ENCODINGS` when a person chose another; the ladder is then left alone.
    """
    for bom, marked in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding or marked)
    if encoding:
        return _decode_as(data, encoding)
    if wide := _utf16_without_mark(data):
        return _decode_as(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", damaged=False)
    except UnicodeDecodeError:
        return _decode_as(data, "cp1252")


def _decode_as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, damaged="\ufffd" in text)


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 in Latin script has a NUL in every second place; stray NULs do not keep to one side."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd + even < len(sample) // 4:
        return ""
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""


def find_separator(text: str) -> str:
    """The separator that gives the most constant number of fields above 1 in the first lines; comma if none does."""
    probe = "".join(text[:200_000].splitlines(keepends=True)[:_PROBE_LINES])
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = Counter(len(cells) for cells in _records(probe, separator) if any(map(str.strip, cells)))
        total = sum(widths.values())
        fields, times = max(
            ((n, c) for n, c in widths.items() if n > 1), key=lambda one: (one[1], one[0]), default=(0, 0)
        )
        # A list with a title row above it keeps its place: the share counts, then how many fields.
        score = (times / total if total else 0.0, fields)
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return []


def read_text(data: bytes, choice: Reading, progress: Progress) -> RawTable:
    """Read CSV, TSV or pasted cells.

    Raises:
        Refused: it is no text, has too many lines or columns, or a cell longer than 32,767 characters.
        Cancelled: from `progress`.
    """
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
    notes = []
    if decoded.damaged:
        notes.append("Some characters could not be read; the lines that hold them say so.")
    name = _ENCODING_NAMES.get(decoded.encoding, decoded.encoding)
    described = f"{name}, separated by {_SEPARATOR_NAMES.get(separator, separator)}"
    return RawTable(tuple(lines), described, encoding=decoded.encoding, separator=separator, notes=tuple(notes))


def _lines(text: str, separator: str, skipped: int, progress: Progress) -> list[Line]:
    previous_limit = csv.field_size_limit(limits.CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    total = text.count("\n") + 1
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            number, start = start + skipped, reader.line_num + 1
            if any(cell and not cell.isspace() for cell in cells):
                _check_line(cells, number, len(lines))
                lines.append(Line(number, tuple(cells)))
            if len(lines) % _REPORT_EVERY == 0:
                progress(reader.line_num, total)
    except csv.Error as error:
        raise Refused(
            f"Line {start + skipped} of the file cannot be read: it holds a cell of more than "
            f"{limits.CELL_CHARACTERS:,} characters, most often because a quotation mark is opened and never closed. "
            "Nothing was changed. Correct that line or export the register again."
        ) from error
    finally:
        csv.field_size_limit(previous_limit)
    return _with_open_quote(lines, text)


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


def _with_open_quote(lines: list[Line], text: str) -> list[Line]:
    """Mark the last line if a quotation mark in it is never closed: it has swallowed the pupils after it."""
    if not lines or text.count('"') % 2 == 0 or "\n" not in str(lines[-1].cells[-1]):
        return lines
    last = lines[-1]
    swallowed = str(last.cells[-1]).count("\n")
    damage = (
        f"A quotation mark opened in this line is never closed, so it and {swallowed} lines after it cannot be read."
    )
    return [*lines[:-1], Line(last.number, last.cells, damage)]
