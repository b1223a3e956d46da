"""A backup is proved where it lies, and what is not what it was made of is never taken for one."""

from __future__ import annotations

import random
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store import content
from gradesk.store.backups import backup, backup_names
from gradesk.store.backups.backup import MANIFEST, NotEqual
from gradesk.store.backups.backup_names import Kept, superfluous
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE

NOW = datetime(2026, 11, 23, 16, 10, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def test_a_backup_holds_the_keys_and_what_it_was_made_of(store: Store, ava: str, place: Path) -> None:
    path = backup.make(store.vault, place, now=NOW)
    assert path.name == "GD-backup-20261123T161000Z-0001.gdb"
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == sorted([DATABASE, KEYS, MANIFEST])
    assert [one.name for one in place.iterdir()] == [path.name]
    assert not list(store.vault.folder.glob("backup.scratch*"))
    restored = store.vault.folder.parent / "restored"
    restored.mkdir()
    backup.unpack(path, restored)
    again = opening.open_school(restored, PASSPHRASE)
    with again.read() as one, store.read() as other:
        assert content.digest(one.connection()) == content.digest(other.connection())
    assert pupils.page(again, ava).pupil.legal_surname == "Núñez"
    again.close()


def test_nothing_of_a_pupil_stands_in_a_backup_in_the_open(store: Store, ava: str, place: Path) -> None:
    pupils.change_pupil(store, ava, {"preferred_forename": "Zanzibarika"})
    raw = backup.make(store.vault, place).read_bytes()
    for word in ("Zanzibarika", "Núñez", "Fernhill", "pupil", "SQLite format"):
        assert word.encode() not in raw
        assert word.encode("utf-16-le") not in raw


def test_changes_made_after_it_are_not_in_it_and_do_not_make_it_wrong(store: Store, ava: str, place: Path) -> None:
    path = backup.make(store.vault, place)
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    backup.prove(path, store.vault.secret(), store.vault.folder)
    later = backup.make(store.vault, place)
    assert [one.path for one in backup_names.kept_in(place)] == [later, path]


@pytest.mark.parametrize("seed", range(40))
def test_a_flip_anywhere_in_a_backup_is_found(store: Store, place: Path, seed: int) -> None:
    path = backup.make(store.vault, place)
    raw = bytearray(path.read_bytes())
    dice = random.Random(seed)
    # Names and sizes of the zip's own directory included; the time stamps of its entries tell nothing of the school.
    at = dice.randrange(len(raw))
    before = raw[at]
    raw[at] ^= 1 << dice.randrange(8)
    path.write_bytes(raw)
    try:
        manifest = backup.prove(path, store.vault.secret(), store.vault.folder)
    except Refused:
        return
    raw[at] = before
    whole = path.with_name("whole.gdb")
    whole.write_bytes(raw)
    assert manifest == backup.read_manifest(whole)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_backup_cut_short_is_refused(store: Store, place: Path, share: float) -> None:
    path = backup.make(store.vault, place)
    raw = path.read_bytes()
    path.write_bytes(raw[: round(len(raw) * share)])
    with pytest.raises(Refused, match="Take the one before it"):
        backup.prove(path, store.vault.secret(), store.vault.folder)


def test_a_whole_older_state_under_the_manifest_of_a_newer_one_is_not_equal(
    store: Store, ava: str, place: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    backup.unpack(backup.make(store.vault, place), old)
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    newer = backup.make(store.vault, place)
    backup.unpack(newer, new)
    sealed = backup.read_manifest(newer)
    forged = tmp_path / "GD-backup-20261123T161000Z-0009.gdb"
    body = (
        zipfile.ZipFile(newer).read(MANIFEST).replace(sealed.sha256.encode(), backup._sha256(old / DATABASE).encode())
    ).replace(f'"size": {sealed.size}'.encode(), f'"size": {(old / DATABASE).stat().st_size}'.encode())
    with zipfile.ZipFile(forged, "w") as archive:
        archive.writestr(MANIFEST, body)
        archive.write(old / KEYS, KEYS)
        archive.write(old / DATABASE, DATABASE)
    with pytest.raises(NotEqual, match="kinds of record differ"):
        backup.prove(forged, store.vault.secret(), store.vault.folder)


def test_a_backup_beside_the_file_is_refused(store: Store) -> None:
    for folder in (store.vault.folder, store.vault.folder / "backups"):
        with pytest.raises(Refused, match="lost with it"):
            backup.make(store.vault, folder)


def test_a_place_that_cannot_be_written_leaves_the_backups_that_are_there(store: Store, place: Path) -> None:
    path = backup.make(store.vault, place)
    blocked = place / "blocked"
    blocked.write_bytes(b"no folder")
    with pytest.raises(Refused, match="No backup could be made"):
        backup.make(store.vault, blocked / "inside")
    assert backup_names.kept_in(place)[0].path == path


def test_what_lies_and_oversizes_is_refused_without_being_unpacked(store: Store, place: Path, tmp_path: Path) -> None:
    path = backup.make(store.vault, place)
    evil = tmp_path / "evil.gdb"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(MANIFEST, good.read(MANIFEST))
        out.writestr(KEYS, good.read(KEYS))
        out.writestr(DATABASE, b"\0" * 10_000_000)
    for name in (evil, tmp_path / "nothing.gdb"):
        with pytest.raises(Refused):
            backup.read_manifest(name)
    with zipfile.ZipFile(evil, "a") as out:
        out.writestr("../outside", b"x")
    with pytest.raises(Refused):
        backup.unpack(evil, tmp_path)
    assert not (tmp_path.parent / "outside").exists()


def test_who_types_while_a_backup_is_made_is_in_the_next_and_waits_for_nothing(
    store: Store, ava: str, place: Path
) -> None:
    with store.vault.one_moment() as connection:
        before = connection.execute("SELECT preferred_forename FROM pupil").fetchall()
        for turn in range(40):
            pupils.change_pupil(store, ava, {"preferred_forename": f"Avie {turn}", "medical": f"words {turn} " * 2_000})
        assert store.vault.path.with_name(DATABASE + "-wal").stat().st_size > 1024 * 1024  # long enough to be folded in
        assert connection.execute("SELECT preferred_forename FROM pupil").fetchall() == before
    backup.make(store.vault, place)
    assert pupils.page(store, ava).pupil.preferred_forename == "Avie 39"


def test_what_a_broken_off_backup_left_is_taken_away_when_the_file_is_opened(folder: Path) -> None:
    left = folder / "backup.scratch-00000000"
    left.mkdir()
    (left / DATABASE).write_bytes(b"x")
    opening.open_school(folder, PASSPHRASE).close()
    assert not left.exists()


def kept(ages: list[timedelta], sizes: list[int] | None = None) -> list[Kept]:
    count = len(ages)
    return [
        Kept(Path(f"{count - place}.gdb"), NOW - age, count - place, (sizes or [100] * count)[place])
        for place, age in enumerate(sorted(ages))
    ]


def test_two_days_stay_whole_then_a_day_s_a_week_s_and_a_month_s_last() -> None:
    ages = [timedelta(hours=hours) for hours in range(0, 24 * 400, 6)]
    gone = superfluous(kept(ages), NOW)
    staying = [one for one in kept(ages) if one not in gone]
    assert sum(NOW - one.made_at <= timedelta(days=2) for one in staying) == 9
    assert len({one.made_at.date() for one in staying if NOW - one.made_at < timedelta(days=12)}) == 12
    assert len(staying) <= 9 + 12 + 10 + 9
    assert max(NOW - one.made_at for one in staying) > timedelta(days=230)


@given(st.lists(st.integers(0, 60 * 24 * 800), min_size=1, max_size=60, unique=True))
def test_the_newest_always_stays_and_thinning_twice_takes_no_more(minutes: list[int]) -> None:
    every = kept([timedelta(minutes=one) for one in minutes])
    gone = superfluous(every, NOW)
    staying = [one for one in every if one not in gone]
    assert every[0] in staying
    assert superfluous(staying, NOW) == []


def test_nothing_is_taken_away_when_the_newest_is_much_smaller() -> None:
    ages = [timedelta(days=days) for days in range(300)]
    assert superfluous(kept(ages, [60, *[100] * 299]), NOW) == []
    assert superfluous(kept(ages, [80, *[100] * 299]), NOW)


def test_the_number_keeps_the_order_when_the_clock_jumps(store: Store, place: Path) -> None:
    backup.make(store.vault, place, now=NOW)
    back = backup.make(store.vault, place, now=NOW - timedelta(days=365))
    assert backup_names.kept_in(place)[0].path == back
    shutil.copyfile(back, place / "holiday.gdb")
    assert len(backup_names.kept_in(place)) == 2
