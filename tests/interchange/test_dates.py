"""Dates are read as a UK school means them, column by column."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.interchange.columns.dates import read_dates
from tests.interchange.builders import TODAY

BIRTHS = st.dates(date(2001, 1, 1), date(2024, 11, 22))


def births(*values: str | date) -> list[date | None]:
    """The dates of birth of a column, in order."""
    return list(read_dates(values, TODAY, of_birth=True).dates.values())


@pytest.mark.parametrize(
    "written",
    [
        "14/03/2012",
        "2012-03-14",
        "14-Mar-12",
        "14 March 2012",
        "14th March 2012",
        "14.3.12",
        "20120314",
        "40982",
        "2012-03-14 00:00:00.000000",
        "2012-03-14T00:00:00Z",
        "14/03/2012 00:00:00",
        "Wed 14 Mar 2012",
        "March 14, 2012",
    ],
)
def test_every_form_schools_write_is_read(written: str) -> None:
    assert births(written) == [date(2012, 3, 14)]


def test_a_serial_number_of_an_old_macintosh_workbook_counts_from_1904() -> None:
    assert read_dates(["39520"], TODAY, of_birth=True, epoch_1904=True).dates == {"39520": date(2012, 3, 14)}


def test_a_column_that_can_be_read_both_ways_is_day_first_and_says_so() -> None:
    column = read_dates(["01/02/2015", "03/04/2016"], TODAY, of_birth=True)
    assert list(column.dates.values()) == [date(2015, 2, 1), date(2016, 4, 3)]
    assert "day/month/year" in column.note


def test_one_impossible_day_first_date_turns_a_whole_column() -> None:
    column = read_dates(["01/02/2015", "12/19/2015"], TODAY, of_birth=True)
    assert list(column.dates.values()) == [date(2015, 1, 2), date(2015, 12, 19)]
    assert "month/day/year" in column.note


def test_a_column_with_both_orders_stays_day_first_and_leaves_out_what_cannot_be() -> None:
    assert births("25/12/2015", "12/19/2015") == [date(2015, 12, 25), None]


def test_two_forms_may_stand_in_one_column() -> None:
    assert births("14/03/2012", "2012-07-01") == [date(2012, 3, 14), date(2012, 7, 1)]


def test_two_digit_years_give_a_school_age() -> None:
    assert births("14/03/12", "01/09/01") == [date(2012, 3, 14), date(2001, 9, 1)]


@pytest.mark.parametrize(
    "written", ["31/02/2015", "00/00/0000", "99999999", "yesterday", "1/2", "2015", "14 Marchember 2012"]
)
def test_what_is_no_date_is_left_out(written: str) -> None:
    assert births(written) == [None]


@given(
    st.lists(BIRTHS, min_size=1, max_size=30),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%d %b %Y", "%d.%m.%Y"]),
)
def test_what_is_written_day_first_is_read_back(days: list[date], form: str) -> None:
    # A column always holds some day after the twelfth, as a school's does.
    several = [*days, date(2015, 5, 25)]
    read = read_dates([day.strftime(form) for day in several], TODAY, of_birth=True).dates
    assert [read[day.strftime(form)] for day in several] == several


@given(st.lists(st.text(max_size=20) | st.dates() | st.datetimes().map(datetime.date), max_size=10))
def test_anything_can_stand_in_a_date_column(values: list[str | date]) -> None:
    column = read_dates(values, TODAY, of_birth=True)
    assert column.dates.keys() == set(values)
