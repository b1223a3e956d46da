"""A review held with a parent carer is a contact with home, wherever contacts are counted, and never twice."""

from __future__ import annotations

from datetime import date

from gradesk.model.plans.cycle import Review
from gradesk.services import editing
from gradesk.services.meetings import actions, kinds, meetings
from gradesk.services.paper.gathering.governors import governors_sheets
from gradesk.services.paper.gathering.registers import register_sheets
from gradesk.services.plans import reviews
from gradesk.services.pupils import pupils
from gradesk.services.today import due
from gradesk.store.work import Store
from tests.services.planning import agreed_plan, written_review

HELD = date(2026, 11, 16)


def reviewed(store: Store, pupil_id: str) -> str:
    pupils.set_status(store, pupil_id, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    agreed_plan(store, pupil_id)
    return reviews.record(store, written_review(store, pupil_id, "met", HELD, date(2027, 2, 1)))


def test_a_recorded_review_counts_everywhere_contacts_are_counted(store: Store, ava: str) -> None:
    before = {item.rule for item in due.due(store) if item.pupil_id == ava}
    reviewed(store, ava)
    assert meetings.count_this_year(store, ava) == 1
    assert [(one.cycle, one.day, one.counts) for one in meetings.reviews(store, ava)] == [(1, HELD, True)]
    assert "no_contact" not in {item.rule for item in due.due(store) if item.pupil_id == ava}
    assert "no_contact" in before
    assert [line.contacts for line in register_sheets(store, [ava])[0].lines] == [1]
    assert governors_sheets(store)[0].year.contacts_wanted == 3


def test_a_review_that_was_logged_too_is_one_contact_and_not_two(store: Store, ava: str) -> None:
    reviewed(store, ava)
    uuid = meetings.log(store, ava, {"kind": "review", "happened_on": HELD, "summary": "the review"})
    assert (meetings.count_this_year(store, ava), meetings.reviews(store, ava)) == (1, [])
    meetings.change(store, uuid, {"kind": "phone", "counts": False})
    assert meetings.count_this_year(store, ava) == 1, "a call of the same day is another matter"
    meetings.remove(store, uuid)
    assert meetings.count_this_year(store, ava) == 1


def test_a_review_without_a_parent_carer_or_one_not_recorded_is_no_contact(store: Store, ava: str) -> None:
    pupils.set_status(store, ava, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    agreed_plan(store, ava)
    cycle = written_review(store, ava, "met", HELD, date(2027, 2, 1))
    assert meetings.count_this_year(store, ava) == 0
    uuid = reviews.record(store, cycle)
    editing.change(store, Review, uuid, {"with_home": False}, "Nobody came")
    assert meetings.count_this_year(store, ava) == 0


def test_a_school_that_does_not_count_reviews_still_knows_of_the_contact(store: Store, ava: str) -> None:
    kinds.count(store, {"parents_evening"})
    reviewed(store, ava)
    assert meetings.count_this_year(store, ava) == 0
    assert [one.counts for one in meetings.reviews(store, ava)] == [False]
    assert "no_contact" not in {item.rule for item in due.due(store) if item.pupil_id == ava}


def test_a_next_step_is_one_promise_wherever_it_was_made(store: Store, ava: str) -> None:
    pupils.set_status(store, ava, "K", date(2026, 9, 7), "screening", date(2026, 9, 7))
    uuid = meetings.log(
        store, ava, {"kind": "phone", "happened_on": date(2026, 11, 9)}, {"what": "ring", "owner": "Bo", "due_on": HELD}
    )
    (promise,) = actions.by_person(store)["Bo"]
    assert (promise.action.what, promise.action.happened_on) == ("ring", date(2026, 11, 9))
    assert [item.rule for item in due.due(store) if item.subject == promise.action.uuid] == ["next_step"]
    assert [one.uuid for one in actions.of_pupil(store, ava)] == [promise.action.uuid]
    actions.done(store, promise.action.uuid)
    assert actions.by_person(store) == {}
    assert [one.done_on for one in meetings.promised(store, [uuid])[uuid]] == [store.clock.today()]
    assert not [item for item in due.due(store) if item.rule == "next_step"]


def test_a_contact_deleted_takes_its_open_promise_along(store: Store, ava: str) -> None:
    uuid = meetings.log(store, ava, {"kind": "phone"}, {"what": "ring"})
    meetings.remove(store, uuid)
    assert actions.by_person(store) == {}
