"""A file of an older Gradesk is brought up on a copy and swapped; whatever goes wrong, the older one lies there as it was."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gradesk.services.custody import history, soundness
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store import cipher, content
from gradesk.store.names import BEFORE, DATABASE, UPGRADING
from gradesk.store.refusals import OtherSchema
from gradesk.store.schema import migrate, upgrading
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE
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
        assert soundness.examine(store).is_sound and not store.notices
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

    def losing(connection: object) -> None:
        bring_up(connection)  # type: ignore[arg-type]
        connection.exec_driver_sql("DROP TRIGGER journal_pupil_delete")  # type: ignore[attr-defined]
        connection.exec_driver_sql("DELETE FROM pupil")  # type: ignore[attr-defined]

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
