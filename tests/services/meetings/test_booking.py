"""A meeting is booked with those who are to come, and what stands against it is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.days.clock_time import minutes_of, overlap, read_time
from gradesk.services.custody import history, moving
from gradesk.services.meetings import booking, home_contacts, meetings
from gradesk.services.outside import directory
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

SOON = TODAY + timedelta(days=7)


def test_it_is_booked_with_the_usual_people_and_counts_only_when_it_was_held(store: Store, ava: str) -> None:
    contacts.add_person(store, ava, {"name": "Rosa Núñez"})
    directory.add(store, {"name": "Dr Lee", "role": "paediatrician"})
    usual = booking.usual_people(store, ava)
    assert [(one["name"], one["part"]) for one in usual] == [("Ava", "pupil"), ("Rosa Núñez", "home")]
    uuid = booking.book(store, [ava], {"kind": "review", "happened_on": SOON, "starts_at": "3.30"}, usual)
    booking.add_person(store, uuid, {"name": "dr lee"})
    only = booking.ahead(store, ava)[0]
    assert (only.meeting.starts_at, only.meeting.minutes, only.kind) == ("15:30", 30, "Review meeting")
    assert [(one.name, one.part) for one in only.people][-1] == ("dr lee", "professional")
    assert meetings.count_this_year(store, ava) == 0 and meetings.of_pupil(store, ava) == []
    with pytest.raises(Refused, match="a day to come; nothing was changed"):
        booking.hold(store, uuid)
    booking.hold(store, uuid, on=TODAY)
    assert meetings.count_this_year(store, ava) == 1 and booking.ahead(store, ava) == []
    history.undo(store)
    assert [one.meeting.happened_on for one in booking.ahead(store, ava)] == [SOON]


def test_only_a_meeting_that_was_held_with_home_is_a_contact_with_home(store: Store, ava: str) -> None:
    def met() -> set[str]:
        with store.read() as session:
            return home_contacts.met(session, TODAY, SOON)

    booked = booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY})
    booking.book(store, [ava], {"kind": "review", "happened_on": SOON})
    assert met() == set()
    meetings.log(store, ava, {"kind": "professionals", "summary": "Two ideas to try"})
    assert met() == set()
    booking.hold(store, booked)
    assert met() == {ava}


def test_nobody_is_invited_twice_and_one_undo_takes_the_whole_booking_back(store: Store, ava: str) -> None:
    twice = [{"name": "Rosa Núñez"}, {"name": "rosa  núñez"}]
    with pytest.raises(Refused, match="is invited already"):
        booking.book(store, [ava], {"happened_on": SOON}, twice)
    assert booking.ahead(store, ava) == []
    booking.book(store, [ava], {"happened_on": SOON}, twice[:1])
    history.undo(store)
    assert booking.ahead(store, ava) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "On which day"),
        ({"happened_on": TODAY - timedelta(days=1)}, "is over"),
        ({"happened_on": TODAY + timedelta(days=2000)}, "three years ahead"),
        ({"happened_on": SOON, "starts_at": "25:00"}, "no time of day"),
        ({"happened_on": SOON, "kind": "seance"}, "no such kind"),
    ],
)
def test_what_cannot_be_booked_is_a_sentence(store: Store, ava: str, values: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        booking.book(store, [ava], values)


def test_a_pupil_who_will_have_left_is_not_met(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"left_on": SOON})
    with pytest.raises(Refused, match="will have left"):
        booking.book(store, [ava], {"happened_on": SOON})


def test_a_meeting_about_two_stands_with_both_and_one_about_nobody_with_none(store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    both = booking.book(store, [ava, ben], {"kind": "tac", "happened_on": SOON})
    booking.book(store, [], {"kind": "meeting", "happened_on": SOON, "title": "SEN team"})
    assert [one.meeting.uuid for one in booking.ahead(store, ben)] == [both]
    assert [one.meeting.uuid for one in booking.ahead(store, ava)] == [both]


def test_late_invitations_are_named_until_everybody_is_invited(store: Store, ava: str) -> None:
    uuid = booking.book(store, [ava], {"kind": "review", "happened_on": SOON}, [{"name": "Rosa Núñez"}])
    assert booking.clashes(store, uuid) == [
        "Not everybody is invited yet; 14 days of notice are usual for this kind of meeting."
    ]
    booking.change_person(store, booking.people(store, uuid)[0].uuid, {"invited_on": TODAY})
    assert booking.clashes(store, uuid) == []


def test_those_who_did_not_say_no_stand_as_with_whom_it_was_and_move_with_it(store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    asked = [{"name": "Ava", "part": "pupil"}, {"name": "Rosa Núñez"}, {"name": "Dr Lee", "answer": "no"}]
    uuid = booking.book(store, [ava], {"kind": "review", "happened_on": TODAY}, asked)
    booking.hold(store, uuid)
    assert meetings.of_pupil(store, ava)[0].with_whom == "Rosa Núñez"
    moving.move(store, "meeting", uuid, moving.Place(ben, "Ben Ek"))
    assert {one.pupil_id for one in booking.people(store, uuid)} == {ben}


def test_days_without_school_the_same_person_pupil_and_room_are_named(store: Store, ava: str) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    staff.add_staff(store, {"name": "Mrs Ali"})
    first = {"happened_on": SOON, "starts_at": "15:30", "place": "Rainbow room"}
    booking.book(store, [ava], first, [{"name": "Mrs Ali", "invited_on": TODAY}])
    at_once = booking.book(
        store,
        [ben],
        {**first, "starts_at": "15:45", "place": "rainbow room"},
        [{"name": "mrs ali", "invited_on": TODAY}],
    )
    assert booking.clashes(store, at_once) == [
        "rainbow room is taken at 15:30.",
        "mrs ali is at another meeting at 15:30.",
    ]
    booking.move(store, at_once, {"starts_at": "4pm"})
    assert booking.clashes(store, at_once) == []
    again = booking.book(store, [ava], {**first, "place": ""})
    assert booking.clashes(store, again) == ["There is another meeting about the same pupil at 15:30."]
    booking.close(store, again, "off")
    assert [one.meeting.place for one in booking.ahead(store, ava)] == ["Rainbow room"]
    holiday = booking.book(store, [ava], {"happened_on": date(TODAY.year, 12, 28)})
    assert "holidays" in booking.clashes(store, holiday)[0]


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_day_is_read_as_it_is_written(hour: int, minute: int) -> None:
    typed = f"{hour:02}:{minute:02}"
    meant = typed if hour == 0 or hour >= 7 else f"{hour + 12:02}:{minute:02}"
    assert read_time(typed) == meant
    half = "pm" if hour >= 12 else "am"
    assert read_time(f"{hour % 12 or 12}.{minute:02}{half}") == typed


@given(st.text(max_size=12))
def test_what_is_read_as_a_time_is_one(typed: str) -> None:
    time = read_time(typed)
    assert time is None or 0 <= minutes_of(time) < 24 * 60


def test_meetings_that_only_touch_do_not_overlap() -> None:
    assert not overlap("15:00", 30, "15:30", 30)
    assert overlap("15:00", 31, "15:30", 30) and overlap("15:30", 10, "15:00", 60)
