"""Cover on a day on which several are away, sessions were moved, or a class is out."""

from __future__ import annotations

from typing import Any

import pytest

from gradesk.model.rules.week.hours import read as hours
from gradesk.model.rules.week.parts import Adult
from gradesk.model.rules.week.times import When
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import calendar, staff
from gradesk.services.term import provisions, registers
from gradesk.services.term.planned import away, gathering, held
from gradesk.services.term.planned.away import Away, Session
from gradesk.store.work import Store
from tests.conftest import TODAY

NAMES = ("Ana Ash", "Bea Birch", "Cas Cedar")


@pytest.fixture(autouse=True)
def tas(store: Store) -> None:
    """Three assistants who are there all day."""
    for name in NAMES:
        staff.add_staff(store, {"name": name, "role": "ta"})


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 1.0, "minutes": 20, "starts_on": TODAY, "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | {"weekdays": "mon", "begins_at": "9:00"} | values)


def _only(store: Store, adult: str) -> tuple[Away, Session]:
    day = away.day_of(store, adult, TODAY)
    (one,) = day.sessions
    return day, one


def test_whoever_took_a_session_over_and_falls_ill_too_has_it_among_what_is_to_settle(
    store: Store, four: list[str]
) -> None:
    _support(store, four[:1])
    away.take(store, *_only(store, "Ana Ash"), "Bea Birch")
    day, one = _only(store, "Bea Birch")
    assert one.settled is None and day.open == 1 and [each.adult for each in one.candidates] == ["Cas Cedar"]
    assert away.settle_all(store, day) == (1, 0)
    (cover,) = away.covers(store, TODAY)
    assert (cover.away, cover.taken_by) == ("Ana Ash", "Cas Cedar")
    assert away.day_of(store, "Bea Birch", TODAY).sessions == ()
    history.undo(store)
    assert away.covers(store, TODAY)[0].taken_by == "Bea Birch"


def test_whoever_has_a_session_that_was_moved_is_busy_when_it_is_and_not_when_it_was(
    store: Store, four: list[str]
) -> None:
    _support(store, four[:1])
    early = _support(store, four[1:2], name="Early", led_by="Cas Cedar", begins_at="9:00")
    _support(store, four[2:3], name="Late", led_by="Cas Cedar", begins_at="11:00")
    away.move(store, *_only(store, "Ana Ash"), 11 * 60, "Bea Birch")
    _, moved = _only(store, "Bea Birch")
    assert moved.when == When(0, 11 * 60)
    assert moved.before is not None and moved.before.away == "Ana Ash"
    day = away.day_of(store, "Cas Cedar", TODAY)
    assert {one.bar.name: [each.adult for each in one.candidates] for one in day.sessions} == {
        "Early": ["Bea Birch"],
        "Late": [],
    }
    one = next(one for one in day.sessions if one.bar.uuid == early)
    assert (11 * 60, "Bea Birch") not in {(each.when.at, adult) for each, adult in away.times(store, day, one)}


def test_whoever_leads_with_another_and_has_it_alone_is_named_once(store: Store, four: list[str]) -> None:
    _support(store, four[:1], led_by="Ana Ash and Bea Birch")
    away.take(store, *_only(store, "Ana Ash"), "Bea Birch")
    (one,) = held.of_week(store, gathering.week(store, TODAY), TODAY)
    assert one.adults == ("Bea Birch",)


def test_sessions_of_a_class_that_is_on_a_trip_need_no_cover(store: Store, four: list[str]) -> None:
    pupils.change_pupil(store, four[1], {"class_name": "5 Elm"})
    _support(store, four[1:2])
    calendar.add_date(store, {"kind": "trip", "name": "Museum", "starts_on": TODAY, "classes": "5 Elm"})
    assert away.day_of(store, "Ana Ash", TODAY).sessions == ()


def test_what_the_register_says_did_not_run_stays_when_somebody_takes_the_session(
    store: Store, four: list[str]
) -> None:
    uuid = _support(store, four[:1])
    registers.not_run(store, uuid, TODAY, "room")
    away.take(store, *_only(store, "Ana Ash"), "Bea Birch")
    held = registers.register(store, uuid, TODAY, TODAY).session(TODAY)
    assert held is not None and held.reason == "room"


def test_a_reason_on_the_register_outlives_that_the_adult_is_away_too(store: Store, four: list[str]) -> None:
    uuid = _support(store, four[:1])
    registers.not_run(store, uuid, TODAY, "room")
    away.suspend(store, *_only(store, "Ana Ash"))
    away.take_back(store, *_only(store, "Ana Ash"))
    held = registers.register(store, uuid, TODAY, TODAY).session(TODAY)
    assert held is not None and not held.ran and held.reason == "room"


def test_an_adult_whose_name_begins_another_s_is_not_taken_for_them() -> None:
    adult = Adult("Ann Lee", "ta", hours("") or Adult("").hours, None)
    assert away.key_in("Ann Lee is in two places", adult)
    assert not away.key_in("Ann Leeds and Joann Lee are in two places", adult)


def test_cover_taken_back_in_another_order_leaves_nothing_owed(store: Store, four: list[str]) -> None:
    one, two = _support(store, four[:1]), _support(store, four[1:2], name="Two", begins_at="10:00")
    day = away.day_of(store, "Ana Ash", TODAY)
    for each in day.sessions:
        away.suspend(store, day, each)
    for name in ("Reading", "Two"):
        settled = away.day_of(store, "Ana Ash", TODAY)
        away.take_back(store, settled, next(each for each in settled.sessions if each.bar.name == name))
    assert away.covers(store, TODAY) == []
    assert [registers.register(store, uuid, TODAY, TODAY).session(TODAY) for uuid in (one, two)] == [None, None]
