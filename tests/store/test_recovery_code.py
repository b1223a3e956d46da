"""The code on the recovery sheet is read as people type it, and a wrong one is caught."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.store.keys import recovery_code
from gradesk.store.keys.recovery_code import ALPHABET, WrongCode


def test_a_thousand_codes_are_read_as_they_were_made() -> None:
    secrets = {recovery_code.read(recovery_code.make()) for _ in range(1_000)}
    assert len(secrets) == 1_000
    assert {len(secret) for secret in secrets} == {20}


def test_a_code_stands_in_nine_groups_of_four_without_signs_that_look_alike() -> None:
    found = recovery_code.groups(recovery_code.make())
    assert [len(group) for group in found] == [4] * 9
    assert set("".join(found)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


@given(st.integers(0, 2**32))
def test_a_wrong_sign_is_caught(seed: int) -> None:
    dice = random.Random(seed)
    code = recovery_code.make()
    place = dice.choice([place for place, sign in enumerate(code) if sign != "-"])
    other = dice.choice([sign for sign in ALPHABET if sign != code[place]])
    with pytest.raises(WrongCode, match="not right"):
        recovery_code.read(code[:place] + other + code[place + 1 :])


def test_two_signs_in_the_wrong_order_are_caught() -> None:
    code = "".join(recovery_code.groups(recovery_code.make()))
    for place in range(len(code) - 1):
        turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if turned != code:
            with pytest.raises(WrongCode):
                recovery_code.read(turned)


def test_small_letters_spaces_and_signs_that_look_alike_are_read() -> None:
    code = recovery_code.make()
    typed = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert recovery_code.read(typed) == recovery_code.read(code)


@pytest.mark.parametrize(("typed", "said"), [("ABCD-EFGH", "36 letters and figures, and 8 were"), ("U" * 36, "“U”")])
def test_what_is_no_code_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(WrongCode, match=said):
        recovery_code.read(typed)


def test_a_passphrase_of_words_is_not_taken_for_a_code() -> None:
    assert not recovery_code.is_meant("four unrelated words of a passphrase here")
    assert not recovery_code.is_meant("correcthorsebatterystapleandsomemore")
    assert recovery_code.is_meant(recovery_code.make())
