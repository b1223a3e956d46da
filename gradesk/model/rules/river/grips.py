"""The handles at planned ends, by which they are dragged."""

from __future__ import annotations

from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.rows import Ink, Rows, rows
from gradesk.model.rules.river.shapes import Rect
from gradesk.model.rules.river.story import Bar, Stage
from gradesk.model.rules.river.window import Window

NEAR = 5.0  # by which a pointer may miss


def grip(thing: Stage | Bar, window: Window, found: Rows, ink: Ink, lane: int = 0) -> Rect:
    """The handle at a planned end."""
    assert thing.planned_to is not None
    x = window.x(thing.planned_to.toordinal() + 1)
    if isinstance(thing, Stage):
        return Rect(x - 3, found.planned - ink.line * 0.1, 5, ink.line * 0.52, "edge")
    top = found.bars + lane * (found.bar_height + ink.line * 0.15)
    return Rect(x - 3, top + found.bar_height * 0.15, 5, found.bar_height * 0.7, "edge")


def grip_under(index: Index, window: Window, ink: Ink, x: float, y: float) -> Stage | Bar | None:
    """Whose handle lies under a point, or near it."""
    found = rows(index, ink)
    for turn in index.turns:
        for stage in turn.stages:
            if stage.movable and _reaches(grip(stage, window, found, ink), x, y):
                return stage
    for bar, lane in zip(index.bars, index.bar_lanes, strict=True):
        if bar.movable and _reaches(grip(bar, window, found, ink, lane), x, y):
            return bar
    return None


def _reaches(handle: Rect, x: float, y: float) -> bool:
    return (
        handle.x - NEAR <= x <= handle.x + handle.width + NEAR
        and handle.y - NEAR <= y <= handle.y + handle.height + NEAR
    )
