"""Passports, cycles and contacts, and what is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from gradesk.services.meetings import meetings
from gradesk.services.paper.gathering import pages as gathering
from gradesk.services.plans import agreeing, cycles, passports, reviews
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import school, staff
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import PEOPLE, whole_plan, written_review

TODAY = date(2026, 11, 23)


@pytest.fixture
def plan(store: Store, ava: str) -> str:
    """A plan with nothing missing."""
    return whole_plan(store, ava)


def test_a_cycle_goes_round_to_its_review(store: Store, ava: str, plan: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 9, 7), plan_id=plan)
    with pytest.raises(Refused, match="open already"):
        cycles.open_cycle(store, ava)
    assert cycles.move_on(store, cycle, date(2026, 9, 21)) == "plan"
    assert cycles.move_back(store, cycle) == "assess"
    for day, stage in ((date(2026, 9, 21), "plan"), (date(2026, 9, 28), "do"), (date(2026, 11, 16), "review")):
        assert cycles.move_on(store, cycle, day) == stage
    with pytest.raises(Refused, match="Record the review"):
        cycles.move_on(store, cycle)
    agreeing.agree(store, plan, PEOPLE)
    reviews.record(store, written_review(store, ava, "met", TODAY, date(2027, 2, 1)))
    page = cycles.cycles(store, ava)[0]
    assert page.cycle.closed_on == TODAY
    assert page.outcomes[0].evidence == "9 of 10 on Friday"
    assert [stage.ended_on for stage in page.stages][:2] == [date(2026, 9, 20), date(2026, 9, 27)]


def test_a_stage_cannot_end_before_it_began(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 11, 2))
    with pytest.raises(Refused, match="began only on 02/11/2026"):
        cycles.move_on(store, cycle, date(2026, 10, 1))


def test_moving_the_review_plans_the_stages_anew(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 11, 2), date(2026, 12, 18))
    cycles.change_review_due(store, cycle, date(2027, 2, 12))
    page = cycles.current(store, ava)
    assert page is not None
    assert page.stages[-1].planned_to == date(2027, 2, 12)
    with pytest.raises(Refused, match="before it opens"):
        cycles.change_review_due(store, cycle, date(2026, 10, 1))


def test_a_passport_version_is_made_only_of_words_and_once_a_day(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="still empty"):
        passports.issue(store, ava)
    passports.change(store, ava, {"good_at": "drawing"})
    assert passports.issue(store, ava) == 1
    assert passports.issue(store, ava) == 1
    passports.change(store, ava, {"good_at": "drawing and singing"})
    assert passports.issue(store, ava) == 2
    kept = passports.passport(store, ava)
    assert kept is not None
    assert (kept.checked_on, kept.review_on) == (TODAY, date(2027, 11, 23))


def test_contacts_count_towards_three_a_year_by_their_kind(store: Store, ava: str) -> None:
    meetings.log(store, ava, {"kind": "review", "happened_on": date(2026, 10, 1)})
    meetings.log(store, ava, {"kind": "phone", "happened_on": date(2026, 10, 2)})
    meetings.log(store, ava, {"kind": "parents_evening", "happened_on": date(2026, 7, 1)})
    assert meetings.count_this_year(store, ava) == 1
    with pytest.raises(Refused, match="in the future"):
        meetings.log(store, ava, {"happened_on": date(2026, 11, 24)})


def test_a_review_is_never_planned_decades_ahead(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="over three years"):
        cycles.open_cycle(store, ava, review_due_on=date(2062, 1, 1))
    cycle = cycles.open_cycle(store, ava)
    with pytest.raises(Refused, match="over three years"):
        cycles.change_review_due(store, cycle, date(2062, 1, 1))


@pytest.mark.parametrize("number", [1.5, float("nan"), float("inf")])
def test_a_whole_number_is_whole(store: Store, number: float) -> None:
    with pytest.raises(Refused):
        school.change_school(store, {"contacts_a_year": number})
    school.change_school(store, {"contacts_a_year": 4.0})
    assert school.contact_rules(store).wanted == 4


def test_a_contact_before_the_pupil_was_born_is_refused_when_logged_and_when_corrected(store: Store, ava: str) -> None:
    before = date(2017, 3, 13)
    with pytest.raises(Refused, match="before the date of birth"):
        meetings.log(store, ava, {"happened_on": before})
    kept = meetings.log(store, ava, {"summary": "well"})
    with pytest.raises(Refused, match="before the date of birth"):
        meetings.change(store, kept, {"happened_on": before})
    assert [one.happened_on for one in meetings.of_pupil(store, ava)] == [store.clock.today()]


def rules(store: Store, on: date | None = None) -> set[str]:
    return {item.rule for item in due.due(store, on)} - {"assessment_due", "few_contacts", "plan_unsigned"}


def test_rule_2_what_is_owed_to_a_supported_pupil_is_named_until_it_is_done(store: Store, ava: str, plan: str) -> None:
    assert rules(store) == {"no_cycle", "no_passport", "no_contact", "no_key_adult", "no_lead"}
    leads.name_lead(store, ava, staff.add_staff(store, {"name": "Mr Day"}), "teacher", TODAY)
    passports.change(store, ava, {"good_at": "drawing"})
    passports.issue(store, ava)
    meetings.log(store, ava, {"kind": "phone"})
    pupils.change_pupil(store, ava, {"key_adult_id": staff.add_staff(store, {"name": "Mrs Okafor"})})
    cycle = cycles.open_cycle(store, ava, date(2026, 11, 2), date(2026, 12, 18), plan)
    assert rules(store) == {"stage_overdue"}
    cycles.move_on(store, cycle)
    assert rules(store) == {"stage_overdue"} or rules(store) == set()
    cycles.move_on(store, cycle)
    assert rules(store) == set()
    assert rules(store, date(2026, 12, 10)) >= {"review_due"} or rules(store, date(2026, 12, 10)) >= {"stage_overdue"}
    assert "review_overdue" in rules(store, date(2026, 12, 19))
    assert "passport_old" in rules(store, date(2027, 11, 23))


def test_nothing_is_owed_to_a_pupil_without_sen(store: Store) -> None:
    pupils.add_pupil(store, {"legal_forename": "Di"})
    assert due.due(store) == []


def test_a_next_step_is_owed_from_its_day(store: Store) -> None:
    uuid = pupils.add_pupil(store, {"legal_forename": "Di"})
    pupils.set_status(store, uuid, "K", date(2026, 9, 1), "x", date(2026, 9, 1))
    meetings.log(store, uuid, {"kind": "phone"}, {"what": "ring back", "due_on": date(2026, 11, 25)})
    assert "next_step" not in rules(store, date(2026, 11, 24))
    assert "next_step" in rules(store, date(2026, 11, 25))


@pytest.mark.parametrize("kind", ["layer", "plan_type", "rating"])
def test_labels_are_the_schools_to_rename(store: Store, kind: str) -> None:
    types = school.plan_types(store)
    read: dict[str, Callable[[], list[school.Label]]] = {
        "layer": lambda: school.layers(store),
        "plan_type": lambda: school.plan_types(store),
        "rating": lambda: school.ratings(store, types[0].uuid),
    }
    school.rename(store, kind, read[kind]()[0].uuid, "Ours")
    assert read[kind]()[0].label == "Ours"
    with pytest.raises(Refused, match="cannot be empty"):
        school.rename(store, kind, read[kind]()[0].uuid, " ")


def test_half_terms_neither_overlap_nor_run_backwards(store: Store) -> None:
    halves = {half.name: half for year, half in school.calendar(store) if year == "2026/27"}
    autumn = halves["Autumn 1"]
    with pytest.raises(Refused, match="end before it starts"):
        school.change_half_term(store, autumn.uuid, date(2026, 10, 1), date(2026, 9, 1))
    with pytest.raises(Refused, match="run into Autumn 2"):
        school.change_half_term(store, autumn.uuid, date(2026, 9, 2), date(2026, 11, 5))
    school.change_half_term(store, autumn.uuid, date(2026, 9, 3), date(2026, 10, 22))
    assert date(2026, 9, 3) in [span.starts_on for span in school.half_terms(store)]


def test_a_member_of_staff_is_found_by_name_or_added(store: Store) -> None:
    first = staff.named(store, "Mrs  Okafor")
    assert staff.named(store, "mrs okafor") == first
    assert staff.named(store, " ") is None


def test_a_review_of_the_year_9999_is_refused(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava)
    with pytest.raises(Refused, match="31/12/9999"):
        cycles.change_review_due(store, cycle, date(9999, 12, 31))


def test_terms_and_talks_with_parents_of_the_year_9999_are_refused(store: Store, ava: str) -> None:
    _, half = school.calendar(store)[-1]
    with pytest.raises(Refused, match="31/12/9999"):
        school.change_half_term(store, half.uuid, half.starts_on, date(9999, 12, 31))
    with pytest.raises(Refused, match="31/12/9999"):
        pupils.set_status(store, ava, "E", date(2026, 11, 2), "plan", parents_told_on=date(9999, 12, 31))


def test_nothing_is_printed_of_a_deleted_pupil(store: Store, ava: str, plan: str) -> None:
    passports.change(store, ava, {"hard": "Loud rooms"})
    assert len(gathering.passport_sheets(store, [ava])) == len(gathering.plan_sheets(store, [ava])) == 1
    pupils.delete_pupil(store, ava)
    assert gathering.passport_sheets(store, [ava]) == gathering.plan_sheets(store, [ava]) == []
