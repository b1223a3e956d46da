"""The boxes of a week: what takes place at once stands in one box, and a scale of time that gives each box its room.

A minute is not always as long on paper: a short session gets as much as its words need, an empty hour hardly any, and what
is left over is shared out by the minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color

from gradesk.documents.pages.week import slots
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import (
    INK,
    PINE,
    PINE_EDGE,
    PINE_TINT,
    QUIET,
    RULE,
    SUN,
    SUN_EDGE,
    SUN_TINT,
    WHITE,
    Look,
)
from gradesk.documents.press.paper import Box
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.week_sheets import CLASS, SUSPENDED, WeekDay, WeekSheet, WeekSlot

PAD, STRIPE, BETWEEN, GAP = 3.5, 3.0, 2.5, 1.6  # points: inside a box, its mark, between two sessions, between boxes
THIN = 0.22  # points of an empty minute
PAUSE = 1.35  # of the size of type, what a break needs
TALL, SHORT = 30, 10  # minutes of a session of which nobody said how long, and the least on the scale

TONES: Mapping[str, tuple[Color, Color, Color]] = {  # fill, edge, mark
    "provision": (PINE_TINT, PINE_EDGE, PINE),
    "lesson": (WHITE, RULE, RULE),
    "class_support": (PINE_TINT, PINE_EDGE, PINE_EDGE),
}
OTHER_TONE = (SUN_TINT, SUN_EDGE, SUN_EDGE)


@dataclass(frozen=True, slots=True)
class Words:
    """A session as it is written into its box."""

    slot: WeekSlot
    lines: tuple[SetText, ...]

    @property
    def height(self) -> float:
        """Of its lines, in points."""
        return sum(line.height for line in self.lines)

    @property
    def tone(self) -> tuple[Color, Color, Color]:
        """Its fill, edge and mark."""
        fill, edge, mark = TONES.get(self.slot.kind, OTHER_TONE)
        return (WHITE, QUIET, WHITE) if self.slot.how == SUSPENDED else (fill, edge, mark)


@dataclass(frozen=True, slots=True)
class TimeBox:
    """What takes place at once on a day, from a minute to another."""

    day: int
    begins: int
    ends: int
    words: tuple[Words, ...]

    @property
    def need(self) -> float:
        """The least height, in points."""
        inner = sum(one.height for one in self.words) + (len(self.words) - 1) * (BETWEEN + PAD)
        return inner + 2 * PAD + GAP

    @property
    def frame(self) -> Box:
        """Its panel, in the manner of what stands first in it."""
        fill, edge, _ = self.words[0].tone
        return Box(fill, edge, radius=3.0, edge_width=0.7)


def boxes(sheet: WeekSheet, look: Look, width: float, size: float) -> list[TimeBox]:
    """All that has a time, by day."""
    found = []
    for place, day in enumerate(sheet.days):
        for group in _at_once(day, in_lessons=sheet.of == CLASS):
            begins = min(slot.at or 0 for slot in group)
            ends = max((slot.at or 0) + (slot.minutes or TALL) for slot in group)
            made = tuple(words(slot, sheet, look, width - 2 * PAD - STRIPE, size) for slot in group)
            found.append(TimeBox(place, begins, max(ends, begins + SHORT), made))
    return found


def untimed(sheet: WeekSheet, look: Look, width: float, size: float) -> list[TimeBox]:
    """What has a day and no time yet, a box a day."""
    found = []
    for place, day in enumerate(sheet.days):
        bare = [slot for slot in day.slots if slot.at is None]
        if bare:
            made = tuple(words(slot, sheet, look, width - 2 * PAD - STRIPE, size) for slot in bare)
            found.append(TimeBox(place, 0, 0, made))
    return found


def words(slot: WeekSlot, sheet: WeekSheet, look: Look, width: float, size: float) -> Words:
    """The lines of a session: time and name, how and where, who, what became of it."""
    quiet, strong = look.style(Face.REGULAR, INK, 1.16), look.style(Face.BOLD, INK, 1.16)
    head = " ".join(part for part in (slots.span(slot), slots.name(slot, look)) if part)
    said = [(head, strong), (slots.settled(slot, look, sheet.heading.preferred_name), look.style(Face.BOLD, SUN, 1.16))]
    said += [
        (slots.place(slot, look, sheet.of, sheet.heading.preferred_name), quiet),
        (slots.pupils(slot, look), quiet),
    ]
    return Words(slot, tuple(SafeParagraph(text, style).set(width, size) for text, style in said if text.strip()))


class Scale:
    """Where each minute of the day stands, in points below the top."""

    def __init__(self, sheet: WeekSheet, found: Sequence[TimeBox], size: float) -> None:
        edges = {edge for box in found for edge in (box.begins, box.ends)} | {edge for edge in sheet.marks if edge}
        first, last = min(edges, default=9 * 60), max(edges, default=15 * 60)
        self.pauses = tuple(one for one in sheet.pauses if first <= one.begins and one.ends <= last)
        edges |= {edge for one in self.pauses for edge in (one.begins, one.ends)} | {first, last}
        self.edges = sorted(edges)
        self._heights = [max((b - a) * THIN, 2.0) for a, b in zip(self.edges, self.edges[1:], strict=False)]
        needs = [(one.begins, one.ends, size * PAUSE) for one in self.pauses]
        needs += [(box.begins, box.ends, box.need) for box in found]
        for begins, ends, need in sorted(needs, key=lambda one: one[1] - one[0]):
            self._grow(begins, ends, need)

    def _grow(self, begins: int, ends: int, need: float) -> None:
        here = [at for at, edge in enumerate(self.edges[:-1]) if begins <= edge < ends]
        lacking = need - sum(self._heights[at] for at in here)
        minutes = sum(self._minutes(at) for at in here)
        for at in here if lacking > 0 else ():
            self._heights[at] += lacking * self._minutes(at) / minutes

    def _minutes(self, at: int) -> int:
        return self.edges[at + 1] - self.edges[at]

    @property
    def height(self) -> float:
        """Of the whole day."""
        return sum(self._heights)

    def stretch(self, room: float) -> None:
        """Share out what is left of the room by the minutes, so that longer is longer."""
        left = room - self.height
        whole = self.edges[-1] - self.edges[0]
        if left <= 0 or whole <= 0:
            return
        # First whoever is shortest for its minutes, so that the scale comes as near to an even one as the words let it.
        wanted = [room * self._minutes(at) / whole for at in range(len(self._heights))]
        lacking = [max(even - have, 0.0) for even, have in zip(wanted, self._heights, strict=True)]
        known = sum(lacking)
        for at, lack in enumerate(lacking):
            self._heights[at] += left * lack / known if known else 0.0

    def down(self, minute: int) -> float:
        """How far below the top a minute is; one of the edges."""
        return sum(self._heights[: self.edges.index(minute)])


def _at_once(day: WeekDay, *, in_lessons: bool) -> list[list[WeekSlot]]:
    """The sessions of a day that share a time, together; of a class each with the lesson in which it begins."""
    timed = [slot for slot in day.slots if slot.at is not None]
    lessons = [[slot] for slot in timed if slot.kind == "lesson"] if in_lessons else []
    groups: list[list[WeekSlot]] = []
    for slot in timed:
        if in_lessons and slot.kind == "lesson":
            continue
        home = next((one for one in lessons if _begins_in(slot, one[0])), None)
        if home is not None:
            home.append(slot)
        elif groups and (slot.at or 0) < max(_end(one) for one in groups[-1]):
            groups[-1].append(slot)
        else:
            groups.append([slot])
    return sorted([*_apart(lessons), *groups], key=lambda group: group[0].at or 0)


def _apart(lessons: list[list[WeekSlot]]) -> list[list[WeekSlot]]:
    """Lessons at the same time, as of two halves of a class, in one box."""
    found: list[list[WeekSlot]] = []
    for group in lessons:
        if found and (group[0].at or 0) < max(_end(one) for one in found[-1] if one.kind == "lesson"):
            found[-1] += group
        else:
            found.append(group)
    return found


def _begins_in(slot: WeekSlot, lesson: WeekSlot) -> bool:
    return (lesson.at or 0) <= (slot.at or 0) < _end(lesson)


def _end(slot: WeekSlot) -> int:
    return (slot.at or 0) + (slot.minutes or TALL)
