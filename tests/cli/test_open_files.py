"""Out of Gradesk and in again from the command line: an equal digest, and one sentence for everything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ANEW = "four quite other words"


def test_the_practice_school_leaves_and_comes_back_equal(
    run: Run, practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, anew = tmp_path / "out", tmp_path / "anew"
    made = run("export", "--out", out, "--data", practice_folder)
    assert made.code == 0 and "NOTHING THERE IS ENCRYPTED" in made.err
    monkeypatch.setenv("GRADESK_PASSPHRASE", ANEW)
    built = run("rebuild", "--from", out, "--to", anew)
    assert built.code == 0 and "equal" in built.out
    second = json.loads(run("verify", "--json", "--data", anew).out)
    monkeypatch.delenv("GRADESK_PASSPHRASE")
    first = json.loads(run("verify", "--json", "--data", practice_folder).out)
    assert first == second and first["sound"] and first["digest"] in made.out and first["digest"] in built.out


def test_what_cannot_be_done_is_one_sentence(run: Run, real: Path, tmp_path: Path) -> None:
    assert "not empty" in run("export", "--out", real, "--data", real).err
    assert "There is no folder" in run("rebuild", "--from", tmp_path / "none", "--to", tmp_path / "anew").err
    assert "no export.json" in run("rebuild", "--from", real, "--to", tmp_path / "anew").err
    assert not (tmp_path / "anew").exists()


def test_a_leaver_is_listed_counted_and_erased(run: Run, practice_folder: Path) -> None:
    (first, *others) = json.loads(run("leavers", "--json", "--data", practice_folder).out)
    assert len(others) == 2 and first["name"] in run("leavers", "--data", practice_folder).out
    words = ("erase", "--pupil", first["uuid"], "--reason", "mistake", "--data", practice_folder)
    asked = run(*words)
    assert asked.code == 0 and "1 × pupil" in asked.out and "Nothing was erased" in asked.out
    done = run(*words, "--yes")
    assert done.code == 0 and "certificate no. 1" in done.out
    assert first["uuid"] not in run("leavers", "--json", "--data", practice_folder).out
    assert "not there any more" in run(*words).err
    assert json.loads(run("verify", "--json", "--data", practice_folder).out)["sound"]
