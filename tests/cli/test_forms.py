"""`gradesk read-form` shows what a filled form says, and takes it in only when asked to."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.practice import marker
from gradesk.services.plans import plans
from gradesk.services.pupils import register
from gradesk.services.school import opening
from tests.cli.conftest import Run
from tests.services.paper.test_forms_in import blank, filled


@pytest.fixture
def came_back(practice_folder: Path, tmp_path: Path) -> tuple[Path, str]:
    """The filled form of a pupil with a plan, and that pupil."""
    store = opening.open_school(practice_folder, marker.PASSPHRASE)
    try:
        found = ((row.uuid, plans.for_learning(store, row.uuid)) for row in register.everyone(store))
        pupil_id, _ = next((one, plan) for one, plan in found if plan)
        path = tmp_path / "form.pdf"
        path.write_bytes(filled(blank(store, pupil_id, "parent"), {"-q-well": "Reading to the dog"}))
    finally:
        store.close()
    return path, pupil_id


def test_a_form_is_shown_and_changes_nothing_until_it_is_taken(
    run: Run, practice_folder: Path, came_back: tuple[Path, str]
) -> None:
    path, pupil_id = came_back
    shown = run("read-form", path, "--pupil", pupil_id, "--data", practice_folder)
    assert shown.code == 0 and "What is going well? Reading to the dog" in shown.out
    assert "Nothing was changed" in shown.out
    assert "taken in" in run("read-form", path, "--take", "--data", practice_folder).out
    again = run("read-form", path, "--take", "--data", practice_folder)
    assert again.code == 1 and "read in already" in again.err
