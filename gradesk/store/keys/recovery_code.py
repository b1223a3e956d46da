"""The code on the recovery sheet: 160 random bits and 20 that check them, in nine groups of four to be typed."""

from __future__ import annotations

import hashlib
import secrets
import string

from gradesk.system.refusal import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford’s base 32: nothing that looks like something else
GROUPS, EACH = 9, 4
_BITS, _CHECK, _PER_SIGN = 160, 20, 5
_FIGURES = 3  # at least, in every code: one in five thousand has fewer, and could be words
# What people read and type in their place.
_READ_AS = str.maketrans("OIL", "011", string.whitespace + "-–—.,")


class WrongCode(Refused):
    """What was typed is no code of a recovery sheet, or not of this one."""


def make() -> str:
    """A new code."""
    while _figures(code := _written(secrets.token_bytes(_BITS // 8))) < _FIGURES:
        pass
    return code


def groups(code: str) -> tuple[str, ...]:
    """The groups of a code, as they stand on the sheet."""
    return tuple(code.split("-"))


def plain(typed: str) -> str:
    """What was typed without what parts it, in capitals; signs that look alike are one."""
    return typed.upper().translate(_READ_AS)


def is_meant(typed: str) -> bool:
    """Whether somebody who was asked for a passphrase types a code instead, be it with a mistake in it."""
    found = plain(typed)
    return abs(len(found) - GROUPS * EACH) <= 2 and set(found) <= set(ALPHABET) and _figures(typed) >= _FIGURES


def read(typed: str) -> bytes:
    """The secret of a code.

    Raises:
        WrongCode: it is too short or long, or a sign is wrong; of a million wrong ones no more than one passes.
    """
    found = plain(typed)
    if len(found) != GROUPS * EACH:
        raise WrongCode(
            f"The code of the recovery sheet has {GROUPS * EACH} letters and figures, and {len(found)} were typed; nothing "
            "was changed. Compare it group by group."
        )
    if strange := sorted(set(found) - set(ALPHABET)):
        raise WrongCode(f"“{strange[0]}” stands in no code; nothing was changed. Compare it group by group.")
    number = 0
    for sign in found:
        number = number << _PER_SIGN | ALPHABET.index(sign)
    secret = (number >> _CHECK).to_bytes(_BITS // 8)
    if number & ((1 << _CHECK) - 1) != _check(secret):
        raise WrongCode("A letter or figure of the code is not right; nothing was changed. Compare it group by group.")
    return secret


def _written(secret: bytes) -> str:
    number = int.from_bytes(secret) << _CHECK | _check(secret)
    count = GROUPS * EACH
    signs = "".join(ALPHABET[number >> _PER_SIGN * (count - 1 - place) & 31] for place in range(count))
    return "-".join(signs[start : start + EACH] for start in range(0, count, EACH))


def _figures(typed: str) -> int:
    return sum(map(str.isdigit, typed))


def _check(secret: bytes) -> int:
    digest = hashlib.sha256(b"gradesk recovery sheet" + secret).digest()
    return int.from_bytes(digest) >> (256 - _CHECK)
