"""Backups go where a school says, one bad place spoils no other, and what is put back is the same school under its own name."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import backups, restoring, ways
from gradesk.services.school import opening
from gradesk.store import content
from gradesk.store.backups import backup, backup_names, choosing
from gradesk.store.copies import InDoubt
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.keys.slots import READER, SECOND
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.work import Store
from gradesk.system.kept import backup_places
from gradesk.system.paths import config_folder
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Copies of one school made for tests are one school, and share what the laptop remembers of it."""
    shutil.rmtree(config_folder() / backup_places.FOLDER, ignore_errors=True)


@pytest.fixture
def stick(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    backups.add_place(store, tmp_path / "stick")
    return tmp_path / "stick"


def test_a_school_has_a_place_for_backups_from_the_first_day_and_never_in_its_own_folder(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    assert [one.path for one in backups.places(store)] == [tmp_path / "data-home" / "Gradesk backups"]
    with pytest.raises(Refused, match="lost with it"):
        backups.add_place(store, store.vault.folder)


def test_every_place_gets_a_backup_and_each_tells_how_far_it_reaches(store: Store, ava: str, stick: Path) -> None:
    assert backups.is_due(store)
    made = backups.make(store)
    assert [one.trouble for one in made] == ["", ""]
    assert not backups.is_due(store)
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    assert backups.is_due(store)
    backups.make(store, stick)
    usual, other = backups.places(store)
    assert usual.unit < other.unit
    assert len(backup_names.kept_in(stick)) == 2


def test_a_place_that_is_gone_is_said_and_the_others_have_theirs(store: Store, stick: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "pulled out"
    backups.add_place(store, blocked)
    blocked.write_bytes(b"")
    made = backups.make(store)
    assert [bool(one.path) for one in made] == [True, True, False]
    assert any("pulled out" in one.words for one in backups.missing(store))
    assert backups.is_due(store)
    blocked.unlink()
    assert all(one.path for one in backups.make(store))
    assert not any("pulled out" in one.words for one in backups.missing(store))
    del stick


def test_what_is_missing_is_said_until_it_is_there(store: Store, stick: Path) -> None:
    assert any("no proved backup" in one.words for one in backups.missing(store))
    backups.make(store)
    said = [one.words for one in backups.missing(store)]
    assert not any("no proved backup" in words for words in said)
    assert any("tried this term" in words for words in said)
    backups.drill(store)
    assert not any("tried this term" in one.words for one in backups.missing(store))
    later = datetime.now(UTC) + timedelta(days=100)
    assert any("tried this term" in one.words for one in backups.missing(store, later))
    del stick


def test_a_drill_finds_a_damaged_backup_and_one_that_is_not_there(store: Store, stick: Path, tmp_path: Path) -> None:
    backups.make(store)
    newest = backup_names.kept_in(stick)[0].path
    raw = bytearray(newest.read_bytes())
    raw[len(raw) // 2] ^= 1
    newest.write_bytes(raw)
    told = {one.place: one.trouble for one in backups.drill(store)}
    assert "damaged" in told[stick]
    assert sum(bool(words) for words in told.values()) == 1
    assert [one.trouble for one in backups.drill(store, tmp_path / "nowhere")] == [
        f"There is no backup of this school in {tmp_path / 'nowhere'}."
    ]


def test_a_backup_is_put_back_as_a_copy_with_a_name_of_its_own(
    store: Store, ava: str, stick: Path, tmp_path: Path
) -> None:
    backups.make(store)
    found = restoring.restore(stick, tmp_path / "anew", PASSPHRASE)
    try:
        with found.store.read() as one, store.read() as other:
            assert content.digest(one.connection()) == content.digest(other.connection())
        assert found.store.copy.device != store.copy.device
        assert found.store.copy.doubt is None
        pupils.change_pupil(found.store, ava, {"preferred_forename": "Avie"})
    finally:
        found.store.close()
    assert pupils.page(store, ava).pupil.preferred_forename == ""
    with pytest.raises(Refused, match="never put over what is there"):
        restoring.restore(stick, tmp_path / "anew", PASSPHRASE)


def test_the_newest_sound_backup_is_put_back_and_a_damaged_one_is_named(
    store: Store, stick: Path, tmp_path: Path
) -> None:
    backups.make(store, stick)
    newest = backups.make(store, stick)[0].path
    assert newest is not None
    newest.write_bytes(newest.read_bytes()[:1000])
    found = restoring.restore(stick, tmp_path / "anew", PASSPHRASE)
    found.store.close()
    assert newest.name in found.passed_over[0]
    assert found.source != newest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows numbers an open file otherwise")
def test_a_backup_that_is_put_back_is_on_the_disk_before_it_gets_its_name(
    store: Store, ava: str, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(store)
    synced: set[int] = set()
    in_time: dict[str, bool] = {}
    sync, replace = os.fsync, Path.replace

    def syncing(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    def replacing(path: Path, to: Path) -> Path:
        in_time[path.name] = path.stat().st_ino in synced
        return replace(path, to)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    restoring.restore(stick, tmp_path / "back", PASSPHRASE).store.close()
    assert set(in_time) >= {DATABASE, KEYS} and all(in_time.values())


def test_a_wrong_passphrase_leaves_no_half_restored_folder(store: Store, stick: Path, tmp_path: Path) -> None:
    backups.make(store, stick)
    with pytest.raises(WrongPassphrase):
        restoring.restore(stick, tmp_path / "anew", "wrong words altogether here")
    assert not (tmp_path / "anew").exists()


def test_the_recovery_sheet_opens_a_backup_of_its_time(store: Store, stick: Path, tmp_path: Path) -> None:
    code = ways.new_code()
    ways.use_code(store, code, "".join(ways.groups(code)[place - 1] for place in ways.TYPED_BACK))
    backups.make(store, stick)
    found = restoring.restore(stick, tmp_path / "anew", code)
    found.store.close()
    assert (tmp_path / "anew" / DATABASE).exists()


def test_backups_of_another_school_in_the_same_folder_are_never_taken_away(store: Store, stick: Path) -> None:
    backups.make(store, stick)
    raw = backup_names.kept_in(stick)[0].path.read_bytes()
    old = [stick / f"GD-backup-2024010{day}T120000Z-000{day}.gdb" for day in (1, 2)]
    for path in old:
        path.write_bytes(raw.replace(store.vault.uuid.encode(), b"0" * len(store.vault.uuid)))
    backups.make(store, stick)
    assert all(path.exists() for path in old)


def test_a_folder_with_any_name_is_remembered(tmp_path: Path) -> None:
    odd = tmp_path / "Sicherung 🗂 \udcff"
    backup_places.save("x", [backup_places.place_of(odd)])
    assert [one.path for one in backup_places.load("x") or []] == [odd]
    assert backup_places.load("unknown") is None


def test_other_ways_in_want_a_backup_that_knows_them(store: Store, stick: Path, tmp_path: Path) -> None:
    backups.make(store)
    assert not backups.is_due(store)
    ways.change_passphrase(store, SECOND, "quiet rivers carry four lanterns", "quiet rivers carry four lanterns")
    assert backups.is_due(store)
    backups.make(store)
    restoring.restore(stick, tmp_path / "anew", "quiet rivers carry four lanterns").store.close()


def test_a_copy_that_is_behind_makes_no_backup_unasked_and_none_is_taken_for_newer(
    store: Store, stick: Path, tmp_path: Path
) -> None:
    """Somebody copied the folder; the copy is opened, gone on with, and backed up into the same folder later."""
    folder = store.vault.folder
    copied = tmp_path / "copied"
    store.vault.fold()
    shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("*.lock", "*.owner"))
    pupils.add_pupil(store, {"legal_forename": "Kit"})
    real = backups.make(store, stick)[0].path
    store.close()
    copy = opening.open_school(copied, PASSPHRASE)
    with pytest.raises(InDoubt):
        backups.make(copy, stick)
    opening.go_on(copy)
    assert stick not in [one.path for one in backups.places(copy)], "the places of one copy are not those of another"
    behind = backups.make(copy, stick)[0].path
    copy.close()
    assert real is not None and behind is not None and behind.name > real.name
    newest = choosing.newest(stick, copy.vault.uuid)
    assert newest is not None and newest.path == real
    found = restoring.restore(stick, tmp_path / "back", PASSPHRASE)
    assert found.source == real and any(behind.name in words for words in found.passed_over)
    found.store.close()
    store = opening.open_school(folder, PASSPHRASE)
    assert [one.trouble for one in backups.drill(store, stick)] == [""]
    store.close()


def _forge(path: Path, to: Path, **claims: object) -> None:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as forged:
        for entry in source.infolist():
            raw = source.read(entry)
            if entry.filename == backup.MANIFEST:
                raw = json.dumps({**json.loads(raw), **claims}).replace('"∞"', "1e999").encode()
            forged.writestr(entry.filename, raw)


@pytest.mark.parametrize("reach", ["∞", -1, 1.5, True, None, [], "9", 10**40])
def test_whatever_a_manifest_claims_the_sound_ones_are_made_tried_and_put_back(
    store: Store, stick: Path, tmp_path: Path, reach: object
) -> None:
    real = backups.make(store, stick)[0].path
    assert real is not None
    _forge(real, stick / "GD-backup-20261201T000000Z-0900.gdb", reach=reach)
    assert backups.make(store, stick)[0].path is not None
    assert len(backups.drill(store, stick)) == 1
    found = restoring.restore(stick, tmp_path / "back", PASSPHRASE)
    assert found.source.parent == stick and "0900" not in found.source.name
    found.store.close()


def test_two_schools_in_one_folder_are_each_put_back_by_their_passphrase(
    store: Store, stick: Path, tmp_path: Path
) -> None:
    for number in range(3):
        pupils.add_pupil(store, {"legal_forename": f"Kit {number}"})
    mine = backups.make(store, stick)[0].path
    other = opening.make_school(
        tmp_path / "other", "Elm Park", "another passphrase of four words", practice=True, cost=CHEAP
    )
    theirs = backups.make(other, stick)[0].path
    other.close()
    for passphrase, wanted in ((PASSPHRASE, mine), ("another passphrase of four words", theirs)):
        found = restoring.restore(stick, tmp_path / f"back of {passphrase[:4]}", passphrase)
        assert found.source == wanted and not found.passed_over
        found.store.close()
    with pytest.raises(WrongPassphrase):
        restoring.restore(stick, tmp_path / "nothing", "neither of the two at all")


def test_a_copy_tries_its_own_newest_and_who_may_only_read_puts_nothing_back(
    store: Store, stick: Path, tmp_path: Path
) -> None:
    first = backups.make(store, stick)[0].path
    assert first is not None
    for number in range(4):
        pupils.add_pupil(store, {"legal_forename": f"Wrong {number}"})
    backups.make(store, stick)
    again = restoring.restore(first, tmp_path / "again", PASSPHRASE).store
    backups.add_place(again, stick)
    pupils.add_pupil(again, {"legal_forename": "Right"})
    made = next(one.path for one in backups.make(again) if one.place == stick)
    assert [one.path for one in backups.drill(again, stick)] == [made]
    ways.change_passphrase(again, READER, "reading is not writing at all", "reading is not writing at all")
    read = backups.make(again, tmp_path / "other")[0].path
    again.close()
    assert read is not None
    with pytest.raises(Refused, match="Who may only read puts no backup back"):
        restoring.restore(read, tmp_path / "nobody", "reading is not writing at all")
    assert not (tmp_path / "nobody").exists()
