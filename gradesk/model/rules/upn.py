"""The unique pupil number: its shape and its check letter.

Source: DfE "Unique pupil numbers" guide and the govtalk type UniquePupilNumber 2.0. A wrong letter is only ever a
warning, and local authority numbers are not checked: new ones are issued every few years.
"""

from __future__ import annotations

import re

# I, O and S are never used; the position of a letter is its value, 0 to 22.
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

_SHAPE = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_BODY = re.compile(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_VALUES = {character: value for value, character in enumerate(LETTERS)} | {str(digit): digit for digit in range(10)}
_WEIGHTS = range(2, 14)


def normalise(text: str) -> str:
    """The number in capitals without any white space, also without the no-break spaces of web pages."""
    return "".join(text.split()).upper()


def has_shape(upn: str) -> bool:
    """Whether a normalised number has the shape of a UPN: 13 characters, the last a letter if it is temporary."""
    return _SHAPE.fullmatch(upn) is not None


def is_temporary(upn: str) -> bool:
    """Whether a number of the right shape is a temporary one."""
    return upn[-1:].isalpha()


def check_letter(body: str) -> str:
    """The check letter for characters 2 to 13 of a UPN.

    Weights 2 to 13, sum modulo 23; the last letter of a temporary number counts as its value.

    Raises:
        ValueError: `body` is not 11 digits followed by a digit or a permitted letter.
    """
    if not _BODY.fullmatch(body):
        raise ValueError("characters 2 to 13 of a UPN are 11 digits and one digit or permitted letter")
    total = sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, body, strict=True))
    return LETTERS[total % len(LETTERS)]


def has_right_letter(upn: str) -> bool:
    """Whether a normalised number has both the shape and the check letter that belongs to it."""
    return has_shape(upn) and upn[0] == check_letter(upn[1:])
