"""Whom an inspector is likely to ask about: about six pupils, each for a reason of their own, and what to have ready of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.ehc.case import EhcCase
from gradesk.model.outside.report import Recommendation
from gradesk.model.plans.cycle import Cycle, Review
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import StatusPeriod
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import DECISIONS
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.store.work import Store

USUAL = 6  # pupils; an inspector looks at about so many
TERM = timedelta(weeks=13)
# What goes into a folder: the documents, each in staff's variant where there is one.
FOLDER: tuple[tuple[str, str], ...] = (
    ("passport", ""), ("plan", "staff"), ("cycle", "staff"), ("review", "staff"), ("timeline", ""), ("provision", ""),
    ("promised", ""), ("advice-tracker", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Proposed:
    """One pupil, the criterion that found them, and why they fit, in a sentence."""

    row: RegisterRow
    criterion: str
    why: str


@dataclass(frozen=True)
class _School:
    """What the criteria look at, each read once."""

    rows: Mapping[str, RegisterRow]
    pupils: Mapping[str, Pupil]
    since: Mapping[str, date]  # on the status of now
    cycles: Mapping[str, int]
    decided: Mapping[str, Review]
    plans: frozenset[str]
    advised: Mapping[str, int]
    today: date


Finder = Callable[[_School], Iterator[tuple[str, str]]]


def proposed(store: Store, count: int = USUAL, without: Sequence[str] = ()) -> list[Proposed]:
    """About so many pupils, one for each criterion in turn, each from another class where that can be.

    Those in `without` are passed over: the next who fits takes their place.
    """
    with store.read() as session:
        school = _read(session, register.page(store, register.Criteria(status="KE"), limit=5_000), store.clock.today())
    offers = {title: list(find(school)) for title, find in CRITERIA}
    chosen: list[Proposed] = []
    while len(chosen) < count and any(offers.values()):
        for title, found in offers.items():
            there = {one.row.uuid for one in chosen} | set(without)
            classes = {one.row.class_name for one in chosen}
            free = [(uuid, why) for uuid, why in found if uuid not in there]
            offers[title] = free
            if free and len(chosen) < count:
                uuid, why = next((one for one in free if school.rows[one[0]].class_name not in classes), free[0])
                chosen.append(Proposed(school.rows[uuid], title, why))
    return chosen


def _read(session: Session, rows: Sequence[RegisterRow], today: date) -> _School:
    known = {row.uuid: row for row in rows}
    pupils = {
        one.uuid: one for one in session.scalars(select(Pupil).where(Pupil.deleted_at.is_(None))) if one.uuid in known
    }
    open_ = select(StatusPeriod).where(StatusPeriod.ends_on.is_(None), StatusPeriod.deleted_at.is_(None))
    since = {one.pupil_id: one.starts_on for one in session.scalars(open_)}
    counted = select(Cycle.pupil_id, func.count()).where(Cycle.deleted_at.is_(None)).group_by(Cycle.pupil_id)
    cycles = {uuid: number for uuid, number in session.execute(counted) if uuid in known}
    decided: dict[str, Review] = {}
    for review in session.scalars(select(Review).where(Review.deleted_at.is_(None)).order_by(Review.happened_on)):
        decided[review.pupil_id] = review
    cases = select(EhcCase.pupil_id).where(EhcCase.deleted_at.is_(None), EhcCase.closed_on.is_(None))
    advised: dict[str, int] = defaultdict(int)
    for (uuid,) in session.execute(select(Recommendation.pupil_id).where(Recommendation.deleted_at.is_(None))):
        advised[uuid] += 1
    return _School(known, pupils, since, cycles, decided, frozenset(session.scalars(cases)), advised, today)


def _with_plan(school: _School) -> Iterator[tuple[str, str]]:
    found = [row for row in school.rows.values() if row.status == "E"]
    for row in sorted(found, key=lambda one: school.since.get(one.uuid, school.today)):
        since = school.since.get(row.uuid)
        more = " with every date of the case" if row.uuid in school.plans else ""
        yield row.uuid, f"Has an EHC plan{f' since {written_day(since)}' if since else ''}{more}."


def _longest(school: _School) -> Iterator[tuple[str, str]]:
    found = [(number, uuid) for uuid, number in school.cycles.items() if school.rows[uuid].status == "K" and number > 1]
    for number, uuid in sorted(found, reverse=True):
        yield uuid, f"The longest way on SEN support: {number} cycles of assess, plan, do, review."


def _new(school: _School) -> Iterator[tuple[str, str]]:
    for uuid, row in sorted(school.rows.items(), key=lambda one: school.since.get(one[0], school.today), reverse=True):
        since = school.since.get(uuid)
        if row.status == "K" and since is not None and since >= school.today - TERM:
            yield (
                uuid,
                f"New on SEN support since {written_day(since)}: how the need was found, and what parents were told.",
            )


def _moved_on(school: _School) -> Iterator[tuple[str, str]]:
    for uuid, review in school.decided.items():
        if uuid in school.rows and review.decision in ("reduce", "step_off"):
            yield uuid, f"Moved on: “{DECISIONS.label(review.decision)}” on {written_day(review.happened_on)}."


def _stuck(school: _School) -> Iterator[tuple[str, str]]:
    for uuid, review in school.decided.items():
        if uuid in school.rows and review.decision in ("change", "refer", "request"):
            yield (
                uuid,
                f"Needed something else: “{DECISIONS.label(review.decision)}” on {written_day(review.happened_on)}.",
            )


def _advised(school: _School) -> Iterator[tuple[str, str]]:
    found = [(number, uuid) for uuid, number in school.advised.items() if uuid in school.rows]
    for number, uuid in sorted(found, reverse=True):
        yield (
            uuid,
            f"Advice from outside, with {number} recommendation{'' if number == 1 else 's'} to follow into lessons.",
        )


def _looked_after(school: _School) -> Iterator[tuple[str, str]]:
    for uuid, pupil in school.pupils.items():
        if pupil.looked_after:
            yield uuid, "Is looked after, and has special educational needs."


def _disadvantaged(school: _School) -> Iterator[tuple[str, str]]:
    for uuid, pupil in school.pupils.items():
        if pupil.pupil_premium and not pupil.looked_after:
            yield uuid, "Has the pupil premium, and special educational needs."


def _away(school: _School) -> Iterator[tuple[str, str]]:
    found = [
        (pupil.attendance_percent, uuid)
        for uuid, pupil in school.pupils.items()
        if pupil.attendance_percent is not None
    ]
    for percent, uuid in sorted(found):
        if percent < 90:
            yield uuid, f"Attendance of {percent:g} %: what is done about it."


# In the order in which they are gone through.
CRITERIA: tuple[tuple[str, Finder], ...] = (
    ("EHC plan", _with_plan), ("Long on SEN support", _longest), ("New on SEN support", _new),
    ("Advice from outside", _advised), ("Looked after", _looked_after), ("Moved on", _moved_on),
    ("Needed something else", _stuck), ("Pupil premium", _disadvantaged), ("Often away", _away),
)  # fmt: skip
