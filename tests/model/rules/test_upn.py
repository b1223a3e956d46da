"""UPNs are read as the DfE writes them, and a wrong letter is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules import upn

RIGHT = (
    "B801200005001 R674123101121 A802200106001 E838451225001 U838451225002 W203410024017 P207000016049 A000000000000 "
    "F999999999999 D83845122501A H20341002401Z F93861232501H L867200126001 K867201826014 M867301419087"
)
DIGITS = st.text("0123456789", min_size=11, max_size=11)
LAST = st.sampled_from("0123456789" + upn.LETTERS)


@pytest.mark.parametrize("number", RIGHT.split())
def test_a_genuine_number_has_the_right_letter_whatever_its_authority(number: str) -> None:
    assert upn.has_right_letter(number)


@pytest.mark.parametrize(("number", "letter"), [("A801200005001", "B"), ("A123456789001", "Y")])
def test_a_wrong_letter_is_found_and_the_right_one_named(number: str, letter: str) -> None:
    assert upn.has_shape(number)
    assert not upn.has_right_letter(number)
    assert upn.check_letter(number[1:]) == letter


@pytest.mark.parametrize(
    "number", ["I801200005001", "B80120000500", "B80120000500S", "B80120000A001", "X1000010001", "", "B8012000０5001"]
)
def test_what_has_not_the_shape_is_no_upn(number: str) -> None:
    assert not upn.has_shape(number)


@pytest.mark.parametrize("written", ["b801200005001", " B8012 0000 5001 ", "B801200005001\u00a0"])
def test_capitals_and_spaces_do_not_matter(written: str) -> None:
    assert upn.has_right_letter(upn.normalise(written))


def test_a_number_that_ends_in_a_letter_is_temporary() -> None:
    assert upn.is_temporary("D83845122501A")
    assert not upn.is_temporary("B801200005001")


@given(DIGITS, LAST)
def test_every_body_has_exactly_one_right_letter(digits: str, last: str) -> None:
    body = digits + last
    assert [letter for letter in upn.LETTERS if upn.has_right_letter(letter + body)] == [upn.check_letter(body)]


@given(DIGITS, LAST, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits: str, last: str, place: int, step: int) -> None:
    good = upn.check_letter(digits + last) + digits + last
    digit = str((int(good[place + 1]) + step) % 10)
    assert not upn.has_right_letter(good[: place + 1] + digit + good[place + 2 :])


@given(st.text(max_size=14))
def test_any_text_can_be_asked(text: str) -> None:
    number = upn.normalise(text)
    assert upn.has_right_letter(number) in (True, False)
    if not upn.has_shape("A" + number):
        with pytest.raises(ValueError, match="11 digits"):
            upn.check_letter(number)
