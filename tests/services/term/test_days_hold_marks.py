"""What was given is neither lost nor invented: by days moved past it, by marks taken back, by sessions still to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.term import closing, figures, provisions, registers
from gradesk.services.term.begun import changing_groups
from gradesk.services.term.given import making_good, sums
from gradesk.services.term.planned import calling_off
from gradesk.services.term.told import board
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
TO_COME = date(2026, 11, 25)


def cost(store: Store, uuid: str) -> tuple[int, int, int]:
    one = figures.of(store, uuid)
    return one.delivered_cost, one.given_minutes.all, one.tally.delivered


def test_marks_taken_back_leave_no_minutes_of_the_adult_and_no_pence(store: Store, four: list[str], club: str) -> None:
    registers.mark(store, club, MONDAY, four, "here")
    assert cost(store, club) == (575, 20, 80)
    registers.mark(store, club, MONDAY, four, "")
    assert cost(store, club) == (0, 0, 0)
    history.undo(store)
    assert cost(store, club) == (575, 20, 80)
    history.redo(store)
    assert cost(store, club) == (0, 0, 0)


def test_taking_back_where_nothing_stands_begins_no_session_and_is_no_step(
    store: Store, four: list[str], club: str
) -> None:
    registers.mark(store, club, MONDAY, four, "here")
    registers.mark(store, club, WEDNESDAY, four, "")
    assert registers.register(store, club, WEDNESDAY, WEDNESDAY).sessions == {}
    history.undo(store)  # the marks of Monday: nothing was done since
    assert cost(store, club) == (0, 0, 0)


def test_a_session_of_absent_children_was_given_by_its_adult(store: Store, four: list[str], club: str) -> None:
    registers.mark(store, club, MONDAY, four, "absent")
    assert cost(store, club) == (575, 20, 0)


@pytest.mark.parametrize(
    "deed",
    [
        lambda store, club, _member: closing.close(store, club, date(2026, 11, 17)),
        lambda store, club, _member: provisions.change(store, club, {"starts_on": date(2026, 11, 19)}),
        lambda store, _club, member: provisions.change_member(store, member, {"left_on": date(2026, 11, 17)}),
        lambda store, _club, member: provisions.change_member(store, member, {"joined_on": date(2026, 11, 19)}),
    ],
)
def test_days_that_would_leave_a_mark_outside_are_refused_and_nothing_changes(
    store: Store, four: list[str], club: str, deed: Callable[[Store, str, str], None]
) -> None:
    registers.mark(store, club, WEDNESDAY, four, "here")
    [mine] = provisions.of_pupil(store, four[1])
    before = cost(store, club)
    with pytest.raises(Refused, match="has a mark on 18/11/2026, which would lie outside those days"):
        deed(store, club, mine.member.uuid)
    assert cost(store, club) == before and not closing.is_closed(store, club)
    registers.mark(store, club, WEDNESDAY, four, "absent")  # nobody had anything then
    deed(store, club, mine.member.uuid)


def test_a_session_called_off_is_owed_from_its_day_on_and_not_before(store: Store, four: list[str], club: str) -> None:
    calling_off.call_off(store, club, TO_COME, "event")
    assert figures.of(store, club).tally.owed == 0 and making_good.of_groups(store, [club]) == {}
    assert not [one for one in board.lines(store) if any("owed" in words for words in one.minded)]
    assert sum(one.tally.owed for one in sums.shares(store, date.min, date(2026, 12, 31), [club])) == 0
    calling_off.call_off(store, club, TODAY, "event")
    [debt] = making_good.of_groups(store, [club]).values()
    assert debt.words == "Owed: 20 minutes (1 session: trip, test or event 1)"


@pytest.mark.parametrize("typed", ["sunday", "mon tuesdays xyz", "<b>", "=1+1"])
def test_a_word_that_is_no_day_is_refused_and_the_days_stay(store: Store, club: str, typed: str) -> None:
    with pytest.raises(Refused, match="is no day of a school week; the old days were kept"):
        provisions.change(store, club, {"weekdays": typed})
    assert figures.of(store, club).provision.weekdays == "mon wed fri"


@pytest.mark.parametrize("minutes", [-1, 0, 601, 10**9])
def test_a_session_put_on_has_minutes_that_can_be(store: Store, club: str, minutes: int) -> None:
    with pytest.raises(Refused, match="cannot be; nothing was put on"):
        making_good.put_on(store, club, TODAY, minutes)


def test_whoever_was_taken_out_meanwhile_keeps_the_targets_of_their_new_place(
    store: Store, four: list[str], club: str
) -> None:
    [mine] = provisions.of_pupil(store, four[1])
    provisions.take_out(store, mine.member.uuid)
    provisions.join(store, club, four[1])
    for deed in (provisions.take_out, lambda one, uuid: provisions.change_member(one, uuid, {"left_on": TODAY})):
        with pytest.raises(Refused, match="was taken out meanwhile; nothing was changed"):
            deed(store, mine.member.uuid)
    assert len(provisions.of_pupil(store, four[1])) == 1


def test_whoever_was_given_something_is_not_taken_out_until_their_marks_are(
    store: Store, four: list[str], club: str
) -> None:
    day = registers.register(store, club, date(2026, 11, 1), TODAY).days[0]
    registers.mark(store, club, day, four[:1], "here")
    [mine] = provisions.of_pupil(store, four[0])
    for deed in (provisions.take_out, lambda one, _uuid: provisions.take_from(one, club, four[0])):
        with pytest.raises(Refused, match="whose minutes would be lost; nothing was changed"):
            deed(store, mine.member.uuid)
    registers.mark(store, club, day, four[:1], "")
    provisions.take_out(store, mine.member.uuid)
    assert provisions.of_pupil(store, four[0]) == []


def test_it_is_said_why_an_hour_costs_nothing_and_that_all_its_days_are_holidays(store: Store, four: list[str]) -> None:
    values = {"name": "Reading", "minutes": 20, "times_a_week": 2.0, "starts_on": date(2026, 12, 24)}
    uuid = provisions.add(store, four, {**values, "planned_to": date(2027, 1, 1)})

    def said() -> str:
        with store.read() as session:
            return figures.why_no_rate(store, provisions.there(session, uuid))

    assert said() == "No rate: say who leads it, or choose the role under “Costed as”."
    provisions.change(store, uuid, {"led_by": "Mrs Nobody"})
    assert "“Mrs Nobody” is nobody of the staff list" in said()
    provisions.change(store, uuid, {"cost_role": "ta"})
    assert said() == "No rate of Teaching assistant on 24/12/2026, its first day: write one under Money."
    [line] = [one for one in board.lines(store) if one.uuid == uuid]
    assert "no day with school from its first to its last" in line.minded


def test_a_group_that_ends_with_its_last_member_is_closed(store: Store, four: list[str], club: str) -> None:
    alone = provisions.add(
        store, four[:1], {"name": "Readers", "starts_on": MONDAY, "minutes": 20, "times_a_week": 1.0}
    )
    [mine] = [one for one in provisions.of_pupil(store, four[0]) if one.uuid == alone]
    other = provisions.add(store, four[1:2], {"name": "Spellers", "starts_on": MONDAY})
    changing_groups.move(store, mine.member.uuid, other, ends=True)
    assert closing.is_closed(store, alone)
    history.undo(store)
    assert not closing.is_closed(store, alone)
