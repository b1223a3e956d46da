"""What a draft tells before it is accepted, and what it does with support that was to end; two leaders of one session away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.services.term.planned import accepting, away, comparing, drafts, entries, gathering, held
from gradesk.store.work import Store
from tests.conftest import TODAY


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def _adults(store: Store, **roles: str) -> None:
    for name, role in roles.items():
        staff.add_staff(store, {"name": name, "role": role})


def test_support_past_its_end_is_told_when_it_is_copied_and_gets_no_weeks_back_when_accepted(
    store: Store, four: list[str]
) -> None:
    ended = TODAY - timedelta(days=10)
    old = _support(store, four[:2], planned_to=ended)
    begun = drafts.begin(store)
    assert any("nobody ended it" in words for words in begun.left) and begun.carried == 1
    accepting.accept(store, begun.uuid)
    with store.read() as session:
        assert provisions.there(session, old).ends_on == ended
    first = [bar for bar in gathering.week(store, date(2027, 1, 11)).bars if bar.is_support]
    assert len(first) == 1 and first[0].uuid != old


def test_whoever_joins_support_is_in_the_draft_that_carries_it_on_at_once(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2])
    uuid = drafts.begin(store).uuid
    provisions.join(store, old, four[2])
    (bar,) = drafts.bars(store, uuid)
    assert {one for one, _ in drafts.members(store, bar.uuid)} == set(four[:3])


def test_support_deleted_since_is_named_beside_what_runs(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2])
    uuid = drafts.begin(store).uuid
    provisions.remove(store, old)
    assert "Ended or deleted since: Reading, which begins anew" in " ".join(comparing.compare(store, uuid).notes)


def test_two_who_lead_a_session_are_away_and_each_has_somebody_in_their_place(store: Store, four: list[str]) -> None:
    _adults(store, **{"Ana Ash": "ta", "Bea Birch": "ta", "Cas Cedar": "ta", "Dee Dale": "ta"})
    _support(store, four, led_by="Ana Ash, Bea Birch", weekdays="mon wed", begins_at="9:00")
    for adult, instead in (("Ana Ash", "Cas Cedar"), ("Bea Birch", "Dee Dale")):
        day = away.day_of(store, adult, TODAY)
        (session,) = day.sessions
        assert session.settled is None
        away.take(store, day, session, instead)
    (one,) = [each for each in held.of_week(store, gathering.week(store, TODAY), TODAY) if each.day == TODAY]
    assert set(one.adults) == {"Cas Cedar", "Dee Dale"} and len(one.covers) == 2
    day = away.day_of(store, "Bea Birch", TODAY)
    assert day.open == 0
    away.take_back(store, day, day.sessions[0])
    assert [each.away for each in away.covers(store, TODAY)] == ["Ana Ash"]
    day = away.day_of(store, "Bea Birch", TODAY)
    away.suspend(store, day, day.sessions[0])
    assert [each.how for each in away.covers(store, TODAY)] == ["suspended"]
    assert away.day_of(store, "Ana Ash", TODAY).open == 0


def test_a_lesson_of_a_teacher_who_is_away_is_for_who_may_teach_a_class(store: Store, four: list[str]) -> None:
    _adults(store, **{"Tom Teach": "teacher", "Ana Ash": "ta", "Hal Higher": "hlta"})
    lesson = {"kind": "lesson", "name": "English", "adult": "Tom Teach", "weekdays": "mon", "begins_at": "9:00"}
    entries.add(store, lesson | {"minutes": 60})
    (session,) = away.day_of(store, "Tom Teach", TODAY).sessions
    assert [one.adult for one in session.candidates] == ["Hal Higher"]
