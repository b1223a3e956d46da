"""Blanks in square brackets: what a text from the bank still asks for."""

from __future__ import annotations

import re

_BLANK = re.compile(r"\[[^\[\]\n]*\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def blanks(text: str) -> list[tuple[int, int]]:
    """Where each blank begins and ends, brackets counted in; the end is the place after the closing bracket."""
    return [match.span() for match in _BLANK.finditer(text)]


def unfilled(text: str) -> bool:
    """Whether a text still has a blank to fill."""
    return _BLANK.search(text) is not None


def suggested(text: str) -> str | None:
    """The text with every suggestion taken; none where a blank names what is wanted, as “[topic]” does."""
    if any(not _NUMBER.fullmatch(text[start + 1 : end - 1]) for start, end in blanks(text)):
        return None
    return _BLANK.sub(lambda match: match.group()[1:-1], text)
