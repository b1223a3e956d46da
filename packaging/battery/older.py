"""A file of an older Gradesk, and a Gradesk with one more version of the schema than there is: upgrades before any release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gradesk.store import cipher
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.schema import migrate

# The older one does not know in which house a pupil is. The table is written anew, as most changes of one need it.
_REVISION = '''"""The house of a pupil"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The house of a pupil."""
    with op.batch_alter_table("pupil", recreate="always") as batch_op:
        batch_op.add_column(sa.Column("house", sa.Text(), nullable=False, server_default=""))
'''


def make_older(folder: Path, passphrase: str) -> None:
    """Take from a school's file, which nobody has open, what the newer Gradesk puts in."""
    with driver_of(folder, passphrase) as driver:
        kept = driver.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            driver.execute(f'DROP TRIGGER "{name}"')
        driver.execute("ALTER TABLE pupil DROP COLUMN house")
        for name, words in kept:
            if not name.startswith(("journal_pupil_", "days_pupil_")):
                driver.execute(words)


@contextmanager
def driver_of(folder: Path, passphrase: str) -> Iterator[Any]:
    """The driver's own connection to a school's file, past Gradesk."""
    keys = KeyFile.best(folder / KEYS, (folder / DATABASE).read_bytes()[:16].hex())
    engine = cipher.engine(folder / DATABASE, bytearray(keys.unwrap(passphrase).key))
    raw: Any = engine.raw_connection()
    try:
        yield raw.driver_connection
    finally:
        raw.close()
        cipher.fold(engine)
        engine.dispose()


@contextmanager
def newer_gradesk(scratch: Path) -> Iterator[None]:
    """Meanwhile this Gradesk writes the next version."""
    before = migrate.MIGRATIONS, migrate.VERSION
    made = scratch / "migrations"
    if not made.exists():
        shutil.copytree(before[0], made, ignore=shutil.ignore_patterns("__pycache__"))
        (made / "versions" / "0002_the_house_of_a_pupil.py").write_text(_REVISION, "utf-8")
    migrate.MIGRATIONS, migrate.VERSION = made, before[1] + 1
    try:
        yield
    finally:
        migrate.MIGRATIONS, migrate.VERSION = before
