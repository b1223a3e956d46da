"""Every unit of work has a name in the world, and no two files ever give the same name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.services.custody import history, soundness
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.copies import InDoubt
from gradesk.store.schema.triggers import journalled_tables
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.kept import heads
from gradesk.system.kept.heads import HeadFile
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE
from tests.store.test_journal import contents


def units(store: Store) -> list[JournalUnit]:
    """Every unit in the order of the file."""
    with store.read() as session:
        return list(session.scalars(select(JournalUnit).order_by(JournalUnit.id)))


def names(store: Store) -> list[tuple[str, int]]:
    """Device and number of every unit."""
    return [(unit.device, unit.seq) for unit in units(store)]


def add(store: Store, name: str) -> str:
    """Make one unit of work."""
    return pupils.add_pupil(store, {"legal_forename": name})


def reopened(folder: Path, clock: Clock) -> Store:
    """Open a folder's file as the program does."""
    return opening.open_school(folder, PASSPHRASE, clock)


def test_units_are_numbered_without_a_gap_whatever_fails_between(store: Store) -> None:
    add(store, "Ava")
    with pytest.raises(Refused), store.work("Half of it"):
        add(store, "Bo")
        raise Refused("no")
    with store.work("Nothing"):
        pass
    add(store, "Cy")
    found = units(store)
    assert [unit.seq for unit in found] == [1, 2, 3]
    assert [unit.lamport for unit in found] == [1, 2, 3]
    assert {unit.device for unit in found} == {store.copy.device}
    assert {unit.seen for unit in found} == {"{}"}


def test_undo_and_redo_are_units_too(store: Store) -> None:
    add(store, "Ava")
    history.undo(store)
    history.redo(store)
    assert [unit.seq for unit in units(store)] == [1, 2, 3, 4]


def test_the_next_day_nothing_is_asked_and_numbers_go_on(store: Store, folder: Path, clock: Clock) -> None:
    add(store, "Ava")
    store.close()
    again = reopened(folder, clock)
    assert again.copy.doubt is None
    add(again, "Bo")
    assert [seq for _, seq in names(again)] == [1, 2, 3]
    again.close()


def test_a_folder_that_was_moved_is_the_same_copy(store: Store, folder: Path, clock: Clock) -> None:
    add(store, "Ava")
    store.close()
    folder.rename(folder.with_name("moved"))
    for _ in range(2):
        again = reopened(folder.with_name("moved"), clock)
        assert again.copy.doubt is None
        again.close()


def test_a_copy_can_be_read_but_not_written_before_somebody_says_so(store: Store, folder: Path, clock: Clock) -> None:
    add(store, "Ava")
    store.close()
    copy = Path(shutil.copytree(folder, folder.with_name("copy")))
    second = reopened(copy, clock)
    with pytest.raises(InDoubt, match=r"copy of the school’s file in .*Nothing was changed"):
        add(second, "Bo")
    assert len(contents(second)["pupil"]) == 1
    first_device = second.copy.device
    second.become_another()
    add(second, "Bo")
    newest = units(second)[-1]
    assert (newest.seq, newest.lamport, json.loads(newest.seen)) == (1, 3, {first_device: 2})
    assert newest.device != first_device
    second.close()
    again = reopened(copy, clock)
    assert again.copy.doubt is None
    again.close()
    first = reopened(folder, clock)
    assert (first.copy.doubt, first.copy.device) == (None, first_device)
    first.close()


def test_another_laptop_asks_once(
    store: Store, folder: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(heads, "config_folder", lambda: tmp_path / "other-laptop")
    there = reopened(folder, clock)
    assert there.copy.doubt is not None and "does not know this copy" in there.copy.doubt.words
    there.become_another()
    there.close()
    there = reopened(folder, clock)
    assert there.copy.doubt is None
    there.close()


def test_a_file_named_from_where_one_stands_is_still_there_from_elsewhere(
    store: Store, folder: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "Ava")
    store.close()
    link = tmp_path / "link" if os.name != "nt" else folder  # on Windows a link needs a right few accounts have
    if link != folder:
        link.symlink_to(folder, target_is_directory=True)
    monkeypatch.chdir(folder.parent)
    for named in (Path(folder.name), link, folder / ".." / folder.name, Path(folder.name)):
        same = reopened(named, clock)
        assert same.copy.doubt is None
        add(same, "Bo")
        same.close()
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    monkeypatch.chdir(copy)
    second = reopened(copy, clock)
    assert second.copy.doubt is not None and "which is still there" in second.copy.doubt.words
    second.close()


class Laptops:
    """Several laptops, each with what it remembers, and one stick that goes from hand to hand."""

    def __init__(self, stick: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stick, self._clock, self._tmp_path, self._monkeypatch = stick, clock, tmp_path, monkeypatch

    def opened(self, laptop: str, folder: Path | None = None) -> Store:
        """The stick, or another folder, opened on one of them."""
        self._monkeypatch.setattr(heads, "config_folder", lambda: self._tmp_path / laptop)
        return reopened(folder or self.stick, self._clock)

    def write(self, laptop: str, name: str = "Cy", *, answers: bool = False, folder: Path | None = None) -> None:
        """Write on one of them; told first, if asked, that it is one file used in turn."""
        store = self.opened(laptop, folder)
        if answers and store.copy.doubt is not None:
            store.become_another(is_passed_on=True)
        assert store.copy.doubt is None
        add(store, name)
        store.close()


@pytest.fixture
def laptops(store: Store, folder: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptops:
    """Two laptops that have both said that the stick holds one file, and have both written in it."""
    store.close()
    found = Laptops(folder, clock, tmp_path, monkeypatch)
    for laptop in ("one", "two", "one"):
        found.write(laptop, answers=True)
    return found


def test_a_file_used_in_turn_from_two_laptops_is_asked_about_once_on_each(laptops: Laptops) -> None:
    for laptop in ("two", "two", "one", "two", "one"):
        laptops.write(laptop)
    laptops.opened("two").close()
    last = laptops.opened("one")
    of_device: dict[str, list[int]] = {}
    for device, seq in names(last):
        of_device.setdefault(device, []).append(seq)
    assert all(found == list(range(1, len(found) + 1)) for found in of_device.values())
    assert len(of_device) == 3, "each laptop goes on under one name"
    assert soundness.examine(last).is_sound
    last.close()


def test_a_file_used_in_turn_is_asked_about_at_another_place_though_the_first_is_out_of_reach(
    laptops: Laptops, tmp_path: Path
) -> None:
    laptops.write("two")
    copied = Path(shutil.copytree(laptops.stick, tmp_path / "copied to the disk"))
    laptops.stick.rename(tmp_path / "pulled out")
    opened = laptops.opened("two", copied)
    assert opened.copy.doubt is not None and opened.copy.doubt.can_be_passed_on
    assert "lay in" in opened.copy.doubt.words and "lies there still" not in opened.copy.doubt.words
    with pytest.raises(InDoubt):
        add(opened, "Di")
    # Once it is said to be a copy of its own it is not asked about again.
    opened.become_another()
    opened.close()
    again = laptops.opened("two", copied)
    assert again.copy.doubt is None
    again.close()


def test_a_laptop_that_has_not_said_so_is_asked(laptops: Laptops) -> None:
    third = laptops.opened("three")
    assert third.copy.doubt is not None and third.copy.doubt.can_be_passed_on
    third.close()


def test_a_fork_of_a_file_used_in_turn_is_asked_about(laptops: Laptops, tmp_path: Path) -> None:
    laptops.write("two")
    fork = Path(shutil.copytree(laptops.stick, tmp_path / "fork"))
    copied = laptops.opened("two", fork)
    assert copied.copy.doubt is not None and not copied.copy.doubt.can_be_passed_on, "the stick still lies there"
    copied.close()
    laptops.write("one")
    laptops.stick.rename(tmp_path / "away")
    fork.rename(laptops.stick)
    behind = laptops.opened("one")
    assert behind.copy.doubt is not None and behind.copy.doubt.is_behind
    with pytest.raises(InDoubt, match="missing from it"):
        add(behind, "Di")
    # To go on without them stays one file that is passed on: the other laptop lacks nothing and is not asked.
    behind.become_another()
    add(behind, "Di")
    behind.close()
    for laptop in ("two", "one", "two"):
        laptops.write(laptop)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(("one", "two", "keep", "put back")), min_size=2, max_size=9))
def test_whatever_the_order_a_laptop_is_asked_just_when_its_changes_are_missing(
    laptops: Laptops, tmp_path: Path, steps: list[str]
) -> None:
    stick, kept = laptops.stick, tmp_path / "kept"
    for laptop in ("one", "two"):
        laptops.write(laptop, answers=True)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(stick, kept)
    lacks = {"one": False, "two": False}
    since: set[str] = set()
    for step in steps:
        if step == "keep":
            shutil.rmtree(kept)
            shutil.copytree(stick, kept)
            since = {laptop for laptop in lacks if lacks[laptop]}
        elif step == "put back":
            shutil.rmtree(stick)
            shutil.copytree(kept, stick)
            lacks = {laptop: laptop in since for laptop in lacks}
        else:
            store = laptops.opened(step)
            assert (store.copy.doubt is not None) == lacks[step]
            assert store.copy.doubt is None or store.copy.doubt.is_behind
            if store.copy.doubt is not None:
                store.become_another()
            add(store, "Di")
            lacks[step] = False
            since.add(step)
            store.close()


def test_an_older_copy_put_back_is_noticed_and_says_how_much_is_missing(
    store: Store, folder: Path, clock: Clock
) -> None:
    store.close()
    backup = Path(shutil.copytree(folder, folder.with_name("backup")))
    store = reopened(folder, clock)
    for name in ("Ava", "Bo"):
        add(store, name)
    store.close()
    shutil.rmtree(folder)
    backup.rename(folder)
    old = reopened(folder, clock)
    assert old.copy.doubt is not None and old.copy.doubt.is_behind
    assert "The newest 2 changes" in old.copy.doubt.words and "23/11/2026" in old.copy.doubt.words
    assert not soundness.examine(old).is_sound
    device = old.copy.device
    old.become_another()
    add(old, "Cy")
    assert names(old)[-1] == (old.copy.device, 1) and old.copy.device != device
    assert soundness.examine(old).is_sound
    old.close()


def test_two_files_that_went_different_ways_are_told_apart(store: Store, folder: Path, clock: Clock) -> None:
    store.close()
    other = Path(shutil.copytree(folder, folder.with_name("other")))
    memory = HeadFile(store.copy.device, folder).read()
    assert memory is not None
    for place, name in ((folder, "Ava"), (other, "Bo")):
        HeadFile(memory.device, folder).keep(replace(memory, place=str(place)))
        one = reopened(place, clock)
        add(one, name)
        one.close()
    shutil.rmtree(folder)
    other.rename(folder)
    HeadFile(memory.device, folder).keep(replace(memory, seq=2, digest="of Ava", place=str(folder), at=memory.at))
    crossed = reopened(folder, clock)
    assert crossed.copy.doubt is not None and "other changes than those" in crossed.copy.doubt.words
    crossed.close()


def test_changes_cut_off_with_the_log_are_noticed_at_the_next_start(store: Store, folder: Path, clock: Clock) -> None:
    for name in ("Ava", "Bo", "Cy"):
        add(store, name)
    # What lies on the disk while the file is open is what a kill or a power cut leaves.
    files = {path: path.read_bytes() for path in folder.iterdir()}
    store.close()
    log = folder / "gradesk.db-wal"
    whole = files[log]
    for share in (1, 2, 3):
        for path, content in files.items():
            path.write_bytes(content)
        (folder / "gradesk.db-shm").unlink(missing_ok=True)
        broken = bytearray(whole)
        broken[len(whole) * share // 4] ^= 1
        log.write_bytes(broken)
        store = reopened(folder, clock)
        assert store.copy.doubt is not None and store.copy.doubt.is_behind
        with pytest.raises(InDoubt, match="missing from it"):
            add(store, "Di")
        store.close()


def test_the_log_is_folded_in_on_closing_and_when_it_grows(store: Store, folder: Path, ava: str) -> None:
    log = folder / "gradesk.db-wal"
    longest = 0
    for number in range(25):
        passports.change(store, ava, {"good_at": f"{number} " + "words " * 2_500})
        longest = max(longest, log.stat().st_size)
    assert longest < 1_500_000
    store.close()
    assert not log.exists() or log.stat().st_size == 0


STEPS: list[Callable[[Store, str], object]] = [
    lambda store, words: add(store, words),
    lambda store, words: passports.change(store, _somebody(store), {"helps": words}),
    lambda store, words: pupils.delete_pupil(store, _somebody(store)),
    lambda store, words: history.undo(store),
    lambda store, words: history.redo(store),
    lambda store, words: store.become_another(),
    lambda store, words: _nothing(store),
]


def _somebody(store: Store) -> str:
    rows = contents(store)["pupil"]
    return add(store, "Ava") if not rows else sorted(uuids(store))[0]


def uuids(store: Store) -> list[str]:
    """The uuid of every pupil, deleted ones too."""
    with store.read() as session:
        return [str(row[0]) for row in session.connection().exec_driver_sql("SELECT uuid FROM pupil")]


def _nothing(store: Store) -> None:
    with store.work("Nothing"):
        pass


def replayed(store: Store) -> dict[str, dict[str, dict[str, object]]]:
    """What the journal alone gives, from nothing, in the order that holds everywhere."""
    state: dict[str, dict[str, dict[str, object]]] = {table.name: {} for table in journalled_tables()}
    with store.read() as session:
        order = (JournalUnit.lamport, JournalUnit.device, JournalChange.id)
        query = select(JournalChange).join(JournalUnit, JournalUnit.id == JournalChange.unit_id).order_by(*order)
        for change in session.scalars(query):
            rows = state[change.kind]
            if change.after is None:
                del rows[change.row_uuid]
            else:
                row = {**rows.get(change.row_uuid, {}), **json.loads(change.after)}
                rows[change.row_uuid] = {name: value for name, value in row.items() if value not in (None, "")}
    return state


def kept(store: Store) -> dict[str, dict[str, dict[str, object]]]:
    """What the file holds, row by row, without what is empty."""
    with store.read() as session:
        connection = session.connection()
        return {
            table.name: {
                row["uuid"]: {name: value for name, value in row.items() if value not in (None, "")}
                for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}").mappings()
            }
            for table in journalled_tables()
        }


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(range(len(STEPS))), st.text(max_size=8)), min_size=1, max_size=12))
def test_numbers_have_no_gap_and_replaying_gives_the_state(store: Store, steps: list[tuple[int, str]]) -> None:
    for place, words in steps:
        try:
            STEPS[place](store, words)
        except Refused:
            continue
    of_device: dict[str, list[int]] = {}
    for device, seq in names(store):
        of_device.setdefault(device, []).append(seq)
    assert all(found == list(range(1, len(found) + 1)) for found in of_device.values())
    orders = [unit.lamport for unit in units(store)]
    assert orders == list(range(1, len(orders) + 1))
    assert replayed(store) == kept(store)
