"""Minutes and money of support: the worked figures come out to the penny, and parts always sum to the whole."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.days.school_year import Span, typical_half_terms
from gradesk.model.rules.term import money
from gradesk.model.rules.term.minutes import Held, SchoolWeeks, Tally, is_school_day, planned_minutes, tally

PENCE = st.integers(min_value=0, max_value=10_000_000)
WEIGHTS = st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=40)


def test_the_worked_example_is_206_84_and_51_71_for_each_of_four() -> None:
    minutes = planned_minutes(3, 20, 12)
    whole = money.rounded(money.cost(minutes, Fraction(65_500, 38)))
    assert (minutes, money.pounds(whole)) == (720, "206.84")
    assert [money.pounds(one) for one in money.shares(whole, [Fraction(1)] * 4)] == ["51.71"] * 4
    once_rounded = money.rounded(money.cost(minutes, Fraction(1724)))
    assert money.pounds(once_rounded) == "206.88"  # why only the last figure is rounded


@given(PENCE, WEIGHTS)
def test_the_parts_of_a_sum_are_that_sum_and_within_a_penny_of_their_share(total: int, weights: list[Fraction]) -> None:
    found = money.shares(total, weights)
    assert sum(found) == total
    whole = sum(weights)
    for part, weight in zip(found, weights, strict=True):
        assert abs(part - total * (weight / whole if whole else Fraction(1, len(weights)))) < 1


@given(PENCE)
def test_pounds_are_read_as_they_are_written(pence: int) -> None:
    assert money.read_pence(money.pounds(pence)) == pence
    assert money.read_pence(f"£{pence // 100:,}.{pence % 100:02d}") == pence


@pytest.mark.parametrize("typed", ["", "£", "-3", "1.234", "12,34", "abc", "1e3"])
def test_what_is_no_sum_of_pounds_is_none(typed: str) -> None:
    assert money.read_pence(typed) is None


@given(st.dates(date(2025, 9, 1), date(2027, 8, 31)), st.integers(min_value=0, max_value=200))
def test_only_weeks_with_school_count(first: date, days: int) -> None:
    halves = [*typical_half_terms(2025), *typical_half_terms(2026)]
    last = first + timedelta(days=days)
    weeks = SchoolWeeks(halves, {}).between(first, last)
    assert 0 <= weeks <= days // 7 + 2
    closed = {first + timedelta(days=number): "closed" for number in range(days + 1)}
    assert SchoolWeeks(halves, closed).between(first, last) == 0
    assert SchoolWeeks([], {}).between(first, last) >= weeks


def test_a_closed_day_and_a_weekend_are_no_school_days() -> None:
    half = [Span("Autumn 2", date(2026, 11, 2), date(2026, 12, 18))]
    assert is_school_day(date(2026, 11, 23), half, {})
    assert not is_school_day(date(2026, 11, 23), half, {date(2026, 11, 23): "INSET"})
    assert not is_school_day(date(2026, 11, 22), half, {}) and not is_school_day(date(2026, 12, 21), half, {})


def test_what_did_not_run_is_missed_and_owed_until_it_is_made_good() -> None:
    here, part = Held(20, mark="here"), Held(20, mark="part", part=5)
    absent, ill, closed = (
        Held(20, mark="absent"),
        Held(20, ran=False, reason="adult_ill"),
        Held(20, ran=False, reason="closed"),
    )
    assert tally(300, [here, part, absent, ill, closed]) == Tally(300, 25, 75, 20)
    assert tally(300, [ill, Held(15, mark="here", extra=True)]) == Tally(300, 15, 20, 5)
    assert tally(300, [Held(20)]) == Tally(300, 0, 0, 0)  # nobody marked it yet


@given(
    st.lists(
        st.builds(
            Held,
            minutes=st.integers(1, 120),
            ran=st.booleans(),
            mark=st.sampled_from(["", "here", "part", "absent"]),
            part=st.integers(0, 200),
            reason=st.sampled_from(["", "adult_ill", "closed"]),
            extra=st.booleans(),
        ),
        max_size=30,
    )
)
def test_given_and_missed_never_pass_what_was_held(sessions: list[Held]) -> None:
    found = tally(1000, sessions)
    assert 0 <= found.delivered <= sum(one.minutes for one in sessions)
    assert found.missed >= 0 and found.owed >= 0
    usual = [one for one in sessions if not one.extra]
    assert found.missed + sum(tally(0, [one]).delivered for one in usual) <= sum(one.minutes for one in usual)
