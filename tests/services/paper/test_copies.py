"""The register of copies: who was given which document when, what is old, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.paper import copies
from gradesk.services.plans import agreeing, passports, plans, reviews
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import PEOPLE, agreed_plan, whole_plan, written_review

TODAY = date(2026, 11, 23)
PASSPORT, PLAN = ("passport", "Pupil passport"), ("plan", "Individual Learning Plan")


@pytest.fixture
def two_versions(store: Store, ava: str) -> str:
    """Ava with two versions of the passport."""
    for day, words in ((date(2026, 3, 2), "Drawing"), (date(2026, 9, 7), "Drawing cats")):
        passports.change(store, ava, {"good_at": words})
        passports.issue(store, ava, day)
    return ava


def test_who_holds_an_older_version_is_said(store: Store, two_versions: str) -> None:
    copies.give(store, *PASSPORT, [two_versions], "Mrs Okafor", on=date(2026, 9, 8))
    passports.change(store, two_versions, {"good_at": "Swimming"})
    passports.issue(store, two_versions, TODAY)
    copies.give(store, *PASSPORT, [two_versions], "Supply folder")
    assert [(copy.words, copy.is_old) for copy in copies.out(store, two_versions)] == [
        ("Mrs Okafor has version 2, now 3", True),
        ("Supply folder has version 3", False),
    ]
    assert copies.give_newest(store, two_versions, "passport") == 1
    assert [copy.words for copy in copies.copies(store, two_versions)] == [
        "Mrs Okafor has version 3",
        "Supply folder has version 3",
        "Mrs Okafor had version 2",
    ]
    history.undo(store)
    assert copies.out(store, two_versions)[0].words == "Mrs Okafor has version 2, now 3"
    copies.give_newest(store, two_versions, "passport")
    with pytest.raises(Refused, match="Everybody has the newest version"):
        copies.give_newest(store, two_versions, "passport")


def test_a_copy_needs_something_to_give_and_a_holder_and_is_not_given_twice(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="needs somebody who holds it"):
        copies.give(store, *PASSPORT, [ava], " ")
    with pytest.raises(Refused, match="nothing to give out yet"):
        copies.give(store, *PASSPORT, [ava], "Mrs Okafor")
    passports.change(store, ava, {"good_at": "Drawing"})
    [draft] = copies.give(store, *PASSPORT, [ava], "Mr Lee")
    passports.issue(store, ava)
    [uuid] = copies.give(store, *PASSPORT, [ava], "Mrs  Okafor")
    assert [copy.words for copy in copies.out(store, ava)] == [
        "Mr Lee has a draft, now version 1",
        "Mrs Okafor has version 1",
    ]
    with pytest.raises(Refused, match="has version 1 already"):
        copies.give(store, *PASSPORT, [ava], "mrs OKAFOR")
    with pytest.raises(Refused, match="only given on 23/11/2026"):
        copies.take_back(store, uuid, TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        copies.take_back(store, uuid, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        copies.give(store, *PASSPORT, [ava], "Mr Lee", on=TODAY + timedelta(days=1))
    copies.take_back(store, uuid)
    copies.remove(store, draft)
    assert copies.out(store, ava) == []
    assert [copy.taken_back_on for copy in copies.copies(store, ava)] == [TODAY]


def test_a_plan_has_versions_too_and_a_new_plan_makes_those_of_the_last_one_old(store: Store, ava: str) -> None:
    first = agreed_plan(store, ava)
    plans.change(store, first, {"strengths": "Draws and sings"})
    agreeing.agree(store, first, PEOPLE, TODAY, "She sings now")
    copies.give(store, *PLAN, [ava], "Mr Lee", how="protected")
    assert copies.out(store, ava)[0].full_words == "Mr Lee has the Individual Learning Plan, version 2"
    reviews.record(store, written_review(store, ava, "met", TODAY, TODAY + timedelta(days=90)))
    second = whole_plan(store, ava, TODAY)
    assert not copies.out(store, ava)[0].is_old  # a draft that is begun takes nobody's plan away
    agreeing.agree(store, second, PEOPLE, TODAY)
    [held] = copies.out(store, ava)
    assert held.words == "Mr Lee has version 2 of an earlier one, now 1"
    assert copies.give_newest(store, ava, "plan") == 1
    assert [(copy.words, copy.how) for copy in copies.out(store, ava)] == [("Mr Lee has version 1", "protected")]


def test_copies_of_many_pupils_are_one_step_and_those_who_have_theirs_are_passed_over(
    store: Store, two_versions: str, counted: Callable[[], list[str]]
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Hall"})
    nobody = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Hall"})
    passports.change(store, ben, {"good_at": "Maths"})
    copies.give(store, *PASSPORT, [two_versions], "Supply folder")
    before = len(counted())
    assert len(copies.give(store, *PASSPORT, [two_versions, ben, nobody, ben], "Supply folder")) == 1
    assert counted()[before:] == ["Ben: a copy of the Pupil passport is given"]
    held = [copy.words for pupil_id in (two_versions, ben) for copy in copies.out(store, pupil_id)]
    assert held == ["Supply folder has version 2", "Supply folder has a draft"]
    history.undo(store)
    assert copies.out(store, ben) == []


def test_a_document_without_versions_may_be_given_again_and_again(store: Store, ava: str) -> None:
    for language in ("Polski", "Polski"):
        copies.give(store, "letter", "Invitation", [ava], "Mrs Nowak", language=language, remark="By post")
    assert [copy.full_words for copy in copies.out(store, ava)] == ["Mrs Nowak has the Invitation"] * 2
    assert {(copy.language, copy.remark, copy.words) for copy in copies.out(store, ava)} == {
        ("Polski", "By post", "Mrs Nowak has a copy")
    }


def test_a_copy_is_corrected_and_keeps_a_holder_and_days_that_can_be(store: Store, two_versions: str) -> None:
    [uuid] = copies.give(store, *PASSPORT, [two_versions], "Mr Lea")
    copies.change(store, uuid, {"holder": "Mr Lee", "happened_on": TODAY - timedelta(days=3)})
    for values in ({"holder": " "}, {"happened_on": TODAY + timedelta(days=1)}, {"how": "fax"}):
        with pytest.raises(Refused):
            copies.change(store, uuid, values)
    [copy] = copies.out(store, two_versions)
    assert (copy.holder, copy.given_on) == ("Mr Lee", TODAY - timedelta(days=3))
    assert copy.written_at == store.clock.now()


def test_staff_are_offered_first_then_the_pupils_people_then_the_latest_holders(store: Store, ava: str) -> None:
    staff.add_staff(store, {"name": "Mrs Okafor"})
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    for holder in ("Chess club", "Supply folder", "mrs okafor", "Supply folder"):
        copies.give(store, "letter", "Invitation", [ava], holder)
    assert copies.holders(store, ava)[:2] == ["Mrs Okafor", "Rosa Núñez"]
    assert sorted(copies.holders(store)[1:]) == ["Chess club", "Supply folder"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["Mr Lee", "MR LEE", "Folder"]), st.booleans()), max_size=8))
def test_nobody_ever_holds_two_copies_of_one_passport(
    store: Store, two_versions: str, steps: list[tuple[str, bool]]
) -> None:
    for number, (holder, new) in enumerate(steps):
        if new:
            passports.change(store, two_versions, {"good_at": f"Thing {number} {len(steps)}"})
            passports.issue(store, two_versions)
        try:
            copies.give(store, *PASSPORT, [two_versions], holder)
        except Refused as refusal:
            assert "already" in str(refusal)
        held = [copy.holder.casefold() for copy in copies.out(store, two_versions, "passport")]
        assert len(held) == len(set(held))
