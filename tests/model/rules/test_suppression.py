"""Nobody can be worked out from the numbers that are published."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.model.rules.suppression import FEW, HIDDEN, LEAST, Shown, alone, part, table


def test_a_number_below_five_is_not_shown_and_nought_is() -> None:
    assert [alone(count) for count in (0, 1, 4, 5)] == [Shown(0), FEW, FEW, Shown(5)]


def test_a_second_number_goes_where_subtraction_would_tell() -> None:
    assert table((3, 20, 9, 0)) == (FEW, Shown(20), HIDDEN, Shown(0))


def test_two_small_numbers_protect_each_other_unless_their_sum_tells() -> None:
    assert table((2, 3, 20)) == (FEW, FEW, Shown(20))
    assert table((1, 1, 20)) == (FEW, FEW, HIDDEN)
    assert table((4, 4)) == (HIDDEN, HIDDEN)


def test_a_few_who_are_missing_from_a_whole_are_not_told_either() -> None:
    assert part(20, 22) == HIDDEN
    assert part(17, 22) == Shown(17)
    assert part(22, 22) == Shown(22)


def test_of_few_in_all_no_part_is_shown() -> None:
    assert table((3, 0, 1)) == (HIDDEN, HIDDEN, HIDDEN)


@settings(max_examples=300)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_every_hidden_number_could_be_another(counts: list[int]) -> None:
    shown, total = table(counts), sum(counts)
    assert all(one.count is None or one.count == 0 or one.count >= LEAST for one in shown)
    assert all(one.count in (None, count) for one, count in zip(shown, counts, strict=True))
    if alone(total).count is None:
        assert {one.count for one in shown} <= {None}
        return
    closed = all(one == HIDDEN for one in shown)
    ranges = [
        [one.count]
        if one.count is not None
        else range(1, LEAST)
        if one.is_few
        else range(0 if closed else 1, total + 1)
        for one in shown
    ]
    possible = [one for one in product(*ranges) if sum(one) == total]
    assert tuple(counts) in possible
    for place, one in enumerate(shown):
        if one.count is None and (len(counts) > 1 or not closed):
            assert len({row[place] for row in possible}) > 1
