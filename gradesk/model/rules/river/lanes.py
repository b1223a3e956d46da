"""The school's rivers: a lane for each pupil, laid out only where it is in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gradesk.model.rules.river.index import Index, stage_end
from gradesk.model.rules.river.laying import Picture, fitted, lay_ground, lay_today, lay_turn
from gradesk.model.rules.river.rows import Ink
from gradesk.model.rules.river.shapes import Rect, Stroke, Words
from gradesk.model.rules.river.story import Stage, Story
from gradesk.model.rules.river.window import Window

SORTS = ("overdue", "class", "layer", "name")


@dataclass(frozen=True)
class Lane:
    """One pupil: who it is, what group the lane stands under, how the cycle stands in words, and its stages.

    `late` counts the days by which `what` (the review, or a stage) is late.
    """

    key: str
    name: str
    group: str
    words: str
    late: int
    stages: Sequence[Stage]
    what: str = ""

    @property
    def late_words(self) -> str:
        """How late, and what: "Review 12 days late"."""
        days = f"{self.late} days late" if self.late > 1 else "1 day late"
        return f"{self.what} {days}".strip() if self.late > 0 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: a heading, or a lane; `top` and `height` in the picture's own units."""

    top: float
    height: float
    heading: str
    lane: int


def lines(lanes: Sequence[Lane], ink: Ink) -> list[Line]:
    """Headings and lanes one below the other."""
    found: list[Line] = []
    top, group = 0.0, ""
    for place, lane in enumerate(lanes):
        if lane.group != group:
            group = lane.group
            found.append(Line(top, ink.line * 1.5, group, -1))
            top += ink.line * 1.5
        found.append(Line(top, ink.line * 1.9, "", place))
        top += ink.line * 1.9
    return found


@dataclass
class School:
    """All lanes on one day; what is needed to draw one is made when it first comes into view."""

    today: date
    lanes: Sequence[Lane]
    ground: Index
    indexes: dict[str, Index] = field(default_factory=dict)

    def reaches(self) -> list[tuple[float, float]]:
        """From when to when each stage of all lanes lasts, as ordinals with the end open."""
        today = self.today.toordinal()
        stages = (stage for lane in self.lanes for stage in lane.stages)
        return [(float(stage.starts_on.toordinal()), stage_end(stage, today)) for stage in stages]

    def index(self, lane: Lane) -> Index:
        """A lane made ready to be drawn."""
        found = self.indexes.get(lane.key)
        if found is None:
            found = self.indexes[lane.key] = Index(Story(self.today, lane.stages))
        return found


def lay_head(school: School, window: Window, ink: Ink, height: float) -> Picture:
    """The axis and the half-terms behind all lanes, `height` high."""
    picture = Picture(gutter=window.left, height=height, pointed=False)
    lay_ground(picture, school.ground, window, ink, ink.line * 1.15, height)
    lay_today(picture, school.today, window, ink, ink.line * 1.15, height)
    return picture


def lay_line(picture: Picture, school: School, line: Line, window: Window, ink: Ink, top: float) -> None:
    """One line at a height: its words at the left, its cycles in the window."""
    add = picture.shapes.append
    if line.heading:
        picture.captions.append(Words(6, top, window.left + 300, line.height, line.heading, "text", bold=True))
        add(Stroke(0, top + line.height - 1, window.left + window.width, top + line.height - 1, "line"))
        return
    lane = school.lanes[line.lane]
    room = window.left - 12
    name = fitted(lane.name, room, ink)
    used = ink.measure(name) + 10
    picture.captions.append(Words(8, top, room, line.height, name, "text"))
    late = lane.late_words
    if late and used + ink.measure(late) <= room:
        picture.captions.append(Words(8, top, room, line.height, late, "alert_text", "right"))
    index = school.index(lane)
    height = line.height * 0.74
    least = ink.line * 0.9
    for place in index.turns_timed.shown(window.start, window.end):
        turn = index.turns[place]
        width = (turn.end - turn.start) * window.per_day
        if width >= least:
            lay_turn(picture, turn, window, ink, top + line.height * 0.13, height, 0.0)
            continue
        left = window.x(turn.start)
        add(Rect(left, top + line.height * 0.13, max(width - 1, 1.5), height, "do"))
    add(Stroke(window.left, top + line.height - 0.5, window.left + window.width, top + line.height - 0.5, "line", 0.5))
