"""One line from anywhere, such as “Ava 3/5 today with visual prompt”: whose target it is about, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gradesk.model.plan import Plan
from gradesk.model.pupil import Pupil, searchable
from gradesk.model.rules.plan_states import IN_FORCE
from gradesk.model.target import Target
from gradesk.store.work import Store

LONGEST_NAME = 4  # words of a name that a line can begin with
_NUMBERED = re.compile(r"(?:t|#|target )(\d{1,2})\b[:,]?", re.IGNORECASE)


@dataclass(frozen=True)
class OpenTarget:
    """A target that can be noted on, with whose it is."""

    target_id: str
    pupil_id: str
    name: str
    number: int
    words: str
    names: tuple[str, ...]  # the words of the pupil's names, folded


@dataclass(frozen=True)
class Reading:
    """The targets a typed line can be about, likeliest first, and what it says about them."""

    targets: tuple[OpenTarget, ...]
    note: str


def open_targets(store: Store) -> tuple[OpenTarget, ...]:
    """The targets of every plan in force of everybody on the roll, by name and number."""
    today = store.clock.today()
    with store.read() as session:
        rows = session.execute(
            select(Target, Pupil)
            .join(Plan, Plan.uuid == Target.plan_id)
            .join(Pupil, Pupil.uuid == Target.pupil_id)
            .where(
                Target.deleted_at.is_(None),
                Plan.deleted_at.is_(None),
                Plan.state.in_(IN_FORCE),
                Pupil.deleted_at.is_(None),
                Pupil.left_on.is_(None) | (Pupil.left_on > today),
            )
            .order_by(Pupil.sort_name, Pupil.uuid, Target.position)
        )
        return tuple(
            OpenTarget(
                target.uuid,
                pupil.uuid,
                pupil.name,
                target.position,
                " ".join((target.pupil_wording or target.staff_wording).split()),
                tuple(dict.fromkeys(re.split(r"[\s|]+", pupil.search_text))),
            )
            for target, pupil in rows
        )


def read(typed: str, targets: Sequence[OpenTarget], pupil_id: str = "") -> Reading:
    """Whose target a line is about. It never decides between two: all that fit are given, and a person chooses.

    A line may begin with any parts of a name and with t2 for the second target. Without a name it is about
    `pupil_id`, the pupil in sight.
    """
    words = typed.split()
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        named = [searchable(word.strip(",:")) for word in words[:length]]
        found = [target for target in targets if all(named) and _fits(named, target.names)]
        if found:
            return _numbered(" ".join(words[length:]), found)
    here = [target for target in targets if target.pupil_id == pupil_id]
    return _numbered(" ".join(words), here) if here else Reading((), typed.strip())


def _numbered(note: str, found: list[OpenTarget]) -> Reading:
    match = _NUMBERED.match(note)
    if match is not None:
        wanted = [target for target in found if target.number == int(match.group(1))]
        if wanted:
            return Reading(tuple(wanted), note[match.end() :].strip())
    return Reading(tuple(found), note)


def _fits(named: Sequence[str], names: Sequence[str]) -> bool:
    """Whether every typed word begins a word of the name of its own."""
    left = list(names)
    for word in named:
        match = next((name for name in left if name.startswith(word)), None)
        if match is None:
            return False
        left.remove(match)
    return True
