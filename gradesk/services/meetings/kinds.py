"""The kinds of meeting a school holds: renamed, their steps put in order, kinds of its own added."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.vocabulary import Term, Vocabulary
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

NOTE = Term("note", "Note")  # a line caught in passing that is no contact
MOST_MINUTES, MOST_NOTICE = 480, 120
_OWN = "own"  # how the code of a school's own kind begins


@dataclass(frozen=True)
class Step:
    """One step of a meeting. `{name}` in its words is the child's first name; `shape` says what is done there."""

    code: str
    title: str
    short: str
    asks: str
    shape: str


@cache
def every_step() -> Mapping[str, Step]:
    """All steps there are, by code, in the order they are offered."""
    raw = tomllib.loads(resource("school", "meetings.toml").read_text("utf-8"))
    return {one["code"]: Step(**one) for one in raw["step"]}


def kinds(store: Store) -> list[MeetingKind]:
    """The kinds a school uses, in their order."""
    with store.read() as session:
        query = select(MeetingKind).where(MeetingKind.deleted_at.is_(None)).order_by(MeetingKind.position)
        return list(session.scalars(query))


def kind_of(store: Store, code: str) -> MeetingKind:
    """One kind by its code; refuses one that is not there."""
    found = next((one for one in kinds(store) if one.code == code), None)
    if found is None:
        raise Refused("There is no such kind of meeting; nothing was changed. Choose one from the list.")
    return found


def named(session: Session) -> Vocabulary:
    """What the kinds are called, those that were taken off the list too: old records keep their words."""
    rows = session.execute(select(MeetingKind.code, MeetingKind.label).order_by(MeetingKind.position))
    return Vocabulary("kind of meeting", *(Term(code, label) for code, label in rows))


def brief(session: Session) -> frozenset[str]:
    """The codes of the kinds that are logged in a line."""
    return frozenset(session.scalars(select(MeetingKind.code).where(MeetingKind.is_brief)))


def notice(session: Session) -> dict[str, int | None]:
    """By the code of each kind, how many days before people are invited."""
    return {one.code: one.notice_days for one in session.scalars(select(MeetingKind))}


def names(store: Store) -> Vocabulary:
    """The same for a screen, with `NOTE` for lines that are no contact."""
    with store.read() as session:
        return Vocabulary("kind of meeting", *named(session), NOTE)


def choices(store: Store, *, brief: bool | None = None, note: bool = False) -> list[tuple[str, str]]:
    """Code and name of the kinds to choose from: all, only the brief ones, or only those with steps."""
    found = [(one.code, one.label) for one in kinds(store) if brief is None or one.is_brief == brief]
    return [*found, (NOTE.code, NOTE.label)] if note else found


def steps_of(kind: MeetingKind) -> list[Step]:
    """The steps of a kind, in order."""
    return [every_step()[code] for code in kind.steps.split() if code in every_step()]


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Rename a kind, or change its length, its notice, and what it counts as."""
    if not str(values.get("label", "-")).strip():
        raise Refused("A kind of meeting needs a name; the old one was kept. Type the one your school uses.")
    for name, words, most in (("minutes", "minutes", MOST_MINUTES), ("notice_days", "days of notice", MOST_NOTICE)):
        number = values.get(name)
        if number is not None and not 0 < number <= most:
            raise Refused(f"{number:g} {words} cannot be; the old number was kept. Type one up to {most}.")
    with store.work("Change a kind of meeting", initiator) as session:
        kind = session.get_one(MeetingKind, uuid)
        if "counts" in values and bool(values["counts"]) != kind.counts:
            _recount(store, kind.code, counts=bool(values["counts"]))
        editing.change(store, MeetingKind, uuid, values, "")


def count(store: Store, codes: Set[str], initiator: object | None = None) -> None:
    """Say which kinds count towards the contacts wanted a year; those of this school year are counted anew."""
    found = kinds(store)
    if codes - {one.code for one in found}:
        raise Refused("There is no such kind of contact; nothing was changed. Tick those on the list.")
    with store.work("Change which contacts count", initiator):
        for kind in found:
            if kind.counts != (kind.code in codes):
                change(store, kind.uuid, {"counts": kind.code in codes})


def arrange(store: Store, uuid: str, codes: Sequence[str], initiator: object | None = None) -> None:
    """Choose and order the steps of a kind."""
    wanted = list(dict.fromkeys(code for code in codes if code in every_step()))
    if not wanted:
        raise Refused("A meeting needs one step at least; the old ones were kept.")
    editing.change(store, MeetingKind, uuid, {"steps": " ".join(wanted)}, "Change the steps of a meeting", initiator)


def add(store: Store, label: str, like: str = "review") -> str:
    """Add a kind with a name of its own, at first with the steps of another (by code). Returns its uuid."""
    name = " ".join(label.split())
    if not name:
        raise Refused("A kind of meeting needs a name; nothing was added. Type the one your school uses.")
    with store.work(f"Add the meeting “{name}”") as session:
        there = session.scalars(select(MeetingKind)).all()
        if any(one.label.casefold() == name.casefold() and one.deleted_at is None for one in there):
            raise Refused("There is a kind of that name already; nothing was added. Give it another name.")
        model = next((one for one in there if one.code == like), there[0])
        taken = {one.code for one in there}
        number = next(place for place in range(1, len(taken) + 2) if f"{_OWN}{place}" not in taken)
        values = {
            "code": f"{_OWN}{number}", "label": name, "is_brief": model.is_brief, "minutes": model.minutes,
            "with_home": model.with_home,
            "notice_days": model.notice_days, "steps": model.steps,
            "reviews": model.reviews, "papers": model.papers, "papers_days": model.papers_days,
            "position": 1 + max(one.position for one in there),
        }  # fmt: skip
        return editing.add(store, MeetingKind, values, "")


def remove(store: Store, uuid: str) -> None:
    """Take a kind of the school's own off the list; refuses one that meetings are of, and those Gradesk knows by code."""
    with store.read() as session:
        kind = session.get_one(MeetingKind, uuid)
        used = session.scalar(select(func.count()).select_from(Meeting).where(Meeting.kind == kind.code)) or 0
    if not kind.code.startswith(_OWN):
        raise Refused(f"“{kind.label}” came with Gradesk and stays; nothing was changed. Rename it if you like.")
    if used:
        raise Refused(f"{used:,} meetings are of this kind, so it stays; nothing was changed. Rename it if you like.")
    editing.remove(store, MeetingKind, uuid, f"Remove the meeting “{kind.label}”")


def _recount(store: Store, code: str, *, counts: bool) -> None:
    """Those of this school year count now, or count no more."""
    year = academic_year(store.clock.today())
    with store.work("") as session:
        query = select(Meeting).where(
            Meeting.deleted_at.is_(None),
            Meeting.kind == code,
            Meeting.happened_on.between(year.starts_on, year.ends_on),
        )
        for meeting in session.scalars(query):
            meeting.counts = counts
