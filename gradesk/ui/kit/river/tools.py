"""The buttons that move a river, short enough to stand in one line at the largest text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from gradesk.ui.kit.buttons import button

STEP = 0.75  # what is left of the days shown after one step of zoom

Tool = tuple[str, str, Callable[[], object]]  # words on the button, its name, what it does


def tools(
    zoom: Callable[[float], None], go_to_term: Callable[[int], None], more: tuple[Tool, ...]
) -> list[QPushButton]:
    """Zoom, half-terms, and what else a river can do."""
    deeds: tuple[Tool, ...] = (
        ("+", "Zoom in", lambda: zoom(STEP)),
        ("−", "Zoom out", lambda: zoom(1 / STEP)),
        ("‹ Half-term", "Half-term before", lambda: go_to_term(-1)),
        ("Half-term ›", "Half-term after", lambda: go_to_term(1)),
        *more,
    )
    made = []
    for words, name, deed in deeds:
        one = button(words, deed, "", name)
        one.setAccessibleName(name)
        made.append(one)
    return made
