"""Every day can be corrected, and whatever is corrected, histories stay whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.meetings import actions, meetings
from gradesk.services.plans import cycle_days, cycles, reviews
from gradesk.services.pupils import correcting, leads, pupils
from gradesk.services.school import staff
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan, written_review

DAY = timedelta(days=1)
FIRST = date(2025, 9, 1)


def days_of(store: Store, pupil_id: str) -> list[tuple[str, date, date | None]]:
    return [(one.status, one.starts_on, one.ends_on) for one in pupils.page(store, pupil_id).statuses]


@pytest.fixture
def jo(store: Store) -> str:
    """Somebody on N, W and K, one after the other."""
    uuid = pupils.add_pupil(store, {"legal_forename": "Jo"})
    for code, day in (("N", FIRST), ("W", date(2026, 3, 2)), ("K", date(2026, 9, 7))):
        pupils.set_status(store, uuid, code, day, "because")
    return uuid


def test_a_wrong_first_day_moves_the_end_of_what_was_before(store: Store, jo: str) -> None:
    k = pupils.page(store, jo).statuses[0]
    correcting.change(store, "status", k.uuid, {"starts_on": date(2026, 10, 5), "reason": "screening"})
    assert days_of(store, jo)[:2] == [("K", date(2026, 10, 5), None), ("W", date(2026, 3, 2), date(2026, 10, 4))]
    assert history.entries(store, jo)[0].label == "Correct a status"
    history.undo(store)
    assert days_of(store, jo)[0] == ("K", date(2026, 9, 7), None)


def test_a_wrong_last_day_moves_the_beginning_of_what_follows(store: Store, jo: str) -> None:
    w = pupils.page(store, jo).statuses[1]
    correcting.change(store, "status", w.uuid, {"ends_on": date(2026, 9, 30)})
    assert days_of(store, jo)[0] == ("K", date(2026, 10, 1), None)


def test_what_was_never_so_is_taken_out_and_the_one_before_goes_on(store: Store, jo: str) -> None:
    correcting.remove(store, "status", pupils.page(store, jo).statuses[1].uuid)
    assert days_of(store, jo) == [("K", date(2026, 9, 7), None), ("N", FIRST, date(2026, 9, 6))]
    correcting.remove(store, "status", pupils.page(store, jo).statuses[0].uuid)
    assert days_of(store, jo) == [("N", FIRST, None)]


@pytest.mark.parametrize(
    ("place", "values", "words"),
    [
        (0, {"starts_on": date(2026, 3, 2)}, "What was before began on 02/03/2026"),
        (1, {"starts_on": date(2026, 10, 1)}, "It ended on 06/09/2026"),
        (2, {"ends_on": None}, "Another follows it"),
        (0, {"ends_on": TODAY}, "goes on until another is chosen"),
        (0, {"parents_told_on": TODAY + DAY}, "a day to come"),
        (1, {"ends_on": date(2026, 1, 1)}, "cannot have ended before"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_moves(
    store: Store, jo: str, place: int, values: dict[str, date], words: str
) -> None:
    before = days_of(store, jo)
    with pytest.raises(Refused, match=words):
        correcting.change(store, "status", pupils.page(store, jo).statuses[place].uuid, values)
    assert days_of(store, jo) == before


CORRECTIONS = st.lists(
    st.tuples(st.sampled_from(["start", "end", "go on", "out"]), st.integers(0, 5), st.integers(0, 500)), max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corrections=CORRECTIONS)
def test_any_sequence_of_corrections_leaves_every_history_whole(
    store: Store, corrections: list[tuple[str, int, int]]
) -> None:
    uuid = pupils.add_pupil(store, {"legal_forename": "Jo"})
    person = staff.add_staff(store, {"name": "Mrs Okafor"})
    for step, code in enumerate(("N", "W", "K", "W", "K")):
        pupils.set_status(store, uuid, code, FIRST + step * 60 * DAY, "because")
        pupils.set_layer(store, uuid, "all" if code == "N" else "some", FIRST + step * 60 * DAY, "because")
        leads.name_lead(store, uuid, person, "teacher", FIRST + step * 60 * DAY)
    for deed, place, days in corrections:
        for code in correcting.KINDS:
            page = pupils.page(store, uuid)
            rows = {"status": page.statuses, "layer": page.layers, "lead": page.leads}[code]
            row = rows[place % len(rows)] if rows else None
            if row is None:
                continue
            try:
                if deed == "out":
                    correcting.remove(store, code, row.uuid)
                else:
                    day = None if deed == "go on" else FIRST + days * DAY
                    name = "starts_on" if deed == "start" else "ends_on"
                    correcting.change(store, code, row.uuid, {name: day})
            except Refused:
                continue
    page = pupils.page(store, uuid)
    for rows, may_pause in ((page.statuses, False), (page.layers, False), (page.leads, True)):
        spans = [(one.starts_on, one.ends_on) for one in rows][::-1]
        for (begins, ends), (follows, _) in pairwise(spans):
            assert ends is not None and begins <= ends < follows
            assert may_pause or follows == ends + DAY
        assert all(ends is None or begins <= ends for begins, ends in spans)


def test_unknown_is_allowed_and_asked_for_by_today(store: Store, jo: str) -> None:
    lines = [item for item in due.due(store) if item.rule == "not_told"]
    assert [(item.pupil_id, item.subject) for item in lines] == [(jo, pupils.page(store, jo).statuses[0].uuid)]
    correcting.change(store, "status", lines[0].subject, {"parents_told_on": date(2026, 9, 7)})
    assert not [item for item in due.due(store) if item.rule == "not_told"]
    pupils.set_layer(store, jo, "some", TODAY, "a group")
    assert [item.rule for item in due.due(store) if item.rule == "not_told"] == ["not_told"]


def test_last_weeks_meeting_is_typed_up_today_under_its_true_days(store: Store, ava: str) -> None:
    met = TODAY - 7 * DAY
    cycle = cycles.open_cycle(store, ava, met - 20 * DAY)
    assert cycles.move_on(store, cycle, met) == "plan"
    uuid = actions.add(store, ava, {"what": "ring", "owner": "Bo", "happened_on": met, "due_on": TODAY - DAY})
    assert actions.of_pupil(store, ava)[0].happened_on == met
    actions.change(store, uuid, {"happened_on": met - DAY})
    with pytest.raises(Refused, match="a day to come"):
        actions.change(store, uuid, {"happened_on": TODAY + DAY})
    with pytest.raises(Refused, match="a day to come"):
        cycles.move_on(store, cycle, TODAY + DAY)


def test_the_day_a_stage_began_can_be_corrected_and_its_neighbours_move(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 9, 14))
    cycles.move_on(store, cycle, date(2026, 10, 12))
    assess, plan, *_ = cycles.cycles(store, ava)[0].stages
    cycle_days.change_stage(store, plan.uuid, {"started_on": date(2026, 10, 5)})
    page = cycles.cycles(store, ava)[0]
    assert (page.stages[0].ended_on, page.stages[1].started_on) == (date(2026, 10, 4), date(2026, 10, 5))
    cycle_days.change_stage(store, assess.uuid, {"started_on": date(2026, 9, 7)})
    assert cycles.cycles(store, ava)[0].cycle.opened_on == date(2026, 9, 7)
    with pytest.raises(Refused, match="What came before"):
        cycle_days.change_stage(store, plan.uuid, {"started_on": date(2026, 9, 1)})
    with pytest.raises(Refused, match="a day to come"):
        cycle_days.change_stage(store, plan.uuid, {"started_on": TODAY + DAY})


def test_a_cycle_is_led_by_whoever_led_when_it_opened_and_that_can_be_changed(store: Store, ava: str) -> None:
    first, second = staff.add_staff(store, {"name": "Mrs Okafor"}), staff.add_staff(store, {"name": "Mr Reed"})
    leads.name_lead(store, ava, first, "teacher", date(2026, 9, 1))
    leads.name_lead(store, ava, second, "teacher", date(2026, 11, 2))
    cycle = cycles.open_cycle(store, ava, date(2026, 9, 14))
    assert cycles.cycles(store, ava)[0].cycle.lead_id == first
    cycles.change_lead(store, cycle, second)
    assert cycles.cycles(store, ava)[0].cycle.lead_id == second


def test_an_open_cycle_that_nobody_leads_takes_the_lead_that_is_named(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 9, 14))
    person = staff.add_staff(store, {"name": "Mrs Okafor"})
    leads.name_lead(store, ava, person, "teacher", TODAY)
    assert cycles.cycles(store, ava)[0].cycle.lead_id == person


def reviewed_on(store: Store, pupil_id: str) -> tuple[str, list[tuple[date, date | None]]]:
    pages = cycles.cycles(store, pupil_id)
    review = pages[0].review
    assert review is not None
    return review.uuid, [(page.cycle.opened_on, page.cycle.closed_on) for page in pages]


def test_the_day_a_review_was_held_is_corrected_and_both_cycles_follow(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", date(2026, 11, 20), date(2027, 2, 1)))
    uuid, days = reviewed_on(store, ava)
    assert days == [(date(2026, 9, 14), date(2026, 11, 20)), (date(2026, 11, 20), None)]
    for day in (date(2026, 11, 12), date(2026, 11, 23)):
        cycle_days.correct_review(store, uuid, {"happened_on": day})
        assert reviewed_on(store, ava)[1] == [(date(2026, 9, 14), day), (day, None)]
        for page in cycles.cycles(store, ava):
            begun = [one for one in page.stages if one.started_on is not None]
            for one, following in pairwise(begun):
                assert one.started_on and one.ended_on and following.started_on
                assert one.started_on <= one.ended_on <= following.started_on
    for day, words in ((TODAY + DAY, "a day to come"), (date(2026, 9, 1), "still at work")):
        with pytest.raises(Refused, match=words):
            cycle_days.correct_review(store, uuid, {"happened_on": day})
    with pytest.raises(Refused, match="A recorded review stands"):
        cycle_days.correct_review(store, uuid, {"reason": "another"})
    cycle_days.correct_review(store, uuid, {"with_home": False})
    assert meetings.count_this_year(store, ava) == 0


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corrections=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 90)), max_size=8))
def test_any_sequence_of_corrections_leaves_every_cycle_whole(store: Store, corrections: list[tuple[int, int]]) -> None:
    uuid = pupils.add_pupil(store, {"legal_forename": "Jo"})
    agreed_plan(store, uuid)
    reviews.record(store, written_review(store, uuid, "met", date(2026, 10, 20), date(2027, 2, 1)))
    current = cycles.current(store, uuid)
    assert current is not None
    cycles.move_on(store, current.cycle.uuid, date(2026, 11, 2))
    for place, days in corrections:
        pages = cycles.cycles(store, uuid)
        stages = [one for page in pages for one in page.stages if one.started_on is not None]
        day = date(2026, 9, 1) + days * DAY
        try:
            if place == 9 and pages[0].review is not None:
                cycle_days.correct_review(store, pages[0].review.uuid, {"happened_on": day})
            else:
                cycle_days.change_stage(store, stages[place % len(stages)].uuid, {"started_on": day})
        except Refused:
            continue
    before = date.min
    for page in cycles.cycles(store, uuid):
        begun = [one for one in page.stages if one.started_on is not None]
        assert before <= page.cycle.opened_on == begun[0].started_on
        for one, following in pairwise(begun):
            assert one.started_on and one.ended_on and following.started_on
            assert one.started_on <= one.ended_on
            assert one.ended_on <= following.started_on
        before = page.cycle.closed_on or before
        if page.cycle.closed_on is not None and page.review is not None:
            assert page.cycle.closed_on == page.review.happened_on == begun[-1].ended_on
