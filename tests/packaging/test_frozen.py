"""A frozen Gradesk reads foreign files in child processes too. Freezing takes a minute, so it is done where PyInstaller is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from gradesk.practice import marker
from tests.packaging.conftest import ROOT
from tests.services.paper.test_forms_in import filled

needs_pyinstaller = pytest.mark.skipif(
    importlib.util.find_spec("PyInstaller") is None or not sys.platform.startswith("linux"),
    reason="freezing is tried on Linux where PyInstaller is installed, which nothing else needs",
)


def frozen(folder: Path) -> Path:
    """The command line frozen, without the window."""
    entry = folder / "start.py"  # not called as the package is, which it would hide
    entry.write_text("import sys\nfrom gradesk.__main__ import main\nsys.exit(main())\n", "utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--name", "gradesk-frozen"]
    for package in ("gradesk", "sqlcipher3"):
        command += ["--collect-submodules", package]
    command += ["--exclude-module", "PySide6", "--paths", str(ROOT)]
    for source, place in (
        ("resources", "resources"),
        ("gradesk/store/schema/migrations", "gradesk/store/schema/migrations"),
    ):
        command += ["--add-data", f"{ROOT / source}{os.pathsep}{place}"]
    done = subprocess.run([*command, str(entry)], cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "dist" / "gradesk-frozen" / "gradesk-frozen"


@needs_pyinstaller
def test_a_frozen_gradesk_reads_a_workbook_and_a_form(tmp_path: Path) -> None:
    program, school = frozen(tmp_path), tmp_path / "school"
    env = {**os.environ, "HOME": str(tmp_path), "GRADESK_PASSPHRASE": marker.PASSPHRASE}

    def run(*words: object) -> str:
        command = [str(program), *map(str, words)]
        done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, timeout=120)
        return done.stdout + done.stderr

    run("demo", "--no-window", "--pupils", 8, "--data", school)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Surname", "Forename", "Date of birth", "Class"), ("Holt", "Ida", "14/03/2017", "4 Oak")):
        sheet.append(row)
    book.save(tmp_path / "register.xlsx")
    assert "1  new" in run("import", tmp_path / "register.xlsx", "--dry-run", "--data", school)
    forms = tmp_path / "forms"
    run("print", "prepare-parent", "--all", "--variant", "form", "--looked", "--out", forms, "--data", school)
    told = []
    for form in sorted(forms.iterdir()):
        form.write_bytes(filled(form.read_bytes(), {"-q-well": "Reading to the dog"}))
        told.append(run("read-form", form, "--data", school))
    assert all("Reading to the dog" in one or "no place for these answers yet" in one for one in told), told
    assert any("Reading to the dog" in one for one in told), told
