"""A journal that somebody changed past Gradesk shows it, whatever they changed; and what Gradesk writes never does."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gradesk.services.custody import history, soundness
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store import cipher
from gradesk.store.journal import chain
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE


def write_some(store: Store, ava: str, dice: random.Random, times: int = 12) -> None:
    for turn in range(times):
        deed = dice.choice(("change", "change", "add", "undo"))
        with suppress(Refused):  # undo reaches back over restarts, to before Ava came
            if deed == "change":
                pupils.change_pupil(store, ava, {"preferred_forename": f"Avie {turn}"})
            elif deed == "add":
                pupils.add_pupil(store, {"legal_forename": f"Ben {turn}", "legal_surname": "Abbot"})
            else:
                history.undo(store)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_written_and_undone_the_chain_holds_over_restarts(store: Store, ava: str, seed: int) -> None:
    folder, dice = store.vault.folder, random.Random(seed)
    for _ in range(3):
        write_some(store, ava, dice)
        assert store.broken_seals() == 0
        store.close()
        store = opening.open_school(folder, PASSPHRASE)
        assert store.notices == []
    store.become_another()
    write_some(store, ava, dice)
    assert store.broken_seals() == 0
    store.close()


def relabel(connection: Any) -> None:
    connection.execute("UPDATE journal_unit SET label = 'Something else' WHERE id = (SELECT max(id) FROM journal_unit)")


def another_day(connection: Any) -> None:
    connection.execute(
        "UPDATE journal_unit SET at = '2020-01-01T00:00:00.000000+00:00' WHERE id = (SELECT max(id) FROM journal_unit)"
    )


def other_words(connection: Any) -> None:
    connection.execute(
        "UPDATE journal_change SET after = replace(after, 'Avie', 'Ivie') WHERE id = (SELECT max(id) FROM journal_change)"
    )


def take_a_change_out(connection: Any) -> None:
    connection.execute("DELETE FROM journal_change WHERE id = (SELECT max(id) FROM journal_change)")


def put_a_change_in(connection: Any) -> None:
    connection.execute(
        "INSERT INTO journal_change (unit_id, kind, row_uuid, after) SELECT max(id), 'pupil', 'x', '{}' FROM journal_unit"
    )


def swap_two(connection: Any) -> None:
    newest = connection.execute("SELECT id, label FROM journal_unit ORDER BY id DESC LIMIT 2").fetchall()
    (one, first), (two, second) = newest
    connection.execute("UPDATE journal_unit SET label = ? WHERE id = ?", (second, one))
    connection.execute("UPDATE journal_unit SET label = ? WHERE id = ?", (first, two))


def take_one_out_and_close_the_gap(connection: Any) -> None:
    ((gone, seq),) = connection.execute("SELECT id, seq FROM journal_unit ORDER BY id DESC LIMIT 1 OFFSET 1").fetchall()
    for table in ("journal_seal", "journal_change"):
        connection.execute(f"DELETE FROM {table} WHERE unit_id = ?", (gone,))
    connection.execute("DELETE FROM journal_unit WHERE id = ?", (gone,))
    connection.execute("UPDATE journal_unit SET seq = ? WHERE seq = ?", (seq, seq + 1))


def unsealed(connection: Any) -> None:
    connection.execute("DELETE FROM journal_seal WHERE unit_id = (SELECT max(unit_id) FROM journal_seal)")


@pytest.mark.parametrize(
    "tamper",
    [
        relabel, another_day, other_words, take_a_change_out, put_a_change_in, swap_two, take_one_out_and_close_the_gap,
        unsealed,
    ],
)  # fmt: skip
def test_what_is_changed_past_gradesk_is_said_when_the_file_is_opened_and_by_verify(
    store: Store, ava: str, tamper: Callable[[Any], None]
) -> None:
    folder = store.vault.folder
    for name in ("Avie", "Avia", "Avie again"):
        pupils.change_pupil(store, ava, {"preferred_forename": name})
    store.close()
    with_the_key(folder, tamper)
    again = opening.open_school(folder, PASSPHRASE)
    try:
        assert any("somebody changed the file past it" in words for words in again.notices)
        assert any("changed past Gradesk" in words for words in soundness.examine(again).problems)
    finally:
        again.close()


def with_the_key(folder: Path, deed: Callable[[Any], None]) -> None:
    """What somebody could do who has the passphrase and a database tool, the triggers taken out and put back."""
    key = bytearray(KeyFile.read(folder / KEYS).unwrap(PASSPHRASE).key)
    raw = cipher.connect(folder / DATABASE, key)
    triggers = raw.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal_%'"
    ).fetchall()
    for name, _ in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    deed(raw)
    for _, sql in triggers:
        raw.execute(sql)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()


def test_opening_looks_at_the_newest_lines_only_and_verify_at_all(store: Store, ava: str) -> None:
    with store.read() as session:
        whole = session.connection().exec_driver_sql("SELECT count(*) FROM journal_unit").scalar()
    assert whole is not None and whole > 1
    assert store.broken_seals(0) == store.broken_seals() == 0
    del ava


def test_no_two_lists_of_parts_are_told_alike() -> None:
    assert (
        len({chain.told(parts) for parts in (("a", "b"), ("ab", ""), ("", "ab"), ("ab", None), ("1:a",), ("a",))}) == 6
    )
