"""Triggers by which the file itself writes the journal, whoever changes a row and however.

Every insert, update and delete of a journalled table leaves one row in `journal_change`, tied to the unit of work
named in `work_context`. Without a unit of work the trigger aborts the change: nothing goes past the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Table

from gradesk.model.entities import ENTITIES
from gradesk.model.journal import ERASED, JournalChange, JournalEvent, JournalSeal, JournalUnit
from gradesk.model.rules.days import days

_UNIT = "(SELECT unit_id FROM work_context)"
_WITHOUT_WORDS: Mapping[str, Mapping[str, str]] = {
    "journal_unit": {"label": f"'{ERASED}'"},
    "journal_change": {"row_uuid": "''", "pupil_id": "NULL", "before": "NULL", "after": "NULL"},
    "journal_event": {"pupil_id": "NULL"},
}


def journalled_tables() -> list[Table]:
    """The tables whose changes are journalled."""
    return [entity.metadata.tables[entity.__tablename__] for entity in ENTITIES]


def install_triggers(connection: Connection) -> None:
    """Make (again) the three triggers of every journalled table; a table rebuilt by a migration has lost its own."""
    for table in journalled_tables():
        for verb, body in (("insert", _insert(table)), ("update", _update(table)), ("delete", _delete(table))):
            name = f"journal_{table.name}_{verb}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {verb} ON {table.name} BEGIN {body}; END")
        _guard_days(connection, table)
    for entity in (JournalUnit, JournalChange, JournalSeal, JournalEvent):
        table = entity.metadata.tables[entity.__tablename__]
        for verb in ("update", "delete"):
            name = f"{table.name}_no_{verb}"
            unless = f"WHEN NOT ({_words_go(table)})" if verb == "update" and table.name in _WITHOUT_WORDS else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} {unless} "
                "BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END"
            )


def _words_go(table: Table) -> str:
    """An erasure takes words out and writes none: what a line becomes then, and that nothing else of it changes."""
    without = _WITHOUT_WORDS[table.name]
    stays = (column.name for column in table.c if column.name not in (*without, "erased"))
    return " AND ".join(
        [
            *(f"new.{name} IS {value}" for name, value in without.items()),
            *(f"new.{name} IS old.{name}" for name in stays),
        ]
    )


def _guard_days(connection: Connection, table: Table) -> None:
    """Refuse impossible days in the file itself: forms, imports, undo and whatever comes later all pass here."""
    dated = [column.name for column in table.c if column.type.python_type is date]
    cases = " ".join(
        f"WHEN new.{name} NOT BETWEEN '{days.FIRST}' AND '{days.LAST}' "
        f"THEN RAISE(ABORT, '{days.reason(f'{table.name}.{name}')}')"
        for name in dated
    )
    for verb in ("insert", "update"):
        name = f"days_{table.name}_{verb}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} BEGIN SELECT CASE {cases} END; END"
        )


def _owner(table: Table, row: str) -> str:
    if table.name == "pupil":
        return f"{row}.uuid"
    return f"{row}.pupil_id" if "pupil_id" in table.c else "NULL"


def _rows(table: Table, **of: str) -> str:
    """One row a column: its name as `k`, then its value in the row of the table that each name of `of` stands for.

    Each column stands here once: every connection reads all triggers anew before its first statement.
    """
    first, *rest = (column.name for column in table.c)
    called = ", ".join(f"{row}.{first} AS {name}" for name, row in of.items())
    values = ",".join(
        "(" + ",".join([f"'{column}'", *(f"{row}.{column}" for row in of.values())]) + ")" for column in rest
    )
    return f"(SELECT '{first}' AS k, {called} UNION ALL VALUES {values})"


def _whole(table: Table, row: str) -> str:
    # What is NULL is left out; an empty text is as good as none, and undo puts it back.
    return f"(SELECT json_group_object(k, v) FROM {_rows(table, v=row)} WHERE v <> '')"


def _insert(table: Table) -> str:
    return (
        "INSERT INTO journal_change (unit_id, kind, row_uuid, pupil_id, before, after) VALUES "
        f"({_UNIT}, '{table.name}', new.uuid, {_owner(table, 'new')}, NULL, {_whole(table, 'new')})"
    )


def _delete(table: Table) -> str:
    return (
        "INSERT INTO journal_change (unit_id, kind, row_uuid, pupil_id, before, after) VALUES "
        f"({_UNIT}, '{table.name}', old.uuid, {_owner(table, 'old')}, {_whole(table, 'old')}, NULL)"
    )


def _update(table: Table) -> str:
    return (
        "INSERT INTO journal_change (unit_id, kind, row_uuid, pupil_id, before, after) "
        f"SELECT {_UNIT}, '{table.name}', new.uuid, {_owner(table, 'new')}, "
        f"json_group_object(k, b), json_group_object(k, a) FROM {_rows(table, b='old', a='new')} "
        "WHERE b IS NOT a HAVING count(*) > 0"
    )
