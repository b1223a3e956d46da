"""What support did: the results that count as before and after, the change in its direction, and months gained."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.measures import Measure
from gradesk.model.rules.term import effect
from gradesk.model.rules.term.effect import Pair, Reading, Span
from gradesk.system.refusal import Refused

BEGINS, ENDS = date(2026, 9, 14), date(2026, 12, 11)
OVER = Span(BEGINS, ENDS, over=True)
RUNS = Span(BEGINS, ENDS, over=False)
AGE = Measure("reading_age", "Reading age", unit="months")
SDQ = Measure("sdq", "SDQ", direction="lower", lowest=0, highest=40)
TYPED = datetime(2026, 9, 1, tzinfo=UTC)


def on(day: date, value: float, informant: str = "teacher", question: str = "", minute: int = 0) -> Reading:
    return Reading(day, TYPED + timedelta(minutes=minute), value, informant, question, f"{day} {value}")


def days(pair: Pair) -> tuple[date | None, date | None]:
    return pair.before and pair.before.happened_on, pair.after and pair.after.happened_on


def test_the_result_nearest_to_the_first_day_and_to_the_last_are_taken() -> None:
    old, july, start, soon = date(2026, 1, 5), date(2026, 7, 6), date(2026, 9, 10), date(2026, 9, 21)
    mid, near, after, late = date(2026, 10, 12), date(2026, 12, 7), date(2027, 1, 8), date(2027, 3, 1)
    line = [on(day, 90) for day in (old, july, start, soon, mid, near, after, late)]
    assert days(effect.pair(line, OVER)) == (start, near)
    assert days(effect.pair([on(july, 90), on(after, 96)], OVER)) == (july, after)
    assert days(effect.pair([on(soon, 90), on(mid, 96)], OVER)) == (soon, None)  # too early to say what it did
    assert days(effect.pair([on(soon, 90), on(mid, 96)], RUNS)) == (soon, mid)  # so far
    assert days(effect.pair([on(july, 90), on(soon, 91), on(near, 96)], OVER)) == (soon, near)
    assert days(effect.pair([on(old, 90), on(late, 96)], OVER)) == (None, None)


def test_two_results_of_one_day_are_before_and_after_as_they_were_typed() -> None:
    span = Span(BEGINS, BEGINS, over=True)
    found = effect.pair([on(BEGINS, 12, minute=5), on(BEGINS, 16, minute=1)], span)
    assert (found.before and found.before.value, found.after and found.after.value) == (16, 12)


def test_only_results_of_the_same_one_are_put_side_by_side() -> None:
    line = [on(BEGINS, 16, "parent"), on(ENDS, 12, "teacher"), on(ENDS, 15, "parent")]
    found = effect.pair(line, OVER)
    assert found.after is not None and (found.after.informant, found.after.value) == ("parent", 15)
    apart = effect.pair(line[:2], OVER)
    assert apart.after is None
    assert effect.said(SDQ, apart, None) == (
        "Before by parent carer, after by teacher or school: only results of the same one compare."
    )
    assert days(effect.pair(line, OVER, informant="teacher")) == (None, ENDS)
    asked = [on(BEGINS, 3, question="Maths"), on(ENDS, 5, question="Reading"), on(ENDS, 4, question=" maths ")]
    assert effect.pair(asked, OVER).after == asked[2]


def test_the_change_is_told_in_the_direction_that_is_better_and_against_what_was_expected() -> None:
    both = Pair(on(BEGINS, 16), on(ENDS, 12))
    assert effect.said(SDQ, both, 12) == "Improved by 4 in 3 months; lower is better; expected 12: reached."
    assert effect.said(SDQ, both, 10).endswith("expected 10: not yet.")
    assert effect.said(SDQ, Pair(on(BEGINS, 12), on(ENDS, 16)), None) == "Up by 4 in 3 months; lower is better."
    assert effect.gained(SDQ, on(BEGINS, 12), on(ENDS, 16)) == -4
    assert effect.said(SDQ, Pair(), None) == "Nothing measured yet."
    assert effect.said(SDQ, Pair(on(BEGINS, 16)), 3) == "Not measured after yet."


def test_months_gained_are_told_for_each_month_that_passed() -> None:
    before, after = on(BEGINS, 84), on(BEGINS + timedelta(days=91), 92)
    found = effect.ratio(AGE, before, after)
    assert found is not None and effect.written_ratio(found) == "2.7"
    assert "8 months more in 3 months; 2.7 months gained a month, useful" in effect.said(AGE, Pair(before, after), None)
    assert effect.ratio(AGE, before, on(BEGINS + timedelta(days=27), 92)) is None
    assert effect.ratio(SDQ, before, after) is None
    assert "gained" not in effect.said(AGE, Pair(after, on(ENDS, 90)), None)


@pytest.mark.parametrize(("number", "word"), [("1.3", ""), ("1.4", "small"), ("1.96", "useful"), ("9", "remarkable")])
def test_a_ratio_gain_has_its_name_as_it_is_written(number: str, word: str) -> None:
    assert effect.gain_word(Fraction(number), effect.GAINS) == word


def test_a_school_names_gains_itself() -> None:
    assert effect.read_gains("2 good\n1 some") == ((Fraction(1), "some"), (Fraction(2), "good"))
    assert effect.read_gains(effect.write_gains(effect.GAINS)) == effect.read_gains(" ") == effect.GAINS
    for typed, words in (("useful 2", "names no gain"), ("2 a\n2.0 b", "begin at the same number")):
        with pytest.raises(Refused, match=words):
            effect.read_gains(typed)


@given(
    st.lists(
        st.tuples(st.integers(-300, 300), st.sampled_from(["teacher", "parent"]), st.integers(0, 40)), max_size=12
    ),
    st.integers(0, 200),
    st.booleans(),
)
def test_before_lies_before_after_and_both_are_of_the_same_one(
    rows: list[tuple[int, str, int]], length: int, over: bool
) -> None:
    line = [on(BEGINS + timedelta(days=day), value, who, minute=at) for at, (day, who, value) in enumerate(rows)]
    found = effect.pair(line, Span(BEGINS, BEGINS + timedelta(days=length), over))
    if found.before is not None and found.after is not None:
        assert found.before.order < found.after.order and found.before.informant == found.after.informant
        better, worse = effect.gained(SDQ, found.before, found.after), effect.gained(AGE, found.before, found.after)
        assert better == -worse


def test_the_mean_of_several_is_told_in_its_unit() -> None:
    assert effect.mean_words(AGE, [8, 2]) == "better by 5 months"
    assert effect.mean_words(SDQ, [-1.5]) == "worse by 1.5"
    assert effect.mean_words(SDQ, [1, -1]) == "no change"
