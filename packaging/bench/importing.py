"""A register coming in, against a bare executemany of the very same rows into the same encrypted tables."""

from __future__ import annotations

from pathlib import Path

import schools
from measuring import Line, median, milliseconds

from gradesk.store.schema.triggers import journalled_tables
from gradesk.store.work import Store

TABLES = ("pupil", "status_period", "need", "contact")
Rows = dict[str, tuple[str, list[tuple[object, ...]]]]


def measure(home: Path, pupils: int, times: int) -> list[Line]:
    """Preview, plan and acceptance together; every time into a new file."""
    register_file = home / "register.csv"
    schools.write_register(register_file, pupils)
    took, with_journal, without = [], [], []
    for turn in range(times):
        store = schools.empty_school(home / f"imported-{turn}")
        took.append(milliseconds(lambda store=store: schools.admit(store, register_file)))
        rows = _rows(store)
        store.close()
        for journal, times_taken in ((True, with_journal), (False, without)):
            bare = schools.empty_school(home / f"bare-{turn}-{journal}")
            times_taken.append(_bare(bare, rows, journal=journal))
            bare.close()
    mine = median(took)
    return [
        Line(
            f"import of {pupils:,} rows", mine, median(with_journal), "executemany, same tables with their journal", 6
        ),
        Line("", mine, median(without), "executemany, the journal's triggers dropped"),
    ]


def _rows(store: Store) -> Rows:
    """What the import wrote, ready for executemany."""
    raw = store.vault.engine.raw_connection()
    try:
        found: Rows = {}
        for table in TABLES:
            cursor = raw.cursor()
            rows = cursor.execute(f"SELECT * FROM {table}").fetchall()
            names = [column[0] for column in cursor.description]
            marks = ", ".join("?" * len(names))
            found[table] = (f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
        return found
    finally:
        raw.close()


def _bare(store: Store, rows: Rows, *, journal: bool) -> float:
    raw = store.vault.engine.raw_connection()
    try:
        cursor = raw.cursor()
        if not journal:
            for table in journalled_tables():
                cursor.execute(f"DROP TRIGGER journal_{table.name}_insert")

        def write() -> None:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(
                "INSERT INTO journal_unit (label, actor, at, run, device, seq, seen, lamport) "
                "VALUES ('bare', '', '2026-11-23', '', 'bare', 1, '{}', 1)"
            )
            cursor.execute("INSERT INTO work_context (unit_id) SELECT max(id) FROM journal_unit")
            for statement, values in rows.values():
                cursor.executemany(statement, values)
            cursor.execute("DELETE FROM work_context")
            cursor.execute("COMMIT")

        return milliseconds(write)
    finally:
        raw.close()
