"""Records as open files: one JSON file a kind with a record a line, a table for a spreadsheet, and a schema that says what is what.

What is read of a damaged file and what is exported whole are both written here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, Table

from gradesk.model.columns import SealedBytes, UtcInstant
from gradesk.model.rules import cells
from gradesk.system.files import write_whole

FILES, TABLES, SCHEMAS = "files", "tables", "schema"
_FIRST = 2  # line of the first record: the one before has the bracket
_TYPES: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Written:
    """What proves that a file is as it was written: its SHA-256, and of JSON a short sum of each record's line."""

    sha256: str
    lines: tuple[str, ...] = ()


def write_records(path: Path, table: Table, records: Iterable[Mapping[str, Any]]) -> Written:
    """A JSON list with one record a line, so that whatever is wrong with one can be named by its line."""
    told = [json.dumps(_shown(table, record), ensure_ascii=False, default=_plain) for record in records]
    whole = ("[\n" + ",\n".join(told) + "\n]\n").encode("utf-8")
    write_whole(path, whole)
    return Written(hashlib.sha256(whole).hexdigest(), tuple(map(line_sum, told)))


def line_sum(line: str) -> str:
    """A short sum of one record's line: it tells a changed line from the others, while the digest tells a changed file."""
    return f"{zlib.crc32(line.encode('utf-8')):08x}"


def lines_of(path: Path) -> Iterable[tuple[int, str]]:
    """The records of such a file as they were written, with the number of each line."""
    with path.open(encoding="utf-8", newline="\n") as raw:
        for number, line in enumerate(raw, start=1):
            bare = line.rstrip("\n").removesuffix(",")
            if number >= _FIRST and bare not in ("", "]"):
                yield number, bare


def write_table(path: Path, columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Written:
    """The same for a spreadsheet, with a mark by which it reads accents; words are never reckoned as a formula."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(record.get(name)) for name in columns] for record in records)
    whole = kept.getvalue().encode("utf-8-sig")
    write_whole(path, whole)
    return Written(hashlib.sha256(whole).hexdigest())


def write_schema(path: Path, table: Table, called: str) -> Written:
    """A JSON schema of a kind: its fields, what people call them, of which type, and which may be missing."""
    fields = {column.name: _field(column) for column in table.c if not is_bytes(column)}
    if any(map(is_bytes, table.c)):
        fields |= {"file": {"type": "string", "title": "Where its bytes lie"}, "sha256": {"type": "string"}}
    told = {
        "$schema": _DIALECT,
        "title": called,
        "type": "array",
        "items": {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False},
    }
    whole = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    write_whole(path, whole)
    return Written(hashlib.sha256(whole).hexdigest())


def type_of(column: Column[Any]) -> type:
    """As what a value stands in JSON: bool, int, float, or else text."""
    kind = column.type.python_type
    return kind if kind in _TYPES else str


def is_bytes(column: Column[Any]) -> bool:
    """Whether its values lie in files of their own."""
    return isinstance(column.type, LargeBinary | SealedBytes)


def _field(column: Column[Any]) -> dict[str, Any]:
    kind = _TYPES.get(type_of(column), "string")
    told: dict[str, Any] = {"type": [kind, "null"] if column.nullable else kind}
    if isinstance(column.type, UtcInstant):
        told["format"] = "date-time"
    elif column.type.python_type is date:
        told["format"] = "date"
    if label := column.info.get("label"):
        told["title"] = label
    if words := column.info.get("help"):
        told["description"] = words
    if (choices := column.info.get("choices")) is not None:
        told["x-values"] = {term.code: term.label for term in choices}
    if refers := [key.column.table.name for key in column.foreign_keys]:
        told["x-refers-to"] = refers[0]
    return told


def _shown(table: Table, record: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON has them: yes and no are no numbers."""
    yes_or_no = {column.name for column in table.c if type_of(column) is bool}
    return {name: bool(value) if name in yes_or_no and value in (0, 1) else value for name, value in record.items()}


def _cell(value: object) -> str:
    return "" if value is None else cells.as_words(value) if isinstance(value, str) else str(value)


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
