"""Rows of the records as they lie in a file, whatever file it is: read to be compared, and put back as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table

from gradesk.model.stored_file import StoredFile
from gradesk.store.content import pointing
from gradesk.store.journal import journalled_tables

FILES = StoredFile.__tablename__
Row = dict[str, Any]


def read(execute: Any, table: Table) -> dict[str, Row]:
    """The rows of a table by their uuid, those of deleted records too; `execute` runs a statement in the file they are of.

    A table or a column that an older file has not is passed over: what it never held cannot differ.
    """
    names = [str(row[1]) for row in execute(f'PRAGMA table_info("{table.name}")').fetchall()]
    known = [column.name for column in table.c if column.name in names]
    if "uuid" not in known:
        return {}
    found = execute(f'SELECT {", ".join(known)} FROM "{table.name}"').fetchall()
    return {str(row[known.index("uuid")]): dict(zip(known, row, strict=True)) for row in found}


def tables() -> list[Table]:
    """The tables of the records."""
    return journalled_tables()


def files_of(table: Table, row: Mapping[str, Any]) -> Iterator[str]:
    """The kept files that a row shows."""
    for other, column in pointing():
        if other is table and row.get(column.name):
            yield str(row[column.name])


def file(execute: Any, uuid: str) -> Row | None:
    """A kept file as it lies in a file, or None where it has none of that name."""
    names = [column.name for column in StoredFile.__table__.c]
    found = execute(f"SELECT {', '.join(names)} FROM {FILES} WHERE uuid = ?", (uuid,)).fetchone()
    return dict(zip(names, found, strict=True)) if found is not None else None


def put(connection: Connection, table_name: str, row: Mapping[str, Any]) -> None:
    """Let a row be as it was, whether it is there now or not; the journal is written by the file itself."""
    names = [name for name in row if name != "uuid"]
    there = connection.exec_driver_sql(f'SELECT 1 FROM "{table_name}" WHERE uuid = ?', (row["uuid"],)).first()
    if there is None:
        marks = ", ".join("?" for _ in row)
        connection.exec_driver_sql(
            f'INSERT INTO "{table_name}" ({", ".join(row)}) VALUES ({marks})', tuple(row.values())
        )
        return
    sets = ", ".join(f"{name} = ?" for name in names)
    values = (*(row[name] for name in names), row["uuid"])
    connection.exec_driver_sql(f'UPDATE "{table_name}" SET {sets} WHERE uuid = ?', values)
