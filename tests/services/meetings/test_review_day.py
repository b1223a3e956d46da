"""A review day is planned in slots, booked in one step, and stands in the lists of the school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gradesk.model.rules.days.slots import Break
from gradesk.services.custody import history
from gradesk.services.meetings import booking, inviting, listed, meetings, review_day
from gradesk.services.meetings.review_day import ReviewDay
from gradesk.services.paper.gathering.meetings import invitation_sheets
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import calendar
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY, fixed_clock

DAY = TODAY + timedelta(days=8)
PLAN = ReviewDay(DAY, "9", 30, (Break("10:00", 15),), ("Library",), ("Mrs Hale",))


@pytest.fixture
def three(store: Store, ava: str) -> list[str]:
    """Ava, Ben and Cleo."""
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    names = (("Ben", "Ek"), ("Cleo", "Bright"))
    return [ava, *(pupils.add_pupil(store, {"legal_forename": one, "legal_surname": two}) for one, two in names)]


def test_all_are_booked_in_one_step_and_one_undo_takes_the_day_back(store: Store, three: list[str]) -> None:
    made = review_day.book(store, PLAN, [three[0], None, three[1], three[2]])
    lines = listed.coming(store)
    assert [(line.meeting.starts_at, line.name, line.meeting.place) for line in lines] == [
        ("09:00", "Ava Núñez", "Library"),
        ("10:15", "Ben Ek", "Library"),
        ("10:45", "Cleo Bright", "Library"),
    ]
    assert [one.name for one in booking.people(store, made[0])] == ["Ava", "Rosa Núñez", "Mrs Hale"]
    assert lines[0].uninvited == ["Rosa Núñez", "Mrs Hale"]
    history.undo(store)
    assert listed.coming(store) == []


def test_what_stands_against_a_slot_is_named_in_words(store: Store, three: list[str]) -> None:
    ava, ben, cleo = three
    pupils.mark_left(store, cleo, TODAY + timedelta(days=1))
    booked = {"happened_on": DAY, "starts_at": "9:15", "place": "library", "kind": "tac"}
    booking.book(store, [ava], booked, [{"name": "Mrs Hale", "part": "staff"}])
    first, second, third = review_day.proposed(store, PLAN, three)
    assert first.against == (
        "Library is taken at 09:15.",
        "There is another meeting about the same pupil at 09:15.",
        "Mrs Hale is at another meeting at 09:15.",
    )
    assert "Library is taken at 09:15." in second.against and third.slot.at == "10:15"
    assert third.against == (f"Will have left by {DAY:%d/%m/%Y}.",)
    both = review_day.proposed(store, replace(PLAN, rooms=("Hall", "Study")), [ben, cleo])
    assert "Mrs Hale is at another meeting at 09:00." in both[0].against


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(PLAN, day=TODAY - timedelta(days=1)), "is over"),
        (replace(PLAN, first="soon"), "no time of day"),
        (replace(PLAN, first=""), "At what time"),
        (replace(PLAN, minutes=0), "minutes each cannot be"),
        (replace(PLAN, first="21:30", minutes=20), "before ten at night"),
        (replace(PLAN, kind="seance"), "no such kind"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(store: Store, three: list[str], plan: ReviewDay, words: str) -> None:
    with pytest.raises(Refused, match=words):
        review_day.book(store, plan, three)
    assert listed.coming(store) == []


def test_who_will_have_left_stops_the_whole_day(store: Store, three: list[str]) -> None:
    pupils.mark_left(store, three[2], TODAY)
    with pytest.raises(Refused, match="Cleo will have left"):
        review_day.book(store, PLAN, three)
    assert listed.coming(store) == []


def test_a_day_in_the_holidays_wants_insisting(store: Store, three: list[str]) -> None:
    christmas = replace(PLAN, day=date(2026, 12, 28))
    with pytest.raises(Refused, match="is in the holidays"):
        review_day.book(store, christmas, three)
    assert len(review_day.book(store, christmas, three, insisted=True)) == 3
    calendar.add_closures(store, 2026, f"{DAY:%d/%m/%Y}")
    with pytest.raises(Refused, match="School is closed"):
        review_day.book(store, PLAN, three)


def test_what_is_over_waits_to_be_written_up_in_the_order_it_was_held(store: Store, three: list[str]) -> None:
    review_day.book(store, PLAN, three)
    store.clock = fixed_clock(DAY)
    assert [line.name for line in listed.to_write_up(store)] == ["Ava Núñez", "Ben Ek", "Cleo Bright"]
    booking.hold(store, listed.to_write_up(store)[0].meeting.uuid)
    meetings.log(store, three[1], {"kind": "phone", "summary": "All well"})
    assert [line.name for line in listed.to_write_up(store)] == ["Ben Ek", "Cleo Bright"]
    assert [line.name for line in listed.held(store)] == ["Ava Núñez", "Ben Ek"]
    assert [line.name for line in listed.held(store, "phone ben")] == ["Ben Ek"]
    assert listed.count_held(store, "review") == 1 and listed.count_held(store, "nunez review") == 1
    assert listed.held(store, offset=1, limit=1)[0].name == "Ben Ek"


def test_answers_and_late_invitations_are_said_of_what_is_coming(store: Store, three: list[str]) -> None:
    [uuid] = review_day.book(store, PLAN, three[:1])
    rosa, hale = booking.people(store, uuid)[1:]
    booking.change_person(store, rosa.uuid, {"invited_on": TODAY})
    [line] = listed.coming(store)
    assert line.silent == ["Rosa Núñez"] and line.uninvited == ["Mrs Hale"]
    assert line.against == ()
    assert line.late == "Not everybody is invited yet; 14 days of notice are usual for this kind of meeting."
    booking.change_person(store, rosa.uuid, {"answer": "no"})
    booking.change_person(store, hale.uuid, {"answer": "yes"})
    [line] = listed.coming(store)
    assert (line.silent, line.uninvited, line.absent) == ([], [], ["Rosa Núñez"])
    assert listed.days(store) == [(DAY, 1)]


def test_who_was_invited_by_letter_is_noted_once_and_whoever_was_not_on_the_list_is_put_there(
    store: Store, three: list[str]
) -> None:
    [uuid] = review_day.book(store, PLAN, three[:1])
    assert inviting.invited(store, uuid, ["rosa núñez", "Tom Núñez"]) == 2
    assert inviting.invited(store, uuid, ["Rosa Núñez"]) == 0
    noted = {one.name: (one.part, one.invited_on) for one in booking.people(store, uuid)}
    assert noted["Rosa Núñez"] == noted["Tom Núñez"] == ("home", TODAY)
    assert noted["Mrs Hale"] == ("staff", None)


def test_a_letter_that_names_nobody_is_to_all_from_home(store: Store, three: list[str]) -> None:
    [uuid] = review_day.book(store, PLAN, three[:1])
    assert inviting.invited(store, uuid, []) == 1
    assert [line.uninvited for line in listed.coming(store)] == [["Mrs Hale"]]


def test_papers_of_a_day_are_for_those_who_meet_then_also_where_one_meeting_is_about_two(
    store: Store, three: list[str]
) -> None:
    ava, ben, cleo = three
    booking.book(store, [ava, ben], {"happened_on": DAY, "starts_at": "14:00", "place": "Hall"})
    booking.book(store, [cleo], {"happened_on": DAY + timedelta(days=1)})
    of_day = invitation_sheets(store, three, DAY.isoformat())
    assert [sheet.pupil_ids for sheet in of_day] == [(ava,), (ben,)]
    assert {sheet.arranged.place for sheet in of_day if sheet.arranged} == {"Hall"}
    assert len(invitation_sheets(store, three)) == 3
