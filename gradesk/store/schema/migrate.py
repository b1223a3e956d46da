"""The schema of the file: making it new, and the triggers that write the journal.

The schema may change freely until the first released version; from then on every change is a revision of its own, and
a file of an older version is copied aside, upgraded, verified and swapped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from gradesk.model.base import Base
from gradesk.store.refusals import OtherSchema
from gradesk.store.schema.triggers import install_triggers
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from alembic import command
    from alembic.config import Config
else:
    command = lazily("alembic.command")
    Config = lazily("alembic.config:Config")

APPLICATION_ID = 0x47_72_61_64  # "Grad"
# PRAGMA user_version of a file that this Gradesk writes; goes up by one with each revision in `migrations/versions`.
VERSION = 1
MIGRATIONS = Path(__file__).parent / "migrations"


def create(connection: Connection) -> None:
    """Bring an empty file to the newest revision, with the journal's triggers and the marks of this Gradesk."""
    _to_head(connection)
    connection.commit()


def bring_up(connection: Connection) -> None:
    """Bring a copy of an older file to the newest revision; whoever asked looks it through, and keeps it.

    Its triggers go first: they would take what a revision does to a record for a change that goes past the journal.
    """
    triggers = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars().all()
    for name in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    _to_head(connection)


def _to_head(connection: Connection) -> None:
    # Alembic costs 0.3 s to import and is needed only when a file is made or brought up.
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    install_triggers(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def is_older(engine: Engine) -> bool:
    """Whether it is a file of ours from before the newest revision."""
    with engine.connect() as connection:
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
    return ours == APPLICATION_ID and version is not None and 0 < int(version) < VERSION


def check(engine: Engine) -> None:
    """Refuse a file that this Gradesk did not make, or cannot read; it is left as it is."""
    with engine.connect() as connection:
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
        fits = is_ours(connection)
    if ours != APPLICATION_ID:
        raise Refused("This is not a Gradesk file, and it was left as it is. Choose the folder of your school’s file.")
    if version is None or version > VERSION:
        raise OtherSchema(
            "This file was made by a newer Gradesk and was left as it is. Install the newer Gradesk on this laptop."
        )
    if not fits:
        raise OtherSchema(
            "This file was made by another trial version of Gradesk and was left as it is. Open it with the Gradesk that made it."
        )


def is_ours(connection: Connection) -> bool:
    """Whether the file has exactly the tables and columns of this Gradesk.

    Until the first released version the schema changes without a new number, so the number alone cannot tell.
    """
    expected = {table.name: {column.name for column in table.c} for table in Base.metadata.tables.values()}
    return columns(connection) == expected


def columns(connection: Connection) -> dict[str, set[str]]:
    """The tables of a file, each with the names of its columns."""
    rows = connection.exec_driver_sql(
        "SELECT entry.name, field.name FROM sqlite_schema AS entry, pragma_table_info(entry.name) AS field "
        "WHERE entry.type = 'table' AND entry.name NOT IN ('alembic_version', 'sqlite_sequence')"
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(str(table), set()).add(str(column))
    return found
