"""One digest says whether two files hold the same school, whatever the files look like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from gradesk.model.school.school import Layer
from gradesk.services.custody import history, soundness
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.store import content
from gradesk.store.work import Store

LETTER = TakenIn("letter.pdf", "application/pdf", b"%PDF-1.4 letter")


def digest(store: Store) -> str:
    """The digest of what the file holds now."""
    with store.read() as session:
        return content.digest(session.connection())


def counts(store: Store) -> dict[str, int]:
    """How many records of each kind."""
    with store.read() as session:
        return content.records(session.connection())


def raw(store: Store, change: Callable[[Connection], object]) -> None:
    """Touch the file past every service, without the guards of its triggers."""
    with store.vault.engine.connect() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        change(connection)
        connection.commit()
    store.vault.watch.note()


def _vacuum(connection: Connection) -> None:
    connection.commit()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_authorizer(None)
    driver.execute("VACUUM")


def _rows_in_another_order(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for table in ("pupil", "layer", "stored_file"):
        connection.exec_driver_sql(f"CREATE TEMP TABLE held AS SELECT * FROM {table} ORDER BY rowid DESC")
        connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM held")
        connection.exec_driver_sql("DROP TABLE held")


def _no_journal(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM journal_seal")
    connection.exec_driver_sql("DELETE FROM journal_change")
    connection.exec_driver_sql("UPDATE journal_unit SET id = id + 1000, undoes = NULL")


@pytest.mark.parametrize("change", [_vacuum, _rows_in_another_order, _no_journal])
def test_what_a_file_looks_like_does_not_matter(store: Store, ava: str, change: Callable[[Connection], None]) -> None:
    pupils.add_pupil(store, {"legal_forename": "Bo"})
    attachments.add(store, ava, LETTER)
    before, held = digest(store), counts(store)
    raw(store, change)
    assert (digest(store), counts(store)) == (before, held)


def test_another_copy_of_the_school_has_the_same_digest(store: Store, ava: str) -> None:
    before = digest(store)
    store.become_another()
    assert digest(store) == before


CHANGES: list[Callable[[Store, str], object]] = [
    lambda store, ava: pupils.change_pupil(store, ava, {"house": "Red"}),
    lambda store, ava: passports.change(store, ava, {"helps": "a card"}),
    lambda store, ava: meetings.log(store, ava, {"summary": "phoned"}),
    lambda store, ava: attachments.add(store, ava, LETTER),
    lambda store, ava: pupils.delete_pupil(store, ava),
    lambda store, ava: school.rename(store, "layer", _a_layer(store), "First step"),
]


def _a_layer(store: Store) -> str:
    with store.read() as session:
        return session.query(Layer).order_by(Layer.code).first().uuid


@pytest.mark.parametrize("place", range(len(CHANGES)))
def test_every_change_shows_and_its_undo_takes_it_back(store: Store, ava: str, place: int) -> None:
    before = digest(store)
    CHANGES[place](store, ava)
    changed = digest(store)
    assert changed != before
    history.undo(store)
    assert digest(store) == before
    history.redo(store)
    assert digest(store) == changed


def test_a_deleted_record_is_as_good_as_one_that_never_was(store: Store, ava: str) -> None:
    before, held = digest(store), counts(store)
    attachments.remove(store, attachments.add(store, ava, LETTER))
    assert (digest(store), counts(store)) == (before, held)


def test_other_bytes_under_the_same_name_show(store: Store, ava: str) -> None:
    attachments.add(store, ava, LETTER)
    before = digest(store)
    raw(store, lambda one: one.exec_driver_sql("UPDATE stored_file SET content = x'00' || content"))
    assert digest(store) != before
    assert not soundness.examine(store).is_sound


def test_records_are_counted_by_kind(store: Store, ava: str) -> None:
    attachments.add(store, ava, LETTER)
    found = counts(store)
    assert (found["pupil"], found["school"], found["attachment"], found["stored_file"], found["plan"]) == (
        1,
        1,
        1,
        1,
        0,
    )
    assert not {"journal_unit", "journal_change", "journal_seal", "this_copy"} & set(found)


def test_a_gap_in_the_numbers_of_the_journal_is_found(store: Store, ava: str) -> None:
    for word in ("one", "two", "three"):
        passports.change(store, ava, {"helps": word})
    assert soundness.examine(store).is_sound
    for table in ("journal_seal", "journal_change"):
        raw(store, lambda one, table=table: one.exec_driver_sql(f"DELETE FROM {table} WHERE unit_id = 3"))
    raw(store, lambda one: one.exec_driver_sql("DELETE FROM journal_unit WHERE id = 3"))
    assert any("1 changes are missing from the middle" in words for words in soundness.examine(store).problems)
