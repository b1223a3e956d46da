"""What can be read of a damaged file or backup is written in open formats, and what cannot is counted."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import backups, rescuing
from gradesk.services.school import opening
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.names import DATABASE
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE

PAGE = 4096


@pytest.fixture
def full(store: Store) -> Path:
    """A closed school of forty pupils."""
    for number in range(40):
        pupils.add_pupil(
            store, {"legal_forename": f"Pupil{number}", "legal_surname": "Abbot", "medical": "words " * 60}
        )
    folder = store.vault.folder
    store.close()
    return folder


def names(out: Path) -> set[str]:
    return {row["legal_forename"] for row in json.loads((out / "pupil.json").read_text("utf-8"))}


def test_a_sound_file_is_read_whole_and_left_as_it_was(full: Path, tmp_path: Path) -> None:
    before = (full / DATABASE).read_bytes()
    found = rescuing.rescue(full, tmp_path / "out", PASSPHRASE)
    assert (full / DATABASE).read_bytes() == before
    assert found.lost == {} and names(tmp_path / "out") == {f"Pupil{number}" for number in range(40)}
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")) == []


def test_a_backup_is_read_too_and_kept_documents_come_out(store: Store, ava: str, tmp_path: Path) -> None:
    attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", b"%PDF-1.4 letter"))
    (made,) = backups.make(store, tmp_path / "stick")
    assert made.path is not None
    rescuing.rescue(made.path, tmp_path / "out", PASSPHRASE)
    assert names(tmp_path / "out") == {"Ava"}
    assert [path.read_bytes() for path in (tmp_path / "out" / "files").iterdir()] == [b"%PDF-1.4 letter"]


@pytest.mark.parametrize("seed", range(12))
def test_damage_loses_what_stands_on_it_and_nothing_else(full: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    raw = bytearray((full / DATABASE).read_bytes())
    for page in dice.sample(range(3, len(raw) // PAGE), 6):
        raw[page * PAGE + dice.randrange(PAGE)] ^= 0xFF
    (full / DATABASE).write_bytes(raw)
    try:
        found = rescuing.rescue(full, tmp_path / "out", PASSPHRASE)
    except Refused as refused:
        assert "says where everything lies" in str(refused)
        return
    assert names(tmp_path / "out") <= {f"Pupil{number}" for number in range(40)} | {"(this could not be read)"}
    assert len(names(tmp_path / "out")) + found.lost.get("pupil", 0) >= 30 or "pupil" not in found.read


def test_a_wrong_passphrase_and_a_folder_with_something_in_it_leave_nothing_behind(full: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        rescuing.rescue(full, tmp_path / "out", "some other words entirely")
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter").write_bytes(b"")
    with pytest.raises(Refused, match="not empty"):
        rescuing.rescue(full, tmp_path / "out", PASSPHRASE)


def test_a_rescued_school_opens_still(full: Path, tmp_path: Path) -> None:
    rescuing.rescue(full, tmp_path / "out", PASSPHRASE)
    opening.open_school(full, PASSPHRASE).close()
