"""What the school did not give is owed; a plan puts sessions on days to come, and what is given pays it back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.term.words import NOT_RUN
from gradesk.services.custody import history
from gradesk.services.term import closing, figures, registers
from gradesk.services.term.given import making_good, promised, sums
from gradesk.services.term.owing import Debt
from gradesk.services.term.told import board
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
TO_COME = date(2026, 11, 24), date(2026, 11, 26)


def debt(store: Store, uuid: str) -> Debt:
    return making_good.of_groups(store, [uuid]).get(uuid, Debt())


@pytest.fixture
def owing(store: Store, club: str) -> str:
    """Two sessions that the school did not give."""
    registers.not_run(store, club, MONDAY, "adult_ill")
    registers.not_run(store, club, WEDNESDAY, "room")
    return club


def test_it_is_told_what_is_owed_why_and_how_much_of_it_is_planned(store: Store, owing: str) -> None:
    told = debt(store, owing)
    assert (told.owed, told.open) == (40, 40)
    assert told.words.startswith("Owed: 40 minutes (2 sessions: ")
    making_good.plan(store, owing, TO_COME[:1])
    told = debt(store, owing)
    assert (told.owed, told.planned, told.open) == (40, 20, 20)
    assert told.words.endswith("20 planned to make good (24 Nov)")
    history.undo(store)
    assert debt(store, owing).planned == 0


def test_the_board_says_beside_what_is_owed_when_it_is_made_good(store: Store, owing: str) -> None:
    [line] = [one for one in board.lines(store) if one.uuid == owing]
    assert "not yet planned to be made good" in line.minded
    making_good.plan(store, owing, TO_COME)
    [line] = [one for one in board.lines(store) if one.uuid == owing]
    assert "to be made good on 24 Nov, 26 Nov" in line.minded
    later = debt(store, owing).plan_words(TO_COME[1])
    assert later == "to be made good on 26 Nov; put on for 24 Nov but not marked"


def test_days_on_which_the_group_does_not_meet_are_proposed_as_many_as_it_takes(store: Store, owing: str) -> None:
    offered = making_good.offer(store, owing)
    assert offered.needed == 2 and offered.days[0] > TODAY
    assert {day.weekday() for day in offered.days} == {1, 3}
    making_good.plan(store, owing, offered.days[:1])
    again = making_good.offer(store, owing)
    assert again.needed == 1 and offered.days[0] not in again.days


def test_a_planned_session_is_promised_and_pays_back_only_once_it_was_given(
    store: Store, four: list[str], owing: str
) -> None:
    making_good.plan(store, owing, TO_COME)
    assert [one.planned_extra for one in promised.of_pupil(store, four[0])] == [40]
    found = figures.of(store, owing)
    assert found.tally.owed == 160 and found.tally.delivered == 0
    with pytest.raises(Refused, match="is to come, so nothing was marked"):
        registers.mark_all(store, [registers.Marked(owing, TO_COME[0], (four[0],), "here", extra=True)])


def test_a_planned_session_is_taken_back_unless_it_was_marked(store: Store, four: list[str], owing: str) -> None:
    making_good.plan(store, owing, TO_COME)
    making_good.take_back(store, owing, TO_COME[0])
    assert debt(store, owing).planned_on == TO_COME[1:]
    with pytest.raises(Refused, match="No session was put on for"):
        making_good.take_back(store, owing, TO_COME[0])
    making_good.put_on(store, owing, MONDAY)
    registers.mark_all(store, [registers.Marked(owing, MONDAY, tuple(four), "here", extra=True)])
    with pytest.raises(Refused, match="has marks or notes, which were kept"):
        making_good.take_back(store, owing, MONDAY)
    assert debt(store, owing).owed == 20


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            date(2026, 11, 28),
            "There is no school on 28/11/2026 .a weekend.; nothing was kept there. Choose another day.",
        ),
        (date(2026, 12, 14), "is planned until 11/12/2026, so nothing was put on after that"),
        (date(2026, 9, 1), "did not run on 01/09/2026"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_none_of_the_others_is_put_on(
    store: Store, owing: str, day: date, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        making_good.plan(store, owing, [*TO_COME, day])
    assert debt(store, owing).planned == 0


def test_nothing_chosen_the_same_day_twice_and_a_closed_block_are_refused(store: Store, owing: str) -> None:
    with pytest.raises(Refused, match="No day is chosen"):
        making_good.plan(store, owing, [])
    making_good.plan(store, owing, [TO_COME[0], TO_COME[0]])
    with pytest.raises(Refused, match="was put on for 24/11/2026 already"):
        making_good.plan(store, owing, TO_COME)
    closing.close(store, owing, TODAY)
    with pytest.raises(Refused, match="is closed"):
        making_good.plan(store, owing, TO_COME[1:])
    assert debt(store, owing).planned == 0  # what was put on for after its end does not stand


def test_minutes_by_pupil_week_adult_and_term_add_up_to_those_of_the_support(
    store: Store, four: list[str], owing: str
) -> None:
    registers.mark(store, owing, date(2026, 11, 13), four[:3], "here")
    registers.mark(store, owing, date(2026, 11, 13), four[3:], "absent")
    making_good.put_on(store, owing, date(2026, 11, 17))
    registers.mark(store, owing, date(2026, 11, 17), four[:1], "here")
    whole = figures.of(store, owing).tally
    shares = sums.shares(store, date(2026, 9, 1), date(2027, 7, 31), [owing])
    for key in ("pupil_id", "monday", "adult", "term"):
        told = sums.together(shares, lambda one, key=key: getattr(one, key))  # type: ignore[misc]
        added = tuple(
            sum(getattr(one.tally, name) for one in told) for name in ("planned", "delivered", "missed", "owed")
        )
        assert added == (whole.planned, whole.delivered, whole.missed, whole.owed), key
    (mine,) = [one for one in sums.together(shares, lambda one: one.pupil_id) if one.key == four[3]]
    assert mine.reasons.endswith("20") and "absent 20" in mine.reasons


WHAT = st.sampled_from(["here", "absent", "part", "", *NOT_RUN.codes])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(what=st.lists(WHAT, min_size=1, max_size=9), put_on=st.lists(st.sampled_from(["", "here", "part"]), max_size=4))
def test_whatever_happened_shares_add_up_and_nobody_is_owed_less_than_nothing(
    store: Store, four: list[str], club: str, what: list[str], put_on: list[str]
) -> None:
    days = registers.register(store, club, date(2026, 9, 14), TODAY).days
    for day, how in zip(days, what, strict=False):
        if how in NOT_RUN.codes:
            registers.not_run(store, club, day, how, extra=False)
        else:
            registers.mark_all(store, [registers.Marked(club, day, tuple(four[:2]), how, extra=False)])
    there = {slot.day for slot in registers.register(store, club, date(2026, 9, 14), TODAY).sessions if slot.extra}
    for day, how in zip(days, put_on, strict=False):
        if day not in there:
            making_good.put_on(store, club, day)
        registers.mark_all(store, [registers.Marked(club, day, tuple(four), how, extra=True)])
    whole = figures.of(store, club)
    shares = sums.shares(store, date(2026, 9, 1), date(2027, 7, 31), [club])
    by_pupil = {one.key: one.tally for one in sums.together(shares, lambda one: one.pupil_id)}
    assert by_pupil == {one.pupil_id: one.tally for one in whole.members}
    assert all(one.tally.owed >= 0 for one in shares)
    told = debt(store, club)
    assert told.owed == max(one.tally.owed for one in whole.members) and told.open <= told.owed
