"""Promised and done: session by session, as a family would count them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.paper.gathering.promised import promised_sheets
from gradesk.services.term import provisions, registers
from gradesk.services.term.given import making_good, promised
from gradesk.store.work import Store
from tests.conftest import TODAY

MONDAY = TODAY - timedelta(days=TODAY.weekday() + 14)


def club(store: Store, ava: str) -> str:
    """On Mondays, Wednesdays and Fridays for twenty minutes, for two weeks and today’s."""
    return provisions.add(
        store, [ava],
        {"name": "Brick club", "starts_on": MONDAY, "times_a_week": 3.0, "minutes": 20, "weekdays": "mon wed fri"},
    )  # fmt: skip


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_every_session_is_given_missed_or_not_noted_and_says_why(store: Store, ava: str) -> None:
    uuid = club(store, ava)
    registers.mark(store, uuid, day(0), [ava], "here")
    registers.mark(store, uuid, day(2), [ava], "absent")
    registers.not_run(store, uuid, day(4), "adult_ill")
    registers.mark(store, uuid, day(7), [ava], "part", 10)
    (one,) = promised.of_pupil(store, ava)
    assert (one.due, one.had, one.away, one.fell_out, one.owed) == (7, 2, 1, (("adult_ill", 1),), 20)
    assert one.unnoted == 3
    making_good.put_on(store, uuid, day(8))
    registers.mark(store, uuid, day(8), [ava], "here")
    (one,) = promised.of_pupil(store, ava)
    assert (one.due, one.had, one.extra, one.owed) == (7, 2, 1, 0)
    (sheet,) = promised_sheets(store, [ava])
    assert sheet.lines[0].fell_out == (("Adult was ill", 1),) and sheet.lines[0].had == 2


def test_this_week_is_told_in_minutes(store: Store, ava: str) -> None:
    uuid = club(store, ava)
    assert promised.this_week(store, ava) == (60, 0)
    registers.mark(store, uuid, TODAY, [ava], "here")
    assert promised.this_week(store, ava) == (60, 20)


MARK = st.sampled_from(["here", "absent", "part", "adult_ill", "room", ""])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MARK, min_size=7, max_size=7))
def test_the_parts_are_the_whole(store: Store, ava: str, marks: list[str]) -> None:
    for one in promised.of_pupil(store, ava):
        provisions.remove(store, one.given.uuid)
    uuid = club(store, ava)
    for on, how in zip((0, 2, 4, 7, 9, 11, 14), marks, strict=True):
        if how in ("adult_ill", "room"):
            registers.not_run(store, uuid, day(on), how)
        elif how:
            registers.mark(store, uuid, day(on), [ava], how, 5 if how == "part" else None)
    (one,) = promised.of_pupil(store, ava)
    assert one.due == one.had + one.away + one.unnoted + sum(count for _, count in one.fell_out) == 7
