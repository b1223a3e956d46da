"""What each column of a table was taken for, and how a person corrects it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gradesk.interchange.columns.contact_columns import CONTACT_PHONES
from gradesk.interchange.columns.dates import read_dates
from gradesk.interchange.columns.headers import catalogue, key_of
from gradesk.interchange.columns.values import value_tables
from gradesk.interchange.table import Line, show

# The table of written values behind a field; other fields are text, dates or numbers.
TABLE_OF = {
    "status": "status",
    "need_1": "need",
    "need_2": "need",
    "need_3": "need",
    "needs": "need",
    "sex": "sex",
    "year_group": "year_group",
    "enrolment": "enrolment",
    **dict.fromkeys(
        ("ehcp", "eal", "free_school_meals", "pupil_premium", "looked_after", "previously_looked_after"), "flag"
    ),
    **dict.fromkeys(("service_child", "young_carer"), "flag"),
}
DATE_FIELDS = frozenset({"date_of_birth", "entered_on", "left_on", "status_since"})
SURNAMES = frozenset({"surname", "legal_surname", "preferred_surname"})
FORENAMES = frozenset({"forename", "legal_forename", "preferred_forename"})
_NEXT_NEED = {"need_1": "need_2", "need_2": "need_3"}
_LONGEST_HEADER = 200
_SAMPLE, _SAMPLES_SHOWN, _FITTING_SHARE = 300, 3, 0.6


class How(StrEnum):
    """Why a column was taken for what it was."""

    KNOWN = "known"
    FITS = "fits"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    UNUSED = "unused"


@dataclass(frozen=True)
class Column:
    """One column: its place (from 0), header, the key it is remembered by, the field it holds ("" for unused).

    `rival` is the field it would hold if another column did not, `unfit` the one it is called like though its values are
    of another kind; `kept` is False for fields Gradesk has no place for.
    """

    place: int
    header: str
    key: str
    field: str
    how: How
    samples: tuple[str, ...] = ()
    kept: bool = True
    rival: str = ""
    unfit: str = ""


def header_key(keys: Sequence[str]) -> str:
    """The key of a set of headers; their order does not matter."""
    return hashlib.sha256("|".join(sorted(keys)).encode("utf-8", "surrogatepass")).hexdigest()


def column_keys(header: Line) -> list[str]:
    """The key of each column; one whose name occurs again is numbered, one without a name goes by its place."""
    seen: Counter[str] = Counter()
    keys = []
    for place, cell in enumerate(header.cells):
        key = key_of(show(cell)[:_LONGEST_HEADER]) or f"column{place + 1}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def map_columns(
    header: Line,
    lines: Sequence[Line],
    remembered: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, str],
) -> tuple[Column, ...]:
    """Find the field of every column.

    Args:
        header: the line with the headers.
        lines: the lines below it.
        remembered: earlier mappings (key of a column to field) by the key of their header set.
        chosen: what a person set by hand, key of a column to field; "" for unused.
    """
    keys = column_keys(header)
    earlier = remembered.get(header_key(keys), {})
    columns = []
    for place, (cell, key) in enumerate(zip(header.cells, keys, strict=True)):
        values = _sample(lines, place)
        column = Column(place, " ".join(show(cell).split()), key, "", How.UNUSED, tuple(values[:_SAMPLES_SHOWN]))
        if key in chosen:
            column = replace(column, field=chosen[key], how=How.CHOSEN)
        elif key in earlier:
            column = replace(column, field=earlier[key], how=How.REMEMBERED)
        else:
            column = _guess(column, values)
        columns.append(replace(column, kept=column.field not in catalogue().not_kept))
    return _without_rivals(columns)


def _sample(lines: Sequence[Line], place: int) -> list[str]:
    """The first distinct filled values of a column, from wherever in the file they stand."""
    found: dict[str, None] = {}
    for line in lines:
        if place < len(line.cells) and (text := show(line.cells[place]).strip()) and not line.damage:
            found[text] = None
            if len(found) >= _SAMPLE:
                break
    return list(found)


def _guess(column: Column, values: Sequence[str]) -> Column:
    fields, certain = catalogue().look_up(column.header)
    if certain:
        return replace(column, field=fields[0], how=How.KNOWN)
    for field in fields:
        if fits(field, values):
            return replace(column, field=field, how=How.FITS)
    return replace(column, unfit=fields[0]) if fields and values else column


def fits(field: str, values: Sequence[str]) -> bool:
    """Whether most values look like those of a field; a column without values fits nothing."""
    if not values:
        return False
    return sum(_fits_one(field, value) for value in values) >= _FITTING_SHARE * len(values)


def _fits_one(field: str, value: str) -> bool:
    if field in TABLE_OF:
        table = value_tables()[TABLE_OF[field]]
        return any(table.knows(piece) for piece in value.replace(";", ",").split(","))
    if field in DATE_FIELDS:
        return any(read_dates([value], date(2000, 1, 1), of_birth=False).dates.values())
    if field == "full_name":
        return any(map(str.isalpha, value)) and not any(map(str.isdigit, value)) and len(value.split()) > 1
    if field == "class_name":
        return len(value) <= 25
    if field in CONTACT_PHONES:
        return sum(map(str.isdigit, value)) >= 6
    return True


def _without_rivals(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Leave each field to one column: the surest, then the first; repeated needs become second and third need."""
    order = [How.CHOSEN, How.REMEMBERED, How.KNOWN, How.FITS, How.UNUSED]
    taken: set[str] = set()
    settled = {}
    wanted = {column.field for column in columns}
    for column in sorted(columns, key=lambda one: (order.index(one.how), one.place)):
        field = column.field
        while field in taken and field in _NEXT_NEED and _NEXT_NEED[field] not in wanted:
            field = _NEXT_NEED[field]
        if field and field in taken:
            settled[column.place] = replace(column, field="", how=How.UNUSED, rival=field)
            continue
        taken.add(field)
        settled[column.place] = replace(column, field=field)
    return tuple(settled[place] for place in sorted(settled))


def missing_columns(columns: Sequence[Column]) -> str:
    """What no column was found for though a register needs it, as a phrase; empty if nothing is missing."""
    have = {column.field for column in columns}
    # A person who names one column only, because the list has one name for everybody, is believed.
    chosen = {column.field for column in columns if column.how in (How.CHOSEN, How.REMEMBERED)}
    named = "full_name" in have or chosen & (SURNAMES | FORENAMES) or (have & SURNAMES and have & FORENAMES)
    missing = [] if named else ["the pupils’ names"]
    if not have & {"upn", "date_of_birth", "mis_id", "admission_number"}:
        missing.append("the UPN or the date of birth")
    return " and ".join(missing)
