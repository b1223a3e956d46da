"""Reviews: written as they are typed, recorded when nothing is missing, and what follows from them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.plans.plan import PlanVersion
from gradesk.model.rules.words.progress_text import read_note
from gradesk.services.custody import history
from gradesk.services.plans import agreeing, beginning, class_reviews, cycles, next_steps, plans, progress, reviews
from gradesk.services.plans.class_reviews import Group
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import PEOPLE, agreed_plan, rating, whole_plan, written_review

NEXT = date(2027, 2, 1)


@pytest.fixture
def cycle(store: Store, ava: str) -> str:
    """A cycle with an agreed plan."""
    agreed_plan(store, ava, targets=2)
    found = cycles.current(store, ava)
    assert found is not None
    return found.cycle.uuid


# Recording (domain rule 4) -------------------------------------------------------------------------------------------


def test_rule_4_a_review_needs_rating_evidence_views_decision_and_the_next_date(
    store: Store, ava: str, cycle: str
) -> None:
    assert {lack.field for lack in reviews.lacks(reviews.page(store, cycle))} == {
        "rating_id", "evidence", "pupil_view", "parent_view", "decision", "reason", "next_review_on",
    }  # fmt: skip
    with pytest.raises(Refused, match=r"not complete; every word is kept\. Still missing: target 1: its outcome"):
        reviews.record(store, cycle)
    written_review(store, ava, "met", TODAY, NEXT)
    for name in ("pupil_view", "parent_view", "decision", "reason", "next_review_on"):
        page = reviews.page(store, cycle)
        kept = getattr(page.review, name)
        reviews.change(store, cycle, {name: None if name == "next_review_on" else ""})
        with pytest.raises(Refused, match="not complete"):
            reviews.record(store, cycle)
        reviews.change(store, cycle, {name: kept})
    assert reviews.lacks(reviews.page(store, cycle)) == []


def test_rule_4_recording_a_review_opens_the_next_cycle_with_its_findings(store: Store, ava: str, cycle: str) -> None:
    reviews.record(store, written_review(store, ava, "partly", TODAY, NEXT, "change"))
    first, second = cycles.cycles(store, ava)
    assert first.cycle.closed_on == TODAY
    assert first.review is not None and first.review.recorded_on == TODAY
    assert (second.cycle.number, second.cycle.opened_on, second.cycle.review_due_on) == (2, TODAY, NEXT)
    assert second.stages[0].note == "From the review of cycle 1: Change or increase support. It works"
    assert second.cycle.plan_id is None
    with pytest.raises(Refused, match="reviewed already"):
        reviews.change(store, cycle, {"reason": "other"})
    with pytest.raises(Refused, match="reviewed already"):
        reviews.record(store, cycle)


def test_stepping_off_opens_no_other_cycle(store: Store, ava: str, cycle: str) -> None:
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT, "step_off"))
    assert cycles.current(store, ava) is None


def test_recording_is_one_step_that_one_undo_takes_back(store: Store, ava: str, cycle: str) -> None:
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    history.undo(store)
    page = cycles.current(store, ava)
    assert page is not None and page.cycle.uuid == cycle
    assert reviews.page(store, cycle).review.reason == "It works"
    reviews.record(store, cycle)


def test_every_word_of_a_review_is_kept_as_it_is_typed(store: Store, ava: str, cycle: str) -> None:
    line, other = reviews.page(store, cycle).lines
    reviews.rate(store, cycle, line.target.uuid, {"evidence": "Read to the class"})
    reviews.change(store, cycle, {"staff_view": "Proud"})
    page = reviews.page(store, cycle)
    assert page.review is not None and page.review.staff_view == "Proud"
    assert page.lines[0].outcome is not None and page.lines[0].outcome.evidence == "Read to the class"
    assert page.lines[1].outcome is None
    plans.remove_target(store, other.target.uuid)
    assert len(reviews.page(store, cycle).lines) == 1
    assert cycles.cycles(store, ava)[0].review is None  # not before it is recorded


def test_an_outcome_needs_a_target_of_this_plan_and_a_value_of_its_scale(store: Store, cycle: str) -> None:
    with pytest.raises(Refused, match="not in the plan under review"):
        reviews.rate(store, cycle, "none", {"evidence": "x"})
    target = reviews.page(store, cycle).lines[0].target.uuid
    with pytest.raises(Refused, match="not on the plan’s scale"):
        reviews.rate(store, cycle, target, {"rating_id": "none"})


@pytest.mark.parametrize(
    ("held", "following", "words"),
    [
        (date(2026, 9, 1), NEXT, "before it opened"),
        (TODAY + timedelta(days=1), NEXT, "on a day to come"),
        (TODAY, TODAY, "comes after this one"),
    ],
)
def test_the_dates_of_a_review_are_in_order(
    store: Store, ava: str, cycle: str, held: date, following: date, words: str
) -> None:
    written_review(store, ava, "met", held, following)
    with pytest.raises(Refused, match=words):
        reviews.record(store, cycle)
    assert cycles.current(store, ava) is not None


def test_a_plan_is_not_reviewed_before_its_first_day(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 9, 7))
    agreed_plan(store, ava, TODAY + timedelta(days=2), on=TODAY)
    cycle = written_review(store, ava, "met", TODAY, NEXT)
    with pytest.raises(Refused, match="before it starts"):
        reviews.record(store, cycle)


def test_a_cycle_without_a_plan_is_reviewed_by_its_views(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 9, 7))
    assert "rating_id" not in {lack.field for lack in reviews.lacks(reviews.page(store, cycle))}


# Between reviews -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "out_of", "prompt", "day"),
    [
        ("3/5 today with visual prompt", 3, 5, "visual", TODAY),
        ("4 out of 5 yesterday, alone", 4, 5, "independent", date(2026, 11, 22)),
        ("80% fri", 80, 100, "", date(2026, 11, 20)),
        ("12 minutes on 17/11/2026 with a reminder", 12, None, "verbal", date(2026, 11, 17)),
        ("7", 7, None, "", TODAY),
        ("read to me without help", None, None, "independent", TODAY),
        ("2 of 5 with 1:1", 2, 5, "one_to_one", TODAY),
        ("tantrum on 3rd lesson, then fine", None, None, "", TODAY),
    ],
)
def test_a_note_is_read_into_number_prompt_and_day(
    typed: str, value: float | None, out_of: float | None, prompt: str, day: date
) -> None:
    read = read_note(typed, TODAY)
    assert (read.value, read.out_of, read.prompt, read.day) == (value, out_of, prompt, day)
    assert read.words == typed


@given(st.text(max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_note_is_misread_into_the_future_or_loses_a_word(typed: str) -> None:
    read = read_note(typed, TODAY)
    assert read.day <= TODAY
    assert read.words == " ".join(typed.split())
    assert read.out_of is None or read.value is not None


def test_the_line_of_a_target_knows_which_way_is_better(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    [target] = plans.page(store, plan).targets
    fewer = {"criterion_form": "frequency", "criterion_goal": 2.0, "baseline_value": 9.0}
    plans.change_target(store, target.uuid, fewer)
    for typed in ("6 times on 2/11/2026", "5 times on 9/11/2026"):
        progress.note(store, target.uuid, typed)

    def read() -> Any:
        return progress.line(plans.page(store, plan).targets[0], progress.points(store, [target.uuid])[target.uuid])

    assert read().words == "2 notes, last 5: nearer to the goal."
    plans.change_target(store, target.uuid, {"criterion_form": "score", "criterion_goal": 12.0})
    assert read().words == "2 notes, last 5: further from the goal."


def test_a_score_out_of_another_number_is_put_on_the_goals_scale(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"criterion_form": "tries", "criterion_goal": 4.0, "criterion_of": 5.0})
    progress.note(store, target.uuid, "8/10")
    [target] = plans.page(store, plan).targets
    found = progress.line(target, progress.points(store, [target.uuid])[target.uuid])
    assert found.steps[0].height == 4
    assert "the goal was reached" in found.words


def test_less_help_is_progress_towards_a_level_of_prompt(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {"criterion_form": "prompt", "criterion_prompt": "verbal"})
    for typed in ("with physical help 2/11/2026", "visual prompt 9/11/2026", "a reminder 16/11/2026"):
        progress.note(store, target.uuid, typed)
    [target] = plans.page(store, plan).targets
    words = progress.line(target, progress.points(store, [target.uuid])[target.uuid]).words
    assert words == "3 notes, last with a verbal prompt: nearer to the goal; the goal was reached."


def test_a_note_whose_words_are_corrected_is_read_anew_unless_its_number_was_set_by_hand(
    store: Store, ava: str
) -> None:
    [target] = plans.page(store, whole_plan(store, ava)).targets
    progress.note(store, target.uuid, "31/40 with visual prompt")
    [point] = progress.points(store, [target.uuid])[target.uuid]
    progress.change(store, point.uuid, {"words": "13/40 with a reminder"})
    [point] = progress.points(store, [target.uuid])[target.uuid]
    assert (point.value, point.out_of, point.prompt) == (13, 40, "verbal")
    progress.change(store, point.uuid, {"value": 14.0})
    progress.change(store, point.uuid, {"words": "12/40 by the tally"})
    [point] = progress.points(store, [target.uuid])[target.uuid]
    assert (point.value, point.out_of) == (14, 40)


def test_notes_become_the_evidence_that_a_rating_starts_from(store: Store, cycle: str) -> None:
    target = reviews.page(store, cycle).lines[0].target
    progress.note(store, target.uuid, "3/5 on 16/11/2026 with visual prompt")
    some = reviews.page(store, cycle).scale[1].uuid
    reviews.rate(store, cycle, target.uuid, {"rating_id": some})
    outcome = reviews.page(store, cycle).lines[0].outcome
    assert outcome is not None
    assert outcome.evidence.startswith("3 of 5, with a visual prompt or gesture (16 November 2026;")
    reviews.rate(store, cycle, target.uuid, {"evidence": "Better than that"})
    reviews.rate(store, cycle, target.uuid, {"rating_id": reviews.page(store, cycle).scale[2].uuid})
    assert reviews.page(store, cycle).lines[0].outcome.evidence == "Better than that"


def test_a_note_on_a_deleted_target_or_without_words_is_refused(store: Store, cycle: str) -> None:
    target = reviews.page(store, cycle).lines[0].target.uuid
    with pytest.raises(Refused, match="nothing to note yet"):
        progress.note(store, target, "  ")
    plans.remove_target(store, target)
    with pytest.raises(Refused, match="target was deleted"):
        progress.note(store, target, "3/5")


# A class at once -----------------------------------------------------------------------------------------------------


def test_a_class_is_reviewed_in_one_list_and_recorded_in_one_step(store: Store, ava: str, cycle: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ode", "class_name": "5 Elm"})
    agreed_plan(store, ben)
    assert class_reviews.classes(store) == ["4 Oak", "5 Elm"]
    assert [one.name for one in class_reviews.in_hand(store, Group())] == ["Ava Núñez", "Ben Ode"]
    [one] = class_reviews.in_hand(store, Group("4 Oak"))
    assert len(one.page.lines) == 2
    with pytest.raises(Refused, match="No review is complete yet; every word is kept"):
        class_reviews.record_complete(store, [one])
    for pupil in (ava, ben):
        written_review(store, pupil, "met", TODAY, NEXT)
    both = class_reviews.in_hand(store, Group())
    assert class_reviews.again(store, both[0]).page.lines == both[0].page.lines or both[0].rated == 2
    assert class_reviews.record_complete(store, both) == [ava, ben]
    assert class_reviews.in_hand(store, Group()) == []
    history.undo(store)
    assert len(class_reviews.in_hand(store, Group())) == 2


def test_the_class_list_can_show_only_what_is_due_soon(store: Store, ava: str, cycle: str) -> None:
    assert len(class_reviews.in_hand(store, Group(due_soon=True))) == 1
    cycles.change_review_due(store, cycle, date(2027, 2, 12))
    assert class_reviews.in_hand(store, Group(due_soon=True)) == []


# After cycles without movement ---------------------------------------------------------------------------------------


def turn(store: Store, pupil_id: str, code: str, on: date, following: date) -> None:
    """One cycle with an agreed plan to its recorded review."""
    starts = on - timedelta(days=60)
    current = cycles.current(store, pupil_id)
    if current is not None:
        starts = max(starts, current.cycle.opened_on)
    plan = whole_plan(store, pupil_id, starts)
    agreeing.agree(store, plan, PEOPLE, starts)
    reviews.record(store, written_review(store, pupil_id, code, on, following))


def test_two_cycles_without_movement_ask_what_comes_next_until_it_is_decided(store: Store, ava: str) -> None:
    turn(store, ava, "met", date(2026, 2, 2), date(2026, 5, 1))
    turn(store, ava, "not_yet", date(2026, 5, 4), date(2026, 9, 7))
    assert next_steps.stuck(store, ava) is None
    with pytest.raises(Refused, match="brought movement"):
        next_steps.decide(store, ava, "advice", "x")
    turn(store, ava, "not_yet", date(2026, 9, 14), NEXT)
    found = next_steps.stuck(store, ava)
    assert found is not None
    assert (found.cycles, found.since, found.decided) == (2, date(2026, 9, 14), None)
    assert "no_movement" in {item.rule for item in due.due(store)}
    with pytest.raises(Refused, match="needs its reason"):
        next_steps.decide(store, ava, "advice", " ")
    next_steps.decide(store, ava, "advice", "Two well-run cycles moved little")
    assert "no_movement" not in {item.rule for item in due.due(store)}
    next_steps.decide(store, ava, "layer", "On second thought")
    assert [(row.choice, row.reason) for row in next_steps.decisions(store, ava)] == [("layer", "On second thought")]


def test_partly_met_is_movement(store: Store, ava: str) -> None:
    turn(store, ava, "not_yet", date(2026, 2, 2), date(2026, 5, 1))
    turn(store, ava, "partly", date(2026, 5, 4), date(2026, 9, 7))
    turn(store, ava, "not_yet", date(2026, 9, 14), NEXT)
    assert next_steps.stuck(store, ava) is None


def test_how_many_cycles_is_for_the_school_to_say(store: Store, ava: str) -> None:
    school.change_school(store, {"stuck_after": 1})
    turn(store, ava, "not_yet", date(2026, 9, 14), NEXT)
    assert next_steps.stuck(store, ava) is not None


@given(st.lists(st.sampled_from(["not_yet", "partly", "met", "exceeded"]), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_standstill_is_counted_from_the_newest_cycle_back(store: Store, ratings: list[str]) -> None:
    pupil = pupils.add_pupil(store, {"legal_forename": "Cy"})
    day = date(2025, 1, 6)
    for code in ratings:
        turn(store, pupil, code, day, day + timedelta(days=90))
        day += timedelta(days=91)
    still = len(ratings) - 1 - max((place for place, code in enumerate(ratings) if code != "not_yet"), default=-1)
    found = next_steps.stuck(store, pupil)
    assert (found.cycles if found else 0) == (still if still >= 2 else 0)


def test_the_next_plan_says_how_the_target_it_goes_on_from_stood(store: Store, ava: str) -> None:
    turn(store, ava, "partly", date(2026, 9, 14), NEXT)
    plan = beginning.begin_from_last(store, ava, starts_on=TODAY)
    plans.change(store, plan, {"pupil_view": "I like it", "parent_view": "Yes"})
    agreeing.agree(store, plan, PEOPLE)
    page = cycles.current(store, ava)
    assert page is not None
    assert [line.last for line in reviews.page(store, page.cycle.uuid).lines] == ["Partly met"]
    assert rating(store, plan, "met")


def test_what_was_agreed_is_not_taken_out_to_pass_a_review(store: Store, ava: str, cycle: str) -> None:
    written_review(store, ava, "met", TODAY, NEXT)
    second = reviews.page(store, cycle).lines[1].target
    plans.remove_target(store, second.uuid)
    with pytest.raises(Refused, match="taken out since the plan was agreed; nothing was closed"):
        reviews.record(store, cycle)
    agreeing.agree(store, second.plan_id, PEOPLE, reason="It was too much at once")
    reviews.record(store, cycle)


def test_the_words_of_a_plan_that_is_over_stay_as_they_were(store: Store, ava: str, cycle: str) -> None:
    target = reviews.page(store, cycle).lines[0].target
    reviews.record(store, written_review(store, ava, "met", TODAY, NEXT))
    for deed in (
        lambda: plans.change(store, target.plan_id, {"strengths": "Others"}),
        lambda: plans.change_target(store, target.uuid, {"baseline": "Others"}),
        lambda: plans.remove_target(store, target.uuid),
        lambda: plans.add_target(store, target.plan_id),
    ):
        with pytest.raises(Refused, match="its words stay as they were; nothing was changed"):
            deed()


def test_the_review_of_plan_and_cycle_are_one_day(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    found = cycles.open_cycle(store, ava, date(2026, 9, 14), plan_id=plan)
    plans.change(store, plan, {"review_on": date(2026, 12, 14)})
    current = cycles.current(store, ava)
    assert current is not None and current.cycle.review_due_on == date(2026, 12, 14)
    plans.move_review(store, found, date(2026, 12, 18))
    assert plans.page(store, plan).plan.review_on == date(2026, 12, 18)
    assert plans.page(store, plan).targets[0].by_when == date(2026, 12, 18)
    agreeing.agree(store, plan, PEOPLE)
    plans.move_review(store, found, date(2027, 1, 8))
    assert plans.page(store, plan).plan.review_on == date(2026, 12, 18)  # what was agreed stays
    assert not agreeing.is_changed(plans.page(store, plan))


def test_a_field_of_a_later_gradesk_changes_nothing_that_was_agreed(store: Store, ava: str, cycle: str) -> None:
    plan_id = reviews.page(store, cycle).lines[0].target.plan_id
    with store.work("An older version") as session:
        version = session.get_one(PlanVersion, plans.page(store, plan_id).versions[0].uuid)
        content = json.loads(version.content)
        del content["sections"]["provision"]
        for target in content["targets"]:
            del target["place"]
        version.content = json.dumps(content)
    assert not agreeing.is_changed(plans.page(store, plan_id))
    plans.change(store, plan_id, {"works": "Pictures"})
    assert agreeing.is_changed(plans.page(store, plan_id))
