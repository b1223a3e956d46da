"""A story made ready to be drawn many times: sorted, packed into rows and indexed by day, so that only what is in view costs."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from gradesk.model.rules.river.story import FAMILIES, Bar, Family, Mark, Stage, Story
from gradesk.model.vocabulary import STAGES

_PEAK = 2.5  # how much fuller the fullest stretch is than the others
MOST_LANES = 6  # of support beside each other; more than these share the last


class Timed:
    """Things from a day to a day (ordinals, the end open), of which those in view are found without looking at all."""

    def __init__(self, spans: Sequence[tuple[float, float]]) -> None:
        self._starts = [start for start, _ in spans]
        # The furthest end so far: the first thing that can reach into view is found by halving.
        self._reach = list(accumulate((end for _, end in spans), max))

    def shown(self, first: float, last: float) -> range:
        """The places of what may touch the stretch; a few of them may end before it."""
        return range(bisect.bisect_left(self._reach, first), bisect.bisect_right(self._starts, last))


@dataclass(frozen=True, slots=True)
class Turn:
    """One whole cycle: its stages, and the days each of them and all reach over, as ordinals with the end open."""

    number: int
    stages: tuple[Stage, ...]
    reaches: tuple[tuple[float, float], ...]
    start: float
    end: float
    is_open: bool


class MarkRow:
    """The marks of one family in order of time; `groups` merges those that would lie on top of one another."""

    def __init__(self, family: Family, marks: Sequence[Mark]) -> None:
        self.family = family
        self.marks = marks
        self._days = [mark.day.toordinal() for mark in marks]
        changes = [int(a.kind != b.kind) for a, b in pairwise(marks)]
        self._changes = [0, *accumulate(changes)]
        self.keys = tuple(mark.key for mark in marks)

    def crowd(self, days: float) -> int:
        """About how many marks the fullest stretch of so many days holds; the same wherever one looks."""
        whole = self._days[-1] - self._days[0] + 1
        return min(round(len(self._days) * days / max(whole, days) * _PEAK), len(self._days))

    def groups(self, first: float, last: float, bin_days: float) -> Iterator[tuple[int, int, float]]:
        """Stretches of places, the end open, that fall into the same bin of days, and the day on which the bin begins.

        Bins lie fast on the calendar, so that panning never sorts marks into other groups; the cost is that of the
        groups in view, whatever each holds.
        """
        days, count = self._days, len(self._days)
        place = bisect.bisect_left(days, first - bin_days)
        while place < count and days[place] <= last + bin_days:
            number = days[place] // bin_days
            if (number + 1) * bin_days <= days[place]:
                number += 1  # a division that fell just short of a whole number
            after = bisect.bisect_left(days, (number + 1) * bin_days, place + 1)
            yield place, after, number * bin_days
            place = after

    def alike(self, first: int, after: int) -> bool:
        """Whether all marks of a group are of one kind."""
        return self._changes[first] == self._changes[after - 1]


class Index:
    """One pupil's story, ready to be drawn."""

    def __init__(self, story: Story) -> None:
        self.story = story
        today = story.today.toordinal()
        self.turns = _turns(story.stages, today)
        self.turns_timed = Timed([(turn.start, turn.end) for turn in self.turns])
        self.bars = sorted(story.bars, key=lambda bar: (bar.starts_on, bar.key))
        self.bar_ends = [bar_end(bar, today) for bar in self.bars]
        self.bar_lanes = _packed(self.bars, self.bar_ends)
        self.lanes = max(self.bar_lanes, default=-1) + 1
        self.bars_timed = Timed(
            [(bar.starts_on.toordinal(), end) for bar, end in zip(self.bars, self.bar_ends, strict=True)]
        )
        marks = sorted(story.marks, key=lambda mark: mark.day)
        rows = [MarkRow(family, [mark for mark in marks if mark.kind in family.shapes]) for family in FAMILIES]
        self.rows = [row for row in rows if row.marks]
        self.terms_timed = Timed([(term.starts_on.toordinal(), term.ends_on.toordinal() + 1) for term in story.terms])
        self.items = self._items()
        self.places = {key: place for place, (_, key) in enumerate(self.items)}
        things: list[Stage | Bar | Mark] = [*story.stages, *self.bars, *marks]
        self.things = {thing.key: thing for thing in things}

    def _items(self) -> list[tuple[float, str]]:
        """All that can have the focus, in order of time."""
        found = [(float(stage.starts_on.toordinal()), stage.key) for turn in self.turns for stage in turn.stages]
        found += [(float(bar.starts_on.toordinal()), bar.key) for bar in self.bars]
        found += [(float(mark.day.toordinal()), mark.key) for row in self.rows for mark in row.marks]
        return sorted(found, key=lambda item: item[0])


def bar_end(bar: Bar, today: int) -> float:
    """The ordinal after a bar's last day; one that still runs reaches to what is planned, or to today."""
    if bar.ends_on is not None:
        return bar.ends_on.toordinal() + 1
    return max(bar.planned_to.toordinal() if bar.planned_to else today, bar.starts_on.toordinal(), today) + 1


def stage_end(stage: Stage, today: int) -> float:
    """The ordinal after a stage's last day: the real one, today for one that goes on, the planned one for one ahead."""
    if not stage.begun:
        return stage.planned_to.toordinal() + 1
    if stage.ends_on is not None:
        return stage.ends_on.toordinal() + 1
    return max(today, stage.starts_on.toordinal()) + 1


def _turns(stages: Sequence[Stage], today: int) -> list[Turn]:
    found: dict[int, list[Stage]] = {}
    for stage in stages:
        found.setdefault(stage.cycle, []).append(stage)
    turns = []
    for number, own in found.items():
        ordered = tuple(sorted(own, key=lambda stage: (stage.starts_on, STAGES.codes.index(stage.code))))
        start = min(stage.starts_on.toordinal() for stage in ordered)
        end = max(max(stage_end(stage, today), stage.planned_to.toordinal() + 1) for stage in ordered)
        is_open = any(stage.ends_on is None for stage in ordered)
        reaches = tuple((float(stage.starts_on.toordinal()), stage_end(stage, today)) for stage in ordered)
        turns.append(Turn(number, ordered, reaches, start, end, is_open))
    return sorted(turns, key=lambda turn: turn.start)


def _packed(bars: Sequence[Bar], ends: Sequence[float]) -> list[int]:
    """A lane for each bar, so that no two in a lane overlap: the first lane that is free."""
    free: list[float] = []
    lanes: list[int] = []
    for bar, end in zip(bars, ends, strict=True):
        start = bar.starts_on.toordinal()
        lane = next((place for place, until in enumerate(free) if until <= start), len(free))
        lane = min(lane, MOST_LANES - 1)
        if lane == len(free):
            free.append(end)
        else:
            free[lane] = max(free[lane], end)
        lanes.append(lane)
    return lanes
