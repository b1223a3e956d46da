"""Whether the cells of a line stand under the right headers; a line that lost or gained a separator shifts what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from gradesk.interchange.table import Line, show
from gradesk.services.admission.admission import Level, Problem

_SHARE_OF_TRIMMED, _SHARE_OF_UNNAMED = 0.03, 0.75
_MERGED_SHARE = 0.4


def width_of(header: Line, lines: Sequence[Line]) -> int:
    """How many columns a text has: those with headers, or as many as most lines have."""
    named = max((place for place, cell in enumerate(header.cells, start=1) if show(cell).strip()), default=0)
    widths = Counter(len(line.cells) for line in lines if not line.damage)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    # One line that is too long does not make a column; most lines do.
    if not named:
        return usual
    unnamed = named < usual < 2 * named and widths[usual] > _SHARE_OF_UNNAMED * len(lines)
    return usual if unnamed else named


def unfitting(lines: Sequence[Line], width: int, *, cut_short: bool) -> Mapping[int, Problem]:
    """What is to be said about the lines, by number, that have more or fewer cells than there are columns.

    Some programs leave out the empty cells at the end of a line; where they do, no full line ends with one.
    """
    sizes = [len(line.cells) for line in lines]
    full_to_the_end = not any(
        size >= width and not show(line.cells[width - 1]).strip() for line, size in zip(lines, sizes, strict=True)
    )
    short = sum(size < width for size in sizes)
    trimmed = full_to_the_end and short >= max(2, _SHARE_OF_TRIMMED * len(lines))
    found: dict[int, Problem] = {}
    for line, size in zip(lines, sizes, strict=True):
        cells = f"{size} cell{'' if size == 1 else 's'}"
        if size > width:
            text = f"The line has {cells} where the headers have {width}, so they cannot be told apart."
            found[line.number] = Problem(Level.STOP, text)
        elif size < width and trimmed:
            found[line.number] = Problem(
                Level.NOTE, f"The line has {cells} of {width}; the others were taken as empty."
            )
        elif size < width:
            text = f"The line has only {cells} where the headers have {width}, so they cannot be told apart."
            found[line.number] = Problem(Level.STOP, text)
    for line, following in pairwise(lines):
        if width > 1 and line.numbers[-1] + 1 == following.number:
            _beside(found, line, following, width)
    if cut_short and lines:
        found[lines[-1].number] = _cut(len(lines[-1].cells) < width)
    return found


def _beside(found: dict[int, Problem], line: Line, following: Line, width: int) -> None:
    """A line end inside a line may leave one part of it as long as the others; the part beside it is too short."""
    for one, other in ((line, following), (following, line)):
        part = len(other.cells) == 1 or (len(other.cells) < width and found[other.number].level is Level.STOP)
        if part and len(one.cells) >= width:
            text = f"Line {other.number} beside it has too few cells and may be a part of this line; check it."
            found.setdefault(one.number, Problem(Level.NOTE, text))


def _cut(short: bool) -> Problem:
    if short:
        return Problem(Level.STOP, "The file ends in the middle of this line. Export the register again.")
    return Problem(Level.NOTE, "The file ends without the end of this line, so its last cell may be cut.")


def looks_merged(values: Sequence[str]) -> bool:
    """Whether a column of text has the look of cells that were merged down: each value once, with gaps below it."""
    filled = [value for value in values if value]
    gaps = len(values) - len(filled)
    return (
        len(values) > 2
        and bool(values[0])
        and gaps >= _MERGED_SHARE * len(values)
        and len(set(filled)) == len(filled)
        and (len(filled) > 1 or gaps > 2)
    )


def filled_down(values: Sequence[str]) -> list[str]:
    """The column with each gap filled by the value above it."""
    found: list[str] = []
    for value in values:
        found.append(value or (found[-1] if found else ""))
    return found
