"""What a school's file holds, whatever the file looks like: counts of its records and one digest of all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table

from gradesk.model.columns import DIGEST_SIZE
from gradesk.model.stored_file import StoredFile
from gradesk.store.schema.triggers import journalled_tables

FILES = StoredFile.__tablename__


def records(connection: Connection) -> dict[str, int]:
    """How many records of each kind there are; those that were deleted do not count, even while they can be restored."""
    found = {
        table.name: int(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table.name} WHERE deleted_at IS NULL").scalar_one()
        )
        for table in journalled_tables()
    }
    return dict(sorted({**found, FILES: sum(1 for _ in _files(connection))}.items()))


def digest(connection: Connection) -> str:
    """A digest of every record that is not deleted, with the digests of its pictures and documents.

    Equal for equal schools: neither the order of rows, nor local numbers, nor free pages, nor the journal and the name of
    the copy play a part. An empty text is as good as none, as it is in the journal. A record that was deleted is as good
    as one that never was, so deleting and adding leave the digest of what is really there.
    """
    whole = hashlib.sha256()
    for table in sorted(journalled_tables(), key=lambda table: table.name):
        for line in _lines(connection, table):
            whole.update(f"{table.name} {line}\n".encode("utf-8", "replace"))
    for uuid, media_type, sha256 in _files(connection):
        whole.update(f"{FILES} {uuid} {media_type} {sha256}\n".encode())
    return whole.hexdigest()


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    names = sorted(column.name for column in table.c)
    query = f"SELECT {', '.join(names)} FROM {table.name} WHERE deleted_at IS NULL ORDER BY uuid"
    for row in connection.exec_driver_sql(query):
        filled = {name: value for name, value in zip(names, row, strict=True) if value is not None and value != ""}
        yield json.dumps(filled, ensure_ascii=False)


def _files(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """The kept files that a record shows, with the digests that were kept with them."""
    shown = " UNION ".join(
        f"SELECT {column.name} FROM {table.name} WHERE deleted_at IS NULL" for table, column in pointing()
    )
    query = f"SELECT uuid, media_type, hex(substr(content, 1, {DIGEST_SIZE})) FROM {FILES} WHERE uuid IN ({shown}) ORDER BY uuid"
    for uuid, media_type, sha256 in connection.exec_driver_sql(query):
        yield str(uuid), str(media_type), str(sha256).lower()


def pointing() -> list[tuple[Table, Any]]:
    """The columns of records that name a kept file."""
    return [
        (table, column)
        for table in journalled_tables()
        for column in table.c
        if any(key.column.table.name == FILES for key in column.foreign_keys)
    ]
