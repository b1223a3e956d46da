"""Turning a column of dates into values: read as a column, judged as a column, asked about as a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.interchange.columns.asking import DATE_ORDER, TURNED
from gradesk.interchange.columns.conversion import Conversion, Converted
from gradesk.interchange.columns.dates import DateColumn, read_dates, turned
from gradesk.interchange.columns.mapping import Column
from gradesk.interchange.table import Cell, show
from gradesk.model.rules.days.school_year import year_starting
from gradesk.model.rules.days.year_group import years_out
from gradesk.services.admission.admission import Level, Problem, Question

_ENOUGH = 4


def date_values(
    column: Column, cells: Sequence[Cell], texts: Mapping[Cell, str], conversion: Conversion
) -> dict[Cell, Converted]:
    """The dates of a column by cell; notes and a question are added to `conversion`."""
    sources: dict[Cell, Cell] = {cell: cell if isinstance(cell, date) else text for cell, text in texts.items()}
    of_birth = column.field == "date_of_birth"
    read = read_dates(set(sources.values()), conversion.today, of_birth=of_birth, epoch_1904=conversion.epoch_1904)
    if read.note:
        conversion.notes.append(f"“{column.header}”: {read.note}")
    doubtful = _doubtful(column, read, [sources.get(cell, "") for cell in cells], conversion)
    answer = conversion.answers.get((DATE_ORDER, column.key), "")
    found = {}
    for cell, source in sources.items():
        day = read.dates[source]
        if source in doubtful and day is not None and answer == TURNED:
            found[cell] = Converted(turned(day))
        elif source in doubtful and day is not None and not answer:
            found[cell] = Converted(None, (_which(column, day),))
        elif source in read.none:
            text = f"“{show(source)}” in “{column.header}” stands for no date; it was left out."
            found[cell] = Converted(None, (Problem(Level.WARN, text, column.field),))
        elif day is None:
            text = f"“{show(source)}” in “{column.header}” is no date; it was left out."
            found[cell] = Converted(None, (Problem(Level.WARN, text, column.field),))
        else:
            found[cell] = Converted(day)
    return found


def _which(column: Column, day: date) -> Problem:
    level = Level.ASK if column.field == "date_of_birth" else Level.WARN
    text = f"Is the date in “{column.header}” {day:%d/%m/%Y} or {turned(day):%d/%m/%Y}? Say it once, for all."
    return Problem(level, text, column.field)


@dataclass(frozen=True)
class _Evidence:
    """How many of the doubtful dates suit the year group as they are written, and how many turned."""

    told: int = 0
    written: int = 0
    turned: int = 0


def _doubtful(column: Column, read: DateColumn, sources: Sequence[Cell], conversion: Conversion) -> frozenset[Cell]:
    """The cells whose day and month may stand the wrong way round; the person is asked once for all of them."""
    doubtful = read.swapped
    evidence = _evidence(doubtful or _turnable(read), read, sources, conversion)
    if not doubtful:
        if evidence.told < _ENOUGH or evidence.turned - evidence.written < evidence.told / 3:
            return frozenset()
        doubtful = _turnable(read)
    lines = Counter(sources)
    count = sum(lines[cell] for cell in doubtful)
    example = read.dates[min(doubtful, key=show)]
    assert example is not None  # only dates are doubtful
    years = (
        f" By the year groups {evidence.written} of {evidence.told} fit as they are written, {evidence.turned} turned."
        if evidence.told
        else " No year group tells which."
    )
    asked = (
        f"“{column.header}”: in {count} lines a spreadsheet seems to have read day and month the wrong way round. Is "
        f"{example:%d/%m/%Y} right, or {turned(example):%d/%m/%Y}?{years}"
    )
    conversion.notes.append(asked)
    if evidence.written > evidence.turned:
        # Two ways of writing dates in one list are common; here the year groups say that these are right.
        return frozenset()
    proposal = TURNED if evidence.turned > evidence.written else ""
    question = Question(DATE_ORDER, column.key, f"{example:%d/%m/%Y}", proposal, count, asked)
    open_or_not = conversion.answered if (DATE_ORDER, column.key) in conversion.answers else conversion.questions
    open_or_not[DATE_ORDER, column.key] = question
    return doubtful


def _turnable(read: DateColumn) -> frozenset[Cell]:
    """All dates of a column none of which has a day above 12."""
    days = {cell: day for cell, day in read.dates.items() if day is not None and cell not in read.none}
    if any(day.day > 12 for day in days.values()):
        return frozenset()
    return frozenset(cell for cell, day in days.items() if day.day != day.month)


def _evidence(
    doubtful: frozenset[Cell], read: DateColumn, sources: Sequence[Cell], conversion: Conversion
) -> _Evidence:
    told = written = other = 0
    start = year_starting(conversion.today)
    for source, year in zip(sources, conversion.years, strict=False):
        day = read.dates.get(source)
        if source not in doubtful or day is None or not year:
            continue
        as_written, as_turned = years_out(day, year, start), years_out(turned(day), year, start)
        if as_written is not None and as_turned is not None:
            told += 1
            written += as_written == 0
            other += as_turned == 0
    return _Evidence(told, written, other)
