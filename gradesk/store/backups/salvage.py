"""Reading a damaged file row by row: what stands on a damaged page is lost, and everything else is read around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from gradesk.model.base import Base
from gradesk.store import cipher
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.refusals import Damaged

AT_ONCE = 64  # rows, halved at each damage until one row stands alone
MOST_TRIED = 200_000  # rows between two damaged pages that are asked for one by one
LOST = "(this could not be read)"


class Salvage:
    """A copy of a damaged file, read as far as it goes."""

    def __init__(self, path: Path, key: bytes, salt: str) -> None:
        self._path, self._key, self._salt = path, key, salt
        self._connection = self._connect()

    def close(self) -> None:
        """Let the copy go."""
        self._connection.close()

    def tables(self) -> list[str]:
        """The tables that are there and are known, by name."""
        there = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return sorted(there & set(Base.metadata.tables))

    def records(self, table: str) -> tuple[list[dict[str, Any]], int]:
        """The rows that can be read, by column, and how many are known to be lost."""
        names = [column.name for column in Base.metadata.tables[table].c]
        found: dict[int, Sequence[Any]] = {}
        if not self._walk(table, names, found, forwards=True):
            self._walk(table, names, found, forwards=False)
            for rowid in self._missing(table, found):
                with suppress(cipher.FileError):
                    found.update(self._rows(table, names, "rowid = ?", (rowid,), 1))
        rows = [dict(zip(names, map(_read, found[rowid]), strict=True)) for rowid in sorted(found)]
        return rows, sum(1 for _ in self._missing(table, found))

    def _walk(self, table: str, names: list[str], found: dict[int, Sequence[Any]], *, forwards: bool) -> bool:
        """Read from one end on until a row cannot be read; whether the other end was reached."""
        sign, order, at_once, last = (">", "ASC", AT_ONCE, None) if forwards else ("<", "DESC", AT_ONCE, None)
        while True:
            where, given = (f"rowid {sign} ?", (last,)) if last is not None else ("1", ())
            try:
                rows = self._rows(table, names, f"{where} ORDER BY rowid {order}", given, at_once)
            except cipher.FileError:
                if at_once == 1:
                    return False
                at_once //= 2
                continue
            if not rows:
                return True
            found.update(rows)
            last = max(rows) if forwards else min(rows)

    def _missing(self, table: str, found: dict[int, Sequence[Any]]) -> Iterator[int]:
        """Rows that are there by the index, or may be between those that were read."""
        try:
            known = [row for (row,) in self._ask(f'SELECT rowid FROM "{table}" INDEXED BY sqlite_autoindex_{table}_1')]
        except cipher.FileError:
            ends = sorted(found)
            gaps = ((one, two) for one, two in pairwise(ends) if two - one > 1)
            known = [row for one, two in gaps for row in range(one + 1, min(two, one + MOST_TRIED))]
        return (row for row in known if row not in found)

    def _rows(
        self, table: str, names: list[str], where: str, given: tuple[Any, ...], count: int
    ) -> dict[int, Sequence[Any]]:
        columns = ", ".join(f'"{name}"' for name in names)
        query = f'SELECT rowid, {columns} FROM "{table}" NOT INDEXED WHERE {where} LIMIT {count}'
        return {row[0]: row[1:] for row in self._ask(query, given)}

    def _ask(self, query: str, given: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return list(self._connection.execute(query, given).fetchall())
        except cipher.FileError:
            self._connection.close()
            self._connection = self._connect()  # after damage SQLCipher gives nothing more on this one
            raise

    def _connect(self) -> Any:
        return cipher.connect_apart(self._path, bytearray(self._key), self._salt)


@contextmanager
def opened(folder: Path, passphrase: str) -> Iterator[Salvage]:
    """Open a copy that may be damaged; it must be nobody else's, since its log is folded in.

    Raises:
        Refused: the keys cannot be read, the passphrase is wrong, or the page that names all tables is damaged.
    """
    keys = KeyFile.read(folder / KEYS)
    key = keys.unwrap(passphrase).key
    try:
        found = Salvage(folder / DATABASE, key, keys.database_salt)
    except cipher.FileError as error:
        raise Damaged(
            "The page that says where everything lies is damaged, so nothing could be read. Take an older backup."
        ) from error
    try:
        yield found
    finally:
        found.close()


def _read(value: Any) -> Any:
    """A value of which the pages are damaged comes back as zeros."""
    return LOST if isinstance(value, str) and "\x00" in value else value
