"""A pasted section comes apart into its lines, an amount is read where one is said, and what is given is held against it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.ehc import delivery, splitting
from gradesk.model.rules.ehc.delivery import Arranged, delivered, over_span
from gradesk.model.rules.ehc.quantity import read_quantity


@pytest.mark.parametrize(
    ("words", "said", "minutes_a_week"),
    [
        ("5 hours per week of 1:1 support from a teaching assistant in English and maths", "5 hours a week", 300),
        ("Three 20-minute sessions a week of a sound programme", "20 minutes, 3 a week", 60),
        ("3 x 20 minute sessions weekly", "20 minutes, 3 a week", 60),
        ("A daily 10 minute check-in with a key adult", "10 minutes, 1 a day", 50),
        ("Speech and language therapist to visit once a term for one hour", "1 hour a term", 60 / (38 / 3)),
        ("Two hours of direct therapy per half-term", "2 hours a half-term", 120 / (38 / 6)),
        ("six one-hour sessions a year with an educational psychologist", "60 minutes, 6 a year", 360 / 38),
        ("30 mins twice a week", "30 minutes, 2 a week", 60),
        ("One and a half hours each week", "1.5 hours a week", 90),
    ],
)
def test_an_amount_is_read_as_councils_write_it(words: str, said: str, minutes_a_week: float) -> None:
    found = read_quantity(words)
    assert found.words == said
    assert found.minutes_a_week == pytest.approx(minutes_a_week)


@pytest.mark.parametrize(
    "words",
    [
        "Access to a quiet space",
        "Up to 15 hours of support a week",
        "Support from a TA as required",
        "Regular breaks",
        "",
        "٣",
    ],
)
def test_a_line_that_promises_nothing_countable_is_read_without_a_number(words: str) -> None:
    assert not read_quantity(words).is_read


def test_numbered_lines_hold_together_and_lose_their_numbers() -> None:
    pasted = (
        "Section F\nF1. 5 hours a week from a teaching assistant\nin English and maths.\n\nF2: Daily movement break\n"
    )
    assert splitting.lines(pasted) == ["5 hours a week from a teaching assistant in English and maths.", "Daily movement break",
    ]  # fmt: skip


def test_bullets_and_paragraphs_are_lines_too() -> None:
    assert splitting.lines("• One\n• Two\nand more\n") == ["One", "Two and more"]
    assert splitting.lines("First thing.\n\nSecond thing\nthat goes on.") == [
        "First thing.",
        "Second thing that goes on.",
    ]


def test_who_and_where_are_read_beside_the_amount() -> None:
    (one,) = splitting.read("- 5 hours a week delivered by a teaching assistant in English and maths")
    assert (one.who, one.scope, one.quantity.hours) == ("a teaching assistant", "English and maths", 5)
    assert splitting.by_when("By the end of Year 6 Ava will read for pleasure") == ""
    assert splitting.by_when("Ava will read alone by the end of Year 6") == "the end of Year 6"


@given(st.text(max_size=400))
def test_whatever_is_pasted_no_word_is_lost_and_nothing_fails(pasted: str) -> None:
    found = splitting.read(pasted)
    assert all(one.words.strip() for one in found)
    assert len(found) <= splitting.MOST


@pytest.mark.parametrize(
    ("promised", "scope", "found", "state"),
    [
        (300.0, "", [Arranged("TA", 300.0)], delivery.MET),
        (300.0, "", [Arranged("TA", 180.0), Arranged("Group", 60.0)], delivery.SHORT),
        (300.0, "", [], delivery.NOT_ARRANGED),
        (300.0, "English", [Arranged("TA", 300.0, "maths")], delivery.OUT_OF_SCOPE),
        (300.0, "English and maths", [Arranged("TA", 300.0, "numeracy")], delivery.MET),
        (300.0, "English", [Arranged("TA", 300.0)], delivery.MET),
        (None, "", [Arranged("TA", 300.0)], delivery.UNREAD),
    ],
)
def test_a_line_is_met_short_not_arranged_or_out_of_scope(
    promised: float | None, scope: str, found: list[Arranged], state: str
) -> None:
    assert delivered(promised, scope, found).state == state


@given(st.floats(1, 2_000), st.lists(st.floats(0, 1_000), max_size=5))
def test_more_support_never_makes_a_line_shorter_and_what_is_short_adds_up(
    promised: float, minutes: list[float]
) -> None:
    found = [Arranged("x", each) for each in minutes]
    before = delivered(promised, "", found)
    after = delivered(promised, "", [*found, Arranged("y", 60.0)])
    assert after.short_by <= before.short_by
    if before.state == delivery.SHORT:
        assert before.arranged + before.short_by == pytest.approx(promised)


def test_over_a_term_the_registers_say_what_was_given() -> None:
    assert over_span(60, 12, 720).state == delivery.MET
    told = over_span(60, 12, 600)
    assert (told.state, told.words) == (delivery.SHORT, "Short by 2 h: 10 h of 12 h were given.")
    assert over_span(60, 12, 0).state == delivery.NOT_ARRANGED
    assert over_span(None, 12, 30).state == delivery.UNREAD
