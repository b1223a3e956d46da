"""Words that promise support: all of them are understood, or none; what is written is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.term import dose_words, layers, plain_words
from gradesk.model.rules.term.dose_words import Dose

DOSES = st.builds(
    Dose,
    times=st.none() | st.integers(1, 100).map(lambda number: number / 2),
    minutes=st.none() | st.integers(1, 600),
    weeks=st.none() | st.integers(1, 60),
).filter(lambda dose: dose != Dose())


@given(DOSES)
def test_what_is_written_is_read_back(dose: Dose) -> None:
    assert dose_words.read(dose_words.said(dose)) == dose


@given(DOSES, st.sampled_from(("and in lessons", "or more", "if calm", "– or not", "about", "until Easter", "5")))
def test_one_word_that_is_not_understood_leaves_all_of_them_words(dose: Dose, rest: str) -> None:
    assert dose_words.read(f"{dose_words.said(dose)} {rest}") is None
    assert dose_words.read(f"{rest} {dose_words.said(dose)}") is None


@given(st.text(max_size=40))
def test_any_text_is_either_read_as_what_can_be_written_or_not_at_all(words: str) -> None:
    found = dose_words.read(words)
    assert found is None or dose_words.read(dose_words.said(found)) == found


@given(
    st.lists(
        st.sampled_from(("20", "3", "x", "×", "min", "a", "week", "weekly", "daily", "for 6 weeks", "once", "/", ","))
    )
)
def test_dose_words_in_any_order_are_read_as_what_can_be_written_or_not_at_all(words: list[str]) -> None:
    found = dose_words.read(" ".join(words))
    assert found is None or dose_words.read(dose_words.said(found)) == found


@pytest.mark.parametrize(
    ("words", "dose"),
    [
        ("20 min 3 x a week for 6 weeks", Dose(3, 20, 6)),
        ("15 minutes, 3 times a week", Dose(3, 15)),
        ("3×20 mins per week", Dose(3, 20)),
        ("30 minutes, once a week for 8 weeks", Dose(1, 30, 8)),
        ("10 minutes, every morning", Dose(5, 10)),
        ("Half an hour, twice weekly", Dose(2, 30)),
        ("2 x 10 minutes daily", Dose(10, 10)),
        ("once a week", Dose(1)),
    ],
)
def test_plain_words_are_understood(words: str, dose: Dose) -> None:
    assert dose_words.read(words) == dose


@pytest.mark.parametrize(
    "words",
    [
        "", "5 minutes a day, and in lessons", "2–3 times a week", "10-15 minutes, daily", "60 minutes a week",
        "as needed", "3 times a week, 4 times a week", "0 minutes daily", "51 times a week", "20minutes3timesaweek",
        "every writing lesson", "20 minutes 3 times",
    ],
)  # fmt: skip
def test_words_that_leave_a_choice_or_say_more_stay_words(words: str) -> None:
    assert dose_words.read(words) is None


def test_an_event_says_what_by_whom_and_how_much() -> None:
    told = ("Precision teaching", "", "20 min 3 x a week with Mrs Ali for 6 weeks")
    plain = plain_words.of_event(*told)
    assert plain is not None
    assert (plain.name, plain.led_by, plain.dose) == ("Precision teaching", "Mrs Ali", Dose(3, 20, 6))
    assert plain_words.of_event("Precision teaching 20 min 3 x a week with Mrs Ali for 6 weeks", "", "") == plain
    assert plain_words.of_event("Speech therapist came", "Ms Roe", "Saw Ava twice") is None
    assert plain_words.of_event("Lego club", "", "20 min 3 x a week, went well") is None
    assert plain_words.of_event("", "", "20 min 3 x a week") is None


def test_a_target_is_called_by_its_first_clause_and_one_that_says_more_than_a_name_is_not() -> None:
    found = plain_words.of_target("Brick building in a group of three; roles change", "Mrs Ali", "weekly", "30 minutes")
    assert found is not None and (found.name, found.form) == ("Brick building in a group of three", "group")
    assert plain_words.name_of("Side door at 8.40, a job for ten minutes") == "Side door at 8.40"
    assert plain_words.of_target("[intervention] with cards", "Mrs Ali", "daily", "10 minutes") is None
    assert plain_words.of_target("x" * 90, "Mrs Ali", "daily", "10 minutes") is None
    assert plain_words.of_target("Cards", "Mrs Ali", "every lesson", "10 minutes") is None
    assert plain_words.of_target("Cards", "Mrs Ali", "daily", "") is None


def test_a_layer_follows_from_form_and_size() -> None:
    assert [layers.layer_of("group", count) for count in (1, 2, 3, 30)] == ["some", "few", "some", "some"]
    assert (layers.layer_of("class", 1), layers.layer_of("one_to_one", 4)) == ("all", "few")
    assert layers.proposed([("class", 30), ("group", 4)]) == "some"
    assert layers.proposed([("group", 4), ("one_to_one", 1)]) == "few"
    assert layers.proposed([]) == ""
