"""`gradesk demo`: the practice school, its passports, and the window where there is a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradesk import __main__ as entry
from gradesk.cli import demo
from gradesk.practice import marker
from gradesk.system.paths import default_data_folder
from tests.cli.conftest import Run

ROOT = Path(entry.__file__).parent.parent


def test_a_second_demo_builds_nothing_anew(run: Run, tmp_path: Path) -> None:
    words = ("demo", "--pupils", 2, "--no-window", "--data", tmp_path / "here", "--out", tmp_path / "paper")
    first = run(*words)
    before = (tmp_path / "here" / "gradesk.gdkeys").read_bytes()
    second = run(*words)
    assert first.code == second.code == 0
    assert "Built" in first.out
    assert "Found" in second.out
    assert str(tmp_path / "paper") in first.out
    assert (tmp_path / "here" / "gradesk.gdkeys").read_bytes() == before
    names = sorted(path.name for path in (tmp_path / "paper").iterdir())
    assert names[0] == "all-passports.pdf"
    assert all(name.startswith("pupil-passport-") for name in names[1:])


def test_it_never_lies_where_the_real_school_does(run: Run) -> None:
    assert run("demo", "--pupils", 2, "--no-window").code == 0
    assert (default_data_folder() / "practice" / "gradesk.db").is_file()
    assert not (default_data_folder() / "gradesk.db").exists()


def test_a_real_school_is_left_alone(run: Run, folder: Path) -> None:
    result = run("demo", "--no-window", "--data", folder)
    assert result.code == 1
    assert "not the practice school" in result.err


def test_the_window_opens_on_the_practice_school(
    run: Run, practice_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, str | None]] = []

    def window(folder: Path, passphrase: str | None) -> int:
        opened.append((folder, passphrase))
        return 0

    monkeypatch.setattr(entry, "open_window", window)
    assert run("demo", "--data", practice_folder).code == 0
    assert opened == [(practice_folder, marker.PASSPHRASE)]


def test_without_a_verb_the_window_opens_on_the_real_school(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path, str | None]] = []

    def window(folder: Path, passphrase: str | None) -> int:
        opened.append((folder, passphrase))
        return 0

    monkeypatch.setattr(entry, "open_window", window)
    assert run().code == 0
    assert opened == [(default_data_folder(), None)]


def test_without_a_display_demo_says_so_and_is_done(
    run: Run, practice_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "has_display", lambda: False)
    result = run("demo", "--data", practice_folder)
    assert result.code == 0
    assert "no display" in result.out


PROBE = """
import sys
from gradesk.__main__ import main
code = main(sys.argv[1:])
heavy = sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "reportlab", "pypdfium2", "python_calamine"})
print("loaded:", *heavy, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["pupils", "--json"], []),
        (["due"], []),
        (["verify"], []),
        (["demo", "--no-window"], ["pypdfium2", "reportlab"]),
    ],
)
def test_no_verb_loads_qt_nor_paper_it_does_not_need(
    words: list[str], loaded: list[str], practice_folder: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words, "--data", str(practice_folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.split("loaded:")[1].split() == loaded
