"""`gradesk verify` has a sentence for everything, and one line of JSON for a machine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gradesk.practice import marker
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.keys.key_file import earlier
from gradesk.store.names import DATABASE, KEYS
from tests.cli.conftest import Run

LEFT = 3  # the practice school’s leavers are records too


def test_a_sound_file_is_told_with_its_records_and_digest(run: Run, practice_folder: Path) -> None:
    result = run("verify", "--json", "--data", practice_folder)
    told = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert set(told) == {"sound", "records", "digest"}
    assert told["sound"] is True and told["records"]["pupil"] == 16 + LEFT and len(told["digest"]) == 64
    assert told["digest"] in run("verify", "--data", practice_folder).out


def test_a_copy_elsewhere_is_sound_and_has_the_same_digest(run: Run, practice_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(practice_folder, tmp_path / "copy")
    first, second = (json.loads(run("verify", "--json", "--data", one).out) for one in (practice_folder, copy))
    assert first == second and first["sound"]


def test_a_copy_is_written_only_when_it_is_said_to_be_one(run: Run, practice_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(practice_folder, tmp_path / "copy")
    register = tmp_path / "register.csv"
    register.write_text("UPN,Surname,Forename,DOB,Year,Reg Group\n,Núñez,Zuzanna,01/02/2018,4,4 Oak\n", "utf-8")
    refused = run("import", register, "--data", copy)
    assert refused.code == 1 and "copy of the school’s file" in refused.err and "--new-copy" in refused.err
    other = run("import", register, "--same-file", "--data", copy)
    assert other.code == 1 and "which is still there" in other.err and "say --new-copy" in other.err
    taken_in = run("import", register, "--new-copy", "--data", copy)
    assert "1 pupil was added" in taken_in.out
    assert run("import", register, "--data", copy).code == 0
    told = json.loads(run("verify", "--json", "--data", copy).out)
    assert told["sound"] and told["records"]["pupil"] == 17 + LEFT


def _page(folder: Path) -> None:
    raw = bytearray((folder / DATABASE).read_bytes())
    raw[-5000] ^= 0xFF
    (folder / DATABASE).write_bytes(raw)


def _first_page(folder: Path) -> None:
    raw = bytearray((folder / DATABASE).read_bytes())
    raw[600] ^= 0xFF
    (folder / DATABASE).write_bytes(raw)


def _cut_in_half(folder: Path) -> None:
    os.truncate(folder / DATABASE, (folder / DATABASE).stat().st_size // 8192 * 4096)


def _cut_in_a_page(folder: Path) -> None:
    os.truncate(folder / DATABASE, (folder / DATABASE).stat().st_size - 1000)


def _empty(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


def _both_keys(folder: Path) -> None:
    for path in (folder / KEYS, earlier(folder / KEYS)):
        path.write_bytes(path.read_bytes()[:-40])


def _older(folder: Path) -> None:
    older = Path(shutil.copytree(folder, folder.with_name("older")))
    store = opening.open_school(folder, marker.PASSPHRASE)
    pupils.add_pupil(store, {"legal_forename": "Ava"})
    store.close()
    shutil.copy(older / DATABASE, folder / DATABASE)


@pytest.mark.parametrize("harm", [_page, _first_page, _cut_in_half, _cut_in_a_page, _empty, _both_keys, _older])
def test_every_harm_is_a_sentence_and_never_a_mistake_of_the_program(
    run: Run, practice_folder: Path, harm: Callable[[Path], None]
) -> None:
    harm(practice_folder)
    for words in (("verify", "--json"), ("verify",)):
        result = run(*words, "--data", practice_folder)
        assert result.code == 1
        assert "went wrong" not in result.err and "Traceback" not in result.err
        assert "nothing was changed" in result.err.lower()
        if "--json" in words:
            told = json.loads(result.out)
            assert told["sound"] is False and told["problems"]
        else:
            assert result.out == ""
