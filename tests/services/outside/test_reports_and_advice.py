"""A report came: its days fit, every sentence that advises finds a home, and what became of it is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.custody import history
from gradesk.services.meetings import actions
from gradesk.services.outside import advice, directory, reports
from gradesk.services.plans import adjustments
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


@pytest.fixture
def report(store: Store, ava: str) -> str:
    """A report of last week."""
    who = directory.add(store, {"name": "Dr Sam Okello", "role": "ep", "service": "Educational psychology"})
    week = TODAY - timedelta(days=7)
    values = {"professional_id": who, "happened_on": week, "received_on": week, "title": "Consultation"}
    return reports.add(store, ava, values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"happened_on": date(2026, 10, 1), "seen_on": date(2026, 10, 2)}, "before the day the pupil was seen"),
        ({"happened_on": date(2026, 10, 5), "received_on": date(2026, 10, 1)}, "before it was written"),
        ({"happened_on": date(2015, 10, 5), "received_on": TODAY}, "before the date of birth"),
        ({"happened_on": TODAY + timedelta(days=1)}, "a day to come"),
        ({"title": "", "happened_on": TODAY}, "Whose report is it"),
    ],
)
def test_a_report_whose_days_cannot_be_is_refused_and_nothing_is_noted(
    store: Store, ava: str, values: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        reports.add(store, ava, {"title": "Letter", **values})
    assert reports.of_pupil(store, ava) == []


def test_a_sentence_is_taken_up_once(store: Store, report: str) -> None:
    advice.add(store, report, "Pre-teach  five key\nwords before each topic.")
    with pytest.raises(Refused, match="already"):
        advice.add(store, report, "pre-teach five key words before each topic.")
    with pytest.raises(Refused, match="Which sentence"):
        advice.add(store, report, "  \n ")
    (one,) = advice.of_report(store, report)
    assert one.row.words == "Pre-teach five key words before each topic."
    assert one.state == "has no home yet"


def test_advice_that_lives_in_an_action_has_the_day_and_the_owner_of_the_action(
    store: Store, ava: str, report: str
) -> None:
    due = TODAY + timedelta(days=14)
    uuid = advice.add(store, report, "Ask for a hearing test", {"owner": "Ana Ash", "due_on": due})
    advice.place(store, uuid, "action:")
    (action,) = actions.of_pupil(store, ava)
    assert (action.what, action.owner, action.due_on) == ("Ask for a hearing test", "Ana Ash", due)
    actions.change(store, action.uuid, {"owner": "Ben Birch"})
    advice.change(store, uuid, {"due_on": TODAY})
    (one,) = advice.of_report(store, report)
    assert (one.owner, one.due_on, one.is_settled) == ("Ben Birch", TODAY, False)
    actions.done(store, action.uuid)
    (one,) = advice.of_report(store, report)
    assert one.is_settled
    assert one.state == "done on 23/11/2026 (action)"


def test_advice_finds_a_home_in_new_support_and_in_an_everyday_adjustment(store: Store, ava: str, report: str) -> None:
    first = advice.add(store, report, "Small-group work on vocabulary", {"owner": "Ana Ash"})
    advice.place(store, first, "provision:")
    assert [(one.provision.name, one.provision.led_by) for one in provisions.of_pupil(store, ava)] == [
        ("Small-group work on vocabulary", "Ana Ash")
    ]
    second = advice.add(store, report, "Sit near the front")
    advice.place(store, second, "adjustment:")
    assert [one.words for one in adjustments.of_pupil(store, ava).now] == ["Sit near the front"]
    states = [one.state for one in advice.of_report(store, report)]
    assert states == ["to be put in place (support)", "in place since 23/11/2026 (everyday adjustment)"]
    advice.done(store, first)
    assert all(one.is_settled for one in advice.of_report(store, report))


def test_what_is_not_followed_says_why(store: Store, report: str) -> None:
    uuid = advice.add(store, report, "A laptop in every lesson")
    with pytest.raises(Refused, match="Why is it not followed"):
        advice.place(store, uuid, "none:")
    advice.place(store, uuid, "none:", "She prefers to write by hand")
    (one,) = advice.of_report(store, report)
    assert one.is_settled
    assert one.state == "Not possible: She prefers to write by hand"
    with pytest.raises(Refused, match="needs its reason"):
        advice.change(store, uuid, {"why": " "})
    with pytest.raises(Refused, match="not followed"):
        advice.done(store, uuid)


def test_placing_and_what_it_made_are_taken_back_by_one_undo(store: Store, ava: str, report: str) -> None:
    uuid = advice.add(store, report, "Ask for a hearing test")
    advice.place(store, uuid, "action:")
    history.undo(store)
    assert actions.of_pupil(store, ava) == []
    assert advice.of_report(store, report)[0].state == "has no home yet"


def test_advice_whose_home_was_deleted_asks_for_another(store: Store, ava: str, report: str) -> None:
    uuid = advice.add(store, report, "Ask for a hearing test")
    advice.place(store, uuid, "action:")
    actions.remove(store, actions.of_pupil(store, ava)[0].uuid)
    (one,) = advice.of_report(store, report)
    assert (one.has_home, one.state) == (False, "its home was deleted")


def test_a_target_needs_a_plan(store: Store, report: str) -> None:
    uuid = advice.add(store, report, "Blend three sounds")
    with pytest.raises(Refused, match="no open plan"):
        advice.place(store, uuid, "target:")
    assert advice.of_report(store, report)[0].row.home == ""


def test_a_deleted_report_takes_its_advice_along_and_leaves_what_it_led_to(store: Store, ava: str, report: str) -> None:
    advice.place(store, advice.add(store, report, "Ask for a hearing test"), "action:")
    reports.remove(store, report)
    assert advice.of_pupil(store, ava) == []
    assert len(actions.of_pupil(store, ava)) == 1
    history.undo(store)
    assert len(advice.of_pupil(store, ava)) == 1
