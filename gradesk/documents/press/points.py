"""The first points of a long text, for a cell that has room for few; what is left out is counted, never silent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradesk.documents.press.text import items

MOST, LETTERS = 3, 240  # points, and letters of all of them together
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class First:
    """What is shown, a line a point, and how many points are left out; `cut` when the only point is itself too long."""

    text: str
    more: int
    cut: bool = False


def first_points(text: str, most: int = MOST, letters: int = LETTERS) -> First:
    """The first points, at least one; a paragraph counts by its sentences."""
    points: list[str] = []
    for item in items(text):
        points += [item.text] if item.bullet else [part for part in _SENTENCE.split(item.text) if part]
    kept: list[str] = []
    for point in points[:most]:
        if kept and sum(map(len, kept)) + len(point) > letters:
            break
        kept.append(point)
    cut = bool(kept) and len(kept[0]) > letters
    if cut:
        kept[0] = kept[0][:letters].rsplit(" ", 1)[0] + " …"
    shown = [f"- {point}" for point in kept] if len(points) > 1 else kept
    return First("\n".join(shown), len(points) - len(kept), cut)
