"""One line from anywhere, such as “Ava 3/5 today with visual prompt”: whose target it is about, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules.plan_states import IN_FORCE
from gradesk.model.rules.words.slips import one_slip
from gradesk.store.work import Store

LONGEST_NAME = 4  # words of a name that a line can begin with
TELLING = 5  # letters from which a word of the note tells which target it is about; “with” tells nothing
ENOUGH = 3  # letters from which the beginning of a name is meant as one
_POSSESSIVE = re.compile(r"[’']s$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:t|#|target )(\d{1,2})\b[:,]?", re.IGNORECASE)


@dataclass(frozen=True)
class OpenTarget:
    """A target that can be noted on, with whose it is."""

    target_id: str
    pupil_id: str
    name: str
    class_name: str
    number: int
    words: str
    form: str  # how it is measured, a code of CRITERIA
    of: float | None  # out of how many
    names: frozenset[str]  # the words of the pupil's names, folded; a double name also by its halves


@dataclass(frozen=True)
class Reading:
    """One way to understand a typed line: the target it is about, and what it says about it."""

    target: OpenTarget
    note: str


def open_targets(store: Store) -> tuple[OpenTarget, ...]:
    """The targets of every plan in force of everybody on the roll, by name and number."""
    today = store.clock.today()
    with store.read() as session:
        rows = session.execute(
            select(
                Target.uuid,
                Target.plan_id,
                Target.pupil_wording,
                Target.staff_wording,
                Target.criterion_form,
                Target.criterion_of,
                Target.pupil_id,
                Pupil.class_name,
                Pupil.preferred_forename,
                Pupil.preferred_surname,
                Pupil.legal_forename,
                Pupil.legal_surname,
                Pupil.middle_names,
            )
            .join(Plan, Plan.uuid == Target.plan_id)
            .join(Pupil, Pupil.uuid == Target.pupil_id)
            .where(
                Target.deleted_at.is_(None),
                Plan.deleted_at.is_(None),
                Plan.state.in_(IN_FORCE),
                Pupil.deleted_at.is_(None),
                Pupil.left_on.is_(None) | (Pupil.left_on > today),
            )
            .order_by(Pupil.sort_name, Pupil.uuid, Plan.starts_on.desc(), Plan.uuid, Target.position, Target.written_at)
        )
        found: list[OpenTarget] = []
        names: dict[str, frozenset[str]] = {}
        plan_id, number = "", 0
        for row in rows:
            # Targets are numbered as the plan shows them.
            number = number + 1 if row.plan_id == plan_id else 1
            plan_id = row.plan_id
            if row.pupil_id not in names:
                names[row.pupil_id] = _name_words(row)
            found.append(
                OpenTarget(
                    row.uuid,
                    row.pupil_id,
                    f"{row.preferred_forename or row.legal_forename} {row.preferred_surname or row.legal_surname}".strip(),
                    row.class_name,
                    number,
                    " ".join((row.pupil_wording or row.staff_wording).split()),
                    row.criterion_form,
                    row.criterion_of,
                    names[row.pupil_id],
                )
            )
        return tuple(found)


def read(typed: str, targets: Sequence[OpenTarget], pupil_id: str = "") -> tuple[Reading, ...]:
    """Whose target a line is about, likeliest first. It never decides between two: a person chooses.

    A line may begin with any parts of a name and with t2 for the second target. It may always be about `pupil_id`, the
    pupil in sight, because a word such as will or a may begin a name and may not.
    """
    words = typed.split()
    here = _numbered(" ".join(words), [target for target in targets if target.pupil_id == pupil_id])
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        named = [_as_name(word) for word in words[:length]]
        fitting = [target for target in targets if all(named) and _fits(named, target.names)]
        if fitting:
            by_name = _numbered(" ".join(words[length:]), fitting)
            others = tuple(one for one in here if one.target not in fitting)
            return by_name + others if _is_name(named, fitting) else others + by_name
    first = _as_name(words[0]) if words else ""
    slipped = [target for target in targets if any(one_slip(first, name) for name in target.names)]
    by_slip = _numbered(" ".join(words[1:]), slipped)
    return here + tuple(one for one in by_slip if all(one.target != other.target for other in here))


def _is_name(named: Sequence[str], fitting: Sequence[OpenTarget]) -> bool:
    """Whether the words say a name, rather than happening to begin as one does."""
    return all(len(word) >= ENOUGH for word in named) or any(set(named) <= target.names for target in fitting)


def _numbered(note: str, found: Sequence[OpenTarget]) -> tuple[Reading, ...]:
    match = _NUMBERED.match(note)
    if match is not None:
        wanted = [target for target in found if target.number == int(match.group(1))]
        if wanted:
            note = note[match.end() :].strip()
            return tuple(Reading(target, note) for target in wanted)
    # A word of the target, such as spell, tells which one is meant; it stays in the note.
    said = [word for word in searchable(note).split() if len(word) >= TELLING and word.isalpha()]
    ranked = sorted(found, key=lambda target: -sum(word in searchable(target.words) for word in said))
    return tuple(Reading(target, note) for target in ranked)


def _as_name(word: str) -> str:
    return searchable(_POSSESSIVE.sub("", word.strip(",:;")))


def _name_words(row: Any) -> frozenset[str]:
    whole = (
        row.preferred_forename,
        row.preferred_surname,
        row.legal_forename,
        row.legal_surname,
        row.middle_names,
    )
    words = [word for name in whole for word in name.split()]
    return frozenset(searchable(part) for word in words for part in (word, *word.split("-")) if part)


def _fits(named: Sequence[str], names: Iterable[str]) -> bool:
    """Whether every typed word begins a word of the name of its own."""
    if len(named) == 1:
        return any(name.startswith(named[0]) for name in names)
    return any(
        name.startswith(named[0]) and _fits(named[1:], [other for other in names if other != name]) for name in names
    )
