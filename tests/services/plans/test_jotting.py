"""One line from anywhere: whose target it is about is found by any part of a name, and never decided between two."""

from __future__ import annotations

import pytest

from gradesk.services.plans import jotting, plans
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from tests.services.planning import agreed_plan


@pytest.fixture
def will(store: Store) -> str:
    """A pupil whose name is a word, and whose surname is double."""
    values = {"legal_forename": "Will", "legal_surname": "O’Brien-Smith", "class_name": "4 Oak"}
    uuid = pupils.add_pupil(store, values)
    agreed_plan(store, uuid)
    return uuid


def found(store: Store, typed: str, in_sight: str = "") -> list[tuple[str, str]]:
    """Whose target a line can be about, and what it says then."""
    return [(one.target.pupil_id, one.note) for one in jotting.read(typed, jotting.open_targets(store), in_sight)]


@pytest.mark.parametrize("name", ["Will", "will", "o'brien", "O’Brien", "Smith", "obriensmith", "Will Smith", "Will’s"])
def test_any_part_of_a_name_finds_its_pupil(store: Store, ava: str, will: str, name: str) -> None:
    agreed_plan(store, ava)
    assert found(store, f"{name} 3/5") == [(will, "3/5")]


@pytest.mark.parametrize("name", ["Ava", "núñez", "Nunez", "av"])
def test_accents_and_capitals_do_not_matter(store: Store, ava: str, will: str, name: str) -> None:
    agreed_plan(store, ava)
    assert found(store, f"{name}: 3/5") == [(ava, "3/5")]


def test_a_word_that_begins_a_name_does_not_take_the_note_from_the_pupil_in_sight(
    store: Store, ava: str, will: str
) -> None:
    agreed_plan(store, ava)
    assert found(store, "a good day 2/5", in_sight=will) == [(will, "a good day 2/5"), (ava, "good day 2/5")]


def test_a_word_that_is_a_name_leaves_the_pupil_in_sight_to_choose(store: Store, ava: str, will: str) -> None:
    agreed_plan(store, ava)
    assert found(store, "Will read 3/5", in_sight=ava) == [(will, "read 3/5"), (ava, "Will read 3/5")]


def test_pupils_of_one_name_are_all_offered_with_their_classes(store: Store, will: str) -> None:
    other = pupils.add_pupil(store, {"legal_forename": "Will", "legal_surname": "O’Brien-Smith", "class_name": "5 Elm"})
    agreed_plan(store, other)
    assert {one.target.class_name for one in jotting.read("Will 3/5", jotting.open_targets(store))} == {
        "4 Oak",
        "5 Elm",
    }


def test_targets_are_numbered_as_the_plan_shows_them(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava, targets=3)
    first, second, third = plans.page(store, plan).targets
    plans.remove_target(store, first.uuid)
    assert [one.target.target_id for one in jotting.read("Ava t2 3/5", jotting.open_targets(store))] == [third.uuid]
    assert [target.position for target in plans.page(store, plan).targets] == [1, 2]
    assert second.uuid == plans.page(store, plan).targets[0].uuid


def test_a_word_of_the_target_tells_which_one_is_meant(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    plans.add_target(store, plan, {"pupil_wording": "I can spell my words with a chart."})
    targets = jotting.open_targets(store)
    first, second = jotting.read("Ava spell 9/40", targets)
    assert (first.target.number, first.note, second.target.number) == (2, "spell 9/40", 1)
    assert jotting.read("Ava 3/5 with a reminder", targets)[0].target.number == 1
