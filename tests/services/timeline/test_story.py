"""A pupil's story, the events and support in it, the planned ends that are moved, and the lanes of everybody."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.evidence import measures
from gradesk.services.meetings import booking, meetings
from gradesk.services.outside import directory, referrals, reports
from gradesk.services.plans import adjustments, agreeing, cycles, plans, reviews
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings, lanes, story
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.services.planning import PEOPLE, whole_plan, written_review

TODAY = date(2026, 11, 23)


def planned(store: Store, ava: str) -> dict[str, tuple[date, date]]:
    page = cycles.current(store, ava)
    assert page is not None
    return {stage.code: (stage.planned_from, stage.planned_to) for stage in page.stages}


def stage_id(store: Store, ava: str, code: str) -> str:
    page = cycles.current(store, ava)
    assert page is not None
    return next(stage.uuid for stage in page.stages if stage.code == code)


def test_the_story_holds_every_kind_of_event_once(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    cycles.open_cycle(store, ava, date(2026, 11, 2), plan_id=plan)
    agreeing.agree(store, plan, PEOPLE)
    meetings.log(store, ava, {"summary": "well", "kind": "phone"})
    meetings.log(store, ava, {"summary": "talked", "kind": "review"})
    booked = booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY + timedelta(days=9)})
    booking.close(store, booking.book(store, [ava], {"kind": "tac", "happened_on": TODAY}), "off")
    for kind in ("visit", "move", "other"):
        happenings.add(store, ava, {"kind": kind, "title": kind})
    therapist = directory.add(store, {"name": "Rosa Lindqvist", "service": "Northgate"})
    asked = referrals.add(store, ava, {"professional_id": therapist, "question": "What helps?"})
    referrals.advance(store, asked, "sent", why="The clinic asked for it by telephone")
    reports.add(store, ava, {"referral_id": asked, "title": "Assessment", "findings": "Short sentences help"})
    provisions.add(store, [ava], {"name": "Brick club", "planned_to": TODAY + timedelta(days=30)})
    adjustments.add(store, "A card to show", pupil_id=ava)
    found = story.story(store, ava)
    assert [stage.code for stage in found.stages] == ["assess", "plan", "do", "review"]
    assert [mark.kind for mark in found.marks].count("meeting") == 3
    ahead = next(mark for mark in found.marks if mark.key == f"contact:{booked}")
    assert (ahead.label, ahead.detail) == ("Team around the child", "Booked.")
    assert {mark.kind for mark in found.marks} == {"contact", "meeting", "referral", "report", "move", "plan", "status"}
    assert {bar.label for bar in found.bars} == {"Brick club", "A card to show"}
    assert len({thing.key for thing in (*found.stages, *found.bars, *found.marks)}) == len(found.marks) + 6
    told = {mark.kind: (mark.label, mark.detail) for mark in found.marks if mark.kind in ("referral", "report")}
    why = "The clinic asked for it by telephone."
    assert told["referral"] == ("Asked Rosa Lindqvist", f"Rosa Lindqvist, Northgate. What helps? {why}")
    assert told["report"] == ("Assessment", "Rosa Lindqvist. Short sentences help.")


def test_a_result_is_told_by_the_name_of_its_measure_and_what_changed(store: Store, ava: str) -> None:
    today = store.clock.today()
    for days, figure in ((60, "80"), (1, "86")):
        values = {"informant": "teacher", "happened_on": today - timedelta(days=days)}
        measures.add_result(store, ava, "standardised", figure, values)
    told = [mark for mark in story.story(store, ava).marks if mark.kind == "assessment"]
    assert {mark.label for mark in told} == {"Standardised score"}
    newest = max(told, key=lambda mark: mark.day)
    assert newest.detail.startswith("86, average · Teacher or school · improved by 6")


def test_what_a_review_decided_is_a_turning_point(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    cycles.open_cycle(store, ava, date(2026, 9, 7), plan_id=plan)
    agreeing.agree(store, plan, PEOPLE)
    reviews.record(store, written_review(store, ava, "met", TODAY, TODAY + timedelta(days=80)))
    (point,) = [mark for mark in story.story(store, ava).turning_points() if mark.kind == "cycle"]
    assert point.label == "Review of cycle 1"
    assert point.detail


def test_an_event_knows_when_it_was_and_when_it_was_written(store: Store, ava: str) -> None:
    happenings.add(store, ava, {"kind": "visit", "title": "Clinic", "happened_on": TODAY - timedelta(days=20)})
    (mark,) = [mark for mark in story.story(store, ava).marks if mark.kind == "meeting"]
    assert mark.day == TODAY - timedelta(days=20)
    assert mark.written_on == TODAY


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"happened_on": date(2009, 1, 1)}, "before the date of birth"),
        ({"happened_on": date(2200, 1, 1)}, "cannot be 01/01/2200"),
        ({"happened_on": date(2040, 1, 1)}, "more than three years ahead"),
        ({"kind": "party"}, "no choice"),
    ],
)
def test_an_event_that_cannot_be_is_refused_and_nothing_kept(
    store: Store, ava: str, values: dict[str, object], words: str
) -> None:
    pupils.change_pupil(store, ava, {"date_of_birth": date(2018, 5, 3)})
    with pytest.raises(Refused, match=words):
        happenings.add(store, ava, {"kind": "visit", "title": "x", **values})
    assert happenings.happenings(store, ava) == []


def test_a_visit_may_lie_ahead(store: Store, ava: str) -> None:
    happenings.add(store, ava, {"kind": "visit", "title": "Clinic", "happened_on": TODAY + timedelta(days=20)})
    assert happenings.happenings(store, ava)[0].kind == "visit"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"planned_to": TODAY - timedelta(days=1)}, "planned to end before it began"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=10)}, "ended before it began"),
        ({"ends_on": TODAY + timedelta(days=1)}, "ended in the future"),
        ({"starts_on": date(2009, 1, 1)}, "before the date of birth"),
        ({"starts_on": date(2062, 1, 1)}, "cannot begin on 01/01/2062"),
        ({"planned_to": date(2062, 1, 1)}, "planned to end on 01/01/2062"),
        ({"times_a_week": 500.0}, "times a week"),
        ({"minutes": -3}, "minutes"),
    ],
)
def test_support_that_cannot_be_is_refused(store: Store, ava: str, values: dict[str, object], words: str) -> None:
    pupils.change_pupil(store, ava, {"date_of_birth": date(2018, 5, 3)})
    with pytest.raises(Refused, match=words):
        provisions.add(store, [ava], {"name": "Brick club", **values})
    kept = provisions.add(store, [ava], {"name": "Brick club"})
    with pytest.raises(Refused, match=words):
        provisions.change(store, kept, values)
    assert len(provisions.records_of(store, ava)) == 1


def test_a_deleted_event_comes_back_by_undo(store: Store, ava: str) -> None:
    uuid = happenings.add(store, ava, {"kind": "visit", "title": "Therapist"})
    happenings.remove(store, uuid)
    assert happenings.happenings(store, ava) == []
    history.undo(store)
    assert [event.title for event in happenings.happenings(store, ava)] == ["Therapist"]


def test_moving_the_end_of_a_stage_moves_the_next_ones_and_is_undone_in_one(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, TODAY, TODAY + timedelta(days=83))
    before = planned(store, ava)
    plans.move_stage_end(store, stage_id(store, ava, "assess"), before["assess"][1] + timedelta(days=5))
    after = planned(store, ava)
    assert after["assess"][1] == before["assess"][1] + timedelta(days=5)
    assert after["plan"][0] == after["assess"][1] + timedelta(days=1)
    assert after["review"][1] == before["review"][1]
    history.undo(store)
    assert planned(store, ava) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["assess", "plan", "do"]), st.integers(-120, 200))
def test_planned_stages_follow_one_another_whatever_end_is_moved(store: Store, ava: str, code: str, days: int) -> None:
    if cycles.current(store, ava) is None:
        cycles.open_cycle(store, ava, TODAY, TODAY + timedelta(days=83))
    before = planned(store, ava)
    try:
        plans.move_stage_end(store, stage_id(store, ava, code), before[code][1] + timedelta(days=days))
    except Refused:
        assert planned(store, ava) == before
        return
    after = list(planned(store, ava).values())
    assert all(first <= last for first, last in after)
    assert all(one[1] + timedelta(days=1) == two[0] for one, two in pairwise(after))
    assert after[-1][1] == before["review"][1]


def test_the_end_of_the_review_stage_is_the_day_it_is_due(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, TODAY, TODAY + timedelta(days=83))
    plans.move_stage_end(store, stage_id(store, ava, "review"), TODAY + timedelta(days=90))
    page = cycles.current(store, ava)
    assert page is not None and page.cycle.review_due_on == TODAY + timedelta(days=90)


def test_a_stage_that_is_over_keeps_its_plan(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, TODAY - timedelta(days=30), TODAY + timedelta(days=53))
    cycles.move_on(store, cycle)
    with pytest.raises(Refused, match="This stage is over"):
        plans.move_stage_end(store, stage_id(store, ava, "assess"), TODAY)


def test_everybody_on_support_has_a_lane_and_the_latest_come_first(store: Store, ava: str) -> None:
    late = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro", "class_name": "3 Oak"})
    none = pupils.add_pupil(store, {"legal_forename": "Cara", "legal_surname": "Lloyd", "class_name": "3 Oak"})
    pupils.add_pupil(store, {"legal_forename": "Dan", "legal_surname": "Nobody"})
    for pupil in (late, none):
        pupils.set_status(store, pupil, "K", TODAY, "Needs more", TODAY)
    cycles.open_cycle(store, ava, TODAY)
    cycles.open_cycle(store, late, TODAY - timedelta(days=60), TODAY - timedelta(days=2))
    found = lanes.lanes(store).lanes
    assert [lane.name.split()[0] for lane in found] == ["Ben", "Cara", "Ava"]
    assert [lane.group for lane in found] == ["Overdue", "No open cycle", "In time"]
    assert found[0].late_words == "Review 2 days late" and "review due" in found[0].words
    assert [lane.group for lane in lanes.lanes(store, "class").lanes if lane.key != ava] == ["3 Oak", "3 Oak"]
    assert [lane.key for lane in lanes.lanes(store, "name", [late]).lanes] == [late]


def test_a_clock_set_back_breaks_no_story(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, TODAY)
    meetings.log(store, ava, {"summary": "well"})
    store.clock = fixed_clock(TODAY - timedelta(days=400))
    found = story.story(store, ava)
    assert len(found.stages) == 4
    assert lanes.lanes(store).lanes
