"""What the laptop remembers of a school's file survives a torn write and a lost folder."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gradesk.system.kept import heads
from gradesk.system.kept.heads import Head, HeadFile

SCHOOL = Path("/nowhere/school")
HEAD = Head("a-copy", 7, "digest", "2026-11-23T12:00+00:00", "/somewhere/school")


@pytest.fixture(autouse=True)
def own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop that remembers nothing yet."""
    monkeypatch.setattr(heads, "config_folder", lambda: tmp_path)
    return tmp_path


def test_the_newest_is_remembered() -> None:
    assert HeadFile("a-copy", SCHOOL).read() is None
    for seq in range(1, 6):
        HeadFile("a-copy", SCHOOL).keep(replace(HEAD, seq=seq))
        assert HeadFile("a-copy", SCHOOL).read() == replace(HEAD, seq=seq)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folder for this")
def test_the_first_time_it_waits_for_the_disk_and_never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut right after a set-up would otherwise leave a file that its own laptop does not know."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    HeadFile("a-copy", SCHOOL).keep(HEAD)
    assert len(synced) == 2, "itself and its name"
    for seq in range(8, 12):
        HeadFile("a-copy", SCHOOL).keep(replace(HEAD, seq=seq))
    assert len(synced) == 2


def test_a_torn_write_leaves_the_one_before(tmp_path: Path) -> None:
    for seq in (1, 2):
        HeadFile("a-copy", SCHOOL).keep(replace(HEAD, seq=seq))
    [path] = (tmp_path / heads.FOLDER).iterdir()
    raw = bytearray(path.read_bytes())
    raw[60] ^= 1  # the second of them lies in the first slot
    path.write_bytes(raw)
    assert HeadFile("a-copy", SCHOOL).read() == replace(HEAD, seq=1)
    path.write_bytes(b"")
    assert HeadFile("a-copy", SCHOOL).read() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access lists instead of mode bits")
def test_it_is_for_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        HeadFile("a-copy", SCHOOL).keep(HEAD)
    finally:
        os.umask(before)
    [path] = (tmp_path / heads.FOLDER).iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_where_no_settings_can_be_kept_it_lies_beside_the_school(tmp_path: Path) -> None:
    (tmp_path / heads.FOLDER).write_text("in the way")
    HeadFile("a-copy", SCHOOL).keep(HEAD)
    assert HeadFile("a-copy", SCHOOL).read() is None
    (tmp_path / "school").mkdir()
    for seq in (1, 2, 3):
        HeadFile("a-copy", tmp_path / "school").keep(replace(HEAD, seq=seq))
    assert HeadFile("a-copy", tmp_path / "school").read() == replace(HEAD, seq=3)
    assert [path.name for path in (tmp_path / "school").iterdir()] == ["gradesk-a-copy.head"]
