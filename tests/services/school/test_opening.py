"""A school is set up whole or not at all, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import before, opening, school, staff
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE


@pytest.mark.parametrize("name", ["  \x00 ", "x" * 30_000])
def test_a_name_that_cannot_be_leaves_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused):
        opening.make_school(tmp_path / "school", name, PASSPHRASE, cost=CHEAP)
    assert not before.is_set_up(tmp_path / "school")
    opening.make_school(tmp_path / "school", "Fernhill Primary", PASSPHRASE, cost=CHEAP).close()


def test_a_name_with_letters_that_cannot_be_written_is_set_up_without_them(tmp_path: Path) -> None:
    store = opening.make_school(tmp_path / "school", "Fern\udcffhill\x00 Primary", PASSPHRASE, cost=CHEAP)
    assert school.card(store).name == "Fern?hill Primary"
    store.close()


@pytest.mark.parametrize("folder", ["school", "\x00", "/tmp/a\x00b"])
def test_a_folder_that_is_no_whole_path_is_asked_for_again(folder: str) -> None:
    assert "whole path" in before.problem_with("Fernhill", PASSPHRASE, PASSPHRASE, folder)


def test_a_persons_own_folder_may_be_typed_short() -> None:
    assert before.place("~/school") == Path.home() / "school"


def test_the_journal_names_the_senco_of_the_staff(store: Store, folder: Path, clock: Clock) -> None:
    staff.add_staff(store, {"name": "Mrs Fairclough", "role": "senco"})
    store.close()
    again = opening.open_school(folder, PASSPHRASE, clock)
    ava = pupils.add_pupil(again, {"legal_forename": "Ava"})
    assert [entry.actor for entry in history.entries(again, ava)] == ["Mrs Fairclough"]
    again.close()
