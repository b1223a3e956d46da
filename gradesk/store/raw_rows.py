"""Rows of any kind as the file has them, read and written past the mapping of records: for what takes a whole school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

from gradesk.model.stored_file import StoredFile

KEPT = StoredFile.__tablename__


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
