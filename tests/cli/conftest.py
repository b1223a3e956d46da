"""The command line, called as a person would, on a practice school and on a school of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gradesk.__main__ import main
from gradesk.practice import making
from tests import copying
from tests.conftest import PASSPHRASE


@dataclass(frozen=True)
class Result:
    """What a call gave back."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of whoever runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config-home"))
    monkeypatch.delenv("GRADESK_PASSPHRASE", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `gradesk` with some words."""

    def call(*words: object) -> Result:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small practice school, to be copied and never written."""
    return copying.built_once(
        tmp_path_factory, "small practice of this run", lambda folder: making.open_or_make(folder, 16, 1).store
    )


@pytest.fixture
def practice_folder(built: Path, tmp_path: Path) -> Path:
    """A practice school of one's own."""
    return copying.copied(built, tmp_path / "practice")


@pytest.fixture
def real(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty school that is no practice school, its passphrase in the environment."""
    monkeypatch.setenv("GRADESK_PASSPHRASE", PASSPHRASE)
    return folder
