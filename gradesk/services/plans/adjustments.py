"""Everyday strategies and reasonable adjustments: of the whole school, of a class, and of one pupil."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import Adjustment
from gradesk.model.rules.words import repeats
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

SCHOOL = ""  # the class name that stands for the whole school


@dataclass(frozen=True)
class Suggestion:
    """An everyday strategy that Gradesk ships: words, broad area of need, and where."""

    words: str
    area: str
    lessons: str


@dataclass(frozen=True)
class Place:
    """The strategies of the whole school (class name "") or of one class: in force, and ended."""

    class_name: str
    now: tuple[Adjustment, ...]
    ended: tuple[Adjustment, ...]


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """What a school can start from, by area."""
    raw = tomllib.loads(resource("school", "everyday.toml").read_text("utf-8"))
    return tuple(Suggestion(row["words"], row["area"], row.get("where", "")) for row in raw["strategy"])


def places(store: Store) -> list[Place]:
    """The whole school, then every class on the roll or with strategies of its own."""
    today = store.clock.today()
    with store.read() as session:
        rows = session.scalars(
            select(Adjustment)
            .where(Adjustment.pupil_id.is_(None), Adjustment.deleted_at.is_(None))
            .order_by(Adjustment.written_at)
        ).all()
        on_roll = and_(Pupil.deleted_at.is_(None), or_(Pupil.left_on.is_(None), Pupil.left_on > today))
        classes = set(session.scalars(select(Pupil.class_name).where(on_roll, Pupil.class_name != "").distinct()))
    names = sorted(classes | {row.class_name for row in rows if row.class_name}, key=str.casefold)
    return [_place(name, [row for row in rows if row.class_name == name], today) for name in (SCHOOL, *names)]


def of_pupil(store: Store, pupil_id: str) -> Place:
    """What one pupil gets beyond that."""
    with store.read() as session:
        query = select(Adjustment).where(Adjustment.pupil_id == pupil_id, Adjustment.deleted_at.is_(None))
        return _place("", list(session.scalars(query.order_by(Adjustment.written_at))), store.clock.today())


def universal(store: Store, pupil_id: str) -> list[Adjustment]:
    """What the pupil gets with everybody else: of the whole school, then of the class."""
    today = store.clock.today()
    with store.read() as session:
        return [row for row in _for_class(session, session.get_one(Pupil, pupil_id).class_name) if _is_on(row, today)]


def repeated(store: Store, pupil_id: str, text: str) -> list[str]:
    """The strategies every pupil gets that a text says again; plans list only what is additional or different."""
    if not text.strip():
        return []
    return repeats.repeated(text, [row.words for row in universal(store, pupil_id)])


def add(
    store: Store,
    words: str,
    *,
    class_name: str = SCHOOL,
    pupil_id: str | None = None,
    area: str = "",
    lessons: str = "",
    starts_on: date | None = None,
) -> str:
    """Add one strategy, from today unless a day is given. Returns the uuid."""
    if not words.strip():
        raise Refused("A strategy needs words; nothing was added. Write one thing an adult can be seen doing.")
    values = {"words": words, "class_name": class_name, "pupil_id": pupil_id, "area": area, "lessons": lessons}
    return editing.add(
        store, Adjustment, values | {"starts_on": starts_on or store.clock.today()}, _label("Add", pupil_id, class_name)
    )


def add_suggested(store: Store, wanted: Sequence[str], class_name: str = SCHOOL) -> int:
    """Take several suggestions up in one step; those that are there already are passed over. Returns how many."""
    known = {suggestion.words: suggestion for suggestion in suggestions()}
    there = {row.words.casefold() for place in places(store) if place.class_name == class_name for row in place.now}
    fresh = [known[words] for words in wanted if words in known and words.casefold() not in there]
    if not fresh:
        raise Refused("Nothing was added: tick at least one strategy that is not there yet.")
    with store.work(f"Add {len(fresh)} everyday strategies"):
        for one in fresh:
            add(store, one.words, class_name=class_name, area=one.area, lessons=one.lessons)
    return len(fresh)


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a strategy. Saying whether it works is looking at it, so that sets the day to today."""
    if not str(values.get("words", "-")).strip():
        raise Refused("A strategy needs words; the old ones were kept. End it or delete it instead.")
    changed = dict(values)
    if changed.get("working") and "checked_on" not in changed:
        changed["checked_on"] = store.clock.today()
    with store.work("Change an adjustment", initiator) as session:
        editing.change(store, Adjustment, uuid, changed, "")
        row = session.get_one(Adjustment, uuid)
        if row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on:
            raise Refused("It cannot end before it began; the old days were kept. Check the two days.")


def end(store: Store, uuid: str, last_day: date) -> None:
    """End a strategy after a last day; it stays in the history."""
    change(store, uuid, {"ends_on": last_day})


def take_up(store: Store, uuid: str) -> None:
    """Do an ended strategy again, as if it had not been ended."""
    change(store, uuid, {"ends_on": None})


def remove(store: Store, uuid: str) -> None:
    """Delete a strategy that was written by mistake; undo and the history bring it back."""
    editing.remove(store, Adjustment, uuid, "Delete an adjustment")


def get(store: Store, uuid: str) -> Adjustment:
    """One strategy as it is kept now."""
    with store.read() as session:
        return session.get_one(Adjustment, uuid)


def _for_class(session: Session, class_name: str) -> list[Adjustment]:
    query = select(Adjustment).where(
        Adjustment.pupil_id.is_(None),
        Adjustment.deleted_at.is_(None),
        Adjustment.class_name.in_({SCHOOL, class_name}),
    )
    return list(session.scalars(query.order_by(Adjustment.class_name, Adjustment.written_at)))


def _place(class_name: str, rows: Sequence[Adjustment], today: date) -> Place:
    over = tuple(row for row in rows if row.ends_on is not None and row.ends_on <= today)
    return Place(class_name, tuple(row for row in rows if row not in over), over)


def _is_on(row: Adjustment, today: date) -> bool:
    begun = row.starts_on is None or row.starts_on <= today
    return begun and (row.ends_on is None or row.ends_on > today)


def _label(verb: str, pupil_id: str | None, class_name: str) -> str:
    if pupil_id is not None:
        return f"{verb} an adjustment"
    return f"{verb} a strategy of {class_name}" if class_name else f"{verb} a strategy of the whole school"
