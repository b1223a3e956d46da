"""Counting by the clocks: every worked example, holidays that are told and move nothing, leap years, and ends of months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradesk.model.rules.clocks.closures import Closures
from gradesk.model.rules.clocks.counting import as_row, count, day_said, due_on
from gradesk.model.rules.clocks.rule import BACKWARDS, FORWARDS, MADE_UNDER, UNITS, ClockRule, from_table
from gradesk.model.rules.days.school_year import Span, typical_half_terms
from gradesk.services.school import clocks

DAY = timedelta(days=1)
HALVES = tuple(half for start in range(2024, 2030) for half in typical_half_terms(start))
CALENDAR = Closures(HALVES, {date(2026, 11, 27): "INSET: first aid"})
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
RULES = st.sampled_from(clocks.shipped())
EXAMPLE = {"start": date(2026, 3, 2), "due": date(2026, 4, 13)}
TABLE = {
    "code": "made_up", "family": "review", "title": "Made up", "starts": "Something", "direction": FORWARDS,
    "holidays_count": True, "source": "A test.", "made_under": "regulation", "example": EXAMPLE,
}  # fmt: skip


def rule(**values: Any) -> ClockRule:
    """A rule from a table like those of the list."""
    return from_table({**TABLE, **values})


@pytest.mark.parametrize("shipped", clocks.shipped(), ids=lambda one: one.code)
def test_every_worked_example_comes_out(shipped: ClockRule) -> None:
    found = count(shipped, shipped.example.start, CALENDAR)
    assert found.due == shipped.example.due
    assert day_said(found.due) in found.words and day_said(found.start) in found.words
    assert (found.source, found.made_under) == (shipped.source, shipped.made_under)


def test_every_rule_has_a_family_a_source_and_a_maker() -> None:
    rules = clocks.shipped()
    assert len({one.code for one in rules}) == len(rules)
    assert list(dict.fromkeys(one.family for one in rules)) == list(clocks.families())
    for one in rules:
        assert one.source.endswith(".") and one.starts and one.made_under in MADE_UNDER
    off = [one.code for one in rules if not one.is_on]
    assert off == ["isp_proposed"]


def test_a_sum_is_said_in_words_with_the_holiday_it_falls_in() -> None:
    found = count(rule(weeks=6), date(2026, 3, 2), CALENDAR)
    assert found.words == (
        "Monday 2 March 2026 + 6 weeks = Monday 13 April 2026. School holidays count. It falls in the Easter holidays, "
        "and does not move. The last school day before it is Thursday 2 April 2026."
    )
    assert found.clash == "It falls in the Easter holidays, and does not move."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 28), "in the autumn half-term holiday"), (date(2026, 12, 25), "in the Christmas holidays"),
        (date(2027, 2, 16), "in the February half-term holiday"), (date(2026, 5, 27), "in the May half-term holiday"),
        (date(2026, 8, 8), "in the summer holidays"), (date(2026, 11, 27), "on a closed day (INSET: first aid)"),
        (date(2026, 11, 28), "on a Saturday"), (date(2026, 11, 26), ""), (date(2040, 11, 21), ""),
    ],
)  # fmt: skip
def test_what_keeps_a_school_closed_is_named(day: date, said: str) -> None:
    assert CALENDAR.said(day) == said


def test_a_weekend_between_half_terms_is_no_holiday_and_a_year_nobody_entered_is_none() -> None:
    halves = (
        Span("One", date(2026, 9, 1), date(2026, 10, 2)),
        Span("Two", date(2026, 10, 5), date(2026, 12, 18)),
        Span("Three", date(2028, 1, 3), date(2028, 2, 11)),
    )
    known = Closures(halves)
    assert known.said(date(2026, 10, 3)) == "on a Saturday"
    assert known.last_open(date(2026, 10, 4)) == date(2026, 10, 2)
    assert not known.knows(date(2027, 6, 1)) and known.said(date(2027, 6, 1)) == ""
    assert known.last_open(date(2027, 6, 5)) is None
    words = count(rule(weeks=1), date(2027, 6, 1), known).words
    assert words.endswith("The school’s calendar does not reach that day.")


def test_an_anniversary_of_29_february_is_28_february_and_says_so() -> None:
    yearly = rule(years=1)
    found = count(yearly, date(2028, 2, 29), CALENDAR)
    assert found.due == date(2029, 2, 28)
    assert "An anniversary of 29 February falls on 28 February in other years." in found.words
    assert due_on(rule(years=4), date(2028, 2, 29)) == date(2032, 2, 29)
    assert "other years" not in count(rule(years=4), date(2028, 2, 29), CALENDAR).words
    assert due_on(yearly, date(2100, 2, 28)) == date(2101, 2, 28)


def test_months_clip_to_the_end_of_a_shorter_one() -> None:
    found = count(rule(months=6), date(2026, 8, 31), CALENDAR)
    assert found.due == date(2027, 2, 28)
    assert "That month has no 31st, so it is the last day of it." in found.words
    assert "no 30th" in count(rule(months=6), date(2026, 8, 30), CALENDAR).words
    assert due_on(rule(months=1, direction=BACKWARDS), date(2028, 3, 31)) == date(2028, 2, 29)


def test_days_that_begin_with_the_day_itself_end_a_day_sooner() -> None:
    found = count(rule(calendar_days=15, first_counts=True), date(2026, 3, 2), CALENDAR)
    assert found.due == date(2026, 3, 16)
    assert "+ 15 calendar days, that day being the first, = Monday 16 March 2026." in found.words
    back = rule(calendar_days=15, first_counts=True, direction=BACKWARDS)
    assert due_on(back, date(2026, 3, 16)) == date(2026, 3, 2)


def test_a_fixed_day_lies_in_the_year_of_the_start() -> None:
    found = count(rule(day="15 February", direction=BACKWARDS), date(2027, 9, 1), CALENDAR)
    assert found.due == date(2027, 2, 15)
    assert found.words.startswith("Wednesday 1 September 2027: 15 February of that year is Monday 15 February 2027.")
    assert "It falls in the February half-term holiday" in found.words


def test_a_sum_as_plain_values_has_its_span_under_its_unit() -> None:
    found = as_row(count(rule(weeks=6), date(2026, 3, 2), CALENDAR))
    assert list(found) == ["rule", "start", "weeks", "due", "sum", "source"]
    assert (found["rule"], found["start"], found["weeks"], found["due"]) == ("made_up", "2026-03-02", 6, "2026-04-13")
    assert as_row(count(rule(day="31 March"), date(2027, 9, 1), CALENDAR))["day"] == "31 March"


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({}, "exactly one span, and has none"), ({"weeks": 1, "months": 1}, "exactly one span"),
        ({"weeks": 0}, "not from 1 to 500"), ({"years": 501}, "not from 1 to 500"),
        ({"day": "29 February"}, "no day that every year has"), ({"day": "soon"}, "no day that every year has"),
        ({"weeks": 1, "direction": "sideways"}, "neither"), ({"weeks": 1, "made_under": "hearsay"}, "nothing that"),
        ({"weeks": 1, "holidays_count": False}, "a clock never does"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused(values: dict[str, Any], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        rule(**values)


@pytest.mark.parametrize("start", [date(1989, 12, 31), date(2101, 1, 1)])
def test_a_start_beyond_a_life_is_refused(start: date) -> None:
    with pytest.raises(ValueError, match="not from 1990 to 2100"):
        due_on(rule(weeks=1), start)


@given(RULES, DAYS, st.lists(st.dates(date(1990, 1, 1), date(2105, 1, 1)), max_size=30))
def test_holidays_move_nothing_and_are_told(shipped: ClockRule, start: date, closed: list[date]) -> None:
    free, due = count(shipped, start, Closures()), due_on(shipped, start)
    year = (Span("One", due - 40 * DAY, due - 3 * DAY), Span("Two", due + 3 * DAY, due + 40 * DAY))
    within = (Span("One", due - 40 * DAY, due + 40 * DAY),)
    holiday = count(shipped, start, Closures(year, dict.fromkeys(closed, "Closed")))
    inset = count(shipped, start, Closures(within, {**dict.fromkeys(closed, "Closed"), due: "INSET"}))
    assert free.due == holiday.due == inset.due == due
    assert "holiday" in holiday.clash and holiday.clash in holiday.words
    assert inset.clash == "It falls on a closed day (INSET), and does not move."
    assert bool(free.clash) == (due.weekday() > 4)


@given(RULES, DAYS, DAYS)
def test_who_starts_later_is_never_due_sooner(shipped: ClockRule, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert due_on(shipped, first) <= due_on(shipped, last)


@given(
    st.sampled_from(UNITS), st.integers(1, 60), st.dates(date(2051, 1, 1), date(2100, 12, 31)),
    st.booleans(),
)  # fmt: skip
def test_backwards_and_then_forwards_comes_home(unit: str, number: int, start: date, first_counts: bool) -> None:
    there = rule(**{unit: number}, direction=BACKWARDS, first_counts=first_counts)
    back = replace(there, direction=FORWARDS)
    assume(due_on(there, start) >= date(1990, 1, 1))
    home = due_on(back, due_on(there, start))
    if unit in ("weeks", "calendar_days"):
        assert home == start
    else:  # the end of a shorter month on the way takes at most three days
        assert start - 3 * DAY <= home <= start + DAY


@given(st.integers(1990, 2100), st.integers(1, 50))
def test_the_last_of_february_has_its_anniversary_in_february(year: int, number: int) -> None:
    last = date(year, 3, 1) - DAY
    due = due_on(rule(years=number), last)
    assert (due.year, due.month) == (year + number, 2) and due.day >= 28
