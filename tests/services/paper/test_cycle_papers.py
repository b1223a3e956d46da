"""What the papers around a cycle and its meetings are filled with."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.services.meetings import actions
from gradesk.services.paper import form_marks
from gradesk.services.paper.gathering import cycles as gathering_cycles
from gradesk.services.paper.gathering import meetings as gathering_meetings
from gradesk.services.plans import passports, reviews
from gradesk.services.pupils import contacts
from gradesk.store.work import Store
from tests.services.planning import agreed_plan, whole_plan, written_review

REVIEWED, NEXT = date(2026, 11, 20), date(2027, 3, 12)


def test_a_pupil_without_a_plan_has_no_card_no_cycle_and_no_review_but_may_have_a_meeting(
    store: Store, ava: str
) -> None:
    assert gathering_cycles.target_card_sheets(store, [ava]) == []
    assert gathering_cycles.cycle_sheets(store, [ava]) == []
    assert gathering_cycles.review_sheets(store, [ava]) == []
    assert len(gathering_cycles.meeting_sheets(store, [ava])) == 1
    assert len(gathering_meetings.invitation_sheets(store, [ava])) == 1


def test_a_card_takes_the_strengths_from_the_passport_in_the_pupils_words(store: Store, ava: str) -> None:
    whole_plan(store, ava)
    passports.change(store, ava, {"good_at": "Goalkeeping", "myself": "I count to ten."})
    (card,) = gathering_cycles.target_card_sheets(store, [ava])
    assert (card.good_at, card.myself) == ("Goalkeeping", "I count to ten.")
    assert [one.pupil_wording for one in card.targets] == ["I can read ten new words."]
    assert card.pupil_ids == (ava,)


def test_a_review_is_printed_once_it_is_recorded_with_its_outcomes_and_actions(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    cycle_id = written_review(store, ava, "met", REVIEWED, NEXT)
    assert gathering_cycles.review_sheets(store, [ava]) == []
    reviews.record(store, cycle_id)
    actions.add(store, ava, {"what": "Ring the nurse", "owner": "Ms Hill"})
    (sheet,) = gathering_cycles.review_sheets(store, [ava])
    assert (sheet.held_on, sheet.decision, sheet.next_review_on) == (REVIEWED, "Continue as it is", NEXT)
    assert [(one.outcome, one.evidence) for one in sheet.targets] == [("Met", "9 of 10 on Friday")]
    assert [one.what for one in sheet.actions] == ["Ring the nurse"]


def test_the_cycle_printed_is_the_open_one(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "partly", REVIEWED, NEXT))
    (sheet,) = gathering_cycles.cycle_sheets(store, [ava])
    assert sheet.number == 2 and [stage.code for stage in sheet.stages] == ["assess", "plan", "do", "review"]
    assert sheet.decision == "" and sheet.next_review_on == NEXT


def test_a_letter_goes_to_those_with_parental_responsibility_and_their_language_is_only_offered(
    store: Store, ava: str
) -> None:
    contacts.add_person(
        store, ava, {"name": "Rosa Núñez", "parental_responsibility": True, "language": "speaks Polish; interpreter"}
    )
    contacts.add_person(store, ava, {"name": "Uncle Bo", "parental_responsibility": False, "language": "Urdu"})
    (sheet,) = gathering_meetings.invitation_sheets(store, [ava])
    assert sheet.parents == ("Rosa Núñez",)
    (wish,) = gathering_meetings.wishes(store, [ava])[ava]
    assert (wish.written, wish.codes) == ("speaks Polish; interpreter", ("pl",))


def test_the_mark_of_a_form_is_the_same_twice_and_says_nobodys_name(store: Store, ava: str) -> None:
    whole_plan(store, ava)
    first, second = (gathering_meetings.parent_preparation(store, [ava])[0] for _ in range(2))
    assert first.mark == second.mark
    assert ava[:8] not in first.mark
    read = form_marks.read_mark(first.mark)
    assert read is not None and (read.kind, read.made_on) == ("parent", store.clock.today())


@given(st.text(max_size=60))
def test_what_is_no_mark_is_none(text: str) -> None:
    assert form_marks.read_mark(text) is None


@given(st.sampled_from(form_marks.KINDS), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_mark_says_its_kind_and_day_again(kind: str, day: date) -> None:
    read = form_marks.read_mark(form_marks.mark("key", kind, "a", day, []))
    assert read is not None and (read.kind, read.made_on) == (kind, day)


@pytest.mark.parametrize(
    "other",
    [
        ("other", "parent", "a", "t"),
        ("key", "pupil", "a", "t"),
        ("key", "parent", "b", "t"),
        ("key", "parent", "a", "u"),
    ],
)
def test_another_school_kind_pupil_or_target_gives_another_mark(other: tuple[str, str, str, str]) -> None:
    day = date(2026, 9, 14)
    key, kind, pupil_id, target = other
    assert form_marks.mark("key", "parent", "a", day, ["t"]) != form_marks.mark(key, kind, pupil_id, day, [target])
