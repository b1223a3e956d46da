"""School years, half-terms, stages and days as people type them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.pupils.pupil import name_keys, searchable
from gradesk.model.rules.days.day_text import read_day
from gradesk.model.rules.days.school_year import (
    Span,
    academic_year,
    day_words,
    easter,
    span_of,
    typical_half_terms,
    year_name,
)
from gradesk.model.rules.stages import next_stage, planned_stages, usual_review_day

MONDAY = date(2026, 11, 23)
YEARS = st.integers(2020, 2060)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_where_the_calendar_says(year: int, day: date) -> None:
    assert easter(year) == day


@given(YEARS)
def test_typical_half_terms_follow_one_another_on_school_days(start: int) -> None:
    spans = typical_half_terms(start)
    assert [span.name for span in spans] == ["Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"]
    for span in spans:
        assert span.starts_on < span.ends_on
        assert span.starts_on.weekday() < 5 and span.ends_on.weekday() < 5
        assert academic_year(date(start, 9, 1)).holds(span.starts_on)
    for before, after in itertools.pairwise(spans):
        assert before.ends_on < after.starts_on
        assert 4 * 7 <= (before.ends_on - before.starts_on).days + 1 <= 9 * 7


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_a_day_lies_in_exactly_one_academic_year(day: date) -> None:
    year = academic_year(day)
    assert year.holds(day)
    assert year.name == year_name(year.starts_on.year)
    assert not academic_year(year.ends_on + timedelta(days=1)).holds(day)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(0, 400))
def test_the_four_stages_follow_without_a_gap_and_end_with_the_review(opened: date, days: int) -> None:
    due = opened + timedelta(days=days)
    spans = planned_stages(opened, due)
    assert [span.name for span in spans] == ["assess", "plan", "do", "review"]
    assert spans[0].starts_on == opened
    for before, after in itertools.pairwise(spans):
        assert before.starts_on <= before.ends_on
        assert after.starts_on == before.ends_on + timedelta(days=1)
    assert spans[-1].ends_on == max(due, opened + timedelta(days=3))


@given(YEARS, st.integers(0, 330))
def test_a_review_is_never_planned_into_a_holiday_when_a_school_day_would_do(start: int, offset: int) -> None:
    halves = typical_half_terms(start) + typical_half_terms(start + 1)
    opened = date(start, 9, 1) + timedelta(days=offset)
    due = usual_review_day(opened, halves)
    assert opened < due <= opened + timedelta(weeks=12)
    assert span_of(due, halves) is not None or not any(
        opened + timedelta(days=14) < half.ends_on < due for half in halves
    )


def test_stages_go_round_and_end() -> None:
    assert [next_stage(stage) for stage in ("assess", "plan", "do", "review")] == ["plan", "do", "review", None]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "Mon 23 Nov, today"),
        (date(2026, 11, 24), "Tue 24 Nov, tomorrow"),
        (date(2026, 11, 26), "Thu 26 Nov, in 3 days"),
        (date(2026, 11, 22), "Sun 22 Nov, yesterday"),
        (date(2026, 10, 26), "Mon 26 Oct, 4 weeks ago"),
        (date(2028, 2, 29), "Tue 29 Feb 2028, in 15 months"),
    ],
)
def test_days_are_said_as_people_say_them(day: date, words: str) -> None:
    assert day_words(day, MONDAY) == words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", MONDAY),
        ("tomorrow", date(2026, 11, 24)),
        ("fri", date(2026, 11, 27)),
        ("next friday", date(2026, 11, 27)),
        ("mon", MONDAY),
        ("24/11", date(2026, 11, 24)),
        ("24.11.26", date(2026, 11, 24)),
        ("1/2", date(2027, 2, 1)),
        ("20 Nov", date(2026, 11, 20)),
        ("3rd march 2027", date(2027, 3, 3)),
        ("Tue 24 Nov", date(2026, 11, 24)),
        ("Tue 24 Nov, tomorrow", date(2026, 11, 24)),
        ("2026-12-01", date(2026, 12, 1)),
        ("+2w", date(2026, 12, 7)),
        ("-3", date(2026, 11, 20)),
        ("31/2", None),
        ("32/1/2026", None),
        ("soon", None),
        ("", None),
        ("29/2/27", None),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed: str, day: date | None) -> None:
    assert read_day(typed, MONDAY) == day


def test_things_that_happened_are_read_into_the_past() -> None:
    assert read_day("fri", MONDAY, past=True) == date(2026, 11, 20)
    assert read_day("24/11", MONDAY, past=True) == date(2025, 11, 24)
    assert read_day("14/3/17", MONDAY, past=True) == date(2017, 3, 14)
    assert read_day("29 feb", MONDAY, past=True) is None or read_day("29 feb", MONDAY, past=True).day == 29


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_days(typed: str) -> None:
    found = read_day(typed, MONDAY)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nunez", "Ava Núñez"),
        ("oconnor", "Seán O’Connor"),
        ("o'con", "Seán O’Connor"),
        ("lukasz", "Łukasz Żak"),
        ("zak", "Łukasz Żak"),
        ("strasse", "Jo Straße"),
        ("nguyen", "Nguyễn Thị"),
        ("mary ann", "Mary  Ann"),
    ],
)
def test_any_part_of_any_name_is_found_without_accents(typed: str, name: str) -> None:
    assert searchable(typed) in searchable(name)


def test_legal_and_preferred_names_are_both_found_and_the_preferred_one_sorts() -> None:
    sort_name, search = name_keys("Katherine", "Ålund", "Kit", "", "Rose")
    assert sort_name == "alund kit"
    for part in ("katherine", "rose", "kit", "alund"):
        assert part in search


def test_span_of_finds_the_half_term() -> None:
    spans = [Span("a", date(2026, 1, 1), date(2026, 1, 5))]
    assert span_of(date(2026, 1, 5), spans) == spans[0]
    assert span_of(date(2026, 1, 6), spans) is None
