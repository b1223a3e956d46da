"""One line typed from anywhere: a step towards a target, or something said or seen; never both, and never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.words.progress_text import ReadNote, read_note
from gradesk.model.vocabulary import PROMPTS
from gradesk.services.plans import jotting, progress
from gradesk.services.plans.jotting import OpenTarget
from gradesk.services.today import capturing
from gradesk.services.today.capturing import Known
from gradesk.store.work import Store

MOST_OFFERED = 9


@dataclass(frozen=True)
class Way:
    """One way to understand a line: a note on a target of somebody, or, without one, something logged with them."""

    whose: Known
    mark: jotting.Reading | None = None


@dataclass(frozen=True)
class Understood:
    """A line with every way to understand it, likeliest first; one of them is certain, or none is."""

    reading: capturing.Reading
    ways: tuple[Way, ...]
    certain: Way | None


def read(
    store: Store, typed: str, known: Sequence[Known], targets: Sequence[OpenTarget], in_sight: str = ""
) -> Understood:
    """Understand a line.

    It is a note on a target when it gives a number or a level of prompt and names no adult. It is certain only when whose
    it is is certain and exactly one of their targets is measured in that way; a target counted in another way is offered
    and never taken.
    """
    reading = capturing.read(store, typed, known, in_sight)
    logged = [Way(one) for one in reading.candidates]
    note = read_note(typed, store.clock.today())
    by_id = {one.pupil_id: one for one in known}
    marks = [
        Way(by_id[mark.target.pupil_id], mark)
        for mark in jotting.read(typed, targets, in_sight)
        if mark.target.pupil_id in by_id
    ]
    said_by_somebody = reading.caught.kind != "note" or bool(reading.caught.with_whom)
    is_measured = note.value is not None or bool(note.prompt)
    certain = Way(reading.certain) if reading.certain is not None else None
    if said_by_somebody or not marks:
        return Understood(reading, tuple(logged)[:MOST_OFFERED], certain)
    if not is_measured:
        return Understood(reading, (*logged, *marks)[:MOST_OFFERED], certain)
    fitting = [way for way in marks if way.mark is not None and suits(way.mark.target, note)]
    others = [way for way in marks if way not in fitting]
    mine = _nearest([way for way in fitting if reading.certain is not None and way.whose == reading.certain], note)
    ways = (*mine, *(way for way in fitting if way not in mine), *logged, *others)[:MOST_OFFERED]
    return Understood(reading, ways, mine[0] if len(mine) == 1 else None)


def suits(target: OpenTarget, note: ReadNote) -> bool:
    """Whether a note says something in the way a target is measured; a target without a measure takes any."""
    if target.form == "prompt":
        return bool(note.prompt)
    if not target.form:
        return True
    if note.value is None:
        return False
    return (note.out_of is not None) == (target.form in ("tries", "percent"))


def _nearest(ways: Sequence[Way], note: ReadNote) -> list[Way]:
    """Of several targets that suit, those counted out of the very number that was noted."""
    same = [way for way in ways if way.mark is not None and note.out_of and way.mark.target.of == note.out_of]
    return same if len(same) == 1 else list(ways)


def keep(store: Store, understood: Understood, way: Way) -> str:
    """Keep a line in one of its ways; returns what was done, in words."""
    if way.mark is None:
        capturing.log(store, understood.reading, way.whose)
        return f"Logged with {way.whose.name}: {capturing.said(understood.reading)}."
    progress.note(store, way.mark.target.target_id, way.mark.note)
    return f"Noted on {way.whose.name}’s target {way.mark.target.number}."


def told(store: Store, understood: Understood, way: Way) -> str:
    """What a way would make of the line, before anything is kept."""
    today = store.clock.today()
    place = f" ({way.whose.class_name})" if way.whose.class_name else ""
    if way.mark is None:
        about = f"{capturing.said(understood.reading)}, {day_words(understood.reading.caught.day, today)}"
        return f"For {way.whose.name}{place}: {about}"
    note = read_note(way.mark.note, today)
    target = way.mark.target
    where = f"on target {target.number} “{target.words}”"
    return f"For {way.whose.name}{place}, {where}: {_measured(note)}, {day_words(note.day, today)}"


def without_the_name(understood: Understood, way: Way) -> str:
    """The words for another pupil: as typed, but for the name they were understood by."""
    named = capturing.named(understood.reading.caught, way.whose)
    words = understood.reading.caught.words.split()
    return " ".join(word for place, word in enumerate(words) if place not in named)


def _measured(note: ReadNote) -> str:
    parts = []
    if note.value is not None:
        parts.append(f"{note.value:g} of {note.out_of:g}" if note.out_of else f"{note.value:g}")
    if note.prompt:
        label = PROMPTS.label(note.prompt)
        parts.append(label[:1].lower() + label[1:])
    return ", ".join(parts) or f"“{note.words}”"
