"""The clocks as a school sets them: off, with a number and a source of its own, put back; and what they make of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.model.rules.clocks.rule import OWN, ClockRule
from gradesk.services.custody import history
from gradesk.services.outside import directory, referrals, reports
from gradesk.services.school import calendar, clocks
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


def rule(store: Store, code: str) -> ClockRule:
    """One rule as the school has it."""
    return next(one for one in clocks.rules(store) if one.code == code)


def test_a_new_school_has_them_as_shipped(store: Store) -> None:
    assert clocks.rules(store) == clocks.shipped()
    assert all(clocks.is_as_shipped(one) for one in clocks.rules(store))


def test_a_clock_is_switched_off_and_one_undo_switches_it_on(store: Store) -> None:
    clocks.change(store, "review_views", is_on=False)
    assert not rule(store, "review_views").is_on
    assert history.undo(store)
    assert rule(store, "review_views").is_on


def test_an_own_number_is_the_schools_own_rule_and_the_laws_stays_in_sight(store: Store) -> None:
    clocks.change(store, "review_report", is_on=True, number=1, source="Letter of the council,  September 2026.")
    found = rule(store, "review_report")
    assert (found.number, found.usual, found.made_under) == (1, 2, OWN)
    assert found.source.startswith(
        "Letter of the council, September 2026. Gradesk’s list says 2 weeks: SEND Regulations"
    )
    assert clocks.source_notes(store) == {"review_report": "Letter of the council, September 2026."}
    assert clocks.sum_of(store, "review_report", TODAY).due == TODAY + timedelta(weeks=1)
    clocks.change(store, "review_report", is_on=True, number=1)
    assert rule(store, "review_report").source.startswith("Our own number. Gradesk’s list says 2 weeks")


def test_the_usual_number_is_kept_as_none_and_a_fixed_day_has_no_number(store: Store) -> None:
    clocks.change(store, "review_report", is_on=True, number=2)
    clocks.change(store, "transfer_phase", is_on=True, number=9)
    assert clocks.is_as_shipped(rule(store, "review_report"))
    assert clocks.is_as_shipped(rule(store, "transfer_phase"))
    clocks.change(store, "transfer_phase", is_on=True, source="Our council asks for January")
    assert rule(store, "transfer_phase").source.startswith("Our council asks for January. SEND Regulations")
    assert rule(store, "transfer_phase").made_under == "regulation"


def test_a_clock_put_back_is_as_shipped_also_one_that_is_off_by_itself(store: Store) -> None:
    for code in ("advice_stale", "isp_proposed"):
        clocks.change(store, code, is_on=code == "isp_proposed", number=18, source="Form of the council")
        assert not clocks.is_as_shipped(rule(store, code))
        clocks.put_back(store, code)
        assert clocks.is_as_shipped(rule(store, code))
        history.undo(store)
        assert rule(store, code).number == 18


@pytest.mark.parametrize("number", [0, -3, 501])
def test_a_number_beyond_reason_is_refused_and_the_old_one_kept(store: Store, number: int) -> None:
    with pytest.raises(Refused, match="1 to 500 weeks; the old number was kept"):
        clocks.change(store, "review_report", is_on=True, number=number)
    assert clocks.is_as_shipped(rule(store, "review_report"))


def test_a_clock_nobody_knows_and_a_day_beyond_a_life_are_refused(store: Store) -> None:
    for act in (
        lambda: clocks.change(store, "nonsense", is_on=True),
        lambda: clocks.put_back(store, "nonsense"),
        lambda: clocks.sum_of(store, "nonsense", TODAY),
    ):
        with pytest.raises(Refused, match="no such clock"):
            act()
    with pytest.raises(Refused, match="from 1990 to 2100; nothing was counted"):
        clocks.sum_of(store, "review_report", date(1066, 10, 14))


def test_the_schools_own_calendar_tells_the_clash(store: Store) -> None:
    found = clocks.sum_of(store, "consultation_answer", date(2026, 12, 11))
    assert found.due == date(2026, 12, 26)
    assert found.clash == "It falls in the Christmas holidays, and does not move."
    calendar.add_closures(store, 2026, "7/12")
    found = clocks.sum_of(store, "referral_idea", TODAY)
    assert found.due == date(2026, 12, 7) and found.clash.startswith("It falls on a closed day (INSET)")
    assert found.words.endswith("The last school day before it is Friday 4 December 2026.")
    assert "does not reach that day" in clocks.sum_of(store, "review_report", date(2060, 3, 1)).words


def test_a_referral_is_chased_by_its_clock_and_not_at_all_where_that_is_off(store: Store, ava: str) -> None:
    speech = directory.add(store, {"name": "Rosa Lindqvist", "role": "salt"})
    referral = referrals.add(store, ava, {"professional_id": speech})
    clocks.change(store, "referral_idea", is_on=True, number=5)
    chase = referrals.line(store, referral).chase
    assert chase is not None and chase.on == TODAY + timedelta(weeks=5)
    assert chase.words.startswith("Idea: Monday 23 November 2026 + 5 weeks = Monday 28 December 2026.")
    assert "It falls in the Christmas holidays" in chase.words
    clocks.change(store, "referral_idea", is_on=False)
    assert referrals.line(store, referral).chase is None


def test_advice_is_stale_after_the_schools_own_months(store: Store, ava: str) -> None:
    rosa = directory.add(store, {"name": "Rosa Lindqvist", "role": "salt"})
    dated = date(2025, 11, 22)
    reports.add(store, ava, {"professional_id": rosa, "title": "Review", "happened_on": dated})
    (known,) = directory.network(store, ava)
    assert known.is_stale and known.current is not None
    assert known.current.words.startswith("Saturday 22 November 2025 + 12 months = Sunday 22 November 2026.")
    clocks.change(store, "advice_stale", is_on=True, number=18)
    (known,) = directory.network(store, ava)
    assert not known.is_stale and known.current is not None and known.current.due == date(2027, 5, 22)
    clocks.change(store, "advice_stale", is_on=False)
    (known,) = directory.network(store, ava)
    assert not known.is_stale and known.current is None
