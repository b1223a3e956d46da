"""A draft is accepted after what it was copied from has changed: nothing is lost, nothing is held twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.week.times import When
from gradesk.model.school.school import HalfTerm
from gradesk.model.term.draft import DraftBar
from gradesk.model.term.provision import Provision
from gradesk.services import editing
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import closing, provisions, registers
from gradesk.services.term.planned import accepting, comparing, drafts, filling_in, gathering, term_board
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def _all(store: Store) -> list[Provision]:
    with store.read() as session:
        return drafts.running(session, drafts.next_half(store).starts_on)


def test_support_closed_meanwhile_keeps_its_line_of_the_ehc_plan(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], ehc_line="F3", ehc_hours=1.5, needs_training="Phonics", money="topup")
    begun = drafts.begin(store)
    with pytest.raises(Refused, match="“sat” is no day of a school week"):
        drafts.change_bar(store, drafts.bars(store, begun.uuid)[0].uuid, {"weekdays": "mon sat"})
    closing.close(store, old)
    accepting.accept(store, begun.uuid)
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
    accepting.accept(store, begun.uuid)
    with store.read() as session:
        assert len(drafts.running(session, later)) == 1


def test_support_that_begins_later_and_was_changed_in_the_draft_is_refused_whole(store: Store, four: list[str]) -> None:
    old, other = _support(store, four[:2]), _support(store, four[2:3], name="Alone")
    begun = drafts.begin(store)
    bar = next(one for one in drafts.bars(store, begun.uuid) if one.provision_id == old)
    drafts.change_bar(store, bar.uuid, {"led_by": "Cas Cedar"})
    provisions.change(store, old, {"starts_on": date(2027, 1, 11)})
    with pytest.raises(Refused, match="nothing was accepted"):
        accepting.accept(store, begun.uuid)
    with store.read() as session:
        assert session.get_one(Provision, other).planned_to is None
        assert len(drafts.running(session, date(2027, 1, 11))) == 2
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]


def test_whoever_left_meanwhile_does_not_end_the_support_of_the_others(store: Store, four: list[str]) -> None:
    _support(store, four[:2])
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[1], {"left_on": date(2026, 11, 20)})
    done = accepting.accept(store, begun.uuid)
    assert (done.begun, done.carried_on, done.ended) == (0, 1, 0)


def test_support_of_which_everybody_left_meanwhile_is_not_accepted(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], name="Alone")
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[0], {"left_on": date(2026, 11, 20)})
    with pytest.raises(Refused, match="Everybody in Alone of the draft leaves"):
        accepting.accept(store, begun.uuid)
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
    accepting.accept(store, begun.uuid)
    (new,) = [one for one in gathering.week(store, date(2027, 1, 11)).bars if one.starts_on == bar.starts_on]
    assert set(new.pupils) == {four[0], four[2]}
    history.undo(store)
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]


def _bar(store: Store, draft_id: str, name: str = "Reading") -> DraftBar:
    return next(one for one in drafts.bars(store, draft_id) if one.name == name)


def test_another_adult_and_other_times_of_what_runs_are_in_its_drafts_too(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2], weekdays="mon wed", begins_at="9:00")
    begun = drafts.begin(store)
    drafts.change_bar(store, _bar(store, begun.uuid).uuid, {"room": "Den"})
    closing.change(store, old, {"led_by": "Cas Cedar", "room": "Hall", "weekdays": "tue thu", "begins_at": "10:00"})
    bar = _bar(store, begun.uuid)
    assert (bar.led_by, bar.room, bar.weekdays, bar.begins_at) == ("Cas Cedar", "Den", "tue thu", "10:00")
    history.undo(store)
    bar = _bar(store, begun.uuid)
    assert (bar.led_by, bar.room, bar.weekdays, bar.begins_at) == ("Ana Ash", "Den", "mon wed", "9:00")


def test_what_was_changed_in_a_draft_stays_as_it_was_changed(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2], weekdays="mon wed", begins_at="9:00")
    begun = drafts.begin(store)
    drafts.change_bar(store, _bar(store, begun.uuid).uuid, {"led_by": "Bea Birch", "begins_at": "11:00"})
    closing.change(store, old, {"led_by": "Cas Cedar", "weekdays": "tue thu", "begins_at": "10:00", "minutes": 30})
    bar = _bar(store, begun.uuid)
    assert (bar.led_by, bar.weekdays, bar.begins_at, bar.minutes) == ("Bea Birch", "mon wed", "11:00", 30)


def test_whoever_leaves_support_meanwhile_leaves_its_drafts_and_comes_back_with_it(
    store: Store, four: list[str]
) -> None:
    old = _support(store, four[:3])
    begun = drafts.begin(store)
    bar = _bar(store, begun.uuid)
    drafts.take_out(store, bar.uuid, four[2])
    with store.read() as session:
        members = {one.pupil_id: one.uuid for one in session.scalars(provisions.members_of(old))}
    provisions.change_member(store, members[four[1]], {"left_on": date(2026, 11, 20)})
    assert [pupil for pupil, _ in drafts.members(store, bar.uuid)] == four[:1]
    provisions.change_member(store, members[four[1]], {"left_on": None})
    provisions.change_member(store, members[four[2]], {"left_on": date(2027, 1, 29)})
    assert {pupil for pupil, _ in drafts.members(store, bar.uuid)} == set(four[:2])
    provisions.take_out(store, members[four[1]])
    done = accepting.accept(store, begun.uuid)
    assert done.begun == 1
    (new,) = [one for one in gathering.week(store, date(2027, 1, 11)).bars if one.starts_on == bar.starts_on]
    assert new.pupils == (four[0],)


def test_support_past_its_planned_end_is_closed_when_another_adult_takes_it_over(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2], weekdays="mon wed", planned_to=date(2026, 11, 13))
    registers.mark(store, old, date(2026, 11, 16), four[:1], "here")
    begun = drafts.begin(store)
    drafts.change_bar(store, _bar(store, begun.uuid).uuid, {"led_by": "Cas Cedar"})
    accepting.accept(store, begun.uuid)
    with store.read() as session:
        row = session.get_one(Provision, old)
    assert row.ends_on == date(2026, 11, 16) and closing.is_closed(store, old)
    assert [one.led_by for one in _all(store)] == ["Cas Cedar"]
    history.undo(store)
    assert not closing.is_closed(store, old)


def test_a_draft_of_the_running_half_term_has_what_began_on_its_first_day_and_since(
    store: Store, four: list[str]
) -> None:
    span = Span("Autumn 2", date(2026, 11, 2), date(2026, 12, 18))
    first = _support(store, four[:1])
    later = _support(store, four[1:2], name="Later", starts_on=date(2026, 11, 16))
    before = _support(store, four[2:3], name="Before", starts_on=date(2026, 10, 5))
    begun = drafts.begin(store, span)
    assert {one.provision_id for one in drafts.bars(store, begun.uuid)} == {first, later, before}
    assert _bar(store, begun.uuid, "Later").starts_on == date(2026, 11, 16)
    done = accepting.accept(store, begun.uuid)
    assert (done.begun, done.carried_on, done.ended) == (0, 3, 0)


def test_support_begun_since_the_draft_was_goes_on_beside_it_and_is_named(store: Store, four: list[str]) -> None:
    _support(store, four[:1])
    begun = drafts.begin(store)
    store.clock = fixed_clock(TODAY + timedelta(days=1))
    since = _support(store, four[1:2], name="Phonics")
    assert comparing.compare(store, begun.uuid).beside == ("Phonics",)
    done = accepting.accept(store, begun.uuid)
    assert (done.carried_on, done.ended) == (1, 0)
    with store.read() as session:
        assert session.get_one(Provision, since).planned_to is None


def test_a_draft_of_the_half_term_after_carries_on_what_an_accepted_one_begins(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2])
    one = drafts.begin(store, Span("Spring 1", date(2027, 1, 4), date(2027, 2, 12)))
    two = drafts.begin(store, Span("Spring 2", date(2027, 2, 22), date(2027, 3, 26)))
    bar = _bar(store, one.uuid)
    drafts.change_bar(store, bar.uuid, {"led_by": "Cas Cedar"})
    drafts.take_out(store, bar.uuid, four[1])
    accepting.accept(store, one.uuid)
    after = _bar(store, two.uuid)
    assert (after.led_by, [pupil for pupil, _ in drafts.members(store, after.uuid)]) == ("Cas Cedar", four[:1])
    assert accepting.accept(store, two.uuid).carried_on == 1
    with store.read() as session:
        new = session.get_one(Provision, after.provision_id)
        assert new.uuid != old and new.planned_to == date(2027, 3, 26)
        assert session.get_one(Provision, old).planned_to == date(2027, 1, 3)


def test_whoever_has_their_last_day_when_a_draft_begins_is_left_behind_and_splits_nothing(
    store: Store, four: list[str]
) -> None:
    old = _support(store, four[:2])
    with store.read() as session:
        member = next(one for one in session.scalars(provisions.members_of(old)) if one.pupil_id == four[1])
    provisions.change_member(store, member.uuid, {"left_on": drafts.next_half(store).starts_on})
    begun = drafts.begin(store)
    assert len(begun.left) == 1 and accepting.accept(store, begun.uuid).carried_on == 1


def test_a_half_term_that_was_moved_since_is_named_before_its_draft_is_accepted(store: Store, four: list[str]) -> None:
    _support(store, four[:1])
    span = drafts.next_half(store)
    begun = drafts.begin(store)
    assert comparing.compare(store, begun.uuid).notes == ()
    with store.read() as session:
        half = session.scalars(select(HalfTerm).where(HalfTerm.starts_on == span.starts_on)).one()
    editing.change(store, HalfTerm, half.uuid, {"starts_on": span.starts_on + timedelta(days=2)}, "Term dates")
    (words,) = comparing.compare(store, begun.uuid).notes
    assert words.startswith("Spring 1 is from 06/01/2027 to 12/02/2027 by now, and the draft is of 04/01/2027")
    assert accepting.accept(store, begun.uuid).carried_on == 1


def test_a_bar_stretched_in_a_draft_of_broken_weeks_stays_inside_of_it(store: Store, four: list[str]) -> None:
    _support(store, four[:1])
    span = Span("Spring 1", date(2027, 1, 5), date(2027, 2, 11))
    begun = drafts.begin(store, span)
    drafts.change_bar(
        store, _bar(store, begun.uuid).uuid, {"starts_on": date(2027, 1, 11), "planned_to": date(2027, 2, 5)}
    )
    board = term_board.board(store, span, draft_id=begun.uuid)
    (one,) = board.bars
    term_board.reschedule(store, board, one, 0, len(board.weeks) - 1, begun.uuid)
    bar = _bar(store, begun.uuid)
    assert (bar.starts_on, bar.planned_to) == (span.starts_on, span.ends_on)
