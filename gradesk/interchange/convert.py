"""Turning the cells of one column into values, each distinct cell once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gradesk.interchange.dates import read_dates
from gradesk.interchange.mapping import DATE_FIELDS, TABLE_OF, Column
from gradesk.interchange.names import calm, split_name, surname_first
from gradesk.interchange.table import FORMULA_WITHOUT_VALUE, Cell, show
from gradesk.interchange.values import ValueTable, fold, value_tables
from gradesk.model.rules import upn
from gradesk.services.admission.admission import Level, Problem, Question, Value

_BLANK = frozenset({"", "-", "–", "—"})
_BLANK_NUMBERS = _BLANK | {"n/a", "na", "null", "none", "#n/a"}
_NUMBER_FIELDS = frozenset({"upn", "former_upn", "uln", "admission_number", "mis_id"})
_NAME_FIELDS = frozenset(
    {f"{kind}{part}" for kind in ("", "legal_", "preferred_", "contact_") for part in ("surname", "forename")}
    | {"middle_names", "contact_name"}
)
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E[+]?\d+", re.IGNORECASE | re.ASCII)
_NEED_SEPARATORS = re.compile(r"[;\n]|,(?! (?:emotional|language|communication))|/(?!disab)", re.IGNORECASE)


@dataclass(frozen=True)
class Converted:
    """What a cell stands for (None: leave the field as it is), and what to say about it."""

    value: Value = None
    problems: tuple[Problem, ...] = ()


@dataclass
class Conversion:
    """What all columns share: today, the answers given before, and the questions that came up."""

    today: date
    answers: Mapping[tuple[str, str], str]
    epoch_1904: bool = False
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def convert_column(column: Column, cells: Iterable[Cell], conversion: Conversion) -> dict[Cell, Converted]:
    """The values of a column by cell; notes and questions are added to `conversion`."""
    counts = Counter(cells)
    found: dict[Cell, Converted] = {}
    texts: dict[Cell, str] = {}
    for cell in counts:
        text = clean(cell)
        trouble = _trouble(text, column)
        if trouble:
            found[cell] = Converted(None, (trouble,))
        elif text in _BLANK:
            found[cell] = Converted()
        else:
            texts[cell] = text
    if column.field in DATE_FIELDS:
        return found | _dates(column, texts, conversion)
    if column.field in TABLE_OF:
        return found | _table_values(column, texts, counts, conversion)
    if column.field == "attendance_percent":
        return found | _percentages(column, texts)
    if column.field == "class_name":
        return found | {cell: _class_name(column, cell, text) for cell, text in texts.items()}
    reader = _text_reader(column)
    return found | {cell: reader(text) for cell, text in texts.items()}


def clean(cell: Cell) -> str:
    """A cell's text, trimmed, with single spaces and without what cannot be seen; real dates as day/month/year."""
    text = show(cell) if not isinstance(cell, str) or cell == FORMULA_WITHOUT_VALUE else cell
    if text.isascii() and text.isalnum():
        return text
    match = _EXCEL_TEXT.fullmatch(text.strip())
    if match:
        text = match.group(1)
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in text if unicodedata.category(one) != "Cf").split())


def _trouble(text: str, column: Column) -> Problem | None:
    """What makes a cell unreadable whatever its field is."""
    where = f"“{column.header}”"
    if "\0" in text:
        return Problem(Level.STOP, f"{where} holds a NUL byte, so the line is damaged.", column.field)
    if "\ufffd" in text or any("\ud800" <= one <= "\udfff" for one in text):
        return Problem(
            Level.STOP, f"{where} holds a character that could not be read; try another encoding.", column.field
        )
    if text.startswith("=") or text == show(FORMULA_WITHOUT_VALUE):
        return Problem(Level.WARN, f"{where} holds a formula without its result; it was left out.", column.field)
    if len(text) > 500:
        return Problem(Level.WARN, f"{where} is too long for what it should hold; it was left out.", column.field)
    return None


def _dates(column: Column, texts: Mapping[Cell, str], conversion: Conversion) -> dict[Cell, Converted]:
    sources: dict[Cell, Cell] = {cell: cell if isinstance(cell, date) else text for cell, text in texts.items()}
    of_birth = column.field == "date_of_birth"
    read = read_dates(set(sources.values()), conversion.today, of_birth=of_birth, epoch_1904=conversion.epoch_1904)
    if read.note:
        conversion.notes.append(f"“{column.header}”: {read.note}")
    found = {}
    for cell, source in sources.items():
        value = read.dates[source]
        problem = Problem(
            Level.WARN, f"“{show(source)}” in “{column.header}” is no date; it was left out.", column.field
        )
        found[cell] = Converted(value) if value else Converted(None, (problem,))
    return found


def _table_values(
    column: Column, texts: Mapping[Cell, str], counts: Mapping[Cell, int], conversion: Conversion
) -> dict[Cell, Converted]:
    table = value_tables()[TABLE_OF[column.field]]
    found = {}
    for cell, text in texts.items():
        pieces = [text]
        if table.name == "need" and table.read(text, conversion.answers).ask:
            pieces = [piece for piece in map(str.strip, _NEED_SEPARATORS.split(text)) if piece]
        codes: list[str] = []
        problems: list[Problem] = []
        for piece in pieces or [text]:
            code, problem = _one_value(column, table, piece, counts[cell], conversion)
            codes += [code] if code and code not in codes else []
            problems += [problem] if problem else []
        found[cell] = Converted(_coded(table, codes), tuple(problems))
    return found


def _coded(table: ValueTable, codes: list[str]) -> Value:
    if not codes:
        return None
    if table.name == "need":
        return tuple(codes)
    return codes[0] == "yes" if table.name == "flag" else codes[0]


def _one_value(
    column: Column, table: ValueTable, text: str, lines: int, conversion: Conversion
) -> tuple[str | None, Problem | None]:
    reading = table.read(text, conversion.answers)
    if not reading.ask:
        return reading.code, None
    # A yes or no that is neither ("Applied", "See notes") matters too little to hold up a pupil.
    if table.name in ("flag", "sex", "enrolment"):
        warning = f"“{text}” in “{column.header}” is not known; it was left out."
        return None, Problem(Level.WARN, warning, column.field)
    key = (table.name, fold(text))
    before = conversion.questions.get(key)
    conversion.questions[key] = Question(*key, text, reading.proposal, lines + (before.lines if before else 0))
    return None, Problem(Level.ASK, f"What does “{text}” in “{column.header}” mean?", column.field)


def _percentages(column: Column, texts: Mapping[Cell, str]) -> dict[Cell, Converted]:
    numbers: dict[Cell, float | None] = {}
    for cell, text in texts.items():
        try:
            numbers[cell] = float(text.rstrip("% ").replace(",", "."))
        except ValueError:
            numbers[cell] = None
    # A workbook holds 95.4 % as 0.954; a whole column below 1 is not attendance as a person writes it.
    known = [number for number in numbers.values() if number is not None]
    factor = 100 if known and max(known) <= 1 and any(0 < number < 1 for number in known) else 1
    found = {}
    for cell, number in numbers.items():
        if number is not None and 0 <= number * factor <= 100:
            found[cell] = Converted(round(number * factor, 2))
        else:
            text = f"“{texts[cell]}” in “{column.header}” is no percentage; it was left out."
            found[cell] = Converted(None, (Problem(Level.WARN, text, column.field),))
    return found


def _text_reader(column: Column) -> Callable[[str], Converted]:
    if column.field in ("upn", "former_upn"):
        return lambda text: _upn(column, text)
    if column.field in _NUMBER_FIELDS:
        return lambda text: Converted(None if text.casefold() in _BLANK_NUMBERS else text)
    if column.field == "full_name":
        first = surname_first(column.header)
        return lambda text: _full_name(text, first)
    if column.field in _NAME_FIELDS:
        return lambda text: Converted(calm(text))
    return lambda text: Converted(text)


def _upn(column: Column, text: str) -> Converted:
    number = upn.normalise(text)
    if number.casefold() in _BLANK_NUMBERS:
        return Converted()
    if not upn.has_shape(number):
        warning = f"“{text}” has not the shape of a UPN (13 characters, a letter first); it was left out."
        return Converted(None, (Problem(Level.WARN, warning, column.field),))
    right = upn.check_letter(number[1:])
    if number[0] != right:
        warning = f"The check letter of UPN {number} is wrong: {right} belongs to these digits."
        return Converted(number, (Problem(Level.WARN, warning, column.field),))
    return Converted(number)


def _full_name(text: str, first: bool | None) -> Converted:
    surname, forename, certain = split_name(text, first)
    surname, forename = calm(surname), calm(forename)
    note = Problem(Level.NOTE, f"The name was read as surname “{surname}”, forename “{forename}”.", "full_name")
    return Converted((surname, forename), () if certain else (note,))


def _class_name(column: Column, cell: Cell, text: str) -> Converted:
    """A class; spreadsheets turn 7E1 into 7.00E+01 and 1-2 into a date, which cannot be turned back for certain."""
    if isinstance(cell, date) or (_SCIENTIFIC.fullmatch(text) and ("." in text or "+" in text)):
        warning = f"A spreadsheet has turned the class into “{text}”; it was left out."
        return Converted(None, (Problem(Level.WARN, warning, column.field),))
    return Converted(text)
