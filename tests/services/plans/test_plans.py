"""Plans: begun from four sources, agreed by people when nothing is missing, and kept in versions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gradesk.model.plans.plan import BLOCKS as ALL_BLOCKS
from gradesk.services.custody import history
from gradesk.services.paper.gathering import pages as gathering
from gradesk.services.plans import (
    agreeing,
    beginning,
    comparing,
    cycle_days,
    cycles,
    passports,
    plan_types,
    plan_view,
    plans,
    reviews,
)
from gradesk.services.plans.agreeing import Agreement
from gradesk.services.pupils import contacts, leads, pupils, register
from gradesk.services.school import school, staff
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import BLOCKS, PEOPLE, STARTS, WHOLE, agreed_plan, whole_plan, written_review


@pytest.fixture
def plan(store: Store, ava: str) -> str:
    """A plan with nothing missing."""
    return whole_plan(store, ava)


# Beginning ---------------------------------------------------------------------------------------------------------


def test_a_plan_starts_as_a_draft_with_a_review_in_term(store: Store, plan: str) -> None:
    found = plans.page(store, plan)
    assert found.state == "draft"
    assert found.plan.review_on == date(2026, 12, 7)
    assert found.targets[0].by_when == found.plan.review_on


def test_a_target_due_with_the_review_moves_with_it(store: Store, plan: str) -> None:
    own = plans.add_target(store, plan, {"by_when": date(2026, 11, 1)})
    plans.change(store, plan, {"review_on": date(2026, 12, 14)})
    days = {target.uuid: target.by_when for target in plans.page(store, plan).targets}
    assert days.pop(own) == date(2026, 11, 1)
    assert set(days.values()) == {date(2026, 12, 14)}


def test_two_plans_are_not_open_for_one_purpose(store: Store, ava: str, plan: str) -> None:
    for code in ("ilp", "support", "isp"):
        with pytest.raises(Refused, match="A draft of the Individual Learning Plan is open already; nothing was begun"):
            beginning.begin(store, ava, code)
    assert beginning.begin(store, ava, "behaviour")
    assert beginning.begin(store, ava, "note")


def test_a_new_plan_is_not_written_over_unrated_targets(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    with pytest.raises(Refused, match=r"have no outcome yet; nothing was begun\. Review it first"):
        beginning.begin(store, ava)
    with pytest.raises(Refused, match="have no outcome yet"):
        beginning.begin_from_known(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, date(2027, 2, 1)))
    assert beginning.begin(store, ava)


def test_a_plan_begins_from_what_is_known(store: Store, ava: str) -> None:
    passports.change(
        store, ava, {"admire": "Kind", "good_at": "Drawing", "helps": "Pictures", "does_not_help": "Noise"}
    )
    pupils.change_pupil(store, ava, {"aspirations": "To be a vet"})
    pupils.set_needs(store, ava, ["SLCN", "SEMH"], TODAY)
    cycle = cycles.open_cycle(store, ava, date(2026, 11, 2))
    page = cycles.current(store, ava)
    assert page is not None
    cycle_days.change_stage(store, page.stages[0].uuid, {"note": "Misses words in noise; hearing checked"})
    found = plans.page(store, beginning.begin_from_known(store, ava)).plan
    assert (found.strengths, found.aspirations) == ("Kind\nDrawing", "To be a vet")
    assert (found.works, found.does_not_work) == ("Pictures", "Noise")
    assert found.needs_communication == "Speech, language and communication needs"
    assert found.needs_learning == ""
    assert found.barriers == "Misses words in noise; hearing checked"
    assert cycles.current(store, ava).cycle.plan_id == found.uuid
    assert cycle


def test_an_unmet_target_goes_on_with_its_last_result_as_the_new_starting_point(store: Store, ava: str) -> None:
    first = agreed_plan(store, ava, targets=2)
    plans.change(store, first, {"works": "Pictures", "pupil_view": "Old words"})
    cycle = cycles.current(store, ava)
    assert cycle is not None
    written_review(store, ava, "not_yet", TODAY, date(2027, 2, 1))
    met, unmet = plans.page(store, first).targets
    scale = {label.code: label.uuid for label in school.ratings(store, plans.page(store, first).plan.type_id)}
    reviews.rate(store, cycle.cycle.uuid, met.uuid, {"rating_id": scale["met"]})
    reviews.rate(store, cycle.cycle.uuid, unmet.uuid, {"rating_id": scale["partly"], "evidence": "5 of 10 on Friday"})
    reviews.record(store, cycle.cycle.uuid)

    offered = beginning.sources(store, ava)
    assert [one.target.uuid for one in offered.carried] == [unmet.uuid]
    found = plans.page(store, beginning.begin_from_last(store, ava))
    assert found.plan.works == "Pictures"
    assert found.plan.pupil_view == "I read to my gran"  # what was said at this review, not what the plan said
    [target] = found.targets
    assert target.baseline == "Partly met on 23 November 2026. 5 of 10 on Friday"
    assert target.carried_from_id == unmet.uuid
    assert target.by_when == found.plan.review_on
    assert target.success_criterion == WHOLE["success_criterion"]


def test_a_class_mates_strategies_come_without_a_personal_word(store: Store, ava: str) -> None:
    mate = pupils.add_pupil(store, {"legal_forename": "Tomasz", "legal_surname": "Zieliński", "class_name": "4 Oak"})
    contacts.add_person(store, mate, {"name": "Beata Zielińska"})
    staff.add_staff(store, {"name": "Mrs Okafor"})
    plan = beginning.begin(store, mate)
    how = "Say it once with a picture. Tomasz sits by the door. Ring Beata first. He likes cars. Wait ten seconds."
    plans.add_target(store, plan, {"how": f"{how} Mrs Okafor reads aloud."})
    assert beginning.strategies_of(store, mate) == ["Say it once with a picture.", "Wait ten seconds."]
    assert (mate, "Tomasz Zieliński") in beginning.sources(store, ava).mates
    begun = beginning.begin_with_strategies(store, ava, ["Wait ten seconds."])
    assert plans.page(store, begun).plan.provision == "Wait ten seconds."


# Targets -----------------------------------------------------------------------------------------------------------


def test_four_boxes_make_the_sentence_until_it_is_worded_by_hand(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava, starts_on=STARTS)
    uuid = plans.add_target(store, plan)
    plans.change_target(store, uuid, {"does": "read 10 new words", "standard": "in 4 of 5 tries"})

    def read() -> Any:
        return plans.page(store, plan).targets[0]

    assert read().staff_wording == "Ava will read 10 new words in 4 of 5 tries by 7 December 2026."
    plans.change_target(store, uuid, {"given": "with picture cards"})
    assert "words with picture cards in 4" in read().staff_wording
    plans.change_target(store, uuid, {"staff_wording": "Ava will read."})
    plans.change_target(store, uuid, {"given": "alone"})
    assert read().staff_wording == "Ava will read."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"criterion_form": "tries", "criterion_goal": 4.0, "criterion_of": 5.0}, "4 of 5 tries"),
        ({"criterion_form": "days", "criterion_goal": 3.0}, "3 days running"),
        ({"criterion_form": "duration", "criterion_goal": 10.0}, "lasts for 10 minutes"),
        ({"criterion_form": "frequency", "criterion_goal": 2.0}, "no more than 2 times a day"),
        ({"criterion_form": "score", "criterion_goal": 95.0}, "a score of 95"),
        ({"criterion_form": "percent", "criterion_goal": 80.0}, "80 %"),
        ({"criterion_form": "prompt", "criterion_prompt": "verbal"}, "With a verbal prompt"),
    ],
)
def test_every_form_of_criterion_is_put_into_words(store: Store, ava: str, values: dict[str, Any], words: str) -> None:
    plan = beginning.begin(store, ava)
    uuid = plans.add_target(store, plan)
    plans.change_target(store, uuid, values)
    assert plans.page(store, plan).targets[0].success_criterion == words


def test_targets_are_put_in_another_order(store: Store, plan: str) -> None:
    second = plans.add_target(store, plan)
    plans.move_target(store, second, -1)
    assert [target.position for target in plans.page(store, plan).targets] == [1, 2]
    assert plans.page(store, plan).targets[0].uuid == second
    plans.move_target(store, second, -1)
    assert plans.page(store, plan).targets[0].uuid == second


def test_a_draft_is_deleted_with_its_targets_and_comes_back_with_them(store: Store, ava: str, plan: str) -> None:
    plans.remove(store, plan)
    assert plans.plans(store, ava) == []
    history.undo(store)
    assert len(plans.page(store, plan).targets) == 1
    agreeing.agree(store, plan, PEOPLE, STARTS)
    with pytest.raises(Refused, match="was agreed, so it stays"):
        plans.remove(store, plan)


# Agreeing (domain rule 3) --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["strengths", "pupil_view", "parent_view_absent"])
def test_rule_3_a_plan_cannot_be_agreed_without_strengths_and_both_views(store: Store, plan: str, name: str) -> None:
    plans.change(store, plan, {name: "  "})
    with pytest.raises(Refused, match="cannot be agreed yet; every word is kept"):
        agreeing.agree(store, plan, PEOPLE, STARTS)
    assert len(agreeing.missing(plans.page(store, plan))) == 1


@pytest.mark.parametrize("name", ["staff_wording", "baseline", "success_criterion", "who", "by_when"])
def test_rule_3_a_target_needs_baseline_criterion_deliverer_and_date(store: Store, plan: str, name: str) -> None:
    [target] = plans.page(store, plan).targets
    plans.change_target(store, target.uuid, {name: None if name == "by_when" else ""})
    [lack] = agreeing.missing(plans.page(store, plan))
    assert (lack.field, lack.target_id) == (name, target.uuid)
    with pytest.raises(Refused, match="Still missing: target 1"):
        agreeing.agree(store, plan, PEOPLE, STARTS)


def test_rule_3_a_plan_for_learning_needs_a_target(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.change(store, plan, BLOCKS)
    assert [lack.field for lack in agreeing.missing(plans.page(store, plan))] == ["targets"]


def test_how_the_pupil_was_asked_or_why_no_parent_answered_will_do(store: Store, plan: str) -> None:
    plans.change(store, plan, {"pupil_view": "", "pupil_view_how": "Asked with pictures; turned away"})
    assert agreeing.missing(plans.page(store, plan)) == []


def test_a_short_note_asks_only_for_what_it_has_room_for(store: Store, ava: str) -> None:
    note = beginning.begin(store, ava, "note")
    assert {lack.field for lack in agreeing.missing(plans.page(store, note))} == {
        "strengths",
        "pupil_view",
        "parent_view",
    }


def test_agreeing_names_people_and_how_each_of_them_agreed(store: Store, plan: str) -> None:
    with pytest.raises(Refused, match="agreed by people; no version was made"):
        agreeing.agree(store, plan, [], STARTS)
    with pytest.raises(Refused, match="ticked without a name; nothing was agreed yet"):
        agreeing.agree(store, plan, [*PEOPLE, Agreement("teacher", "  ")], STARTS)
    agreeing.agree(store, plan, PEOPLE, STARTS)
    found = plans.page(store, plan)
    assert [(row.role, row.name, row.how) for row in found.agreements] == [
        ("pupil", "Ava", "screen"),
        ("parent", "Rosa Núñez", "paper"),
        ("senco", "Ms Hill", "paper"),
    ]
    assert agreeing.not_yet_agreed(found) == ["teacher"]
    with pytest.raises(Refused, match="before the version was made"):
        agreeing.add_agreement(store, found.versions[0].uuid, Agreement("teacher", "Mr Day"), date(2026, 9, 1))
    agreeing.add_agreement(store, found.versions[0].uuid, Agreement("teacher", "Mr Day"))
    assert agreeing.not_yet_agreed(plans.page(store, plan)) == []


def test_rule_11_an_agreed_version_never_changes_and_a_correction_says_why(store: Store, plan: str) -> None:
    assert agreeing.agree(store, plan, PEOPLE, STARTS) == 1
    frozen = plans.page(store, plan).versions[0].content
    assert not agreeing.is_changed(plans.page(store, plan))
    with pytest.raises(Refused, match="the words of version 1; no other version was made"):
        agreeing.agree(store, plan, PEOPLE, STARTS, "again")
    plans.change(store, plan, {"strengths": "Draws and swims"})
    assert agreeing.is_changed(plans.page(store, plan))
    with pytest.raises(Refused, match="needs the reason why"):
        agreeing.agree(store, plan, PEOPLE)
    with pytest.raises(Refused, match="older than the one before"):
        agreeing.agree(store, plan, PEOPLE, STARTS - timedelta(days=1), "swims now")
    with pytest.raises(Refused, match="on a day to come"):
        agreeing.agree(store, plan, PEOPLE, TODAY + timedelta(days=1), "swims now")
    assert agreeing.agree(store, plan, PEOPLE, reason="swims now") == 2
    newest, first = plans.page(store, plan).versions
    assert "swims" in newest.content and first.content == frozen
    assert agreeing.not_yet_agreed(plans.page(store, plan)) == ["teacher"]


def test_a_plan_agreed_for_later_is_active_from_its_first_day(store: Store, ava: str) -> None:
    starts = TODAY + timedelta(days=3)
    plan = agreed_plan(store, ava, starts, on=TODAY)
    assert plans.page(store, plan).state == "agreed"
    assert [row.plan_state for row in register.everyone(store)] == ["agreed"]
    store.clock = fixed_clock(starts)
    assert plans.page(store, plan).state == "active"
    assert [row.plan_state for row in register.everyone(store)] == ["active"]
    assert register.count(store, register.Criteria(plan_state="active")) == 1
    assert register.count(store, register.Criteria(plan_state="agreed")) == 0


def test_agreeing_opens_the_cycle_the_plan_is_for(store: Store, ava: str, plan: str) -> None:
    assert cycles.current(store, ava) is None
    agreeing.agree(store, plan, PEOPLE, STARTS)
    page = cycles.current(store, ava)
    assert page is not None
    assert (page.cycle.plan_id, page.cycle.opened_on) == (plan, STARTS)
    assert page.cycle.review_due_on == plans.page(store, plan).plan.review_on


def test_a_plan_is_put_away_only_without_unrated_targets(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    with pytest.raises(Refused, match="have no outcome yet, so the plan stays"):
        agreeing.put_away(store, plan)
    note = beginning.begin(store, ava, "note")
    agreeing.put_away(store, note)
    assert plans.page(store, note).state == "archived"


def test_a_reviewed_plan_goes_to_the_archive_when_the_next_is_agreed(store: Store, ava: str) -> None:
    first = agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, date(2027, 2, 1)))
    assert plans.page(store, first).state == "reviewed"
    agreed_plan(store, ava, TODAY)
    assert plans.page(store, first).state == "archived"


def test_a_plan_is_not_reviewed_before_it_starts(store: Store, plan: str) -> None:
    with pytest.raises(Refused, match="before it starts; the old date was kept"):
        plans.change(store, plan, {"review_on": date(2026, 9, 1)})
    plans.change_target(store, plans.page(store, plan).targets[0].uuid, {"by_when": date(2026, 9, 1)})
    assert [lack.words for lack in agreeing.missing(plans.page(store, plan))] == [
        "target 1: a date after the plan starts"
    ]


# Versions, views and kinds of plan -----------------------------------------------------------------------------------


def test_any_two_versions_are_laid_out_with_their_headings(store: Store, ava: str, plan: str) -> None:
    agreeing.agree(store, plan, PEOPLE, STARTS)
    plans.change(store, plan, {"strengths": "Draws and swims"})
    agreeing.agree(store, plan, PEOPLE, reason="swims")
    plans.change(store, plan, {"strengths": "Draws, swims, dives"})
    now, second, first = comparing.sides(store, ava, school.card(store).words.say)
    assert now.title.endswith("as it stands now")
    assert dict(first.words)["Strengths and interests"] == "Draws"
    assert dict(second.words)["Strengths and interests"] == "Draws and swims"
    assert ("Target 1: Starting point", "2 of 10") in now.words


def test_what_is_printed_has_a_version_only_while_its_words_are_the_agreed_ones(
    store: Store, ava: str, plan: str
) -> None:
    agreeing.agree(store, plan, PEOPLE, STARTS)
    [sheet] = gathering.plan_sheets(store, [ava])
    assert sheet.version == 1
    assert [line.name for line in sheet.agreements] == ["Ava", "Rosa Núñez", "", "Ms Hill"]
    plans.change(store, plan, {"strengths": "Swims"})
    [sheet] = gathering.plan_sheets(store, [ava])
    assert sheet.version is None


def test_the_plan_in_force_is_shown_with_version_targets_and_outcomes(store: Store, ava: str, plan: str) -> None:
    assert plan_view.plan_view(store, ava)["version"] is None
    agreeing.agree(store, plan, PEOPLE, STARTS)
    plans.change(store, plan, {"strengths": "not agreed yet"})
    found = plan_view.plan_view(store, ava)
    assert (found["state"], found["version"], found["sections"]["strengths"]) == ("active", 1, "Draws")
    assert found["changed_since"] is True
    assert found["targets"][0]["outcome"] is None
    reviews.record(store, written_review(store, ava, "met", TODAY, date(2027, 2, 1)))
    assert plan_view.plan_view(store, ava)["targets"][0]["outcome"] == "Met"
    assert plan_view.plan_view(store, ava)["state"] == "reviewed"


def test_a_school_chooses_and_orders_the_sections_of_its_plans(store: Store, ava: str) -> None:
    kind = plan_types.plan_types(store)[0]
    plan_types.arrange(store, kind.uuid, ["targets", "works", "strengths", "nonsense", "works"])
    found = plans.page(store, beginning.begin(store, ava))
    assert found.blocks == ("strengths", "targets", "works")
    assert found.fields == ("strengths", "works", "does_not_work")


def test_a_school_adds_a_kind_of_plan_of_its_own(store: Store, ava: str) -> None:
    own = plan_types.add(store, "My Plan+", like="support")
    with pytest.raises(Refused, match="of that title already"):
        plan_types.add(store, "my plan+")
    kind = next(row for row in plan_types.plan_types(store) if row.uuid == own)
    plan = beginning.begin(store, ava, kind.code)
    assert plans.page(store, plan).kind.label == "My Plan+"
    with pytest.raises(Refused, match="plans are of this kind"):
        plan_types.remove(store, own)
    spare = plan_types.add(store, "Another")
    plan_types.remove(store, spare)
    assert spare not in {row.uuid for row in plan_types.plan_types(store)}


def test_the_five_shipped_plans_begin_with_strengths(store: Store) -> None:
    kinds = plan_types.plan_types(store)
    assert [kind.code for kind in kinds] == ["ilp", "support", "note", "behaviour", "isp"]
    assert all(plan_types.sections(kind)[0] == "strengths" for kind in kinds)
    assert {code for kind in kinds for code in plan_types.sections(kind)} == {block.code for block in ALL_BLOCKS}
    assert [kind.code for kind in kinds if kind.is_draft_layout] == ["isp"]


def test_the_scale_of_a_plan_is_the_schools_choice(store: Store, ava: str) -> None:
    kind = plan_types.plan_types(store)[0]
    gas = next(scale for scale in plan_types.scales(store) if scale.code == "gas")
    plan_types.use_scale(store, kind.uuid, gas.uuid)
    agreed_plan(store, ava)
    cycle = cycles.current(store, ava)
    assert cycle is not None
    assert [label.symbol for label in reviews.page(store, cycle.cycle.uuid).scale] == ["-2", "-1", "0", "+1", "+2"]


def test_a_blank_filled_once_is_filled_for_the_criterion_and_the_graph(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava, starts_on=STARTS)
    start = {
        "does": "spell words of the week",
        "standard": "[26] of 40",
        "baseline": "Spells [12] of 40",
        "criterion_form": "score",
        "criterion_goal": 26.0,
        "success_criterion": "[26] of 40 in the Friday test",
    }
    uuid = plans.add_target(store, plan, start)
    plans.change_target(store, uuid, {"standard": "7 of 40"})

    def read() -> Any:
        return plans.page(store, plan).targets[0]

    assert read().success_criterion == "7 of 40 in the Friday test"
    assert (read().criterion_goal, read().criterion_of) == (7, 40)
    assert read().staff_wording == "Ava will spell words of the week 7 of 40 by 7 December 2026."
    plans.change_target(store, uuid, {"baseline": "Spells 3 of 40"})
    assert read().baseline_value == 3
    plans.change_target(store, uuid, {"criterion_goal": 9.0})
    assert read().criterion_goal == 9  # a number typed itself stays
    plans.change_target(store, uuid, {"success_criterion": "most of the words"})
    assert read().criterion_goal == 9


def test_a_plan_is_led_by_the_named_lead_to_begin_with(store: Store, ava: str) -> None:
    adult = staff.add_staff(store, {"name": "Mr Day"})
    leads.name_lead(store, ava, adult, "teacher", STARTS)
    assert plans.page(store, beginning.begin(store, ava)).plan.lead_id == adult
