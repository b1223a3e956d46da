"""The year group a child of a given age belongs to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.days.year_group import age_on, expected_place, expected_year_group, place_of, years_out


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2022, 8, 31), "R"),
        (date(2022, 9, 1), "N2"),
        (date(2023, 9, 1), "N1"),
        (date(2021, 9, 1), "R"),
        (date(2021, 8, 31), "1"),
        (date(2016, 2, 29), "6"),
        (date(2009, 9, 1), "12"),
        (date(1990, 1, 1), None),
        (date(2026, 1, 1), None),
    ],
)
def test_the_year_follows_from_the_age_on_31_august(born: date, expected: str | None) -> None:
    assert expected_year_group(born, 2026) == expected


@given(st.dates(date(1995, 1, 1), date(2025, 12, 31)), st.integers(2000, 2040))
def test_a_year_later_a_child_is_one_year_further(born: date, start: int) -> None:
    assert expected_place(born, start + 1) == expected_place(born, start) + 1


@given(st.dates(date(1995, 1, 1), date(2025, 12, 31)), st.integers(2000, 2040))
def test_a_day_younger_is_never_a_year_further_up(born: date, start: int) -> None:
    assert expected_place(born + timedelta(days=1), start) <= expected_place(born, start)


@given(st.dates(date(1995, 1, 1), date(2025, 12, 31)), st.integers(2000, 2040))
def test_a_child_in_the_expected_year_is_no_year_out(born: date, start: int) -> None:
    year = expected_year_group(born, start)
    if year is not None:
        assert place_of(year) == expected_place(born, start)
        assert years_out(born, year, start) == 0


def test_codes_that_follow_no_age_are_not_compared() -> None:
    assert years_out(date(2016, 5, 5), "X", 2026) is None


def test_a_child_is_a_year_older_on_the_birthday() -> None:
    assert age_on(date(2016, 11, 23), date(2026, 11, 22)) == 9
    assert age_on(date(2016, 11, 23), date(2026, 11, 23)) == 10
