"""Small steps between reviews: dated notes on a target from one typed line, and the line they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.words.progress_text import ReadNote, read_note
from gradesk.model.rules.words.target_words import lower_is_better
from gradesk.model.vocabulary import PROMPTS
from gradesk.services import editing
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Step:
    """One point of a target's line: the day and the height, in the unit of the goal."""

    day: date
    height: float
    words: str


@dataclass(frozen=True)
class Line:
    """The line of a target: where it starts, its steps, its goal, and which way is better. `words` says it all."""

    start: float | None
    steps: tuple[Step, ...]
    goal: float | None
    lower_is_better: bool
    words: str


def note(store: Store, target_id: str, typed: str, initiator: object | None = None) -> ReadNote:
    """Keep a note such as “3/5 today with visual prompt” on a target; returns how it was read."""
    with store.read() as session:
        target = session.get(Target, target_id)
    if target is None or target.deleted_at is not None:
        raise Refused("This target was deleted; your note was not kept. Restore the target from the history.")
    if not typed.strip():
        raise Refused("There is nothing to note yet; nothing was kept. Type what you saw, such as 3/5 today.")
    read = read_note(typed, store.clock.today())
    values = {
        "pupil_id": target.pupil_id,
        "target_id": target_id,
        "happened_on": read.day,
        "value": read.value,
        "out_of": read.out_of,
        "prompt": read.prompt,
        "words": read.words,
    }
    label = f"Note on {pupils.first_name(store, target.pupil_id)}’s target {target.position}"
    editing.add(store, ProgressPoint, values, label, initiator)
    return read


def points(store: Store, target_ids: Sequence[str]) -> dict[str, tuple[ProgressPoint, ...]]:
    """The notes of some targets, oldest first."""
    with store.read() as session:
        query = select(ProgressPoint).where(ProgressPoint.target_id.in_(target_ids), ProgressPoint.deleted_at.is_(None))
        found: dict[str, list[ProgressPoint]] = {uuid: [] for uuid in target_ids}
        for point in session.scalars(query.order_by(ProgressPoint.happened_on, ProgressPoint.written_at)):
            found[point.target_id].append(point)
    return {uuid: tuple(rows) for uuid, rows in found.items()}


def change(store: Store, point_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a note."""
    if values.get("happened_on") is not None and values["happened_on"] > store.clock.today():
        raise Refused("A note is about what was seen, so its day cannot be to come; the old one was kept.")
    with store.read() as session:
        before = session.get_one(ProgressPoint, point_id)
    if "words" in values:
        values = {**_read_anew(before, str(values["words"]), store.clock.today()), **values}
    editing.change(store, ProgressPoint, point_id, values, "Correct a note", initiator)


def _read_anew(before: ProgressPoint, words: str, today: date) -> dict[str, Any]:
    """What other words say, where the number or the prompt was read from the words too and not set by hand."""
    old, new = read_note(before.words, today), read_note(words, today)
    names = ("value", "out_of", "prompt")
    return {name: getattr(new, name) for name in names if getattr(before, name) == getattr(old, name)}


def remove(store: Store, point_id: str) -> None:
    """Delete a note; it can be restored."""
    editing.remove(store, ProgressPoint, point_id, "Delete a note")


def line(target: Target, notes: Sequence[ProgressPoint]) -> Line:
    """The line that the notes of a target make, in the unit of its goal; notes without a number are no part of it."""
    by_prompt = target.criterion_form == "prompt"
    steps: list[Step] = []
    for row in notes:
        height = _prompt_height(row.prompt) if by_prompt else _height(target, row)
        if height is not None:
            steps.append(Step(row.happened_on, height, said(row)))
    goal = _prompt_height(target.criterion_prompt) if by_prompt else target.criterion_goal
    start = None if by_prompt else target.baseline_value
    return Line(start, tuple(steps), goal, lower_is_better(target.criterion_form), _summary(target, steps, start, goal))


def said(point: ProgressPoint) -> str:
    """The number and the prompt of a note in words, or its words when it has neither."""
    parts = []
    if point.value is not None:
        of = point.out_of
        parts.append(f"{point.value:g} %" if of == 100 else f"{point.value:g} of {of:g}" if of else f"{point.value:g}")
    if point.prompt:
        label = PROMPTS.label(point.prompt)
        parts.append(label[:1].lower() + label[1:])
    return ", ".join(parts) or point.words


def suggested_evidence(notes: Sequence[ProgressPoint]) -> str:
    """A line of evidence from the notes, for a review to start from; empty when there are none.

    It is kept for years, so its day is a date and not so many days ago.
    """
    if not notes:
        return ""
    newest = notes[-1]
    count = f"{len(notes)} notes" if len(notes) > 1 else "1 note"
    day = newest.happened_on
    return f"{said(newest)} ({day.day} {day:%B %Y}; {count} since the plan began)."


def _height(target: Target, point: ProgressPoint) -> float | None:
    if point.value is None:
        return None
    if point.out_of and target.criterion_form == "percent":
        return point.value / point.out_of * 100
    if point.out_of and target.criterion_of:
        return point.value / point.out_of * target.criterion_of
    return point.value


def _prompt_height(code: str) -> float | None:
    return float(PROMPTS.codes.index(code)) if code in PROMPTS else None


def _summary(target: Target, steps: Sequence[Step], start: float | None, goal: float | None) -> str:
    if not steps:
        return "No numbers noted yet."
    first = start if start is not None else steps[0].height
    last = steps[-1].height
    moved = last - first
    better = moved < 0 if lower_is_better(target.criterion_form) else moved > 0
    way = "no change" if moved == 0 else "nearer to the goal" if better else "further from the goal"
    if len(steps) == 1 and start is None:
        way = "the first"
    reached = goal is not None and (last <= goal if lower_is_better(target.criterion_form) else last >= goal)
    count = f"{len(steps)} notes" if len(steps) > 1 else "1 note"
    end = "; the goal was reached" if reached else ""
    return f"{count}, last {steps[-1].words}: {way}{end}."
