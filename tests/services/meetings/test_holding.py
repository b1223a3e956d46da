"""A meeting is held step by step, and ends with its review recorded, the next plan agreed and the next day booked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gradesk.model.meetings.meeting import Meeting
from gradesk.services import editing
from gradesk.services.custody import history
from gradesk.services.meetings import actions, booking, ending, holding, meetings, minutes
from gradesk.services.paper.gathering.arranged import held_days
from gradesk.services.paper.gathering.minutes import summary_sheets
from gradesk.services.plans import cycles, plans, reviews
from gradesk.services.pupils import contacts, pupils
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan

SOON = TODAY + timedelta(days=7)
NEXT = TODAY + timedelta(days=84)


@pytest.fixture
def held(store: Store, ava: str) -> str:
    """A review meeting that has begun, about a pupil with a plan of one target."""
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    agreed_plan(store, ava)
    return holding.begin_now(store, ava, "review")


def fill(store: Store, meeting_id: str) -> None:
    """What a review needs, as it is said at the steps."""
    holding.all_came(store, meeting_id)
    holding.add_line(store, meeting_id, "working", "Reads to the dog", {"side": "pupil", "sort": "works"})
    holding.add_line(store, meeting_id, "working", "Homework ends in tears", {"side": "home", "sort": "not"})
    holding.add_line(store, meeting_id, "next", "Homework in school on Tuesdays", {"sort": "decision"})
    cycle_id = minutes.read(store, meeting_id).cycle_id
    assert cycle_id is not None
    page = reviews.page(store, cycle_id)
    partly = page.scale[1].uuid
    for line in page.lines:
        reviews.rate(store, cycle_id, line.target.uuid, {"rating_id": partly, "evidence": "3 of 5 on Friday"})
    reviews.change(store, cycle_id, {"decision": "continue", "reason": "It begins to work"})
    booking.move(store, meeting_id, {"next_on": NEXT})


def test_a_review_held_in_a_meeting_is_that_meeting_and_counts_once(store: Store, ava: str, held: str) -> None:
    fill(store, held)
    before = cycles.current(store, ava)
    assert before is not None and ending.queries(store, held) == []
    ended = ending.end(store, held, took=24)
    assert ended.recorded and ended.told[0].split(":")[0] == f"Cycle {before.cycle.number} is reviewed"
    review = reviews.reviews(store, ava)[0]
    assert review.meeting_id == held
    assert (
        review.pupil_view == "Working: Reads to the dog."
        and review.parent_view == "Not working: Homework ends in tears."
    )
    assert meetings.count_this_year(store, ava) == 1 and meetings.reviews(store, ava) == []
    after = cycles.current(store, ava)
    assert after is not None and after.cycle.number == before.cycle.number + 1
    plan = plans.page(store, ended.plan_id)
    assert plan.state == "active" and len(plan.targets) == 1 and plan.plan.review_on == NEXT
    assert [one.name for one in plan.agreements][:2] == ["Ava", "Rosa Núñez"]
    assert [one.meeting.happened_on for one in booking.ahead(store, ava)] == [NEXT]
    history.undo(store)
    assert minutes.read(store, held).meeting.state == "open" and booking.ahead(store, ava)[0].meeting.uuid == held


def test_what_a_review_lacks_stays_open_and_is_said_while_the_meeting_ends(store: Store, ava: str, held: str) -> None:
    holding.add_line(store, held, "admire", "Kind to the little ones")
    asked = [one.words for one in ending.queries(store, held)]
    assert "The review lacks the decision." in asked and "Who was there?" in asked
    ended = ending.end(store, held)
    assert not ended.recorded and "not yet recorded: it lacks" in ended.told[0]
    assert meetings.of_pupil(store, ava)[0].summary == "Kind to the little ones"
    with pytest.raises(Refused, match="has ended already"):
        ending.end(store, held)


def test_at_in_any_line_makes_an_action_of_the_meetings_day(store: Store, ava: str, held: str) -> None:
    due_on = TODAY + timedelta(days=3)
    written = holding.add_line(store, held, "admire", f"@rosa núñez by {due_on:%d/%m} brings the blue folder")
    assert written.promise is not None
    only = minutes.read(store, held).actions[0]
    assert (only.owner, only.due_on, only.what) == ("Rosa Núñez", due_on, "brings the blue folder")
    holding.add_line(store, held, "actions", "Ring the therapist")
    asked = [one.words for one in ending.queries(store, held)]
    assert "By when? “Ring the therapist”" in asked and "Who does it? “Ring the therapist”" in asked
    with pytest.raises(Refused, match="What is Rosa Núñez to do"):
        holding.add_line(store, held, "admire", "@Rosa Núñez")


def test_typed_up_a_week_later_its_actions_are_agreed_on_the_day_of_the_meeting(store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"kind": "review", "happened_on": TODAY})
    store.clock = fixed_clock(SOON)
    holding.begin(store, uuid)
    holding.add_line(store, uuid, "actions", "@Mum by tomorrow reads daily")
    only = minutes.read(store, uuid).actions[0]
    assert (only.happened_on, only.due_on) == (TODAY, TODAY + timedelta(days=1))


def test_a_meeting_of_tomorrow_is_moved_before_it_is_minuted(store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"kind": "tac", "happened_on": SOON})
    with pytest.raises(Refused, match="a day to come, so nothing was begun"):
        holding.begin(store, uuid)
    holding.move_to_today(store, uuid)
    assert minutes.read(store, uuid).meeting.state == "open"


def test_who_does_not_agree_is_kept_in_their_words_and_does_not_agree_to_the_plan(
    store: Store, ava: str, held: str
) -> None:
    fill(store, held)
    with pytest.raises(Refused, match="Who does not agree, and why"):
        holding.differ(store, held, "next", "Rosa Núñez", " ")
    holding.differ(store, held, "next", "Rosa Núñez", "I want it at home")
    found = minutes.read(store, held)
    only = found.decisions[0]
    assert "Ava" in only.agreed_by and "Rosa Núñez" not in only.agreed_by
    assert [(one.who, one.words) for one in only.dissents] == [("Rosa Núñez", "I want it at home")]
    assert found.read_back["next"] == "not_agreed"
    ended = ending.end(store, held)
    assert "Rosa Núñez" not in [one.name for one in plans.page(store, ended.plan_id).agreements]


def test_words_changed_after_they_were_read_back_are_read_back_anew(store: Store, ava: str, held: str) -> None:
    written = holding.add_line(store, held, "important_to", "Her dog")
    holding.agree(store, held, "important_to")
    assert minutes.read(store, held).read_back == {"important_to": "agreed"}
    holding.change_line(store, written.uuid, {"words": "Her dog and her gran"})
    assert minutes.read(store, held).read_back == {}


def test_lines_held_back_leave_on_no_page_and_reach_no_view(store: Store, ava: str, held: str) -> None:
    third = holding.add_line(store, held, "working", "Said by a neighbour", {"side": "home", "sort": "not"})
    holding.change_line(store, third.uuid, {"held_back": "third"})
    found = minutes.read(store, held)
    assert third.uuid not in {one.uuid for one in found.may_leave} and len(found.lines) == 1
    ending.end(store, held)
    assert "neighbour" not in meetings.of_pupil(store, ava)[0].summary


def test_invited_without_reply_is_the_parents_view(store: Store, ava: str, held: str) -> None:
    rosa = next(one for one in booking.people(store, held) if one.name == "Rosa Núñez")
    booking.change_person(store, rosa.uuid, {"invited_on": TODAY, "answer": "none"})
    fill(store, held)
    found = minutes.read(store, held)
    for line in found.at("working", side="home"):
        holding.remove_line(store, line.uuid)
    holding.came(store, rosa.uuid, "no")
    ended = ending.end(store, held)
    assert ended.recorded
    assert reviews.reviews(store, ava)[0].parent_view.startswith("Rosa Núñez: invited on")
    assert not reviews.reviews(store, ava)[0].with_home


def test_papers_not_out_two_weeks_before_an_annual_review_are_on_today(store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"kind": "annual_review", "happened_on": TODAY + timedelta(days=10)})

    def owed() -> list[str]:
        return [one.words for one in due.due(store) if one.rule == "papers_late"]

    assert len(owed()) == 1 and "3 papers" in owed()[0]
    for paper in minutes.read(store, uuid).papers:
        holding.send_paper(store, paper.uuid, {"sent_on": TODAY})
    assert owed() == []


def test_a_view_that_differs_from_what_is_held_back_leaves_no_more_than_that(store: Store, ava: str, held: str) -> None:
    for step, sort in (("admire", "said"), ("next", "decision")):
        hidden = holding.add_line(store, held, step, f"A line for staff at {step}", {"sort": sort}).uuid
        holding.differ(store, held, step, "Rosa Núñez", "That is about a neighbour", hidden)
        holding.change_line(store, hidden, {"held_back": "staff"})
    gone = holding.add_line(store, held, "next", "Typed by mistake", {"sort": "decision"}).uuid
    holding.differ(store, held, "next", "Rosa Núñez", "Nobody said that", gone)
    holding.remove_line(store, gone)
    holding.differ(store, held, "admire", "Rosa Núñez", "There is more to say")
    ending.end(store, held)
    (sheet,) = summary_sheets(store, [ava])
    assert sheet.against == (("Rosa Núñez", "There is more to say"),)
    assert (sheet.said, sheet.decisions) == ((), ())


def test_a_step_is_to_be_read_back_anew_when_a_line_goes_or_a_promise_comes(store: Store, held: str) -> None:
    line = holding.add_line(store, held, "next", "A quiet table", {"sort": "decision"}).uuid
    holding.add_line(store, held, "actions", "@Rosa Núñez rings the surgery")
    for step in ("next", "actions"):
        holding.agree(store, held, step)
    holding.remove_line(store, line)
    assert dict(minutes.read(store, held).read_back) == {"actions": "agreed"}
    holding.add_line(store, held, "admire", "@Rosa Núñez brings the letter")
    assert not minutes.read(store, held).read_back


def test_the_summary_is_of_the_meeting_in_hand_also_where_a_newer_one_was_held(
    store: Store, ava: str, held: str
) -> None:
    holding.add_line(store, held, "admire", "Said today")
    ending.end(store, held)
    late = booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY})
    ago = TODAY - timedelta(days=7)
    editing.change(store, Meeting, late, {"happened_on": ago}, "As if it had been booked a week ago")
    holding.begin(store, late)
    holding.add_line(store, late, "admire", "Said a week ago")
    ending.end(store, late)
    for which, words in (("", "Said today"), (late, "Said a week ago"), (ago.isoformat(), "Said a week ago")):
        (sheet,) = summary_sheets(store, [ava], which)
        assert [one.lines for one in sheet.said] == [(words,)]
    assert [key for key, _ in held_days(store)] == [TODAY.isoformat(), ago.isoformat()]


def test_a_review_takes_its_views_from_its_own_meeting_also_after_a_parents_evening(
    store: Store, ava: str, held: str
) -> None:
    fill(store, held)
    cycle_id = minutes.read(store, held).cycle_id
    assert cycle_id is not None
    evening = holding.begin_now(store, ava, "parents_evening")
    assert minutes.read(store, evening).cycle_id is None and ending.queries(store, evening) == []
    holding.review_in_it(store, evening, on=True)
    assert minutes.read(store, evening).cycle_id == cycle_id
    holding.all_came(store, evening)
    holding.add_line(store, evening, "working", "Spelling lists", {"side": "home", "sort": "not"})
    reviews.change(store, cycle_id, {"decision": ""})
    assert not ending.end(store, evening).recorded
    reviews.change(store, cycle_id, {"decision": "continue"})
    assert ending.end(store, held).recorded
    review = reviews.reviews(store, ava)[0]
    assert review.meeting_id == held
    assert review.parent_view.splitlines() == ["Not working: Spelling lists.", "Not working: Homework ends in tears."]


def test_what_was_decided_is_told_but_for_what_is_held_back(store: Store, held: str) -> None:
    holding.add_line(store, held, "next", "A quiet table", {"sort": "decision"})
    holding.add_line(store, held, "next", "For staff", {"sort": "decision", "held_back": "staff"})
    told = [one.line.words for one in minutes.decided(store, [held])[held] if not one.line.held_back]
    assert told == ["A quiet table"]


def test_a_meeting_that_is_no_review_leaves_the_cycle_alone(store: Store, ava: str, held: str) -> None:
    fill(store, held)
    holding.review_in_it(store, held, on=False)
    ended = ending.end(store, held)
    assert not ended.recorded and reviews.reviews(store, ava) == []
    now = cycles.current(store, ava)
    assert now is not None and now.cycle.number == 1 and meetings.count_this_year(store, ava) == 1


def test_a_day_after_the_pupils_last_one_ends_the_meeting_without_booking(store: Store, ava: str, held: str) -> None:
    fill(store, held)
    pupils.mark_left(store, ava, TODAY + timedelta(days=30))
    ended = ending.end(store, held)
    assert ended.recorded and any("will have left by" in one for one in ended.told)
    assert booking.ahead(store, ava) == []


def test_who_sees_it_otherwise_stands_under_what_they_speak_of_and_only_once(store: Store, ava: str, held: str) -> None:
    line = holding.add_line(store, held, "admire", "Kind to the little ones", {"sort": "said"}).uuid
    holding.differ(store, held, "admire", "Rosa Núñez", "Not to her brother", line)
    ending.end(store, held)
    (sheet,) = summary_sheets(store, [ava])
    assert [(one.lines, one.against) for one in sheet.said] == [
        (("Kind to the little ones",), (("Rosa Núñez", "Not to her brother"),))
    ]
    assert sheet.against == ()


def test_nobody_is_said_to_have_been_there_whose_coming_was_not_noted(store: Store, ava: str, held: str) -> None:
    ending.end(store, held)
    assert minutes.read(store, held).meeting.with_whom == ""
    assert [sheet.there for sheet in summary_sheets(store, [ava])] == [()]


def test_the_mums_of_two_children_are_two_people_in_what_is_promised(store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    for pupil in (ava, ben):
        actions.add(store, pupil, {"what": "bring the glasses", "owner": "Mum"})
        actions.add(store, pupil, {"what": "send the list", "owner": "Mr Lee"})
    assert {who: len(some) for who, some in actions.by_person(store).items()} == {
        "Mr Lee": 2,
        "Mum (Ava)": 1,
        "Mum (Ben)": 1,
    }


def test_who_does_not_agree_with_one_line_does_not_make_the_others_agree_to_a_step_nobody_heard(
    store: Store, held: str
) -> None:
    holding.all_came(store, held)
    line = holding.add_line(store, held, "next", "Homework in school", {"sort": "decision"}).uuid
    holding.differ(store, held, "next", "Rosa Núñez", "I want it at home", line)
    found = minutes.read(store, held)
    assert "next" not in found.read_back and found.decisions[0].agreed_by == ()
    holding.agree(store, held, "next", ["Decided: Homework in school"])
    found = minutes.read(store, held)
    assert found.read_back["next"] == "not_agreed" and found.decisions[0].agreed_by == ("Ava",)


def test_a_meeting_of_before_a_pupil_left_is_typed_up_after_it(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"left_on": TODAY - timedelta(days=10)})
    day = TODAY - timedelta(days=20)
    uuid = holding.begin_now(store, ava, "annual_review", day)
    found = minutes.read(store, uuid)
    assert (found.meeting.happened_on, found.meeting.state) == (day, "open")
    assert found.papers and all(one.due_on is not None and one.due_on <= day for one in found.papers)
    with pytest.raises(Refused, match="will have left"):
        holding.begin_now(store, ava, "annual_review")


def test_what_a_review_lacks_is_counted_where_it_is_not_all_told(store: Store, held: str) -> None:
    told = ending.end(store, held).told[0]
    lacks = told.split("it lacks ")[1]
    assert lacks.count(", ") >= 3 and " more." in lacks


def test_a_name_put_into_a_line_that_stands_there_makes_it_an_action(store: Store, held: str) -> None:
    line = holding.add_line(store, held, "admire", "sends the word list").uuid
    holding.change_line(store, line, {"words": "@Rosa Núñez by tomorrow sends the word list"})
    found = minutes.read(store, held)
    assert [(one.owner, one.what, one.due_on) for one in found.actions] == [
        ("Rosa Núñez", "sends the word list", TODAY + timedelta(days=1))
    ]
    assert found.lines == ()
    history.undo(store)
    assert [one.words for one in minutes.read(store, held).lines] == ["sends the word list"]
