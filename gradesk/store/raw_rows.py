"""Rows of any kind as the file has them, read and written past the mapping of records: for what takes a whole school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from gradesk.model.stored_file import StoredFile
from gradesk.store.content import pointing

KEPT = StoredFile.__tablename__
Row = dict[str, Any]


def rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """Every row by column, also of a record that was deleted and can be restored, in an order that is the same each time."""
    names = [column.name for column in table.c]
    order = "uuid" if "uuid" in table.c else "id"
    found = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}")
    return [dict(zip(names, row, strict=True)) for row in found]


def kept_files(connection: Connection) -> list[str]:
    """The uuids of all kept pictures and documents; together they may be too much for memory."""
    return [str(uuid) for (uuid,) in connection.exec_driver_sql(f"SELECT uuid FROM {KEPT} ORDER BY uuid")]


def kept_file(connection: Connection, uuid: str) -> dict[str, Any]:
    """One of them, its bytes behind their digest."""
    query = f"SELECT uuid, written_at, media_type, content FROM {KEPT} WHERE uuid = ?"
    return dict(connection.exec_driver_sql(query, (uuid,)).mappings().one())


def put(connection: Connection, table: Table, values: Sequence[Any]) -> None:
    """Write one row, a value for each column in their order; references are looked at when the unit of work ends."""
    names = ", ".join(column.name for column in table.c)
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' for _ in values)})", tuple(values)
    )


def wait_for_references(connection: Connection) -> None:
    """Until the unit of work ends a record may refer to one that is not there yet."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def loose(connection: Connection) -> tuple[str, str, str] | None:
    """A record that refers to one that is not there: its kind, its uuid, and the kind it refers to."""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if found is None:
        return None
    table, row, refers, _ = found
    uuid = connection.exec_driver_sql(f"SELECT uuid FROM {table} WHERE rowid = ?", (row,)).scalar()
    return str(table), str(uuid), str(refers)


def by_uuid(execute: Any, table: Table) -> dict[str, Row]:
    """The rows of a table by their uuid, those of deleted records too; `execute` runs a statement in the file they are of.

    A table or a column that an older file has not is passed over: what it never held cannot differ.
    """
    names = [str(row[1]) for row in execute(f'PRAGMA table_info("{table.name}")').fetchall()]
    known = [column.name for column in table.c if column.name in names]
    if "uuid" not in known:
        return {}
    found = execute(f'SELECT {", ".join(known)} FROM "{table.name}"').fetchall()
    return {str(row[known.index("uuid")]): dict(zip(known, row, strict=True)) for row in found}


def files_of(table: Table, row: Mapping[str, Any]) -> Iterator[str]:
    """The kept files that a row shows."""
    for other, column in pointing():
        if other is table and row.get(column.name):
            yield str(row[column.name])


def file_in(execute: Any, uuid: str) -> Row | None:
    """A kept file as it lies in a file, or None where it has none of that name."""
    names = [column.name for column in StoredFile.__table__.c]
    found = execute(f"SELECT {', '.join(names)} FROM {KEPT} WHERE uuid = ?", (uuid,)).fetchone()
    return dict(zip(names, found, strict=True)) if found is not None else None


def put_back(connection: Connection, table_name: str, row: Mapping[str, Any]) -> None:
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
