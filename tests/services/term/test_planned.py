"""A term is planned: drafts beside what runs, times, clashes, the rest placed, cover for whoever is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.offers import beginnings
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.model.rules.week.times import When
from gradesk.model.term.provision import Provision
from gradesk.services.custody import history
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.school import calendar, school, staff
from gradesk.services.term import provisions, registers, serving
from gradesk.services.term.planned import (
    accepting,
    away,
    comparing,
    deployed,
    drafts,
    entries,
    filling_in,
    gathering,
    in_weeks,
    moving,
    outside,
    school_day,
    term_board,
)
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import WHOLE, whole_plan

MONDAY = TODAY  # 23 November 2026


@pytest.fixture
def tas(store: Store) -> list[str]:
    """Three assistants, one of whom comes in the mornings only."""
    for name, works in (("Ana Ash", ""), ("Bea Birch", "mon-fri 8:30-12:30"), ("Cas Cedar", "")):
        staff.add_staff(store, {"name": name, "role": "ta", "works": works})
    return ["Ana Ash", "Bea Birch", "Cas Cedar"]


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def _kinds(week: Week) -> list[str]:
    return [one.kind for one in Clashing(week).all]


def test_the_usual_day_is_there_until_a_school_writes_its_own(store: Store) -> None:
    """A first period of one's own stands beside the usual ones, and each can be changed."""
    assert [one.name for one in school_day.periods(store)][:3] == ["Registration", "1", "2"]
    school_day.add(store, {"name": "Club", "kind": "lesson", "begins_at": "15:15", "ends_at": "16:00"})
    assert school_day.periods(store)[-1].name == "Club"
    with pytest.raises(Refused, match="cannot end before"):
        school_day.change(store, school_day.records(store)[0].uuid, {"ends_at": "8:00"})


def test_a_week_holds_what_runs_in_it_with_whoever_is_in_it(store: Store, four: list[str], tas: list[str]) -> None:
    """Support by the days of the week, lessons and duties beside it."""
    uuid = _support(store, four[:2], weekdays="mon wed", begins_at="mon 9:00, wed 11:00")
    entries.add(
        store,
        {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:30", "minutes": 20},
    )
    week = gathering.week(store, MONDAY)
    bar = week.bar(uuid)
    assert bar is not None and bar.whens == (When(0, 540), When(2, 660)) and len(bar.pupils) == 2 and bar.missing == 0
    assert [one.name for one in week.bars] == ["Reading", "Gate"] and _kinds(week) == []
    assert gathering.week(store, date(2026, 10, 5)).bar(uuid) is None


def test_clashes_name_who_is_in_two_places(store: Store, four: list[str], tas: list[str]) -> None:
    """Adult, pupil and room; and outside of hours."""
    _support(store, four[:1], weekdays="mon", begins_at="9:00", room="Den", name="One")
    _support(store, four[:2], weekdays="mon", begins_at="9:10", room="Den", name="Two", times_a_week=1.0)
    found = Clashing(gathering.week(store, MONDAY)).all
    assert [one.kind for one in found] == ["adult_twice", "pupil_twice", "room_twice"]
    assert "Ana Ash is in One and in Two on Monday 9:10." in {one.words for one in found} | {
        one.words.replace("Two and in One", "One and in Two") for one in found
    }
    _support(store, four[3:], weekdays="fri", begins_at="14:20", name="Late", led_by="Bea Birch", times_a_week=1.0)
    assert "outside_days" in _kinds(gathering.week(store, MONDAY))


def test_the_rest_is_placed_in_a_child_and_accepted_in_one_step(store: Store, four: list[str], tas: list[str]) -> None:
    """What stands is kept; the independent rules find nothing; one undo takes it back."""
    stands = _support(store, four[:2], weekdays="mon", begins_at="9:00", times_a_week=1.0)
    _support(store, four[1:], name="Lego", times_a_week=3.0, led_by="")
    _support(store, four[:1], name="Alone", form="one_to_one", times_a_week=4.0, minutes=30)
    week = gathering.week(store, MONDAY)
    heard: list[filling_in.Filled] = []
    filled = filling_in.fill(week, filling_in.wishes(store, MONDAY), heard.append, seconds=5)
    assert filled.unplaced == 0 and heard and filling_in.checked(week, filled) == []
    filling_in.accept(store, filled)
    after = gathering.week(store, MONDAY)
    assert all(bar.missing == 0 for bar in after.bars) and after.bar(stands) == week.bar(stands)
    assert _kinds(after) == []
    history.undo(store)
    assert gathering.week(store, MONDAY).bars == week.bars


def test_what_cannot_be_placed_says_why(store: Store, four: list[str], tas: list[str]) -> None:
    """Nobody is trained for it."""
    _support(store, four[:1], led_by="", needs_training="Makaton")
    filled = filling_in.fill(gathering.week(store, MONDAY), filling_in.wishes(store, MONDAY), seconds=1)
    assert [(bar.name, count) for bar, count, _ in filled.left] == [("Reading", 2)]
    assert "trained for Makaton" in filled.left[0][2]


def test_a_half_term_is_copied_forward_into_a_draft_and_accepted(store: Store, four: list[str], tas: list[str]) -> None:
    """What stays goes on, what changes begins anew, what is left out ends before; undo brings everything back."""
    stays = _support(store, four[:2], weekdays="mon", begins_at="9:00")
    changes = _support(store, four[2:3], name="Alone", form="one_to_one")
    out = _support(store, four[3:], name="Club")
    begun = drafts.begin(store)
    assert begun.carried == 3 and begun.left == ()
    with pytest.raises(Refused, match="already, from"):
        drafts.begin(store)
    bars = {one.name: one for one in drafts.bars(store, begun.uuid)}
    drafts.change_bar(store, bars["Alone"].uuid, {"led_by": "Cas Cedar"})
    drafts.remove_bar(store, bars["Club"].uuid)
    assert gathering.week(store, MONDAY).bar(changes).adult == "Ana Ash"  # type: ignore[union-attr]
    told = comparing.compare(store, begun.uuid)
    assert (told.now.groups, told.then.groups) == (3, 2)
    done = accepting.accept(store, begun.uuid)
    assert (done.carried_on, done.begun, done.ended) == (1, 1, 1)
    draft_from = bars["Alone"].starts_on
    with store.read() as session:
        rows = {uuid: session.get_one(Provision, uuid) for uuid in (stays, changes, out)}
    assert rows[stays].planned_to == bars["Reading"].planned_to
    assert rows[changes].planned_to is not None and rows[changes].planned_to < draft_from
    assert rows[out].planned_to is not None and rows[out].planned_to < draft_from
    assert drafts.drafts(store) == []
    history.undo(store)
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]


def test_an_adult_who_is_away_has_a_proposal_for_each_session(store: Store, four: list[str], tas: list[str]) -> None:
    """Free, trained, known to the child, least asked: in words; what nobody takes is suspended and owed."""
    reading = _support(store, four[:1], weekdays="mon", begins_at="9:00", times_a_week=1.0, stands_in="Cas Cedar")
    _support(store, four[1:2], weekdays="mon", begins_at="9:00", times_a_week=1.0, name="Busy", led_by="Bea Birch")
    day = away.day_of(store, "Ana Ash", MONDAY)
    (one,) = day.sessions
    assert [each.adult for each in one.candidates] == ["Cas Cedar"]
    assert one.candidates[0].rule == "free at that time, stands in for it, not asked yet this half-term"
    away.take(store, day, one, "Cas Cedar")
    again = away.day_of(store, "Ana Ash", MONDAY)
    assert again.open == 0 and again.sessions[0].settled is not None
    away.suspend(store, again, again.sessions[0])
    register = registers.register(store, reading, MONDAY, MONDAY)
    held = register.session(MONDAY)
    assert held is not None and not held.ran and held.reason == "adult_ill"
    last = away.day_of(store, "Ana Ash", MONDAY)
    away.take_back(store, last, last.sessions[0])
    assert registers.register(store, reading, MONDAY, MONDAY).session(MONDAY) is None


def test_a_day_is_settled_at_once_and_nobody_takes_two_sessions(store: Store, four: list[str], tas: list[str]) -> None:
    """Two sessions at the same time go to two adults, a third is suspended."""
    for place, name in enumerate(("One", "Two", "Three")):
        _support(store, [four[place]], weekdays="mon", begins_at="9:00", times_a_week=1.0, name=name)
    day = away.day_of(store, "Ana Ash", MONDAY)
    assert away.settle_all(store, day) == (2, 1)
    settled = [one.settled for one in away.day_of(store, "Ana Ash", MONDAY).sessions]
    assert sorted(one.taken_by for one in settled if one is not None) == ["", "Bea Birch", "Cas Cedar"]


def test_two_weeks_in_turn_have_their_own_sessions(store: Store, four: list[str], tas: list[str]) -> None:
    """Support of week A takes place every other week of school."""
    school.change_school(store, {"week_a_on": MONDAY})
    uuid = _support(store, four[:1], weekdays="mon-a", begins_at="9:00", times_a_week=0.5)
    register = registers.register(store, uuid, date(2026, 11, 23), date(2026, 12, 11))
    assert [day.day for day in register.days] == [23, 7]


def test_a_session_goes_to_another_day_and_only_there() -> None:
    """The one moved leaves its old place; the others stay."""
    bar = Bar("x", "provision", "R", 20, times=2, whens=(When(0, 540), When(2, 540)))
    assert moving.moved(bar, When(0, 540), When(1, 600)) == (When(1, 600), When(2, 540))
    assert moving.moved(bar, When(0, 540), When(2, 600)) == (When(2, 600),)
    assert moving.added(replace(bar, whens=(When(0), When(2, 540))), When(4, 600)) == (When(2, 540), When(4, 600))
    assert moving.taken_out(bar, When(0, 540)) == (When(2, 540),)


def test_who_works_with_whom_is_told_with_what_it_was_a_term_ago(store: Store, four: list[str], tas: list[str]) -> None:
    """One adult for most of it is to be minded; where it fades that is said."""
    _support(store, four[:1], name="Alone", form="one_to_one", times_a_week=4.0, minutes=45, area="C&L")
    _support(store, four[:1], name="Club", times_a_week=1.0, minutes=20, led_by="Cas Cedar")
    _support(
        store,
        four[:1],
        name="Before",
        times_a_week=5.0,
        minutes=60,
        starts_on=date(2026, 8, 24),
        ends_on=date(2026, 9, 11),
    )
    found = deployed.deployment(store)
    (one,) = found.pupils
    assert (one.main, one.share, one.total) == ("Ana Ash", 90, 200) and one.before == 100
    assert one.minded == "90 % with Ana Ash, 100 % a term ago"
    assert found.areas == {"Cognition and learning": 180, "Other support": 20}


def test_no_support_is_due_while_everybody_of_it_is_on_a_trip(store: Store, ava: str, tas: list[str]) -> None:
    """A group of several classes takes place while one of them is out."""
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek", "class_name": "5 Elm"})
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Ek", "class_name": "6 Yew"})
    alone = _support(store, [ben], weekdays="mon tue", begins_at="9:00")
    both = _support(store, [ben, cy], weekdays="mon tue", begins_at="10:00", name="Both", led_by="Cas Cedar")
    calendar.add_date(store, {"kind": "trip", "name": "Museum", "starts_on": MONDAY, "classes": "5 elm, 4 Oak"})
    days = [registers.register(store, one, MONDAY, date(2026, 11, 24)).days for one in (alone, both)]
    assert days == [(date(2026, 11, 24),), (MONDAY, date(2026, 11, 24))]
    week = gathering.week(store, MONDAY)
    found = in_weeks.sessions(store, week, week.bars, MONDAY)
    assert [(one.bar.name, one.day.day) for one in found] == [("Both", 23), ("Reading", 24), ("Both", 24)]
    del ava


def test_a_term_that_is_moved_names_what_was_recorded_outside_of_it(
    store: Store, four: list[str], tas: list[str]
) -> None:
    """What was recorded stays."""
    uuid = _support(store, four[:1], weekdays="mon", begins_at="9:00", times_a_week=1.0)
    registers.mark(store, uuid, MONDAY, four[:1], "here")
    assert outside.words(store) == ""
    calendar.add_closures(store, 2026, "23/11", "inset")
    assert outside.words(store).startswith(
        "Reading on 23/11/2026 lies on days without school now. What was recorded stays"
    )
    assert registers.register(store, uuid, MONDAY, MONDAY).mark(MONDAY, four[0]) is not None


def test_a_session_is_put_elsewhere_with_another_adult_once_a_day(
    store: Store, four: list[str], tas: list[str]
) -> None:
    """One step; a second session of a day is refused in a sentence."""
    uuid = _support(store, four[:1], weekdays="mon wed", begins_at="9:00")
    bar = gathering.week(store, MONDAY).bar(uuid)
    assert bar is not None
    with pytest.raises(Refused, match="is on Wednesday already"):
        moving.put(store, bar, When(0, 540), When(2, 600))
    moving.put(store, bar, When(0, 540), When(1, 600), adult="Cas Cedar")
    after = gathering.week(store, MONDAY).bar(uuid)
    assert after is not None and after.adult == "Cas Cedar" and after.whens == (When(1, 600), When(2, 540))
    row = moving.record(store, bar)
    assert isinstance(row, Provision) and row.begins_at == "tue 10:00, wed 9:00"
    history.undo(store)
    assert gathering.week(store, MONDAY).bar(uuid) == bar


def test_other_times_of_the_day_say_who_could_take_it_then(store: Store, four: list[str], tas: list[str]) -> None:
    """Also where nobody is free at its own time."""
    for place, name in enumerate(("One", "Two", "Three")):
        _support(store, [four[place]], weekdays="mon", begins_at="9:00", times_a_week=1.0, name=name, led_by=tas[place])
    day = away.day_of(store, "Ana Ash", MONDAY)
    (one,) = day.sessions
    assert one.candidates == ()
    found = away.times(store, day, one)
    assert found and {adult for _, adult in found} == {"Bea Birch", "Cas Cedar"}
    assert all(each.is_free and each.when.at != 540 for each, _ in found)


def test_the_clashes_after_a_change_are_those_of_the_whole_week(store: Store, four: list[str], tas: list[str]) -> None:
    """Only what a changed bar touches is looked at anew, and the outcome is the same."""
    moves = _support(store, four[:2], weekdays="mon", begins_at="9:00", times_a_week=1.0, name="One")
    _support(store, four[1:3], weekdays="mon", begins_at="9:10", times_a_week=1.0, name="Two", led_by="Bea Birch")
    _support(store, four[3:], weekdays="tue", begins_at="9:00", times_a_week=1.0, name="Three")
    before = Clashing(gathering.week(store, MONDAY))
    assert len(before.all) == 1
    for at in ("tue 9:10", "mon 11:00", "fri 9:00"):
        provisions.change(store, moves, {"weekdays": at.split()[0], "begins_at": at.split()[1]})
        week = gathering.week(store, MONDAY)
        after = Clashing(week, before)
        assert after.all == Clashing(week).all
        before = after


def test_hours_that_cannot_be_read_are_refused_in_a_sentence(store: Store) -> None:
    """The old ones stay."""
    uuid = staff.add_staff(store, {"name": "Ana Ash", "works": "mon-fri 8:30-15:00"})
    with pytest.raises(Refused, match="are no hours; the old ones were kept"):
        staff.change_staff(store, uuid, {"works": "mornings"})
    with pytest.raises(Refused, match="hours a week” cannot be"):
        staff.change_staff(store, uuid, {"hours_a_week": 200.0})
    assert staff.staff(store)[0].works == "mon-fri 8:30-15:00"


def test_a_duty_has_its_place_in_a_break_too(store: Store, tas: list[str]) -> None:
    """Support keeps to lessons."""
    week = gathering.week(store, MONDAY)
    kinds = {
        kind: {period.kind for _, _, period in beginnings(week, Bar("x", kind, "X", 10))}
        for kind in ("duty", "provision")
    }
    assert "break" in kinds["duty"] and "break" not in kinds["provision"]


def test_support_that_begins_anew_serves_the_targets_of_the_one_before(store: Store, ava: str, tas: list[str]) -> None:
    """Another adult is another block; what it is for is the same."""
    target = plans.add_target(store, whole_plan(store, ava, targets=0), {**WHOLE, "area": "C&L"})
    uuid = _support(store, [ava], name="Alone")
    serving.link(store, uuid, target)
    begun = drafts.begin(store)
    drafts.change_bar(store, drafts.bars(store, begun.uuid)[0].uuid, {"led_by": "Cas Cedar"})
    accepting.accept(store, begun.uuid)
    served = serving.of_targets(store, [target])[target]
    assert len(served) == 2


def test_other_times_of_the_next_half_term_leave_the_weeks_until_then_alone(
    store: Store, four: list[str], tas: list[str]
) -> None:
    """Accepted weeks before it begins, a draft changes no register of the weeks until then."""
    uuid = _support(store, four[:1], weekdays="mon", begins_at="9:00", times_a_week=1.0)
    loose = _support(store, four[1:2], name="Loose", led_by="Cas Cedar")
    begun = drafts.begin(store)
    for row in drafts.bars(store, begun.uuid):
        drafts.change_bar(
            store, row.uuid, {"weekdays": "tue thu" if row.name == "Loose" else "tue", "begins_at": "11:00"}
        )
    done = accepting.accept(store, begun.uuid)
    assert (done.begun, done.carried_on) == (1, 1)
    now, then = gathering.week(store, MONDAY), gathering.week(store, date(2027, 1, 11))
    assert now.bar(uuid) is not None and now.bar(uuid).whens == (When(0, 540),)  # type: ignore[union-attr]
    assert {bar.name: bar.whens[0] for bar in then.bars} == {"Reading": When(1, 660), "Loose": When(1, 660)}
    assert then.bar(uuid) is None and then.bar(loose) is not None


def test_support_past_its_planned_end_stands_on_the_board_and_in_no_week(
    store: Store, four: list[str], tas: list[str]
) -> None:
    """No session of it is due any more; nobody has ended it yet."""
    uuid = _support(store, four[:1], weekdays="mon", begins_at="9:00", planned_to=date(2026, 11, 13))
    assert gathering.week(store, MONDAY).bar(uuid) is None
    found = term_board.board(store, Span("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)))
    (one,) = found.bars
    assert "past its planned end, 13 Nov" in one.words and found.weeks[one.last].monday == MONDAY


def test_what_is_owed_in_support_that_does_not_go_on_is_told_beside_the_draft(
    store: Store, four: list[str], tas: list[str]
) -> None:
    """Minutes that would have no session any more in which they could be made good."""
    goes = _support(store, four[:1], weekdays="mon", begins_at="9:00", times_a_week=1.0)
    stops = _support(store, four[1:2], name="Stops", weekdays="mon", begins_at="10:00", times_a_week=1.0)
    for one in (goes, stops):
        registers.not_run(store, one, MONDAY, "adult_ill")
    begun = drafts.begin(store)
    drafts.remove_bar(store, next(row.uuid for row in drafts.bars(store, begun.uuid) if row.name == "Stops"))
    assert comparing.compare(store, begun.uuid).lines()[-1] == ("Minutes owed, in support that goes on", "40", "20")


def test_the_day_of_whoever_is_away_is_shared_out(store: Store, four: list[str], tas: list[str]) -> None:
    """Whoever is proposed for a session counts as asked for the next; and what is chosen is what is settled."""
    for place, at in enumerate(("9:00", "10:00", "11:00", "13:00")):
        _support(store, [four[place]], weekdays="mon", begins_at=at, times_a_week=1.0, name=f"At {at}")
    day = away.day_of(store, "Ana Ash", MONDAY)
    assert [one.candidates[0].adult for one in day.sessions] == ["Bea Birch", "Cas Cedar", "Bea Birch", "Cas Cedar"]
    first = day.sessions[0]
    away.settle_all(store, day, {(first.bar.uuid, first.when): "Cas Cedar"})
    settled = [one.settled for one in away.day_of(store, "Ana Ash", MONDAY).sessions]
    assert [one.taken_by for one in settled if one is not None] == ["Cas Cedar", "Cas Cedar", "Bea Birch", "Cas Cedar"]


def test_a_session_whose_cover_is_away_too_is_open_again(store: Store, four: list[str], tas: list[str]) -> None:
    """It is told for whom it was taken over, and stays with that adult on the sheet."""
    _support(store, four[:1], weekdays="mon", begins_at="9:00", times_a_week=1.0)
    day = away.day_of(store, "Ana Ash", MONDAY)
    away.take(store, day, day.sessions[0], "Bea Birch")
    second = away.day_of(store, "Bea Birch", MONDAY)
    (one,) = second.sessions
    assert second.open == 1 and one.before is not None and one.before.away == "Ana Ash"
    assert [each.adult for each in one.candidates] == ["Cas Cedar"]
    away.take(store, second, one, "Cas Cedar")
    assert [(row.away, row.taken_by) for row in away.covers(store, MONDAY)] == [("Ana Ash", "Cas Cedar")]
    assert away.day_of(store, "Bea Birch", MONDAY).sessions == ()
