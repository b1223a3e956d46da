"""Files that a person asked for are put in place whole, and several of them all or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradesk.system.files import write_all, write_whole
from gradesk.system.refusal import Refused


def test_a_disk_that_fills_up_leaves_every_older_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {f"pupil-passport-{number:03d}.pdf": b"of last year" for number in range(1, 4)}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    real, room = os.fsync, iter((True, True, False))

    def full(handle: int) -> None:
        if not next(room):
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"003\.pdf cannot be written \(No space left on device\); nothing was saved"):
        write_all([(tmp_path / name, b"new") for name in old])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old


def test_a_file_that_cannot_be_replaced_says_how_many_were(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(Refused, match=r"b\.pdf cannot be written .*; only the 1 before it were saved"):
        write_all([(tmp_path / name, b"new") for name in ("a.pdf", "b.pdf", "c.pdf")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


def test_one_file_makes_its_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a.pdf", b"whole")
    assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [b"whole"]
    with pytest.raises(Refused, match="nothing was saved there"):
        write_whole(tmp_path / "new" / "a.pdf" / "b.pdf", b"no folder")
