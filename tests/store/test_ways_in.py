"""Every way of opening a file opens it, none can be made another, and a new key never leaves a file that nobody opens."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gradesk.store import rekeying
from gradesk.store.keys import recovery_code
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase, earlier
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.store.names import DATABASE, KEYS, REKEYED
from gradesk.store.vault import Vault
from tests.conftest import CHEAP, PASSPHRASE

DAY = date(2026, 11, 23)
HEAD, READING = "four other unrelated words", "only look at what is there"


def opened(folder: Path, typed: str = PASSPHRASE) -> str:
    vault = Vault.open(folder, typed)
    try:
        return vault.holder
    finally:
        vault.close()


def give_ways(folder: Path) -> str:
    code = recovery_code.make()
    vault = Vault.open(folder, PASSPHRASE)
    vault.rewrap(lambda keys, key: keys.with_passphrase(key, SECOND, HEAD, DAY))
    vault.rewrap(lambda keys, key: keys.with_passphrase(key, READER, READING, DAY))
    vault.rewrap(lambda keys, key: keys.with_code(key, code, DAY))
    vault.close()
    return code


def test_each_holder_opens_the_file_by_their_own_way(folder: Path) -> None:
    code = give_ways(folder)
    assert [opened(folder, typed) for typed in (PASSPHRASE, HEAD, READING, code, code.lower())] == [
        SENCO, SECOND, READER, SHEET, SHEET,
    ]  # fmt: skip


def test_changing_a_passphrase_leaves_the_data_as_it_is_and_the_old_one_opens_nothing(folder: Path) -> None:
    before = (folder / DATABASE).read_bytes()
    for turn in range(5):
        vault = Vault.open(folder, PASSPHRASE if not turn else f"{HEAD} {turn - 1}")
        vault.rewrap(lambda keys, key, turn=turn: keys.with_passphrase(key, SENCO, f"{HEAD} {turn}", DAY))
        vault.close()
    assert (folder / DATABASE).read_bytes() == before
    for generation in (folder / KEYS, earlier(folder / KEYS)):
        keys = KeyFile.read(generation)
        assert keys.unwrap(f"{HEAD} 4").holder == SENCO
        for old in (PASSPHRASE, f"{HEAD} 3"):
            with pytest.raises(WrongPassphrase):
                keys.unwrap(old)


@pytest.mark.parametrize("part", ["holder", "made"])
def test_a_way_to_read_cannot_be_made_one_to_write_by_changing_the_key_file(folder: Path, part: str) -> None:
    give_ways(folder)
    keys = KeyFile.read(folder / KEYS).without(SENCO)
    forged = tuple(
        {**slot, part: {"holder": SENCO, "made": "2020-01-01"}[part]} if slot["holder"] == READER else slot
        for slot in keys.slots
    )
    with pytest.raises(WrongPassphrase):
        replace(keys, slots=forged).unwrap(READING)


def test_the_code_of_another_school_is_refused_as_that(folder: Path, tmp_path: Path) -> None:
    give_ways(folder)
    with pytest.raises(WrongPassphrase, match="another recovery sheet"):
        Vault.open(folder, recovery_code.make())
    del tmp_path


def test_a_sheet_with_a_mistake_is_said_to_be_that(folder: Path) -> None:
    code = give_ways(folder)
    with pytest.raises(recovery_code.WrongCode):
        Vault.open(folder, code[:-1] + ("7" if code[-1] != "7" else "8"))


def test_who_may_read_does_not_lift_the_curtain_of_who_writes(folder: Path) -> None:
    give_ways(folder)
    vault = Vault.open(folder, PASSPHRASE)
    assert [vault.is_opened_by(typed) for typed in (PASSPHRASE, HEAD, READING)] == [True, True, False]
    vault.close()
    vault = Vault.open(folder, READING)
    assert [vault.is_opened_by(typed) for typed in (PASSPHRASE, HEAD, READING)] == [True, True, True]
    vault.close()


def test_a_new_key_writes_the_same_school_anew_and_the_old_keys_open_nothing(folder: Path, tmp_path: Path) -> None:
    old_code = give_ways(folder)
    shutil.copytree(folder, tmp_path / "before")
    vault = Vault.open(folder, PASSPHRASE)
    code = recovery_code.make()
    rekeying.replace_key(vault, PASSPHRASE, code, DAY, CHEAP)
    vault.close()
    assert (folder / DATABASE).read_bytes()[:16] != (tmp_path / "before" / DATABASE).read_bytes()[:16]
    assert not (folder / REKEYED).exists()
    assert [opened(folder, typed) for typed in (PASSPHRASE, code)] == [SENCO, SHEET]
    for gone in (old_code, HEAD, READING):
        with pytest.raises(WrongPassphrase):
            Vault.open(folder, gone)
    # The keys of a backup of before do not open the new file.
    for generation in (KEYS, earlier(Path(KEYS)).name):
        shutil.copyfile(tmp_path / "before" / KEYS, folder / generation)
    with pytest.raises(Exception, match="another school’s file"):
        Vault.open(folder, PASSPHRASE)


def test_a_new_key_is_not_made_with_the_passphrase_of_somebody_else(folder: Path) -> None:
    give_ways(folder)
    before = (folder / DATABASE).read_bytes()
    vault = Vault.open(folder, PASSPHRASE)
    for typed in (HEAD, READING, "something else altogether"):
        with pytest.raises(WrongPassphrase):
            rekeying.replace_key(vault, typed, recovery_code.make(), DAY, CHEAP)
    vault.close()
    assert (folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize("moment", ["keys written", "file replaced", "copy half written"])
def test_a_new_key_that_is_broken_off_leaves_a_file_that_opens(folder: Path, tmp_path: Path, moment: str) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(folder, before)
    vault = Vault.open(folder, PASSPHRASE)
    code = recovery_code.make()
    rekeying.replace_key(vault, PASSPHRASE, code, DAY, CHEAP)
    vault.close()
    shutil.copytree(folder, after)
    # What lies there when the power goes at each moment of `swap_in`.
    if moment == "copy half written":
        put(folder, before / DATABASE, before / KEYS, before / KEYS)
        (folder / REKEYED).write_bytes((after / DATABASE).read_bytes()[:5_000])
    elif moment == "keys written":
        put(folder, before / DATABASE, after / KEYS, before / KEYS)
        shutil.copyfile(after / DATABASE, folder / REKEYED)
    else:
        put(folder, after / DATABASE, after / KEYS, before / KEYS)
    assert opened(folder) == SENCO
    assert not (folder / REKEYED).exists()
    if moment == "file replaced":
        assert opened(folder, code) == SHEET
    generations = {KeyFile.read(path).database_salt for path in (folder / KEYS, earlier(folder / KEYS))}
    assert generations == {(folder / DATABASE).read_bytes()[:16].hex()}


def put(folder: Path, database: Path, keys: Path, kept: Path) -> None:
    shutil.copyfile(database, folder / DATABASE)
    shutil.copyfile(keys, folder / KEYS)
    shutil.copyfile(kept, earlier(folder / KEYS))


def test_a_key_file_tells_nothing_but_whose_ways_there_are(folder: Path) -> None:
    give_ways(folder)
    raw = json.loads((folder / KEYS).read_text("utf-8"))
    assert set(raw) == {"format", "uuid", "database_salt", "slots", "checksum"}
    assert {name for slot in raw["slots"] for name in slot} == {
        "kind", "holder", "made", "kdf", "salt", "nonce", "wrap",
    }  # fmt: skip
