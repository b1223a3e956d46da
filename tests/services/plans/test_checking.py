"""Checking a kept plan: what is found, in a stable order; and switching rules off for the school."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gradesk.services.custody import history
from gradesk.services.plans import adjustments, beginning, checking, plans
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

WHOLE: dict[str, Any] = {
    "pupil_wording": "I can do two things you ask me to do.",
    "does": "follow an instruction with two steps",
    "given": "in a whole-class lesson",
    "standard": "in 4 of 5 tries",
    "baseline": "Follows 2 of 5",
    "criterion_form": "tries",
    "criterion_goal": 4.0,
    "criterion_of": 5.0,
    "how": "Say it once with a picture, then wait.",
    "who": "Mrs Lane",
    "how_often": "3 times a week",
    "how_long": "15 minutes",
    "by_when": date(2027, 2, 12),
}


@pytest.fixture
def plan(store: Store, ava: str) -> str:
    """Ava's draft plan with one target that is specific and complete."""
    uuid = beginning.begin(store, ava)
    plans.add_target(store, uuid, WHOLE)
    return uuid


def rules_of(store: Store, plan: str) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in checking.check(store, plan)]


def test_a_plan_that_is_specific_and_complete_has_nothing_to_say(store: Store, plan: str) -> None:
    assert checking.check(store, plan) == ()


def test_a_finding_names_its_target_and_the_field_that_the_form_has(store: Store, plan: str) -> None:
    (target,) = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"does": "have a reading session"})
    (one,) = checking.check(store, plan)
    assert (one.rule, one.field, one.target_id, one.words) == ("provision", "does", target.uuid, "have")


def test_a_replacement_is_the_whole_new_text_of_the_field(store: Store, plan: str) -> None:
    (target,) = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"standard": "in [4] of 5 tries", "who": "Mrs Lane, TA"})
    plans.change(store, plan, {"barriers": "Ava suffers from headaches. She refuses to read aloud."})
    for one in checking.check(store, plan):
        assert one.replacement is not None
        change = {one.field: one.replacement}
        if one.target_id:
            plans.change_target(store, one.target_id, change)
        else:
            plans.change(store, plan, change)
    assert checking.check(store, plan) == ()
    page = plans.page(store, plan)
    assert page.plan.barriers == "Ava has headaches. She finds it hard to read aloud."
    assert page.targets[0].standard == "in 4 of 5 tries" in page.targets[0].staff_wording
    assert page.targets[0].who == "Mrs Lane, teaching assistant"


def test_only_the_blocks_this_kind_of_plan_shows_are_looked_at(store: Store, plan: str) -> None:
    plans.change(store, plan, {"response": "The TA helps."})
    assert "response" not in plans.page(store, plan).fields
    assert checking.check(store, plan) == ()


def test_the_same_text_as_in_an_earlier_plan_is_found(store: Store, ava: str, plan: str) -> None:
    plans.change(store, plan, {"starts_on": date(2026, 9, 7)})
    with store.work("Put the first plan away") as session:
        session.get_one(plans.Plan, plan).state = "reviewed"
    second = beginning.begin(store, ava)
    plans.add_target(store, second, {**WHOLE, "by_when": date(2027, 3, 19)})
    assert rules_of(store, second) == [("same_again", "does")]
    assert rules_of(store, plan) == []
    (target,) = plans.page(store, second).targets
    plans.change_target(store, target.uuid, {"standard": "in 5 of 5 tries"})
    assert rules_of(store, second) == []


def test_what_is_found_comes_in_the_same_order_every_time(store: Store, plan: str) -> None:
    plans.add_target(store, plan, {"does": "improve, with access to a TA", "by_when": None, "who": ""})
    plans.add_target(store, plan, {"staff_wording": "Ava will attend a group regularly."})
    found = checking.check(store, plan)
    assert found == checking.check(store, plan)
    positions = {target.uuid: target.position for target in plans.page(store, plan).targets}
    order = [positions[one.target_id] for one in found if one.target_id]
    assert order == sorted(order) and {2, 3} <= set(order)


def test_a_pupil_whose_age_is_not_known_is_judged_by_the_year_group(store: Store) -> None:
    pupil = pupils.add_pupil(store, {"legal_forename": "Bo", "year_group": "2"})
    uuid = beginning.begin(store, pupil)
    hard = "I will demonstrate appropriate participation in unstructured activities."
    plans.add_target(store, uuid, {**WHOLE, "pupil_wording": hard})
    assert rules_of(store, uuid) == [("reading", "pupil_wording")]
    pupils.change_pupil(store, pupil, {"year_group": ""})
    assert rules_of(store, uuid) == []


def test_a_rule_is_switched_off_and_on_again_and_that_can_be_undone(store: Store, plan: str) -> None:
    (target,) = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"who": ""})
    assert [rule.code for rule in checking.rules(store) if not rule.on] == []
    for _ in range(2):
        checking.switch(store, "no_support", False)
        checking.switch(store, "no_support", False)
        assert [rule.code for rule in checking.rules(store) if not rule.on] == ["no_support"]
        assert checking.check(store, plan) == ()
        checking.switch(store, "no_support", True)
        checking.switch(store, "no_support", True)
        assert rules_of(store, plan) == [("no_support", "who")]
    history.undo(store)
    assert checking.check(store, plan) == ()
    with pytest.raises(Refused):
        checking.switch(store, "no_such_rule", False)


def test_every_rule_says_its_reason_in_a_sentence(store: Store) -> None:
    for rule in checking.rules(store):
        assert rule.reason.endswith(".") and "{" not in rule.reason


def test_a_plan_that_lists_what_every_class_does_is_told_so(store: Store, ava: str) -> None:
    adjustments.add(store, "Leave worked examples on the board until everybody has begun")
    plan = beginning.begin(store, ava)
    target = plans.add_target(store, plan, {"how": "Leave the worked examples on the board. Count on a number line."})
    [found] = [one for one in checking.check(store, plan) if one.rule == "everyday"]
    assert (found.field, found.target_id) == ("how", target)
    assert found.words == "Leave worked examples on the board until everybody has begun"
    plans.change_target(store, target, {"how": "Count on a number line with an adult."})
    assert "everyday" not in {one.rule for one in checking.check(store, plan)}
