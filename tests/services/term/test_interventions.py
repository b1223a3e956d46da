"""The catalogue of interventions: every entry makes support that can be begun, in a block that ends; who fits is said with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.rules.term import blocks
from gradesk.model.rules.term.blocks import Dose, Member
from gradesk.model.rules.term.minutes import SchoolWeeks
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS, STAFF_ROLES
from gradesk.services.custody import history
from gradesk.services.evidence import measure_catalogue
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import interventions, provisions, registers
from gradesk.services.term.begun import suggesting
from gradesk.services.term.interventions import Entry
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import WHOLE, whole_plan

SHIPPED = interventions.shipped()


def called(code: str) -> Entry:
    return next(one for one in SHIPPED if one.code == code)


def supported(store: Store, name: str, born: date, need: str = "SLCN", target: str = "C&I") -> str:
    uuid = pupils.add_pupil(
        store, {"legal_forename": name, "legal_surname": "Ek", "date_of_birth": born, "class_name": "1"}
    )
    pupils.set_status(store, uuid, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    pupils.set_needs(store, uuid, [need], date(2026, 9, 7))
    plan = whole_plan(store, uuid, targets=0)
    plans.add_target(store, plan, {**WHOLE, "area": target})
    return uuid


def test_the_catalogue_ships_forty_five_that_are_whole() -> None:
    measures = measure_catalogue.shipped()
    assert len(SHIPPED) == len({one.code for one in SHIPPED}) == len({one.name for one in SHIPPED}) == 45
    for one in SHIPPED:
        assert set(one.areas) <= set(AREAS.codes) and one.role in STAFF_ROLES and one.figures in ("S", "U"), one.code
        assert one.measure in measures if one.measure else one.measure_words, one.code
        assert one.purpose.endswith(".") and one.evidence.endswith(".") and one.exit_hint and one.led_by, one.code
        assert one.phases and one.group[0] <= one.group[1] and one.ages[0] < one.ages[1], one.code
        assert one.dose_note or (one.dose.minutes and one.dose.times and one.dose.weeks), one.code
        words = blocks.in_words(one.dose, one.dose_note)
        assert words[0] == words[0].upper() and words.endswith("."), words
    assert {code for one in SHIPPED for code in one.phases} == set(blocks.PHASES.codes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(one=st.sampled_from(SHIPPED), days=st.integers(-300, 1000), members=st.integers(1, 8))
def test_every_entry_makes_support_that_can_be_added_and_ends_after_its_weeks_with_school(
    store: Store, ava: str, one: Entry, days: int, members: int
) -> None:
    starts = TODAY + timedelta(days=days)
    values = interventions.as_provision(store, one, members, starts)
    weeks = blocks.usual(one.dose)[2]
    assert weeks <= blocks.MOST_WEEKS and values["form"] in PROVISION_FORMS
    with store.read() as session:
        school = registers.calendar(session)
    if starts + timedelta(weeks=70) < max(span.ends_on for span in school.half_terms):
        assert SchoolWeeks(school.half_terms, school.closures).between(starts, values["planned_to"]) == weeks
    uuid = provisions.add(store, [ava], values)
    [mine] = [found for found in provisions.of_pupil(store, ava) if found.uuid == uuid]
    assert mine.provision.intervention == one.code and mine.provision.planned_to == values["planned_to"] >= starts


def test_a_block_is_short_frequent_and_a_term_at_most_where_the_range_allows() -> None:
    assert blocks.usual(called("precision_teaching").dose) == (5, 5, 8)
    assert blocks.usual(called("catch_up").dose) == (15, 2, 12)
    assert blocks.usual(called("toe_by_toe").dose) == (20, 5, 20)
    assert blocks.usual(called("sensory_impairment").dose) == (None, None, 12)
    assert blocks.usual(called("nurture_group").dose)[2] == 20
    brick = called("brick_building").dose
    assert blocks.in_words(brick) == "20 to 45 minutes, once a week, for 6 to 12 weeks."
    assert blocks.in_words(Dose(), "As advised.") == "As advised."
    assert blocks.usual(Dose()) == (None, None, blocks.TERM)


def test_it_ends_on_the_last_school_day_of_its_weeks_and_a_holiday_does_not_count(store: Store) -> None:
    one = called("talking_partners")
    assert interventions.as_provision(store, one, 3, date(2026, 11, 30))["planned_to"] == date(2027, 2, 26)
    far = interventions.as_provision(store, one, 3, date(9999, 12, 30))
    assert "planned_to" not in far


def test_what_is_looked_for_is_found_by_words_area_age_and_phase(store: Store) -> None:
    assert interventions.find(store, "lego")[0].code == "brick_building"
    assert {one.code for one in interventions.find(store, "phonic catch")} == {"phonics_catch_up"}
    assert all("SEMH" in one.areas for one in interventions.find(store, area="SEMH"))
    assert all(one.ages[0] <= 4 <= one.ages[1] for one in interventions.find(store, age=4))
    assert called("lexonik") in interventions.find(store, phase="KS4")
    assert called("lexonik") not in interventions.find(store, phase="KS2")
    assert interventions.find(store, "zzz") == ()


def test_a_shipped_one_is_copied_reworded_deleted_and_brought_back(store: Store) -> None:
    uuid = interventions.copy(store, called("lunch_club"))
    interventions.change(store, uuid, {"name": "Chess at lunch", "times_to": 3.0})
    [mine] = interventions.find(store, "chess")
    assert (mine.own, mine.areas, mine.dose.times, mine.figures) == (True, ("SEMH", "C&I"), (2, 3), "")
    assert interventions.find(store)[0] == mine
    for values, said in (
        ({"from_age": 19}, "higher than the last"),
        ({"to_age": 99}, "Ages go from"),
        ({"group_to": 0}, "cannot be"),
        ({"group_to": None}, "missing"),
        ({"weeks_from": 70}, "up to 60"),
    ):
        with pytest.raises(Refused, match=said):
            interventions.change(store, uuid, values)
    interventions.remove(store, uuid)
    assert interventions.find(store, "chess") == ()
    with pytest.raises(Refused, match="deleted meanwhile"):
        interventions.change(store, uuid, {"name": "x"})
    history.undo(store)
    assert len(interventions.find(store, "chess")) == 1


def test_one_of_our_own_without_numbers_begins_with_a_term(store: Store, ava: str) -> None:
    uuid = interventions.add(store, {"name": "Garden time"})
    [mine] = interventions.find(store, "garden")
    made = interventions.begin(store, mine, [ava], TODAY, "Mr Bell")
    [found] = provisions.of_pupil(store, ava)
    assert (found.uuid, found.provision.led_by, found.provision.intervention) == (made, "Mr Bell", uuid)
    assert found.provision.minutes is None and found.provision.planned_to is not None
    with pytest.raises(Refused, match="needs a name"):
        interventions.begin(store, replace(mine, name=""), [ava], TODAY)


def test_it_is_begun_for_several_in_one_step_that_one_undo_takes_back(store: Store) -> None:
    born = date(2021, 3, 1)
    group = [supported(store, name, born) for name in ("Bo", "Cy", "Di")]
    interventions.begin(store, called("talking_partners"), group, TODAY)
    assert all(len(provisions.of_pupil(store, one)) == 1 for one in group)
    assert provisions.of_pupil(store, group[0])[0].provision.form == "group"
    history.undo(store)
    assert all(provisions.of_pupil(store, one) == [] for one in group)


def test_who_is_suggested_has_the_need_the_age_and_an_open_target_and_does_not_have_it(store: Store) -> None:
    one = called("talking_partners")
    fits = supported(store, "Bo", date(2021, 3, 1))
    supported(store, "Old", date(2010, 3, 1))
    supported(store, "Other", date(2021, 3, 1), need="SPLD")
    supported(store, "Aim", date(2021, 3, 1), target="SEMH")
    [mine] = suggesting.suggested(store, one)
    assert mine.pupil_id == fits and mine.class_name == "1"
    assert "Speech, language" in mine.why and "5 years" in mine.why and "read 10 new words" in mine.why
    interventions.begin(store, one, [fits], TODAY)
    assert suggesting.suggested(store, one) == []
    assert "Bo Ek has it already." in suggesting.minded(store, one, [fits])


def test_size_ages_and_mixed_needs_are_said_and_forbid_nothing() -> None:
    talk, learn = frozenset({"C&I"}), frozenset({"C&L"})
    said = blocks.warnings((3, 4), (4, 7), [Member(4, talk), Member(11, learn)], ("C&I",))
    assert said == [
        "3 to 4 at a time is usual; 2 are chosen.",
        "It is meant for 4 to 7 years; one is younger or older.",
        "The youngest is 4 and the oldest 11: one pace will hardly suit both.",
        "Needs are mixed: one is not on record for communication and interaction, but for cognition and learning.",
    ]
    assert blocks.warnings((3, 4), (4, 7), [Member(5, talk)] * 3, ("C&I",)) == []
    assert blocks.warnings((1, 1), (4, 7), [Member(None, frozenset())] * 2, ("C&I",)) == [
        "One at a time is usual; 2 are chosen."
    ]
