"""Cutting text into lines and cells, so that a stray quotation mark costs its own line and no other.

A reader of CSV lets an open quotation mark swallow everything up to the next one, pupils and all. Here every line of the
file is first read by itself; lines are joined only where they can be nothing else than one cell written over several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gradesk.interchange import limits

_END = re.compile("\r*\n|\r")
_LONGEST_CELL_LINES = 30


@dataclass(frozen=True)
class Record:
    """The cells of one line, or of several that are one; `number` and `last` are the first and last of them, from 1."""

    number: int
    cells: list[str]
    damage: str
    last: int


def physical_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them: LF, CR LF or CR alone."""
    lines = _END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def cut_line(line: str, separator: str) -> tuple[list[str], bool]:
    """The cells of one line, and whether every quotation mark that opens a cell is closed."""
    if '"' not in line:
        return line.split(separator), True
    cells, closed, place = [], True, 0
    quoted, plain = _patterns(separator)
    while True:
        match = quoted.match(line, place)
        if match is not None:
            cells.append(match.group(1).replace('""', '"'))
        else:
            match = plain.match(line, place)
            assert match is not None  # the pattern matches an empty cell too
            cells.append(match.group())
            closed = closed and not match.group().lstrip(" ").startswith('"')
        place = match.end()
        if place >= len(line):
            return cells, closed
        place += 1


@cache
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    mark = re.escape(separator)
    # Possessive, so that no line can make it try the same letters again and again.
    quoted = re.compile(rf' *+"((?:[^"]++|"")*+)" *+(?={mark}|\Z)')
    return quoted, re.compile(rf"[^{mark}]*+", re.DOTALL)


def usual_width(lines: list[str], separator: str) -> int:
    """How many cells most lines have that can be read by themselves; 0 if none has more than one."""
    widths: Counter[int] = Counter()
    for line in lines:
        cells, closed = cut_line(line, separator)
        if closed and len(cells) > 1 and any(cells):
            widths[len(cells)] += 1
    return max(widths, key=lambda width: (widths[width], width), default=0)


def records(text: str, separator: str) -> Iterator[Record]:
    """Every line of a text that holds anything, in order, each with its number."""
    lines = physical_lines(text)
    width = usual_width(lines, separator)
    place = 0
    while place < len(lines):
        cells, closed = cut_line(lines[place], separator)
        taken = 1
        damage = ""
        if not closed:
            joined = _joined(lines, place, separator, width)
            if joined is None:
                damage = "A quotation mark in this line is opened and never closed, so its cells cannot be told apart."
            else:
                cells, taken = joined
        if not damage and any(len(cell) > limits.CELL_CHARACTERS for cell in cells):
            damage = (
                f"A cell of this line has more than {limits.CELL_CHARACTERS:,} characters, as none of a register has."
            )
        if damage:
            cells = [cell[: limits.CELL_CHARACTERS] for cell in cells]
        if any(cell and not cell.isspace() for cell in cells):
            yield Record(place + 1, cells, damage, place + taken)
        place += taken


def _joined(lines: list[str], place: int, separator: str, width: int) -> tuple[list[str], int] | None:
    """The cells of a line whose last cell goes on in the next lines, and how many lines that takes; None if it does not.

    What follows an open quotation mark is part of its cell only if no line of it could be a pupil by itself and all
    together have as many cells as the others.
    """
    first_alone = _could_stand_alone(lines[place], lines[place].rpartition('"')[2], separator, width)
    together = lines[place]
    for count, line in enumerate(lines[place + 1 : place + _LONGEST_CELL_LINES], start=2):
        inside = line if first_alone else line.partition('"')[0]
        if _could_stand_alone(line, inside, separator, width):
            return None
        together += "\n" + line
        if len(together) > 2 * limits.CELL_CHARACTERS:
            return None
        if '"' in line:
            cells, closed = cut_line(together, separator)
            if closed:
                return (cells, count) if len(cells) == width else None
    return None


def _could_stand_alone(line: str, inside: str, separator: str, width: int) -> bool:
    """Whether a line has the cells of a pupil, some of them inside the quotation marks in question."""
    cells = line.count(separator) + 1
    return separator in inside and (cells == width or (cells > width and '"' not in line))
