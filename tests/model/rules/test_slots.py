"""The slots of a review day: none overlap in a room, breaks stay free, nobody comes twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.days.clock_time import minutes_of, overlap
from gradesk.model.rules.days.sittings import Sitting, against
from gradesk.model.rules.days.slots import (
    ENDS,
    Break,
    arranged,
    clock,
    left_empty,
    moved,
    read_breaks,
    slots,
    written_breaks,
)

TIMES = st.integers(7 * 60, 21 * 60).map(clock)
LENGTHS = st.integers(5, 120)
BREAKS = st.lists(st.builds(Break, TIMES, LENGTHS), max_size=4)
ROOMS = st.lists(st.sampled_from(["Library", "Rainbow room", "Hall"]), max_size=3)
ORDER = st.lists(st.none() | st.sampled_from("abcdefg"), max_size=9)


@given(TIMES, LENGTHS, BREAKS, ROOMS, st.integers(0, 30))
def test_no_two_slots_overlap_in_a_room_and_breaks_are_kept_free(
    first: str, minutes: int, breaks: list[Break], rooms: list[str], count: int
) -> None:
    found = slots(first, minutes, breaks, rooms, count)
    assert len(found) <= count and len(set(found)) == len(found)
    assert [one.at for one in found] == sorted(one.at for one in found)
    for place, one in enumerate(found):
        assert first <= one.at and minutes_of(one.at) + minutes <= ENDS
        assert not any(overlap(one.at, minutes, rest.at, rest.minutes) for rest in breaks)
        for other in found[place + 1 :]:
            assert one.room != other.room or not overlap(one.at, minutes, other.at, minutes)


@given(ORDER, st.integers(-1, 9), st.sampled_from([-1, 1]))
def test_nobody_is_lost_or_comes_twice_however_slots_are_moved(order: list[str | None], place: int, step: int) -> None:
    wanted = arranged(order)
    people = {one for one in order if one}
    for found in (wanted, moved(wanted, place, step), left_empty(wanted, place)):
        there = [one for one in found if one]
        assert len(there) == len(set(there)) and set(there) == people
        assert not found or found[-1] is not None


@given(BREAKS)
def test_breaks_are_read_as_they_are_written(breaks: list[Break]) -> None:
    assert read_breaks(written_breaks(breaks)) == sorted(breaks, key=lambda one: one.at)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("10.30 for 15", [Break("10:30", 15)]),
        ("12-1, 10:30 15 min", [Break("10:30", 15), Break("12:00", 60)]),
        ("12.00 to 13.15 and 3pm for 10", [Break("12:00", 75), Break("15:00", 10)]),
        ("12 to 1, 10.30 until 11", [Break("10:30", 30), Break("12:00", 60)]),
        ("lunch", "lunch"),
        ("10:30", "10:30"),
        ("13:00-12:00", "13:00-12:00"),
    ],
)
def test_breaks_are_typed_as_people_say_them(typed: str, meant: object) -> None:
    assert read_breaks(typed) == meant


def test_a_slot_behind_the_last_leaves_an_empty_one() -> None:
    assert moved(["a", "b"], 1, 1) == ["a", None, "b"]
    assert moved(["a", "b"], 0, -1) == ["a", "b"]
    assert left_empty(["a", "b"], 0) == [None, "a", "b"]
    assert left_empty([None, "a", "b"], 0) == ["a", "b"]


def test_room_person_and_pupil_are_named_where_two_sit_at_once() -> None:
    one = Sitting("15:30", 30, "Library", frozenset({"ava"}), ("Mr Reed",))
    later = Sitting("16:00", 30, "Library", frozenset({"ava"}), ("Mr Reed",))
    assert against(one, [later]) == []
    other = Sitting("15:45", None, "library", frozenset({"ava"}), ("mr reed", "Mrs Ali"))
    assert against(one, [other]) == [
        "Library is taken at 15:45.",
        "There is another meeting about the same pupil at 15:45.",
        "Mr Reed is at another meeting at 15:45.",
    ]
