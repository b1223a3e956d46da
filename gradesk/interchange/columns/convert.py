"""Turning the cells of one column into values, each distinct cell once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from gradesk.interchange.columns.contact_columns import CONTACT_NAMES, CONTACT_PHONES
from gradesk.interchange.columns.conversion import BY_BIRTH, Conversion, Converted
from gradesk.interchange.columns.date_values import date_values
from gradesk.interchange.columns.mapping import DATE_FIELDS, TABLE_OF, Column
from gradesk.interchange.columns.names import calm, is_shouting, split_name, surname_first
from gradesk.interchange.columns.nothing import is_day, is_fault, is_shortened, means_nothing
from gradesk.interchange.columns.restoring import mixes_scripts, restored
from gradesk.interchange.columns.values import ValueTable, fold, value_tables
from gradesk.interchange.decoding import NO_LETTER
from gradesk.interchange.table import FORMULA_WITHOUT_VALUE, Cell, show
from gradesk.model.rules import upn
from gradesk.services.admission.admission import Level, Problem, Question, Value

_NUMBER_FIELDS = frozenset({"upn", "former_upn", "uln", "admission_number", "mis_id"}) | CONTACT_PHONES
_NAME_FIELDS = frozenset(
    {f"{kind}{part}" for kind in ("", "legal_", "preferred_") for part in ("surname", "forename")} | {"middle_names"}
)
# What a line cannot do without, so that damage there stops it.
_ESSENTIAL = _NAME_FIELDS | {"full_name", "upn", "date_of_birth"}
_LONGEST_NAME, _LONGEST_TEXT = 60, 500
_NOT_IN_NAMES = re.compile(r"[\r\n\t;|]|\d{1,2}[/.]\d{1,2}[/.]\d{2}|\d{4}-\d{2}|\d{6,}|,.*,.*,", re.ASCII | re.DOTALL)
_NICKNAME = re.compile(r'(?<=\S) "[^"]+"(?= |$)')
_ONE_LINE = re.compile(r"[^\r\n]*")
_SIGNS = "\t;|"
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_NEED_SEPARATORS = re.compile(r"[;\n]|,(?! (?:emotional|language|communication))|/(?!disab)", re.IGNORECASE)


def convert_column(column: Column, cells: Sequence[Cell], conversion: Conversion) -> dict[Cell, Converted]:
    """The values of a column by cell; notes and questions are added to `conversion`."""
    counts = Counter(cells)
    found: dict[Cell, Converted] = {}
    texts: dict[Cell, str] = {}
    mended: dict[Cell, Problem] = {}
    nothing: Counter[str] = Counter()
    for cell, times in counts.items():
        plain = clean(cell)
        text = clean(restored(plain))
        if trouble := _trouble(cell, text, column):
            found[cell] = Converted(None, (trouble,))
        elif not text:
            found[cell] = Converted()
        elif _is_nothing(text, column):
            found[cell] = Converted(None, _said_nothing(text, column))
            nothing[text] += times
        else:
            texts[cell] = text
            if remark := _remark(cell, plain, text, column):
                mended[cell] = Problem(Level.NOTE, f"“{plain}” in “{column.header}” {remark}.", column.field)
    conversion.notes += _nothing_note(column, nothing)
    found |= _by_kind(column, cells, texts, counts, conversion)
    for cell, problem in mended.items():
        found[cell] = Converted(found[cell].value, (*found[cell].problems, problem))
    return found


def _by_kind(
    column: Column, cells: Sequence[Cell], texts: Mapping[Cell, str], counts: Mapping[Cell, int], conversion: Conversion
) -> dict[Cell, Converted]:
    if column.field in DATE_FIELDS:
        return date_values(column, cells, texts, conversion)
    if column.field in TABLE_OF:
        return _table_values(column, texts, counts, conversion)
    if column.field == "attendance_percent":
        return _percentages(column, texts)
    if column.field == "class_name":
        return {cell: _class_name(column, cell, text) for cell, text in texts.items()}
    reader = _text_reader(column, texts.values())
    return {
        cell: reader(text) if isinstance(cell, str) else _lost(column, text, "turned the value into")
        for cell, text in texts.items()
    }


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


def _trouble(cell: Cell, text: str, column: Column) -> Problem | None:
    """What makes a cell unreadable whatever its field is; it stops the line only where the line needs the cell."""
    where = f"“{column.header}”"
    reason = ""
    if "\0" in text:
        reason = "holds a NUL byte, so it is damaged"
    elif "\ufffd" in text or NO_LETTER.search(text) or any("\ud800" <= one <= "\udfff" for one in text):
        reason = "holds a character that could not be read; try another encoding"
    elif any(unicodedata.category(one) in ("Cc", "Cn", "Co") for one in text):
        reason = "holds a character that is no letter; try another encoding"
    elif text.count('"') % 2:
        reason = "holds a stray quotation mark, so its cells cannot be told apart"
    elif column.field in _NAME_FIELDS or column.field == "full_name":
        reason = _no_name(cell, text, column)
    if not reason and (text.startswith("=") or text == show(FORMULA_WITHOUT_VALUE)):
        reason = "holds a formula without its result"
    if reason and column.field in _ESSENTIAL:
        return Problem(Level.STOP, f"{where} {reason}.", column.field)
    if not reason and len(text) > _LONGEST_TEXT:
        reason = "is too long for what it should hold"
    return Problem(Level.WARN, f"{where} {reason}; it was left out.", column.field) if reason else None


def _remark(cell: Cell, plain: str, text: str, column: Column) -> str:
    """What a person should look at though the cell was taken as it is."""
    if text != plain and not plain.isascii():
        return f"was encoded twice; it was read as “{text}”"
    if isinstance(cell, str) and not _ONE_LINE.fullmatch(cell.strip()):
        return "goes over several lines of the file; check it"
    signs = _SIGNS + "," * (column.field in ("class_name", "house", "first_language"))
    if column.field not in TABLE_OF and any(sign in text or sign in str(cell).strip() for sign in signs):
        return "holds a sign that separates cells; check it"
    if '"' in _NICKNAME.sub("", text):
        return "holds quotation marks; check it"
    if column.field in _NAME_FIELDS and any(map(str.isdigit, text)):
        return "holds digits, as no name does; check it"
    return "mixes letters of several scripts; check it" if mixes_scripts(text) else ""


def _no_name(cell: Cell, text: str, column: Column) -> str:
    """Why a cell is not one person’s name: it was put together from several, or a whole line ran into it."""
    written = restored(cell).strip() if isinstance(cell, str) else text
    if len(text) > _LONGEST_NAME:
        return f"has more than {_LONGEST_NAME} letters, as no name has"
    if '"' in _NICKNAME.sub("", text):
        return "holds a stray quotation mark, so its cells cannot be told apart"
    if _NOT_IN_NAMES.search(written) or ("," in text and column.field != "full_name"):
        return "holds more than one name, so the cells of the line cannot be told apart"
    return ""


def _is_nothing(text: str, column: Column) -> bool:
    if column.field in TABLE_OF and value_tables()[TABLE_OF[column.field]].knows(text):
        return False
    name = column.field in _NAME_FIELDS or column.field in ("full_name", *CONTACT_NAMES)
    return is_fault(text) or means_nothing(text, name=name)


def _said_nothing(text: str, column: Column) -> tuple[Problem, ...]:
    if not is_fault(text) and column.field not in _ESSENTIAL:
        return ()
    return (Problem(Level.WARN, f"“{text}” in “{column.header}” is no value; it was left out.", column.field),)


def _nothing_note(column: Column, nothing: Counter[str]) -> list[str]:
    """Said once for a column; dashes and the like need no word."""
    several = {text: count for text, count in nothing.items() if any(map(str.isalnum, text))}
    if not several:
        return []
    shown = ", ".join(f"“{text}” ({count:,})" for text, count in list(several.items())[:6])
    return [f"“{column.header}”: {shown} was taken for no value and left out."]


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
        if (key := (table.name, fold(text))) in conversion.answers:
            before = conversion.answered.get(key)
            conversion.answered[key] = Question(*key, text, "", lines + (before.lines if before else 0))
        return reading.code, None
    # A yes or no that is neither ("Applied", "See notes") matters too little to hold up a pupil.
    if table.name in ("flag", "sex", "enrolment"):
        warning = f"“{text}” in “{column.header}” is not known; it was left out."
        return None, Problem(Level.WARN, warning, column.field)
    key = (table.name, fold(text))
    before = conversion.questions.get(key)
    lines += before.lines if before else 0
    if table.name != "year_group":
        conversion.questions[key] = Question(*key, text, reading.proposal, lines)
        return None, Problem(Level.ASK, f"What does “{text}” in “{column.header}” mean?", column.field)
    # A year group nobody knows holds nobody back: the date of birth tells it until somebody says otherwise.
    proposal = reading.proposal or BY_BIRTH
    conversion.questions[key] = Question(*key, text, proposal, lines)
    words = f"“{text}” in “{column.header}” is no year group of England; the date of birth was asked instead."
    return BY_BIRTH, Problem(Level.WARN, words, column.field)


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


def _text_reader(column: Column, texts: Collection[str]) -> Callable[[str], Converted]:
    if column.field in ("upn", "former_upn"):
        return lambda text: _upn(column, text)
    if column.field in _NUMBER_FIELDS:
        return lambda text: _number(column, text)
    if column.field == "full_name":
        first = surname_first(column.header)
        return lambda text: _full_name(text, first)
    if column.field in _NAME_FIELDS or column.field in CONTACT_NAMES:
        shouting = is_shouting(texts)
        return lambda text: Converted(calm(text, shouting=shouting))
    return lambda text: Converted(text)


def _number(column: Column, text: str) -> Converted:
    if is_shortened(text):
        return _lost(column, text, "shortened the number to")
    match = _FLOAT.fullmatch(text)
    return Converted(match.group(1) if match else text)


def _lost(column: Column, text: str, what: str) -> Converted:
    """What a spreadsheet has changed so that nobody can tell what was written."""
    words = f"A spreadsheet has {what} “{text}” in “{column.header}”; it was left out."
    return Converted(None, (Problem(Level.WARN, words, column.field),))


def _upn(column: Column, text: str) -> Converted:
    number = upn.normalise(text)
    if not upn.has_shape(number):
        lost = " A spreadsheet has shortened it." if is_shortened(text) else ""
        warning = f"“{text}” has not the shape of a UPN (13 characters, a letter first); it was left out.{lost}"
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
    return Converted((surname, forename), () if certain or not forename else (note,))


def _class_name(column: Column, cell: Cell, text: str) -> Converted:
    """A class; spreadsheets turn 7E1 into 7.00E+01 and 1-2 into a date, which cannot be turned back for certain."""
    if isinstance(cell, date) or is_shortened(text) or is_day(text):
        warning = f"A spreadsheet has turned the class into “{text}”; it was left out."
        return Converted(None, (Problem(Level.WARN, warning, column.field),))
    return Converted(text)
