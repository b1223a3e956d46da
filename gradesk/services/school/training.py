"""What staff learned: courses, who took them and when, and whose is due again."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from gradesk.model.rules.days.freshness import months_after
from gradesk.model.school.staff import StaffMember, Training
from gradesk.services import editing
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Course:
    """A course that Gradesk suggests; `again_after` is in months, 0 when once is enough."""

    name: str
    about: str
    again_after: int


@dataclass(frozen=True)
class Standing:
    """Where the staff stand with one course: who has it, who has not yet, and whose is due again."""

    course: str
    has: tuple[tuple[StaffMember, Training], ...]
    due: tuple[tuple[StaffMember, Training], ...]
    not_yet: tuple[StaffMember, ...]


@cache
def courses() -> tuple[Course, ...]:
    """The courses shipped; understanding behaviour as communication comes first."""
    raw = tomllib.loads(resource("school", "courses.toml").read_text("utf-8"))
    return tuple(Course(row["name"], row["about"], row["again_after"]) for row in raw["course"])


def course_names(store: Store) -> list[str]:
    """Every course that can be chosen: those shipped, then the school's own by name."""
    shipped = [course.name for course in courses()]
    with store.read() as session:
        logged = session.scalars(select(Training.course).where(Training.deleted_at.is_(None)).distinct()).all()
    own = sorted({name for name in logged if name and name not in shipped}, key=str.casefold)
    return [*shipped, *own]


def usual_due(course: str, taken_on: date) -> date | None:
    """When a course is usually due again; None where once is enough or the school says itself."""
    known = next((one for one in courses() if one.name.casefold() == course.strip().casefold()), None)
    return months_after(taken_on, known.again_after) if known and known.again_after else None


def log(
    store: Store,
    staff_ids: Sequence[str],
    course: str,
    taken_on: date,
    due_again_on: date | None = None,
    note: str = "",
) -> int:
    """Log one course for several people in one step. Returns how many took it.

    Without a day it is due again when the course usually is.
    """
    if not course.strip():
        raise Refused("Training needs the name of the course; nothing was logged. Choose or type one.")
    if not staff_ids:
        raise Refused("Training needs somebody who took it; nothing was logged. Tick at least one person.")
    if taken_on > store.clock.today():
        raise Refused(f"{taken_on:%d/%m/%Y} is still to come; nothing was logged. Log the course once it was held.")
    values = {
        "course": course,
        "happened_on": taken_on,
        "due_again_on": due_again_on or usual_due(course, taken_on),
        "note": note,
    }
    wanted = list(dict.fromkeys(staff_ids))
    with store.work(f"Log “{course.strip()}” for {len(wanted)}"):
        for staff_id in wanted:
            editing.add(store, Training, values | {"staff_id": staff_id}, "")
    return len(wanted)


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change one training."""
    editing.change(store, Training, uuid, values, "Change a training", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete one training; undo brings it back."""
    editing.remove(store, Training, uuid, "Delete a training")


def by_person(store: Store) -> dict[str, list[Training]]:
    """All trainings by member of staff, newest first."""
    found: dict[str, list[Training]] = defaultdict(list)
    with store.read() as session:
        query = select(Training).where(Training.deleted_at.is_(None)).order_by(Training.happened_on.desc())
        for row in session.scalars(query):
            found[row.staff_id].append(row)
    return found


def standing(store: Store, course: str) -> Standing:
    """Where those who work here now stand with a course; the newest time counts."""
    trained, today = by_person(store), store.clock.today()
    has: list[tuple[StaffMember, Training]] = []
    due: list[tuple[StaffMember, Training]] = []
    not_yet: list[StaffMember] = []
    for person in staff.staff(store):
        newest = next((one for one in trained.get(person.uuid, []) if _same(one.course, course)), None)
        if newest is None:
            not_yet.append(person)
        else:
            (due if is_due(newest, today) else has).append((person, newest))
    return Standing(course, tuple(has), tuple(due), tuple(not_yet))


def due_again(store: Store) -> list[tuple[StaffMember, Training]]:
    """Every training of those who work here that is due again and was not taken again since."""
    trained, today = by_person(store), store.clock.today()
    found: list[tuple[StaffMember, Training]] = []
    for person in staff.staff(store):
        newest: dict[str, Training] = {}
        for one in trained.get(person.uuid, []):
            newest.setdefault(one.course.casefold(), one)
        found += [(person, one) for one in newest.values() if is_due(one, today)]
    return sorted(found, key=lambda pair: (pair[1].due_again_on or date.max, pair[0].name))


def is_due(training: Training, today: date) -> bool:
    """Whether a training is due again on a day."""
    return training.due_again_on is not None and training.due_again_on <= today


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
