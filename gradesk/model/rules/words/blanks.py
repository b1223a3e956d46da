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


def fills(before: str, after: str) -> dict[str, str]:
    """What was put in place of each blank, where a text changed in nothing else; brackets counted in."""
    pieces = _BLANK.split(before)
    found = _BLANK.findall(before)
    if not found:
        return {}
    matched = re.fullmatch("(.*)".join(re.escape(piece) for piece in pieces), after, re.DOTALL)
    if matched is None:
        return {}
    return {blank: words for blank, words in zip(found, matched.groups(), strict=True) if words not in (blank, "")}


def filled(text: str, words: dict[str, str]) -> str:
    """The text with those of its blanks filled that were filled elsewhere."""
    return _BLANK.sub(lambda match: words.get(match.group(), match.group()), text)
