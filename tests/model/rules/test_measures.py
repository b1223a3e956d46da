"""A result is read as people type it, said in words, put into its band, and compared in the direction that is better."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules import measures as rules
from gradesk.model.rules.measures import Band, Measure
from gradesk.system.refusal import Refused

SDQ = Measure(
    "sdq_total",
    "SDQ total difficulties",
    lowest=0,
    highest=40,
    direction="lower",
    informants=("teacher", "parent"),
    bands=rules.read_bands(
        "teacher: 0-11 close to average\nteacher: 12-15 slightly raised\nparent: 0-13 close to average"
    ),
    retest_weeks=26,
)
AGE = Measure("reading_age", "Reading age", unit="months", lowest=48, highest=216)
STEPS = Measure(
    "ta", "Teacher assessment", unit="steps", steps=("PK5", "PK6", "WTS working towards", "EXS expected standard")
)
ATTENDANCE = Measure("attendance", "Attendance", unit="percent", lowest=0, highest=100, decimals=1)
PHONICS = Measure("phonics", "Phonics screening check", lowest=0, highest=40)
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("7:04", 88),
        ("7;4", 88),
        ("7: 04", 88),
        ("7y 4m", 88),
        ("7 years 4 months", 88),
        ("7 yrs, 4", 88),
        ("7y", 84),
        ("88m", 88),
        ("88 Months", 88),
        ("  7:00 ", 84),
    ],
)
def test_a_reading_age_is_kept_in_months(typed: str, months: int) -> None:
    assert rules.read_value(AGE, typed) == months


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("7.04", "with a colon, such as 7:04"),
        ("7,4", "with a colon, such as 7:04"),
        ("7", "7:00 or 7m"),
        ("7:12", "more than 11 months"),
        ("seven", "no age"),
        ("2:00", "from 4:00 to 18:00"),
        ("", "no result yet"),
    ],
)
def test_an_age_that_may_be_two_things_is_refused_with_the_way_to_type_it(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        rules.read_value(AGE, typed)


@given(st.integers(48, 216))
def test_an_age_that_is_shown_is_read_back_as_the_same(months: int) -> None:
    assert rules.read_value(AGE, rules.short_value(AGE, months)) == months
    assert rules.read_value(AGE, rules.written_value(AGE, months)) == months


def test_values_are_said_as_people_say_them() -> None:
    assert rules.written_value(AGE, 88) == "7 years 4 months"
    assert rules.written_value(AGE, 96) == "8 years"
    assert rules.written_value(AGE, 13) == "1 year 1 month"
    assert rules.written_value(AGE, 0) == "0 months"
    assert rules.written_value(ATTENDANCE, 94.5) == "94.5 %"
    assert rules.written_value(STEPS, 2) == "WTS working towards"
    assert rules.written_value(SDQ, 14) == "14"


def test_figures_are_read_with_a_percent_sign_a_comma_or_out_of_the_most() -> None:
    assert rules.read_value(ATTENDANCE, "85%") == 85
    assert rules.read_value(ATTENDANCE, "94,5 %") == 94.5
    assert rules.read_value(PHONICS, "17/40") == 17
    assert rules.read_value(PHONICS, "17 out of 40") == 17


@pytest.mark.parametrize("typed", ["41", "-1", "12.5", "nan", "inf", "1e400", "9" * 400, "17/30", "0x10", "12 13", "²"])
def test_what_is_no_result_or_out_of_range_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        rules.read_value(SDQ, typed)


def test_a_figure_out_of_range_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="SDQ total difficulties runs from 0 to 40, so 41 was not kept"):
        rules.read_value(SDQ, "41")


@given(st.text(max_size=40))
def test_any_text_is_either_a_result_in_range_or_refused_with_a_sentence(typed: str) -> None:
    for measure in (SDQ, AGE, STEPS, ATTENDANCE):
        try:
            value = rules.read_value(measure, typed)
        except Refused as refusal:
            assert str(refusal).endswith(".")
        else:
            assert rules.check_value(measure, value) == value


def test_a_step_is_typed_by_its_word_or_its_first_letters() -> None:
    assert rules.read_value(STEPS, "exs") == 3
    assert rules.read_value(STEPS, "wts  Working") == 2
    assert rules.read_value(STEPS, "PK6") == 1
    with pytest.raises(Refused, match="may be “PK5”, “PK6”"):
        rules.read_value(STEPS, "pk")
    with pytest.raises(Refused, match="is no step"):
        rules.read_value(STEPS, "GDS")


def test_the_band_is_that_of_who_filled_it_in() -> None:
    assert rules.band_of(SDQ, 12, "teacher") == "slightly raised"
    assert rules.band_of(SDQ, 12, "parent") == "close to average"
    assert rules.band_of(SDQ, 39, "parent") == ""
    assert rules.band_of(Measure("x", "X", bands=(Band(0, 5, "low"),)), 3, "self") == "low"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=8))
def test_bands_that_are_written_are_read_back_the_same(pairs: list[tuple[int, int]]) -> None:
    lines, at = [], 0
    for gap, length in pairs:
        lines.append(f"{at + gap}-{at + gap + length} words {gap}")
        at += gap + length + 1
    bands = rules.read_bands("\n".join(lines))
    assert rules.read_bands(rules.write_bands(bands)) == bands


def test_a_band_is_written_with_a_dash_or_in_words() -> None:
    assert rules.read_bands("12 to 15 high") == rules.read_bands("12–15 high") == (Band(12, 15, "high"),)


@pytest.mark.parametrize("lines", ["from 12 high", "15-12 high", "0-11 low\n11-15 high", "nobody: 0-11 low", "0-11"])
def test_bands_that_cannot_be_are_refused(lines: str) -> None:
    with pytest.raises(Refused):
        rules.read_bands(lines)


def change(measure: Measure, before: float, after: float, days: int = 183) -> str:
    return rules.change_words(measure, (DAY - timedelta(days=days), before), (DAY, after))


def test_a_change_is_said_with_the_direction_that_is_better() -> None:
    assert change(SDQ, 16, 12) == "improved by 4 in 6 months; lower is better"
    assert change(SDQ, 12, 16) == "up by 4 in 6 months; lower is better"
    assert change(PHONICS, 20, 26) == "improved by 6 in 6 months; higher is better"
    assert change(PHONICS, 26, 20) == "down by 6 in 6 months; higher is better"
    assert change(SDQ, 12, 12) == "no change in 6 months"
    assert change(AGE, 80, 88) == "8 months more in 6 months"
    assert change(AGE, 88, 87, 9) == "1 month less in 9 days"
    assert change(STEPS, 1, 3) == "improved by 2 steps in 6 months; a later step is better"
    assert change(ATTENDANCE, 93.2, 94.5, 0) == "improved by 1.3 points on the same day; higher is better"


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 4000))
def test_a_fall_is_an_improvement_exactly_where_lower_is_better(before: int, after: int, days: int) -> None:
    lower, higher = change(SDQ, before, after, days), change(PHONICS, before, after, days)
    assert lower.startswith("improved") == (after < before)
    assert higher.startswith("improved") == (after > before)
    assert lower.startswith("no change") == (after == before)


def test_only_results_of_the_same_informant_and_question_are_compared() -> None:
    one = ("voice_ten", "self", "How easy is it to start?")
    assert rules.may_compare(one, ("voice_ten", "self", " how easy  is it to start?"))
    assert not rules.may_compare(one, ("voice_ten", "teacher", "How easy is it to start?"))
    assert not rules.may_compare(one, ("voice_ten", "self", "How is lunch?"))
    assert not rules.may_compare(one, ("voice_faces", "self", "How easy is it to start?"))


def test_the_first_day_of_a_retest_follows_from_the_weeks() -> None:
    assert rules.retest_from(SDQ, DAY) == date(2027, 5, 24)
    assert rules.retest_from(PHONICS, DAY) is None


NUMBERS = st.decimals(0, 10**9, places=6, allow_nan=False).map(float)
BAND_WORDS = st.sampled_from(["high", "to 7 low", "- 6 low", "to 6", "3 of 4"])


@given(st.lists(st.tuples(NUMBERS, NUMBERS, BAND_WORDS), max_size=3))
def test_bands_that_were_written_are_always_read_again(found: list[tuple[float, float, str]]) -> None:
    typed = "\n".join(f"{min(a, b):.6f}-{max(a, b):.6f} {words}" for a, b, words in found)
    try:
        bands = rules.read_bands(typed)
    except Refused:
        return
    assert rules.read_bands(rules.write_bands(bands)) == bands


def test_a_band_of_a_large_number_is_written_without_an_exponent() -> None:
    assert rules.write_bands(rules.read_bands("1000000-1234567 high\n5 good")) == "5 good\n1000000-1234567 high"


@pytest.mark.parametrize("measure", [AGE, SDQ, ATTENDANCE], ids=lambda measure: measure.code)
@pytest.mark.parametrize("typed", ["9" * 5_000, "7." + "1" * 5_000, "1/" + "2" * 5_000])
def test_endless_digits_are_refused_in_a_short_sentence(measure: Measure, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.read_value(measure, typed)
    assert len(str(refused.value)) < 200
