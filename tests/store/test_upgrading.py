"""A file of an older Gradesk is brought up on a copy and swapped; whatever goes wrong, the older one lies there as it was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gradesk.services.custody import erasing, history, soundness
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import rescuing, ways
from gradesk.services.school import opening
from gradesk.store import cipher, content, rekeying
from gradesk.store.keys import recovery_code
from gradesk.store.keys.slots import READER
from gradesk.store.names import BEFORE, DATABASE, UPGRADING
from gradesk.store.refusals import OtherSchema
from gradesk.store.schema import migrate, upgrading
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE, TODAY
from tests.packaging.conftest import ROOT, module_at


@pytest.fixture(scope="session")
def older() -> ModuleType:
    """What makes a file of an older Gradesk."""
    return module_at("gradesk_battery_older", ROOT / "packaging" / "battery" / "older.py")


@pytest.fixture
def older_file(store: Store, ava: str, older: ModuleType, tmp_path: Path) -> Iterator[Path]:
    """The folder of a file of the version before, beside a Gradesk of the version after."""
    pupils.change_pupil(store, ava, {"medical": "Bees. Łódź & <b>wasps</b>"})
    store.close()
    older.make_older(store.vault.folder, PASSPHRASE)
    with older.newer_gradesk(tmp_path / "newer"):
        yield store.vault.folder


def _triggers(store: Store) -> set[str]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        return {str(name) for (name,) in found}


def test_an_older_file_is_brought_up_with_all_it_holds(older_file: Path, ava: str) -> None:
    before = (older_file / DATABASE).read_bytes()
    store = opening.open_school(older_file, PASSPHRASE)
    try:
        assert pupils.page(store, ava).pupil.medical == "Bees. Łódź & <b>wasps</b>"
        (told,) = store.notices
        assert soundness.examine(store).is_sound and "made by an older Gradesk" in told
        assert {f"journal_{table.name}_update" for table in content.journalled_tables()} <= _triggers(store)
        pupils.change_pupil(store, ava, {"house": "Red"})
        assert (undone := history.undoable(store)) is not None and "details" in undone.label
        assert (older_file / f"{BEFORE}2").read_bytes() == before
    finally:
        store.close()
    store = opening.open_school(older_file, PASSPHRASE)  # which finds nothing more to do
    assert pupils.page(store, ava).pupil.house == "Red" and (older_file / f"{BEFORE}2").read_bytes() == before
    store.close()


def test_the_older_file_goes_after_a_fortnight_and_with_an_erasure_at_once(older_file: Path) -> None:
    opening.open_school(older_file, PASSPHRASE).close()
    long_ago = time.time() - upgrading.KEPT - 60
    os.utime(older_file / f"{BEFORE}2", (long_ago, long_ago))
    (older_file / f"{BEFORE}3").write_bytes(b"as if one day there were another")
    store = opening.open_school(older_file, PASSPHRASE)
    assert [path.name for path in older_file.glob(f"{BEFORE}*")] == [f"{BEFORE}3"]
    store.rewrite()
    assert not list(older_file.glob(f"{BEFORE}*"))
    store.close()


def test_a_revision_that_loses_a_record_is_not_taken(older_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (older_file / DATABASE).read_bytes()
    bring_up = migrate.bring_up

    def losing(connection: Any) -> None:
        bring_up(connection)
        connection.exec_driver_sql("DROP TRIGGER journal_pupil_delete")
        connection.exec_driver_sql("DELETE FROM pupil")

    monkeypatch.setattr(migrate, "bring_up", losing)
    with pytest.raises(Refused, match="was left as it is"):
        opening.open_school(older_file, PASSPHRASE)
    assert (older_file / DATABASE).read_bytes() == before and not list(older_file.glob(f"{UPGRADING}*"))


def test_without_room_the_older_file_stays(older_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (older_file / DATABASE).read_bytes()
    monkeypatch.setattr(upgrading.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1000}))
    with pytest.raises(Refused, match="Free some room and open it again"):
        opening.open_school(older_file, PASSPHRASE)
    assert (older_file / DATABASE).read_bytes() == before


def test_a_copy_that_was_broken_off_is_cleared_away_and_never_used(older_file: Path) -> None:
    (older_file / UPGRADING).write_bytes(b"half of it")
    (older_file / f"{UPGRADING}-wal").write_bytes(b"and its log")
    opening.open_school(older_file, PASSPHRASE).close()
    assert not list(older_file.glob(f"{UPGRADING}*"))


def test_a_damaged_older_file_is_left_as_it_is(older_file: Path) -> None:
    raw = bytearray((older_file / DATABASE).read_bytes())
    raw[len(raw) // 2] ^= 1
    (older_file / DATABASE).write_bytes(raw)
    with pytest.raises(Refused):
        opening.open_school(older_file, PASSPHRASE)
    assert (older_file / DATABASE).read_bytes() == raw and not (older_file / f"{BEFORE}2").exists()


def test_who_may_only_read_brings_no_file_up(store: Store, older: ModuleType, tmp_path: Path) -> None:
    folder = store.vault.folder
    ways.change_passphrase(store, READER, "reading is not writing at all", "reading is not writing at all")
    store.close()
    older.make_older(folder, PASSPHRASE)
    before = (folder / DATABASE).read_bytes()
    with older.newer_gradesk(tmp_path / "newer"), pytest.raises(Refused, match="Let the SENCO open it once"):
        opening.open_school(folder, "reading is not writing at all")
    assert (folder / DATABASE).read_bytes() == before


def test_a_new_key_takes_the_older_file_away_and_what_somebody_named_alike_stays(older_file: Path) -> None:
    store = opening.open_school(older_file, PASSPHRASE)
    (older_file / f"{BEFORE}the-holiday").write_bytes(b"somebody's own")
    rekeying.replace_key(store.vault, PASSPHRASE, recovery_code.make(), TODAY, CHEAP)
    store.close()
    assert [path.name for path in older_file.glob(f"{BEFORE}*")] == [f"{BEFORE}the-holiday"]


@pytest.mark.usefixtures("erases")
def test_an_erasure_says_when_the_older_file_cannot_be_taken_away(
    older_file: Path, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opening.open_school(older_file, PASSPHRASE)
    held = older_file / f"{BEFORE}2"
    monkeypatch.setattr(upgrading, "drop_older", lambda *_given, **_how: [held])
    with pytest.raises(Refused, match="All was erased and stays so, but gradesk"):
        erasing.erase(store, ava, "mistake")
    store.close()


def _damaged_history(connection: Any) -> None:
    connection.execute("UPDATE alembic_version SET version_num = 'ffff'")


def _lacks_a_table(connection: Any) -> None:
    connection.execute("DROP TABLE switched_off")


@pytest.mark.parametrize("meddle", [_damaged_history, _lacks_a_table])
def test_tables_that_are_not_as_they_were_released_are_left_with_a_sentence(
    older_file: Path, older: ModuleType, meddle: Callable[[Any], None]
) -> None:
    with older.driver_of(older_file, PASSPHRASE) as driver:
        meddle(driver)
    before = (older_file / DATABASE).read_bytes()
    with pytest.raises(Refused, match=r"does not hold what the school|was left as it is"):
        opening.open_school(older_file, PASSPHRASE)
    assert (older_file / DATABASE).read_bytes() == before


def test_a_newer_journal_may_have_more_columns(older_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_up = migrate.bring_up

    def widened(connection: Any) -> None:
        bring_up(connection)
        connection.exec_driver_sql("ALTER TABLE journal_unit ADD COLUMN place TEXT")

    monkeypatch.setattr(migrate, "bring_up", widened)
    monkeypatch.setattr(migrate, "is_ours", lambda _connection: True)
    opening.open_school(older_file, PASSPHRASE).close()


def test_a_file_that_another_program_reads_waits_and_its_log_is_not_lost(
    older_file: Path, older: ModuleType, ava: str
) -> None:
    with older.driver_of(older_file, PASSPHRASE) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pupil").fetchone()
        with older.driver_of(older_file, PASSPHRASE) as writer:
            writer.execute("UPDATE this_copy SET device = device || ''")
            with pytest.raises(Refused, match="Another program reads"):
                opening.open_school(older_file, PASSPHRASE)
    store = opening.open_school(older_file, PASSPHRASE)
    assert soundness.examine(store).is_sound and pupils.page(store, ava).pupil.medical.startswith("Bees")
    store.close()


def test_what_it_was_can_be_read_again(older_file: Path, tmp_path: Path) -> None:
    opening.open_school(older_file, PASSPHRASE).close()
    found = rescuing.rescue(older_file / f"{BEFORE}2", tmp_path / "read", PASSPHRASE)
    assert found.read["pupil"] == 1 and not any(found.lost.values())


def test_a_newer_file_is_refused_and_no_byte_of_it_changed(store: Store) -> None:
    folder = store.vault.folder
    raw = store.vault.engine.raw_connection()
    raw.driver_connection.execute(f"PRAGMA user_version={migrate.VERSION + 1}")
    raw.close()
    cipher.fold(store.vault.engine)
    store.close()
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(OtherSchema, match="newer Gradesk"):
        opening.open_school(folder, PASSPHRASE)
    assert (folder / DATABASE).read_bytes() == before
