"""A case has its dates in an order that can be, and every clock that runs from them has its sum and its answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.custody import history
from gradesk.services.ehc import cases
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


@pytest.fixture
def case(store: Store, ava: str) -> str:
    """Asked for on 2 March."""
    return cases.begin(store, ava, {"happened_on": date(2026, 3, 2), "council": "Northgate Borough"})


def _clock(store: Store, ava: str, code: str) -> cases.Clock:
    found = cases.current(store, ava)
    assert found is not None
    return next(one for one in found.clocks if one.sum.rule.code == code)


def test_the_twenty_weeks_run_from_the_request_and_say_their_sum(store: Store, ava: str, case: str) -> None:
    decision, final = _clock(store, ava, "assessment_decision"), _clock(store, ava, "assessment_final")
    assert (decision.sum.due, final.sum.due) == (date(2026, 4, 13), date(2026, 7, 20))
    assert "Monday 2 March 2026 + 20 weeks = Monday 20 July 2026." in final.sum.words
    assert final.state(TODAY) == "126 days over"
    cases.record(store, case, "decided_yes", {"happened_on": date(2026, 4, 10)})
    assert _clock(store, ava, "assessment_decision").state(TODAY) == "done 10/04/2026, in time"


def test_a_decision_before_the_request_and_one_without_it_are_refused(store: Store, ava: str, case: str) -> None:
    with pytest.raises(Refused, match="before it was asked for"):
        cases.record(store, case, "decided_no", {"happened_on": date(2026, 3, 1)})
    cases.change(store, case, {"closed_on": TODAY})
    came = cases.begin(store, ava, {"happened_on": date(2026, 9, 1)}, "final")
    with pytest.raises(Refused, match="needs the day it was asked for"):
        cases.record(store, came, "decided_yes")
    with pytest.raises(Refused, match="a day to come"):
        cases.record(store, came, "ceased", {"happened_on": TODAY + timedelta(days=1)})


def test_two_open_cases_are_refused(store: Store, ava: str, case: str) -> None:
    with pytest.raises(Refused, match="an open EHC case already"):
        cases.begin(store, ava, {"happened_on": TODAY})
    assert len(cases.of_pupil(store, ava)) == 1


def test_a_request_cannot_move_behind_what_followed_it(store: Store, ava: str, case: str) -> None:
    cases.record(store, case, "decided_yes", {"happened_on": date(2026, 4, 10)})
    found = cases.current(store, ava)
    assert found is not None
    with pytest.raises(Refused, match="after “The council will assess”"):
        cases.change_date(store, found.dates[0].uuid, {"happened_on": date(2026, 4, 11)})


def test_a_final_plan_makes_the_status_and_begins_the_year(store: Store, ava: str, case: str) -> None:
    cases.record(store, case, "final", {"happened_on": date(2026, 11, 2)})
    status = pupils.page(store, ava).status
    assert status is not None and (status.status, status.starts_on) == ("E", date(2026, 11, 2))
    assert _clock(store, ava, "review_yearly").sum.due == date(2027, 11, 2)
    history.undo(store)
    status = pupils.page(store, ava).status
    assert status is not None and status.status == "K"


def test_an_anniversary_on_29_february_falls_on_the_28th(store: Store, ava: str) -> None:
    store.clock = fixed_clock(date(2028, 6, 1))
    cases.begin(store, ava, {"happened_on": date(2028, 2, 29)}, "final")
    found = _clock(store, ava, "review_yearly").sum
    assert found.due == date(2029, 2, 28)
    assert "29 February falls on 28 February" in found.words


def test_several_councils_are_answered_each_by_its_own_clock(store: Store, ava: str, case: str) -> None:
    for who, day in (("Easton", date(2026, 11, 2)), ("Weston", date(2026, 11, 9))):
        cases.record(store, case, "consulted", {"happened_on": day, "who": who})
    cases.record(store, case, "consult_answered", {"happened_on": date(2026, 11, 20), "who": "easton"})
    found = cases.current(store, ava)
    assert found is not None
    told = {one.about: one.state(TODAY) for one in found.clocks if one.sum.rule.code == "consultation_answer"}
    assert told == {"Easton": "done 20/11/2026, 3 days late", "Weston": "due 24/11/2026"}


def test_a_case_with_its_history_is_closed_and_not_deleted(store: Store, ava: str, case: str) -> None:
    cases.record(store, case, "decided_no", {"happened_on": date(2026, 4, 10)})
    with pytest.raises(Refused, match="has its history"):
        cases.remove(store, case)
    with pytest.raises(Refused, match="before it began"):
        cases.change(store, case, {"closed_on": date(2026, 3, 1)})
    cases.change(store, case, {"closed_on": TODAY, "closed_why": "No assessment; support goes on"})
    assert cases.current(store, ava) is None
