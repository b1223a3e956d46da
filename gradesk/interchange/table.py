"""A table as it stands in a file, before anyone knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Text as written, or a real date of a workbook. Numbers of a workbook are text, whole ones without a decimal point.
Cell = str | date

# Stands in a cell whose formula was saved without its result.
FORMULA_WITHOUT_VALUE = "\ufffc"


@dataclass(frozen=True)
class Line:
    """One line of a table: its number in the file (from 1), its cells, what is wrong with all of it, and remarks on
    single cells by their place; `last` is the number of its last line where a cell goes over several."""

    number: int
    cells: tuple[Cell, ...]
    damage: str = ""
    remarks: tuple[tuple[int, str], ...] = ()
    last: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all lines of the file it takes."""
        return tuple(range(self.number, max(self.number, self.last) + 1))

    @property
    def raw(self) -> str:
        """The line as text, for a person to find it again."""
        # Made for every row of a plan, so the usual cell, which is text, costs no call.
        joined = " | ".join([cell if isinstance(cell, str) else show(cell) for cell in self.cells])
        return joined.replace(FORMULA_WITHOUT_VALUE, show(FORMULA_WITHOUT_VALUE)).strip(" |")


@dataclass(frozen=True)
class Reading:
    """What a person chose about how a file is read; what is empty is found out."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class RawTable:
    """The lines of one sheet or text file that hold anything, and how they were read."""

    lines: tuple[Line, ...]
    described: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    epoch_1904: bool = False
    # Whether the last line does not end as the others do, so that something may be missing there.
    cut_short: bool = False
    # Cells that were merged down and filled: place of the column, first and last line.
    merged: tuple[tuple[int, int, int], ...] = ()
    notes: tuple[str, ...] = ()


def show(cell: Cell) -> str:
    """A cell as a person would write it; dates as day/month/year."""
    if not isinstance(cell, str):
        return cell.strftime("%d/%m/%Y")
    return "(formula without a value)" if cell == FORMULA_WITHOUT_VALUE else cell
