"""Plans, cycles and reviews together: no way past the agreement or past the targets, and no dead end."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.plans import (
    agreeing,
    beginning,
    class_reviews,
    comparing,
    cycle_days,
    cycles,
    next_steps,
    plan_types,
    plans,
    progress,
    reviews,
)
from gradesk.services.plans.agreeing import Agreement
from gradesk.services.plans.class_reviews import Group
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import BLOCKS, PEOPLE, STARTS, WHOLE, agreed_plan, rating, whole_plan, written_review

NEXT = date(2027, 2, 1)


def kind_of(store: Store, label: str, *sections: str) -> str:
    """The code of a new kind of plan with these sections."""
    uuid = plan_types.add(store, label)
    plan_types.arrange(store, uuid, sections)
    return next(kind.code for kind in plan_types.plan_types(store) if kind.uuid == uuid)


def tied(store: Store, pupil_id: str) -> str | None:
    """The plan of the open cycle."""
    current = cycles.current(store, pupil_id)
    assert current is not None
    return current.cycle.plan_id


# The plan a cycle works on -------------------------------------------------------------------------------------------


def test_the_plan_after_a_deleted_draft_is_the_one_its_cycle_reviews(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, STARTS)
    plans.remove(store, beginning.begin(store, ava, starts_on=STARTS))
    assert tied(store, ava) is not None
    assert agreed_plan(store, ava) == tied(store, ava)


def test_the_plan_after_one_that_was_put_away_is_the_one_its_cycle_reviews(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava, kind_of(store, "Without targets", "pupil_view", "agreement"), STARTS)
    plans.change(store, plan, BLOCKS)
    agreeing.agree(store, plan, PEOPLE, STARTS)
    agreeing.put_away(store, plan)
    assert agreed_plan(store, ava, starts_on=TODAY) == tied(store, ava)


def test_only_a_plan_for_learning_is_what_a_cycle_works_on(store: Store, ava: str) -> None:
    learning = beginning.begin(store, ava, starts_on=STARTS)
    other = next(kind.code for kind in plan_types.plan_types(store) if kind.purpose != "learning")
    beginning.begin(store, ava, other, TODAY)
    assert plans.for_learning(store, ava) == learning


def test_a_plan_tied_after_the_first_word_of_the_review_is_the_one_reviewed(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, STARTS)
    reviews.change(store, cycle, {"staff_view": "Reads with joy"})
    plan = agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    assert reviews.reviews(store, ava)[0].plan_id == plan


# Nothing passes the agreement ----------------------------------------------------------------------------------------


def test_a_draft_that_nobody_agreed_to_is_not_reviewed(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, STARTS)
    plan = whole_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    assert class_reviews.in_hand(store, Group()) == []
    with pytest.raises(Refused, match="Still missing: the plan: nobody agreed to it yet"):
        reviews.record(store, cycle)
    agreeing.agree(store, plan, PEOPLE)
    assert [one.pupil_id for one in class_reviews.in_hand(store, Group())] == [ava]
    reviews.record(store, cycle)


def test_a_kind_of_plan_without_an_agreement_is_reviewed_without_one(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, STARTS)
    plan = beginning.begin(store, ava, kind_of(store, "By word of mouth", "targets"), STARTS)
    plans.add_target(store, plan, WHOLE)
    assert len(class_reviews.in_hand(store, Group())) == 1
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))


def test_two_plans_for_one_purpose_are_not_both_agreed_though_a_deleted_draft_came_back(store: Store, ava: str) -> None:
    deleted = whole_plan(store, ava)
    plans.remove(store, deleted)
    agreed_plan(store, ava)
    history.bring_back(store, "plan", deleted)
    plans.add_target(store, deleted, WHOLE)
    with pytest.raises(Refused, match="in force for this already; no version was made"):
        agreeing.agree(store, deleted, PEOPLE)


def test_a_kind_of_plan_that_is_renamed_leaves_agreed_words_as_they_were(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    school.rename(store, "plan_type", plans.page(store, plan).kind.uuid, "My plan")
    assert not agreeing.is_changed(plans.page(store, plan))


@pytest.mark.parametrize("typed", ["a\x00b", "half \ud83d", "<b>&", "\u202eabc", "🦊"])
def test_any_letters_can_be_a_reason_or_a_name(store: Store, ava: str, typed: str) -> None:
    plan = agreed_plan(store, ava)
    plans.change(store, plan, {"strengths": "Draws maps"})
    agreeing.agree(store, plan, [Agreement("pupil", typed)], TODAY, typed)
    [newest, _first] = plans.page(store, plan).versions
    agreeing.add_agreement(store, newest.uuid, Agreement("parent", typed))
    assert newest.reason == typed.replace("\x00", "").replace("\ud83d", "?")


def test_a_reason_of_twenty_thousand_letters_and_one_is_refused_in_a_sentence(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    plans.change(store, plan, {"strengths": "Draws maps"})
    with pytest.raises(Refused, match="“Reason for this version” is longer than 20,000"):
        agreeing.agree(store, plan, PEOPLE, TODAY, "x" * 20_001)
    assert len(plans.page(store, plan).versions) == 1


# Nothing passes the targets ------------------------------------------------------------------------------------------


def test_taking_the_targets_out_does_not_pass_the_review(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    plans.remove_target(store, plans.page(store, plan).targets[0].uuid)
    with pytest.raises(Refused, match="no outcome yet"):
        agreeing.put_away(store, plan)


def test_no_target_is_added_to_a_plan_that_was_reviewed(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    with pytest.raises(Refused, match="its words stay as they were"):
        plans.add_target(store, plan)


def test_a_target_deleted_meanwhile_is_neither_moved_nor_removed(store: Store, ava: str) -> None:
    first, _second = plans.page(store, agreed_plan(store, ava, targets=2)).targets
    plans.remove_target(store, first.uuid)
    with pytest.raises(Refused, match="deleted meanwhile"):
        plans.move_target(store, first.uuid, 1)
    with pytest.raises(Refused, match="deleted meanwhile"):
        plans.remove_target(store, first.uuid)


def test_an_outcome_of_another_scale_is_asked_for_anew(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    kind = plans.page(store, plan).kind
    other = next(scale for scale in plan_types.scales(store) if scale.uuid != kind.scale_id)
    plan_types.use_scale(store, kind.uuid, other.uuid)
    assert [lack.field for lack in reviews.lacks(reviews.page(store, cycle))] == ["rating_id"]
    [one] = class_reviews.in_hand(store, Group())
    assert one.rated == 0
    plan_types.use_scale(store, kind.uuid, kind.scale_id)
    reviews.record(store, cycle)


# No dead ends --------------------------------------------------------------------------------------------------------


def test_evidence_and_reason_of_full_length_go_on_to_the_next_cycle(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    target = plans.page(store, plan).targets[0].uuid
    low = school.ratings(store, plans.page(store, plan).kind.uuid)[0].code
    reviews.rate(store, cycle, target, {"rating_id": rating(store, plan, low), "evidence": "x" * 20_000})
    reviews.change(store, cycle, {"reason": "y" * 20_000})
    reviews.record(store, cycle)
    [carried] = plans.page(store, beginning.begin_from_last(store, ava)).targets
    assert len(carried.baseline) == 20_000
    current = cycles.current(store, ava)
    assert current is not None
    cycle_days.change_stage(store, current.stages[0].uuid, {"note": current.stages[0].note})


def test_a_class_that_cannot_be_recorded_says_whose_review_it_is(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    written_review(store, ava, "met", date(2026, 9, 1), NEXT)
    with pytest.raises(Refused, match="Ava Núñez: A cycle cannot be reviewed before it opened"):
        class_reviews.record_complete(store, class_reviews.in_hand(store, Group()))


def test_two_reviews_on_one_day_follow_one_another(store: Store, ava: str) -> None:
    for _turn in range(2):
        agreed_plan(store, ava, starts_on=TODAY)
        reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    assert [page.cycle.number for page in cycles.cycles(store, ava)] == [1, 2, 3]


def test_an_undone_review_is_written_on_and_then_recorded_anew(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    reviews.record(store, cycle)
    history.undo(store)
    reviews.change(store, cycle, {"staff_view": "Reads with joy"})
    with pytest.raises(Refused, match="nothing to do again"):
        history.redo(store)
    reviews.record(store, cycle)
    history.undo(store)
    history.redo(store)
    assert len(cycles.cycles(store, ava)) == 2


def test_no_class_mates_name_however_short_comes_with_the_strategies(store: Store, ava: str) -> None:
    pupils.add_pupil(store, {"legal_forename": "Jo", "legal_surname": "Quill", "class_name": "4 Oak"})
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ode", "class_name": "4 Oak"})
    plan = beginning.begin(store, ben)
    plans.change(store, plan, {"provision": "A seat beside Jo\nA quill to write with\nGo on to the next step"})
    assert beginning.strategies_of(store, ben) == ["Go on to the next step"]


@pytest.mark.parametrize("count", [1, 9])
def test_a_standstill_is_counted_as_the_school_says(store: Store, ava: str, count: int) -> None:
    school.change_school(store, {"stuck_after": count})
    for _turn in range(count):
        assert next_steps.stuck(store, ava) is None
        plan = agreed_plan(store, ava, starts_on=TODAY)
        lowest = school.ratings(store, plans.page(store, plan).kind.uuid)[0].code
        reviews.record(store, written_review(store, ava, lowest, TODAY, NEXT))
    found = next_steps.stuck(store, ava)
    assert found is not None and found.cycles == count


def test_a_field_that_needs_a_day_is_not_emptied(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    target = plans.page(store, plan).targets[0].uuid
    progress.note(store, target, "3/5")
    [note] = progress.points(store, [target])[target]
    for empty in (
        lambda: reviews.change(store, cycle, {"happened_on": None}),
        lambda: progress.change(store, note.uuid, {"happened_on": None}),
    ):
        with pytest.raises(Refused, match="cannot be empty; the old day was kept"):
            empty()


def test_a_target_stands_beside_itself_though_another_was_taken_out(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava, targets=2)
    first, second = plans.page(store, plan).targets
    plans.change_target(store, second.uuid, {"baseline": "4 of 10"})
    agreeing.agree(store, plan, PEOPLE, reason="counted anew")
    plans.remove_target(store, first.uuid)
    say = school.card(store).words.say
    now, before, _first = comparing.sides(store, ava, say)
    older = dict(before.beside(now, say))
    assert older["Target 1: Starting point"] == dict(now.words)["Target 1: Starting point"] == "4 of 10"
    assert older["Target 1, taken out: Starting point"] == "2 of 10"


def test_a_child_with_a_plan_is_not_put_forward_for_the_assessment_that_leads_to_one(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    pupils.set_status(store, ava, "E", date(2026, 10, 1), "Plan issued", date(2026, 10, 1))
    current = cycles.current(store, ava)
    assert current is not None
    with pytest.raises(Refused, match="has an EHC plan already"):
        reviews.change(store, current.cycle.uuid, {"decision": "request"})
