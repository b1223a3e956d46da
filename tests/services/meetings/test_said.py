"""What a child said goes where it belongs: behind what stands there, never twice, in one step that one Undo takes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.meetings import holding, minutes, said
from gradesk.services.plans import answers, cycles, passports, plans, reviews
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import agreed_plan, whole_plan


def answer(store: Store, pupil_id: str, code: str, values: Mapping[str, str]) -> None:
    """Let a pupil answer a question today, beside Ms Cole."""
    question = next(one for one in answers.questions(store, pupil_id) if one.code == code)
    answers.answer(store, pupil_id, question, {**values, "helped_by": "Ms Cole"})


def everywhere(store: Store, pupil_id: str, meeting_id: str = "") -> set[str]:
    """The keys of all places to which something would be added."""
    found = said.told(store, pupil_id, None, meeting_id)
    return {landing.key for one in found for landing in one.landings if not landing.is_there}


def test_words_go_behind_what_stands_in_the_passport_and_not_twice(store: Store, ava: str) -> None:
    passports.change(store, ava, {"helps": "Headphones in the hall", "go_to": "Mrs Ali", "made_with": "Mrs Ali"})
    answer(store, ava, "helps", {"pictures": "headphones break", "value": "headphones, a break", "words": "My table."})
    answer(store, ava, "who_helps", {"words": "Mr Reed"})
    said.put_in(store, ava, everywhere(store, ava))
    found = passports.passport(store, ava)
    assert found is not None and found.helps == "Headphones in the hall\nA break\nMy table."
    assert (found.go_to, found.made_with) == ("Mrs Ali; Mr Reed", "Mrs Ali, Ms Cole")
    assert everywhere(store, ava) == set()
    with pytest.raises(Refused, match="nothing was put in; the answers are kept"):
        said.put_in(store, ava, {"elsewhere"})


def test_an_open_review_takes_the_own_view_and_the_own_ratings_with_day_and_helper(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    now = cycles.current(store, ava)
    assert now is not None
    answer(store, ava, "change", {"words": "Lunch outside"})
    answer(store, ava, "targets", {"value": "4"})
    assert everywhere(store, ava) == set(), "nobody began the review, and answers begin none"
    reviews.change(store, now.cycle.uuid, {"pupil_view": "I read to gran."})
    said.put_in(store, ava, everywhere(store, ava))
    page = reviews.page(store, now.cycle.uuid)
    assert page.review is not None and page.review.pupil_view.splitlines() == [
        "I read to gran.", "Asked in the corner on 23/11/2026, with Ms Cole:", "What I would change: Lunch outside",
    ]  # fmt: skip
    assert page.lines[0].outcome is not None and page.lines[0].outcome.pupil_rating == "4"


def test_a_plan_that_is_being_written_takes_the_view_and_how_it_was_asked(store: Store, ava: str) -> None:
    uuid = whole_plan(store, ava)
    answer(store, ava, "change", {"words": "Lunch outside"})
    said.put_in(store, ava, everywhere(store, ava))
    plan = plans.page(store, uuid).plan
    assert plan.pupil_view == "I like it\nWhat I would change: Lunch outside"
    assert plan.pupil_view_how == "Asked in the corner on 23/11/2026, with Ms Cole"


def test_a_meeting_that_is_held_gets_lines_on_the_side_of_the_child(store: Store, ava: str) -> None:
    meeting = holding.begin_now(store, ava, "review")
    answer(store, ava, "school", {"value": "2", "words": "Too loud"})
    answer(store, ava, "helps", {"words": "@Mum by Friday"})
    answer(store, ava, "likes", {"pictures": "dog", "value": "animals"})
    chosen = {key for key in everywhere(store, ava, meeting) if key.endswith(said.MEETING)}
    assert said.put_in(store, ava, chosen, None, meeting) == 3
    lines = [(one.step, one.side, one.sort, one.words) for one in minutes.read(store, meeting).lines]
    assert lines == [
        ("working", "pupil", "not", "How school is: Not so good. Too loud"),
        ("important_to", "", "said", "Ava – What I like: Animals"),
        ("working", "pupil", "works", "What helps: at Mum by Friday"),
    ]
    assert minutes.read(store, meeting).actions == ()
    assert passports.passport(store, ava) is None, "only what was ticked goes somewhere"


def test_one_undo_takes_all_of_it_back_and_the_answers_stay(store: Store, ava: str) -> None:
    meeting = holding.begin_now(store, ava, "review")
    answer(store, ava, "helps", {"words": "My table"})
    answer(store, ava, "know", {"words": "I listen"})
    said.put_in(store, ava, everywhere(store, ava, meeting), None, meeting)
    assert minutes.read(store, meeting).lines
    history.undo(store)
    found = passports.passport(store, ava)
    assert minutes.read(store, meeting).lines == () and (found is None or found.deleted_at or not found.helps)
    assert len(answers.on_day(store, ava)) == 2


def test_a_meeting_that_is_over_gets_no_more_lines(store: Store, ava: str) -> None:
    answer(store, ava, "helps", {"words": "My table"})
    meeting = holding.begin_now(store, ava, "meeting")
    assert any(one.where == said.MEETING for one in said.told(store, ava, None, meeting)[0].landings)
    assert not any(one.where == said.MEETING for one in said.told(store, ava)[0].landings)


def test_an_earlier_day_can_be_put_in_later(store: Store, ava: str) -> None:
    answer(store, ava, "know", {"words": "I listen"})
    found = said.told(store, ava, date(2026, 11, 23))
    said.put_in(store, ava, {one.key for one in found[0].landings}, date(2026, 11, 23))
    there = passports.passport(store, ava)
    assert there is not None and there.important == "I listen"
