"""What was done in one place is known in the next: agreeing moves the cycle, a review speaks in the next plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.plans import agreeing, beginning, cycles, plans, progress, reviews
from gradesk.services.timeline import story
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests.conftest import TODAY
from tests.services.planning import PEOPLE, agreed_plan, whole_plan, written_review


@pytest.mark.parametrize(("starts", "stage"), [(date(2026, 10, 5), "do"), (date(2026, 11, 30), "plan")])
def test_an_agreed_plan_moves_its_cycle_on_from_assess(store: Store, ava: str, starts: date, stage: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 9, 14), date(2027, 1, 15))
    agreeing.agree(store, whole_plan(store, ava, starts), PEOPLE, date(2026, 10, 5))
    page = cycles.current(store, ava)
    assert page is not None and page.cycle.stage == stage
    begun = {one.code: one.started_on for one in page.stages if one.started_on}
    assert begun["plan"] == date(2026, 10, 5) and begun["assess"] == date(2026, 9, 14)
    assert [one.code for one in page.stages if one.started_on and one.ended_on is None] == [stage]


def test_a_cycle_that_is_further_on_stays_where_it_is(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    page = cycles.current(store, ava)
    assert page is not None and page.cycle.stage == "do"
    cycles.move_on(store, page.cycle.uuid)
    plan = plans.plans(store, ava)[0].uuid
    plans.change(store, plan, {"works": "short tasks"})
    agreeing.agree(store, plan, PEOPLE, TODAY, "it works")
    again = cycles.current(store, ava)
    assert again is not None and again.cycle.stage == "review"


def test_what_was_said_at_the_review_is_offered_to_the_next_plan(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    reviews.record(store, written_review(store, ava, "met", TODAY, date(2027, 2, 1)))
    for begin in (beginning.begin_from_last, beginning.begin_from_known):
        found = plans.page(store, begin(store, ava)).plan
        assert (found.pupil_view, found.parent_view) == ("I read to my gran", "Reads at home")
        assert found.pupil_view_how == "At the review on 23 November 2026"
        plans.remove(store, found.uuid)
    store.clock = fixed_clock(TODAY + timedelta(days=60))
    assert plans.page(store, beginning.begin_from_last(store, ava)).plan.pupil_view == "", "by then it is asked anew"


def test_progress_notes_stand_on_the_timeline(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    progress.note(store, plans.page(store, plan).targets[0].uuid, "3/5 with a prompt")
    (mark,) = [mark for mark in story.story(store, ava).marks if mark.kind == "progress"]
    assert mark.label == "Note on target 1" and "3/5" in mark.detail and mark.day == TODAY


def test_a_plan_agreed_by_school_alone_is_listed_as_lacking_the_others(store: Store, ava: str) -> None:
    agreeing.agree(store, whole_plan(store, ava), PEOPLE[-1:], date(2026, 9, 14))
    lines = [item.words for item in due.due(store) if item.rule == "plan_unheard"]
    assert lines == ["Agreed without pupil and parent carer"]
    version = plans.page(store, plans.plans(store, ava)[0].uuid).versions[0]
    agreeing.add_agreements(store, version.uuid, PEOPLE[:1], TODAY)
    assert [item.words for item in due.due(store) if item.rule == "plan_unheard"] == ["Agreed without parent carer"]
    agreeing.add_agreements(store, version.uuid, PEOPLE[1:2], TODAY)
    assert not [item for item in due.due(store) if item.rule == "plan_unheard"]
