"""Days, times and hours are read as people write them, and written as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.week import hours
from gradesk.model.rules.week.times import When, in_words, read, read_days, written

WHENS = st.lists(
    st.builds(When, st.integers(0, 4), st.integers(8 * 60, 16 * 60), st.sampled_from(["", "a", "b"])),
    max_size=6,
    unique_by=lambda one: (one.day, one.week),
)


@given(WHENS)
def test_what_is_written_is_read_as_it_was(whens: list[When]) -> None:
    """Whatever days and times."""
    assert read(*written(whens)) == tuple(sorted(whens, key=lambda one: (one.day, one.week)))


def test_days_and_times_as_people_write_them() -> None:
    """One time for all days, or one for each; commas, and, full names."""
    assert read("mon wed", "9:30") == (When(0, 570), When(2, 570))
    assert read("Monday, Wednesday and Fri", "mon 9:30, wed 10.15") == (When(0, 570), When(2, 615), When(4, None))
    assert read("tue-a thu", "") == (When(1, None, "a"), When(3, None))
    assert read_days("nonsense") == () and read("mon", "half nine") is None and read("mon", "mon") is None
    assert read("mon", "25:00") is None and read("", "") == ()


def test_sessions_in_words_say_day_week_and_time() -> None:
    """In the order of the week."""
    assert in_words((When(2, 615, "a"), When(0, 570))) == "Mon 9:30, Wed (week A) 10:15"


def test_hours_as_a_school_writes_them() -> None:
    """A stretch of days, several with hours of their own, whole days, and none at all."""
    part = hours.read("mon-wed 8:30-12:00; thu 9:00-15:00")
    assert part is not None and part.minutes == 3 * 210 + 360
    assert part.covers(0, 9 * 60, 30) and not part.covers(0, 11 * 60 + 45, 30) and not part.covers(4, 9 * 60, 30)
    assert hours.in_words(part) == "Mon, Tue, Wed 8:30–12:00; Thu 9:00–15:00"
    assert hours.read("") is hours.ALWAYS and hours.in_words(hours.ALWAYS) == "every day"
    whole = hours.read("mon tue")
    assert whole is not None and whole.covers(1, 7 * 60, 600) and not whole.covers(2, None, 0)


@pytest.mark.parametrize(
    "typed", ["half days", "wed-mon 9:00-10:00", "mon 12:00-9:00", "9:00-10:00", "mon 25:00-26:00"]
)
def test_hours_that_cannot_be_read_are_not_guessed(typed: str) -> None:
    """None, so that whoever typed them is asked."""
    assert hours.read(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mon-fri 9-3", "Mon, Tue, Wed, Thu, Fri 9:00–15:00"),
        ("mon tue 9am-3pm", "Mon, Tue 9:00–15:00"),
        ("Mon-Wed 8.30 - 3.15", "Mon, Tue, Wed 8:30–15:15"),
        ("every day 9-12", "Mon, Tue, Wed, Thu, Fri 9:00–12:00"),
    ],
)
def test_hours_are_read_as_people_say_them(typed: str, told: str) -> None:
    found = hours.read(typed)
    assert found is not None and hours.in_words(found) == told
