"""A passport is fresh for nine months, then gets old, and is overdue from its day on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.days.freshness import freshness, freshness_words, months_after, newest_beyond

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("checked", "review", "today", "code"),
    [
        (None, None, date(2026, 11, 23), "none"),
        (None, date(2026, 1, 1), date(2026, 11, 23), "none"),
        (date(2026, 2, 23), None, date(2026, 11, 23), "fresh"),
        (date(2026, 2, 22), None, date(2026, 11, 23), "ageing"),
        (date(2025, 11, 24), None, date(2026, 11, 23), "ageing"),
        (date(2025, 11, 23), None, date(2026, 11, 23), "overdue"),
        (date(2026, 10, 1), date(2026, 11, 23), date(2026, 11, 23), "overdue"),
        (date(2025, 9, 1), date(2027, 1, 8), date(2026, 11, 23), "ageing"),
        (date(2024, 2, 29), None, date(2025, 2, 28), "overdue"),
    ],
)
def test_freshness_by_the_days(checked: date | None, review: date | None, today: date, code: str) -> None:
    assert freshness(checked, review, today) == code


def test_it_is_said_with_a_shape_a_word_and_the_day() -> None:
    assert freshness_words("fresh", date(2026, 11, 3)) == "● fresh (3 Nov 2026)"
    assert freshness_words("none", None) == "– none"


@given(DAYS, st.integers(0, 900))
def test_it_never_grows_fresher_by_waiting(checked: date, days: int) -> None:
    order = ["fresh", "ageing", "overdue"]
    now = checked + timedelta(days=days)
    assert order.index(freshness(checked, None, now)) <= order.index(freshness(checked, None, now + timedelta(days=1)))


@given(DAYS, DAYS, st.sampled_from([9, 12]))
def test_a_file_can_compare_with_one_day(day: date, today: date, months: int) -> None:
    assert (months_after(day, months) < today) == (day <= newest_beyond(today, months))
