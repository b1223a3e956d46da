"""Laying one pupil's story out in a window of time: shapes to draw, and where each thing lies."""

from __future__ import annotations

import bisect
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date

from gradesk.model.rules.river.grips import grip
from gradesk.model.rules.river.index import Index, MarkRow, Turn
from gradesk.model.rules.river.rows import Ink, Rows, rows
from gradesk.model.rules.river.shapes import Glyph, Hit, Pill, Rect, Shape, Stroke, Words
from gradesk.model.rules.river.story import Stage
from gradesk.model.rules.river.window import Window, ticks

_SEASONS = {12: "Christmas", 3: "Easter", 4: "Easter", 5: "Whitsun", 7: "summer", 8: "summer"} | dict.fromkeys(
    (1, 2, 6, 9, 10, 11), ""
)


ROUND = 3.0  # the corners of a block
LONGEST = 400  # characters of a label that are ever drawn
EDGE = 3.0  # what begins before the window begins so far left of it, so that its rounded corners are not seen


@dataclass
class Picture:
    """Shapes in the order of drawing and what can be pointed at; `gutter` is the width of the captions at the left.

    Where nothing smaller than a whole lane is pointed at, a picture is not `pointed` and keeps no hits.
    """

    shapes: list[Shape] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    captions: list[Words] = field(default_factory=list)
    gutter: float = 0.0
    height: float = 0.0
    pointed: bool = True


def gutter(index: Index, ink: Ink) -> float:
    """How wide the captions at the left are."""
    captions = ["Cycles", "Support", *(row.family.caption for row in index.rows)]
    return max(ink.measure(words) for words in captions) + ink.line * 0.9


def lay(index: Index, window: Window, ink: Ink) -> Picture:
    """Draw what is in view. `window` already lies right of the gutter."""
    picture = Picture(gutter=window.left)
    found = rows(index, ink)
    picture.height = found.height
    lay_ground(picture, index, window, ink, found.terms, found.height)
    _cycles(picture, index, window, ink, found)
    _bars(picture, index, window, ink, found)
    top = found.marks
    for row in index.rows:
        _marks(picture, row, window, ink, top + found.mark_height / 2)
        top += found.mark_height
    lay_today(picture, index.story.today, window, ink, found.terms, found.height)
    _captions(picture, index, found)
    return picture


def _short(name: str, names: Set[str]) -> str:
    """What may stand where the name has no room: "A2" for "Autumn 2", "Sp1" where "S1" could be summer too."""
    short = _initials(name)
    if any(other != name and _initials(other) == short for other in names):
        return name[:2] + short[1:]
    return short


def _initials(name: str) -> str:
    return "".join(word[:1] for word in name.split())


def lay_ground(picture: Picture, index: Index, window: Window, ink: Ink, top: float, height: float) -> None:
    """Half-terms, days off within them, and the axis above."""
    add = picture.shapes.append
    terms = index.story.terms
    names = {term.name for term in terms}
    for place in index.terms_timed.shown(window.start, window.end):
        term = terms[place]
        left = max(window.x(term.starts_on.toordinal()), window.left)
        right = min(window.x(term.ends_on.toordinal() + 1), window.left + window.width)
        if right <= left:
            continue
        add(Rect(left, top, right - left, height - top, "term"))
        short = _short(term.name, names)
        room = right - left - 6
        dated = f"{term.name}, {term.starts_on.year}"
        fits = next((words for words in (dated, term.name, short) if ink.measure(words) <= room), "")
        if fits:
            add(Words(left + 4, top, room, ink.line * 1.1, fits, "quiet"))
    _breaks(picture, index, window, ink, top)
    if window.per_day >= 3:
        for day, reason in index.story.closures:
            if window.start - 1 <= day.toordinal() <= window.end:
                x = window.x(day.toordinal())
                add(Rect(x, top + ink.line * 1.1, window.per_day, height - top - ink.line * 1.1, "line", "hatch"))
                if ink.measure(reason) + 4 <= window.per_day:
                    add(Words(x + 2, height - ink.line * 1.1, window.per_day - 4, ink.line, reason, "quiet"))
    edge = 0.0
    for tick in ticks(window, ink.measure):
        if window.left <= tick.x <= window.left + window.width:
            add(Stroke(tick.x, ink.line * 0.15, tick.x, height if tick.major else top, "line", 1.0))
        width = ink.measure(tick.words)
        x = max(tick.x + 4, window.left + 4)
        if x >= edge and x + width <= window.left + window.width and tick.x + 4 >= window.left:
            add(Words(x, ink.line * 0.02, width + 2, ink.line * 1.1, tick.words, "quiet", bold=tick.major))
            edge = x + width + 6


def _breaks(picture: Picture, index: Index, window: Window, ink: Ink, top: float) -> None:
    """The holidays between half-terms, named where there is room."""
    terms = index.story.terms
    for place in index.terms_timed.shown(window.start, window.end):
        if place + 1 >= len(terms):
            continue
        first, last = terms[place].ends_on, terms[place + 1].starts_on
        if (last - first).days <= 3:
            continue  # a weekend
        left = max(window.x(first.toordinal() + 1), window.left)
        room = min(window.x(last.toordinal()), window.left + window.width) - left
        long = "half-term holiday" if (last - first).days < 14 else f"{_SEASONS[first.month]} holiday".strip()
        words = next((text for text in (long, "holiday") if ink.measure(text) <= room - 6), "")
        if words:
            picture.shapes.append(Words(left, top, room, ink.line * 1.1, words, "quiet", "centre"))


def lay_today(picture: Picture, today: date, window: Window, ink: Ink, top: float, height: float) -> None:
    """The line of today, with the word at its foot."""
    x = window.x(today.toordinal() + 0.5)
    if not window.left <= x <= window.left + window.width:
        return
    width = ink.measure("today") + 10
    left = min(max(x - width / 2, window.left), window.left + window.width - width)
    picture.shapes.append(Stroke(x, top, x, height - ink.line, "accent", 2.0))
    picture.shapes.append(Rect(left, height - ink.line * 1.05, width, ink.line * 1.05, "accent", radius=3))
    picture.shapes.append(
        Words(left, height - ink.line * 1.05, width, ink.line * 1.05, "today", "accent_text", "centre")
    )


def lay_turn(
    picture: Picture, turn: Turn, window: Window, ink: Ink, top: float, height: float, round_by: float
) -> None:
    """The stages of one cycle as blocks with corners `round_by`; what is only planned is an outline."""
    add, hit, pointed = picture.shapes.append, picture.hits.append, picture.pointed
    measure, least = ink.measure, ink.line * 0.5
    first, last = window.left - EDGE, window.left + window.width
    for stage, (begins, ends) in zip(turn.stages, turn.reaches, strict=True):
        left, right = window.x(begins), window.x(ends)
        if right < window.left or left > last:
            continue
        left = max(left, first)
        width = max(right - left, 2.0)
        gap = 1.0 if width > 6 else 0.0
        if stage.begun:
            add(Rect(left, top, width - gap, height, stage.code, "solid", "", round_by if width > 10 else 0.0))
        else:
            add(Rect(left, top, width - gap, height, "", "dash", stage.code, round_by))
        shown = max(left, window.left)
        room = min(right, last) - shown - gap
        if room > least:
            for words in (f"{stage.label}: overdue", "overdue", *_named(stage)) if stage.overdue else _named(stage):
                if measure(words) * 1.1 + 3 <= room:
                    role = "stage_text" if stage.begun else "text"
                    add(Words(shown, top, room, height, words, role, "centre", bold=True))
                    break
        if stage.begun and stage.ends_on is None:
            _goes_on(picture, stage, window, (left, right, width), top, height)
        if pointed:
            hit(Hit(left, top, max(width, 4.0), height, (stage.key,)))


def _named(stage: Stage) -> tuple[str, str]:
    return stage.label, stage.letter


def _goes_on(
    picture: Picture, stage: Stage, window: Window, box: tuple[float, float, float], top: float, height: float
) -> None:
    """What is still planned follows in a hatch; one past its plan has a frame."""
    left, right, width = box
    planned = window.x(stage.planned_to.toordinal() + 1)
    if planned > right:
        picture.shapes.append(Rect(right - 1, top, planned - right, height, stage.code, "hatch"))
    if stage.overdue:
        picture.shapes.append(Rect(left - 2, top - 2, width + 4, height + 4, "", "dash", "alert_text", 4.0))


def _cycles(picture: Picture, index: Index, window: Window, ink: Ink, found: Rows) -> None:
    add = picture.shapes.append
    waiting: list[Turn] = []
    least = ink.line * 1.3  # narrower cycles are drawn together, with their number
    for place in index.turns_timed.shown(window.start, window.end):
        turn = index.turns[place]
        if (turn.end - turn.start) * window.per_day < least:
            waiting.append(turn)
            continue
        _together(picture, waiting, window, ink, found)
        waiting = []
        lay_turn(picture, turn, window, ink, found.cycles, found.cycle_height, ROUND)
        left = max(window.x(turn.start), window.left)
        room = min(window.x(turn.end), window.left + window.width) - left
        for words in (f"Cycle {turn.number}", str(turn.number)):
            if ink.measure(words) <= room - 2:
                add(Words(left + 1, found.numbers, room, ink.line, words, "quiet"))
                break
        _planned(picture, turn, window, ink, found)
    _together(picture, waiting, window, ink, found)


def _together(picture: Picture, turns: list[Turn], window: Window, ink: Ink, found: Rows) -> None:
    """Cycles too narrow to show their stages: one block with how many they are."""
    if not turns:
        return
    left, right = window.x(turns[0].start), window.x(turns[-1].end)
    keys = tuple(stage.key for turn in turns for stage in turn.stages)
    picture.shapes.append(Rect(left, found.cycles, right - left, found.cycle_height, "do", "solid", "edge", 3.0))
    count = len(turns)
    shown = max(left, window.left)
    room = min(right, window.left + window.width) - shown
    for words in (f"{count} cycles" if count > 1 else "1 cycle", str(count)):
        if ink.measure(words) * 1.1 + 4 <= room:
            picture.shapes.append(
                Words(shown, found.cycles, room, found.cycle_height, words, "stage_text", "centre", bold=True)
            )
            break
    picture.hits.append(Hit(left, found.cycles, right - left, found.cycle_height, keys))


def _planned(picture: Picture, turn: Turn, window: Window, ink: Ink, found: Rows) -> None:
    for stage in turn.stages:
        left = window.x(stage.planned_from.toordinal())
        right = window.x(stage.planned_to.toordinal() + 1)
        if right < window.left or left > window.left + window.width:
            continue
        left = max(left, window.left)
        height = ink.line * 0.32
        picture.shapes.append(Rect(left, found.planned, max(right - left - 1, 1.5), height, stage.code, "soft"))
        if stage.movable:
            handle = grip(stage, window, found, ink)
            picture.shapes.append(Rect(handle.x, handle.y, handle.width, handle.height, "edge", radius=1.5))


def _bars(picture: Picture, index: Index, window: Window, ink: Ink, found: Rows) -> None:
    today = index.story.today.toordinal()
    add = picture.shapes.append
    for place in index.bars_timed.shown(window.start, window.end):
        bar, end = index.bars[place], index.bar_ends[place]
        left, right = window.x(bar.starts_on.toordinal()), window.x(end)
        if right < window.left:
            continue
        left = max(left, window.left - EDGE)
        top = found.bars + index.bar_lanes[place] * (found.bar_height + ink.line * 0.15)
        width = max(right - left, 2.0)
        solid = min(window.x(min(end, max(today, bar.starts_on.toordinal()) + 1)), right)
        add(Rect(left, top, max(solid - left, 2.0), found.bar_height, "accent_soft", "solid", "accent", 3.0))
        if right > solid:
            add(Rect(solid, top, right - solid, found.bar_height, "accent", "hatch", "accent", 3.0))
        shown = max(left, window.left)
        room = min(right, window.left + window.width) - shown - 6
        words = fitted(bar.label, solid - shown - 6, ink) or fitted(bar.label, room, ink)
        if words:
            add(Words(shown + 4, top, room, found.bar_height, words, "text"))
        if bar.movable and bar.planned_to is not None:
            handle = grip(bar, window, found, ink, index.bar_lanes[place])
            add(Rect(handle.x, handle.y, handle.width, handle.height, "edge", radius=1.5))
        picture.hits.append(Hit(left, top, width, found.bar_height, (bar.key,)))


def _marks(picture: Picture, row: MarkRow, window: Window, ink: Ink, middle: float) -> None:
    size = ink.mark
    # A bin is as wide as a mark with its gap, or as the count of so many; and a day at least.
    narrow = size * 1.35
    count_width = ink.measure("8" * len(str(row.crowd(narrow / window.per_day)))) * 1.05 + 8
    bin_days = max(max(narrow, count_width) / window.per_day, 1.0)
    add, hit, height = picture.shapes.append, picture.hits.append, ink.line * 0.98
    edge = window.left + window.width + size
    for first, after, begins in row.groups(window.start, window.end, bin_days):
        mark = row.marks[first]
        count = after - first
        x = window.x((mark.day.toordinal() + row.marks[after - 1].day.toordinal() + 1) / 2)
        text = str(count)
        width = size if count == 1 else max(ink.measure(text) * 1.05 + 4, size)
        if bin_days > 1.0:
            # Kept within its bin, so that neighbours never touch.
            begin, half = window.x(begins), width / 2 + 1
            x = min(max(x, begin + half), begin + bin_days * window.per_day - half)
        if not window.left - size <= x <= edge:
            continue
        if count == 1:
            add(Glyph(row.family.shapes[mark.kind], x, middle, size, "text"))
        else:
            add(Pill(x, middle, width, height, text, row.alike(first, after)))
        tall = size if count == 1 else height
        hit(Hit(x - width / 2, middle - tall / 2, width, tall, row.keys[first:after]))


def fitted(text: str, room: float, ink: Ink) -> str:
    """A text cut to a room with three dots, or nothing where not even a few letters fit."""
    if len(text) <= LONGEST and ink.measure(text) <= room:
        return text
    # Halved, because measuring every beginning of a long text would hold up the drawing.
    lengths = range(3, min(len(text), LONGEST))
    fitting = bisect.bisect_left(lengths, True, key=lambda length: ink.measure(_cut(text, length)) > room)
    return _cut(text, lengths[fitting - 1]) if fitting else ""


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip() + "…"


def _captions(picture: Picture, index: Index, found: Rows) -> None:
    width = picture.gutter - 4
    captions = [("Cycles", found.cycles, found.cycle_height)]
    if index.lanes:
        captions.append(("Support", found.bars, found.bar_height))
    top = found.marks
    for row in index.rows:
        captions.append((row.family.caption, top, found.mark_height))
        top += found.mark_height
    picture.captions = [Words(6, y, width, height, words, "quiet") for words, y, height in captions]
