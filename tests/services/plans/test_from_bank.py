"""Targets from the bank: into the empty one first, known again when their blanks are filled, found by other words."""

from __future__ import annotations

import pytest

from gradesk.services.plans import bank, beginning, from_bank, plans
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import WHOLE, whole_plan


def test_an_empty_target_is_filled_before_another_is_added(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    empty = plans.add_target(store, plan)
    first, second = bank.find(store, "target", "turn", age=9)[:2]
    assert from_bank.take(store, plan, first) == empty
    assert from_bank.take(store, plan, second) != empty
    targets = plans.page(store, plan).targets
    assert [target.does for target in targets] == [first.words, second.words]
    assert first.words in targets[0].staff_wording and targets[0].success_criterion
    plans.change_target(store, empty, {"does": first.words.replace("[", "").replace("]", "")})
    found = plans.page(store, plan)
    assert from_bank.is_taken(first, found) and from_bank.is_taken(second, found)
    assert not from_bank.is_taken(bank.find(store, "target", "spell", age=9)[0], found)


def test_a_target_somebody_worded_is_not_written_over(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.add_target(store, plan, {"home_part": "Reads with her gran"})
    from_bank.take(store, plan, bank.find(store, "target", "turn")[0])
    assert len(plans.page(store, plan).targets) == 2


def test_the_bank_is_found_by_the_beginning_of_a_word_it_says_otherwise(store: Store) -> None:
    found = bank.find(store, "target", "vocab", age=9)
    assert "topic word" in found[0].words
    assert len(bank.find(store, "target", "", age=9)) > len(found)
    assert bank.find(store, "target", "zzz") == ()


def test_the_same_people_help_with_all_targets_in_one_step(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava, targets=2)
    plans.add_target(store, plan, {**WHOLE, "who": "Mr Day"})
    assert plans.same_helper(store, plan, "Mr Day") == 2
    assert {target.who for target in plans.page(store, plan).targets} == {"Mr Day"}
    with pytest.raises(Refused, match="not said yet who helps"):
        plans.same_helper(store, plan, " ")
