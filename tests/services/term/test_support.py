"""Support is one record with its members: begun, joined and left; its sessions are marked, and what it gave and cost adds up."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.term.session import HourlyRate
from gradesk.services import editing
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import figures, provisions, registers
from gradesk.services.term.given import making_good
from gradesk.services.term.told import board
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

BEGINS = date(2026, 9, 14)
CLUB: dict[str, Any] = {
    "name": "Brick club", "starts_on": BEGINS, "planned_to": date(2026, 12, 11), "times_a_week": 3.0, "minutes": 20,
    "led_by": "Mrs Okafor", "weekdays": "mon wed fri",
}  # fmt: skip
MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)


@pytest.fixture
def four(store: Store, ava: str) -> list[str]:
    """Ava and three others."""
    return [ava] + [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cy", "Di")
    ]


@pytest.fixture
def club(store: Store, four: list[str]) -> str:
    """A group of four, led by somebody whose hour is costed."""
    staff.add_staff(store, {"name": "Mrs Okafor", "role": "ta"})
    editing.add(store, HourlyRate, {"role": "ta", "from_on": date(2026, 9, 1), "pence": 1724}, "A rate")
    return provisions.add(store, four, CLUB)


def only(store: Store) -> figures.Costed:
    return figures.costed(store)[0]


def test_one_record_stands_on_the_page_of_everybody_who_has_it(store: Store, four: list[str], club: str) -> None:
    assert all([one.uuid for one in provisions.of_pupil(store, pupil)] == [club] for pupil in four)
    provisions.take_from(store, club, four[3])
    assert provisions.of_pupil(store, four[3]) == [] and len(provisions.of_pupil(store, four[0])) == 1
    history.undo(store)
    provisions.remove(store, club)
    assert provisions.of_pupil(store, four[0]) == []
    history.undo(store)
    assert len(provisions.of_pupil(store, four[0])) == 1


def test_who_leaves_in_the_middle_has_it_until_then(store: Store, four: list[str], club: str) -> None:
    [mine] = provisions.of_pupil(store, four[1])
    provisions.change_member(store, mine.member.uuid, {"left_on": date(2026, 10, 9)})
    [mine] = provisions.of_pupil(store, four[1])
    assert mine.ends_on == date(2026, 10, 9) and not mine.runs(TODAY)
    tallies = {one.pupil_id: one.tally.planned for one in only(store).members}
    assert 0 < tallies[four[1]] < tallies[four[0]]
    with pytest.raises(Refused, match="leave before they joined"):
        provisions.change_member(store, mine.member.uuid, {"left_on": date(2026, 9, 1)})
    with pytest.raises(Refused, match="is in Brick club already"):
        provisions.join(store, club, four[0])


def test_planned_minutes_follow_the_calendar_and_the_cost_is_shared_to_the_penny(store: Store, club: str) -> None:
    found = only(store)
    assert found.rate == Fraction(1724)
    weeks = 12  # from 14 September to 11 December there are 13 weeks less the half-term
    assert {one.tally.planned for one in found.members} == {3 * 20 * weeks}
    assert found.planned_cost == sum(one.planned_cost for one in found.members) == 20688
    assert {one.planned_cost for one in found.members} == {5172}


def test_a_group_that_is_there_for_one_alone_is_charged_to_that_one(store: Store, four: list[str], club: str) -> None:
    [mine] = provisions.of_pupil(store, four[0])
    provisions.change_member(store, mine.member.uuid, {"charge": "full"})
    costs = {one.pupil_id: one.planned_cost for one in only(store).members}
    assert costs == {four[0]: 20688, four[1]: 0, four[2]: 0, four[3]: 0}


def test_a_register_is_marked_and_what_did_not_run_is_owed(store: Store, four: list[str], club: str) -> None:
    registers.mark(store, club, MONDAY, four, "here")
    registers.mark(store, club, MONDAY, [four[1]], "absent")
    registers.mark(store, club, MONDAY, [four[2]], "part", 5)
    registers.not_run(store, club, WEDNESDAY, "adult_ill")
    found = only(store)
    each = {one.pupil_id: one.tally for one in found.members}
    assert [each[pupil].delivered for pupil in four] == [20, 0, 5, 20]
    assert [each[pupil].missed for pupil in four] == [20, 40, 35, 20]
    assert {one.owed for one in each.values()} == {20}
    assert found.delivered_cost == 575  # 20 minutes at 17.24 an hour
    making_good.put_on(store, club, date(2026, 11, 19))
    registers.mark(store, club, date(2026, 11, 19), four, "here")
    assert only(store).tally.owed == 0
    sheet = registers.register(store, club, MONDAY, date(2026, 11, 20))
    assert sheet.days == (MONDAY, WEDNESDAY, date(2026, 11, 19), date(2026, 11, 20))
    assert sheet.mark(MONDAY, four[2]) is not None and sheet.mark(WEDNESDAY, four[0]) is None


def test_a_session_costs_something_once_somebody_is_marked_and_nothing_when_the_marks_are_taken_back(
    store: Store, four: list[str], club: str
) -> None:
    day = date(2026, 11, 16)
    registers.mark(store, club, day, four[:1], "")
    assert registers.register(store, club, day, day).session(day) is None  # there was nothing to take back
    for how, cost in (("here", 575), ("absent", 575), ("", 0)):
        registers.mark(store, club, day, four, how)
        now = figures.of(store, club)
        assert (now.delivered_cost, now.given_minutes.all) == (cost, 20 if cost else 0)
    registers.annotate(store, club, day, four[0], "Was at the dentist")
    assert figures.of(store, club).delivered_cost == 0


def test_that_a_session_did_not_run_is_taken_back_as_a_mark_is(store: Store, four: list[str], club: str) -> None:
    day = date(2026, 11, 16)
    registers.not_run(store, club, day, "adult_ill")
    assert figures.of(store, club).tally.owed == 80
    registers.mark(store, club, day, four[:1], "")
    assert figures.of(store, club).tally.owed == 0 and registers.register(store, club, day, day).session(day) is None
    history.undo(store)
    assert figures.of(store, club).tally.owed == 80
    making_good.put_on(store, club, TODAY)
    registers.not_run(store, club, TODAY, "room", extra=True)
    registers.mark_all(store, [registers.Marked(club, TODAY, (four[0],), "", extra=True)])
    held = registers.register(store, club, TODAY, TODAY).session(TODAY, extra=True)
    assert held is not None and held.ran and not held.reason


def test_undo_gives_the_same_minutes(store: Store, four: list[str], club: str) -> None:
    registers.mark(store, club, MONDAY, four, "here")
    before = only(store).tally
    registers.not_run(store, club, MONDAY, "event")
    assert only(store).tally != before
    history.undo(store)
    assert only(store).tally == before


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 28), "There is no school on"),
        (TODAY + timedelta(days=7), "is to come, so nothing was marked"),
        (date(2026, 9, 7), "did not run on"),
    ],
)
def test_a_session_in_the_holidays_to_come_or_before_it_began_is_named(
    store: Store, four: list[str], club: str, day: date, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        registers.mark(store, club, day, four[:1], "here")


def test_support_for_nobody_and_without_minutes_is_refused_in_a_sentence(store: Store, four: list[str]) -> None:
    with pytest.raises(Refused, match="Nobody is chosen"):
        provisions.add(store, [], {"name": "Club"})
    bare = provisions.add(store, four, {"name": "Club", "starts_on": BEGINS})
    with pytest.raises(Refused, match="How long is a session of Club"):
        registers.mark(store, bare, MONDAY, four, "here")
    assert only(store).planned_cost == 0 and only(store).rate is None


def test_an_adult_who_left_or_was_taken_off_the_list_costs_what_they_did(store: Store, club: str) -> None:
    [one] = [each for each in staff.staff(store) if each.name == "Mrs Okafor"]
    editing.change(store, type(one), one.uuid, {"left_on": date(2026, 11, 1)}, "Left")
    assert figures.of(store, club).planned_cost == 20688
    editing.remove(store, type(one), one.uuid, "Off the list")
    assert figures.of(store, club).planned_cost == 20688
    staff.add_staff(store, {"name": "Mrs Okafor", "role": "teacher"})
    assert figures.of(store, club).planned_cost == 0  # the one on the list counts, and nobody said what a teacher costs


def test_a_later_rate_changes_nothing_of_what_began_before(store: Store, club: str) -> None:
    before = only(store).planned_cost
    editing.add(
        store, HourlyRate, {"role": "ta", "from_on": date(2026, 11, 1), "pence": 3000, "on_costs": 2500}, "A rate"
    )
    assert only(store).planned_cost == before
    store.clock = fixed_clock(TODAY)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["here", "absent", "part", ""]), min_size=4, max_size=4))
def test_the_parts_of_a_group_always_sum_to_the_whole(
    store: Store, four: list[str], club: str, marks: list[str]
) -> None:
    for pupil, how in zip(four, marks, strict=True):
        registers.mark(store, club, MONDAY, [pupil], how)
    found = only(store)
    assert sum(one.delivered_cost for one in found.members) == found.delivered_cost
    if any(marks):
        assert found.delivered_cost == 575


def test_support_that_goes_on_keeps_somebody_in_it(store: Store, ava: str) -> None:
    alone = provisions.add(store, [ava], CLUB)
    [mine] = provisions.of_pupil(store, ava)
    with pytest.raises(Refused, match="Ava is the last in Brick club, which would run for nobody"):
        provisions.change_member(store, mine.member.uuid, {"left_on": TODAY})
    provisions.change(store, alone, {"ends_on": TODAY})
    provisions.change_member(store, mine.member.uuid, {"left_on": TODAY - timedelta(days=7)})


def test_support_without_weeks_is_minded_on_the_board(store: Store, ava: str) -> None:
    provisions.add(store, [ava], {"name": "Brick club", "starts_on": BEGINS})
    [line] = board.lines(store)
    assert line.minded == ("no end is planned", "no minutes or times a week")
