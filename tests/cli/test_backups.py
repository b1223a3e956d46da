"""Backups from the command line: made, tried and put back, with exit codes that a script can trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.__main__ import main
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store import content
from tests.conftest import PASSPHRASE


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADESK_PASSPHRASE", PASSPHRASE)


def digest(folder: Path) -> str:
    store = opening.open_school(folder, PASSPHRASE)
    try:
        with store.read() as session:
            return content.digest(session.connection())
    finally:
        store.close()


def test_a_school_and_its_restored_copy_have_one_digest(folder: Path, tmp_path: Path) -> None:
    store = opening.open_school(folder, PASSPHRASE)
    pupils.add_pupil(store, {"legal_forename": "Ava", "legal_surname": "Núñez"})
    store.close()
    stick, anew = tmp_path / "stick", tmp_path / "anew"
    assert main(["--data", str(folder), "backup", "--to", str(stick)]) == 0
    assert main(["restore", "--from", str(stick), "--to", str(anew)]) == 0
    assert digest(anew) == digest(folder)
    assert main(["restore", "--from", str(stick), "--to", str(anew)]) == 1


def test_a_drill_is_0_when_equal_1_when_damaged_and_2_when_it_could_not(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert main(["--data", str(folder), "backup", "--to", str(stick)]) == 0
    assert main(["--data", str(folder), "drill", "--from", str(stick)]) == 0
    (path,) = stick.iterdir()
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert main(["--data", str(folder), "drill", "--from", str(stick)]) == 1
    path.unlink()
    assert main(["--data", str(folder), "drill", "--from", str(stick)]) == 2
    assert main(["--data", str(tmp_path / "nowhere"), "drill", "--from", str(stick)]) == 2


def test_a_backup_into_the_school_s_own_folder_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(folder), "backup", "--to", str(folder / "inside")]) == 1
    assert "lost with it" in capsys.readouterr().err
