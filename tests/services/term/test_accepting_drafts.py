"""A draft is accepted after what it was copied from has changed: nothing is lost, nothing is held twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gradesk.model.rules.week.times import When
from gradesk.model.term.provision import Provision
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import closing, provisions
from gradesk.services.term.planned import drafts, filling_in, gathering
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def _all(store: Store) -> list[Provision]:
    with store.read() as session:
        return drafts._running(session, drafts.next_half(store).starts_on)


def test_support_closed_meanwhile_keeps_its_line_of_the_ehc_plan(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], ehc_line="F3", ehc_hours=1.5, needs_training="Phonics", money="topup")
    begun = drafts.begin(store)
    with pytest.raises(Refused, match="“sat” is no day of a school week"):
        drafts.change_bar(store, drafts.bars(store, begun.uuid)[0].uuid, {"weekdays": "mon sat"})
    closing.close(store, old)
    drafts.accept(store, begun.uuid)
    (new,) = _all(store)
    assert (new.ehc_line, new.ehc_hours, new.needs_training, new.money) == ("F3", 1.5, "Phonics", "topup")
    history.undo(store)
    assert _all(store) == []


def test_support_that_begins_later_than_its_draft_is_not_held_twice(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2])
    begun = drafts.begin(store)
    (bar,) = drafts.bars(store, begun.uuid)
    later = date(2027, 1, 11)
    assert later > bar.starts_on
    provisions.change(store, old, {"starts_on": later})
    drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert len(drafts._running(session, later)) == 1


def test_support_that_begins_later_and_was_changed_in_the_draft_is_refused_whole(store: Store, four: list[str]) -> None:
    old, other = _support(store, four[:2]), _support(store, four[2:3], name="Alone")
    begun = drafts.begin(store)
    bar = next(one for one in drafts.bars(store, begun.uuid) if one.provision_id == old)
    drafts.change_bar(store, bar.uuid, {"led_by": "Cas Cedar"})
    provisions.change(store, old, {"starts_on": date(2027, 1, 11)})
    with pytest.raises(Refused, match="nothing was accepted"):
        drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert session.get_one(Provision, other).planned_to is None
        assert len(drafts._running(session, date(2027, 1, 11))) == 2
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]


def test_whoever_left_meanwhile_does_not_end_the_support_of_the_others(store: Store, four: list[str]) -> None:
    _support(store, four[:2])
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[1], {"left_on": date(2026, 11, 20)})
    done = drafts.accept(store, begun.uuid)
    assert (done.begun, done.carried_on, done.ended) == (0, 1, 0)


def test_support_of_which_everybody_left_meanwhile_is_not_accepted(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], name="Alone")
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[0], {"left_on": date(2026, 11, 20)})
    with pytest.raises(Refused, match="Everybody in Alone of the draft leaves"):
        drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert session.get_one(Provision, old).planned_to is None


def test_sessions_of_one_of_two_weeks_count_half_and_are_never_moved(store: Store, four: list[str]) -> None:
    for name in ("Ana Ash", "Bea Birch"):
        staff.add_staff(store, {"name": name, "role": "ta"})
    turns = {"weekdays": "mon-a mon-b", "begins_at": "mon-a 9:00, mon-b 10:00"}
    short = _support(store, four[:1], **turns)
    whole = _support(store, four[2:3], **turns, name="Whole", times_a_week=1.0, led_by="Bea Birch")
    week = gathering.week(store, TODAY)
    missing = {bar.uuid: bar.missing for bar in week.bars}
    assert missing == {short: 1, whole: 0}
    filled = filling_in.fill(week, filling_in.wishes(store, TODAY, again=True), seconds=1)
    ((bar, _, whens),) = filled.sessions
    assert bar.uuid == short and set(bar.placed) < set(whens) and len(whens) == 3


def test_what_clashed_before_does_not_keep_the_rest_from_being_placed(store: Store, four: list[str]) -> None:
    staff.add_staff(store, {"name": "Ana Ash", "role": "ta"})
    for name, times in (("One", 1.0), ("Two", 2.0)):
        _support(store, four[:1], name=name, times_a_week=times, weekdays="mon", begins_at="9:00")
    week = gathering.week(store, TODAY)
    filled = filling_in.fill(week, filling_in.wishes(store, TODAY), seconds=1)
    assert filled.unplaced == 0 and filling_in.checked(week, filled) == []
    filling_in.accept(store, filled)
    assert all(bar.missing == 0 for bar in gathering.week(store, TODAY).bars)
    one, two = filled.sessions[0][0], week.bars[0] if filled.sessions[0][0] != week.bars[0] else week.bars[1]
    made = replace(filled, sessions=((one, "Ana Ash", (two.placed[0], When(1, 540))),))
    apart = replace(week, bars=(replace(one, whens=()), two))
    assert filling_in.checked(apart, made)


def test_whoever_joined_since_the_draft_was_begun_stays_and_whoever_was_taken_out_does_not(
    store: Store, four: list[str]
) -> None:
    old = _support(store, four[:2])
    begun = drafts.begin(store)
    (bar,) = drafts.bars(store, begun.uuid)
    provisions.join(store, old, four[2])
    drafts.take_out(store, bar.uuid, four[1])
    drafts.accept(store, begun.uuid)
    (new,) = [one for one in gathering.week(store, date(2027, 1, 11)).bars if one.starts_on == bar.starts_on]
    assert set(new.pupils) == {four[0], four[2]}
    history.undo(store)
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]
