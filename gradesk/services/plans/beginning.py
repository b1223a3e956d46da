"""Beginning a plan: from nothing, from the last cycle, from what is known, or with a class mate's strategies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import fields_of
from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.plans.plan import PLAN_SECTIONS, Plan
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.pupils.support import Need
from gradesk.model.rules.plan_states import OPEN
from gradesk.model.rules.stages import usual_review_day
from gradesk.model.school.school import PlanType, Rating
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import NEEDS
from gradesk.services import editing
from gradesk.services.plans import cycles, passports, plans, reviews
from gradesk.services.plans.plans import PlanPage
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# Views are asked for anew with every plan; everything else goes on from one to the next.
_ASKED_ANEW = ("pupil_view", "pupil_view_how", "parent_view", "parent_view_absent")
# How long what was said at a review still is what they say now.
FRESH = timedelta(days=28)
_GOES_ON = tuple(name for name in PLAN_SECTIONS if name not in _ASKED_ANEW)
# A target goes on with its words; where it stands, its place and its day are those of the new plan.
_OF_THE_PLAN = ("position", "staff_wording", "baseline", "baseline_value", "by_when")
_TARGET_GOES_ON = tuple(info.name for info in fields_of(Target) if info.name not in _OF_THE_PLAN)
_NEEDS_BY_AREA = {
    "C&L": "needs_learning",
    "C&I": "needs_communication",
    "SEMH": "needs_feelings",
    "S&P": "needs_senses",
    "IND": "needs_independence",
}
# Words that make a strategy about one child and not about what adults do.
_PERSONAL = re.compile(
    r"\b(he|she|him|her|hers|his|himself|herself|mum|mummy|dad|daddy|mother|father|nan|gran|grandma|grandad|"
    r"brother|sister|foster|diagnos\w*|medic\w*|adhd|autis\w*|epilep\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Carried:
    """A target of the last cycle that was not met, with the starting point its result makes."""

    target: Target
    rating: str
    baseline: str
    baseline_value: float | None


@dataclass(frozen=True)
class Sources:
    """What a new plan of one pupil can start from."""

    last: PlanPage | None
    carried: tuple[Carried, ...]
    known: dict[str, str]
    mates: tuple[tuple[str, str], ...]


def sources(store: Store, pupil_id: str) -> Sources:
    """What there is to start from: the plan reviewed last with its unmet targets, what is known, and class mates."""
    last = _last_reviewed(store, pupil_id)
    carried = _carried(store, last) if last else ()
    return Sources(last, carried, known(store, pupil_id), tuple(_mates(store, pupil_id)))


def begin(store: Store, pupil_id: str, type_code: str = "ilp", starts_on: date | None = None) -> str:
    """Begin an empty draft that starts today (or on a day), with a review at the usual time. Returns its uuid.

    Refuses while a plan for the same purpose is open: its targets have to be rated at a review first.
    """
    day = starts_on or store.clock.today()
    kind = _kind(store, type_code)
    _refuse_second(store, pupil_id, kind)
    due = _review_day(store, pupil_id, day)
    lead = leads.current(store, pupil_id)
    values = {
        "pupil_id": pupil_id,
        "type_id": kind.uuid,
        "starts_on": day,
        "review_on": due,
        "lead_id": lead.staff_id if lead is not None else None,
        "happened_on": day,
    }
    with store.work(f"Begin {pupils.first_name(store, pupil_id)}’s {kind.label}"):
        plan_id = editing.add(store, Plan, values, "")
        current = cycles.current(store, pupil_id)
        if kind.purpose == "learning" and current is not None and cycles.awaits_plan(store, current.cycle):
            cycles.attach_plan(store, current.cycle.uuid, plan_id)
        return plan_id


def begin_from_last(store: Store, pupil_id: str, type_code: str = "ilp", starts_on: date | None = None) -> str:
    """Begin from the plan reviewed last: its words but not its views, and the targets that were not met.

    Each of them starts where the review found it: the last result is the new starting point.
    """
    last = _last_reviewed(store, pupil_id)
    if last is None:
        raise Refused("There is no reviewed plan to start from; nothing was begun. Begin from nothing.")
    with store.work(f"Begin {pupils.first_name(store, pupil_id)}’s plan from the last cycle"):
        plan_id = begin(store, pupil_id, type_code, starts_on)
        plans.change(
            store, plan_id, {name: getattr(last.plan, name) for name in _GOES_ON} | _just_said(store, pupil_id)
        )
        for one in _carried(store, last):
            values: dict[str, Any] = {name: getattr(one.target, name) for name in _TARGET_GOES_ON}
            values |= {
                "carried_from_id": one.target.uuid,
                "baseline": one.baseline,
                "baseline_value": one.baseline_value,
            }
            if not one.target.does:
                values["staff_wording"] = one.target.staff_wording
            plans.add_target(store, plan_id, values)
        return plan_id


def begin_from_known(store: Store, pupil_id: str, type_code: str = "ilp", starts_on: date | None = None) -> str:
    """Begin from what is known: the pupil's passport, hopes and needs, and the findings of the assess stage."""
    with store.work(f"Begin {pupils.first_name(store, pupil_id)}’s plan from what is known"):
        plan_id = begin(store, pupil_id, type_code, starts_on)
        plans.change(store, plan_id, known(store, pupil_id))
        return plan_id


def begin_with_strategies(
    store: Store, pupil_id: str, strategies: Sequence[str], type_code: str = "ilp", starts_on: date | None = None
) -> str:
    """Begin from what is known, and with strategies chosen from a class mate's plan."""
    with store.work(f"Begin {pupils.first_name(store, pupil_id)}’s plan with strategies"):
        plan_id = begin_from_known(store, pupil_id, type_code, starts_on)
        plans.change(store, plan_id, {"provision": "\n".join(strategies)})
        return plan_id


def known(store: Store, pupil_id: str) -> dict[str, str]:
    """The blocks of a plan that other records fill already; empty ones are left out."""
    passport = passports.passport(store, pupil_id)
    with store.read() as session:
        aspirations = session.get_one(Pupil, pupil_id).aspirations
        needs = session.scalars(
            select(Need)
            .where(Need.pupil_id == pupil_id, Need.ends_on.is_(None), Need.deleted_at.is_(None))
            .order_by(Need.rank)
        ).all()
    current = cycles.current(store, pupil_id)
    findings = next((stage.note for stage in current.stages if stage.code == "assess"), "") if current else ""
    found = {"aspirations": aspirations, "barriers": findings}
    for need in needs:
        if (name := _NEEDS_BY_AREA.get(need.area)) is not None:
            found[name] = _lines(found.get(name, ""), NEEDS.label(need.code))
    if passport is not None:
        found["strengths"] = _lines(passport.admire, passport.good_at)
        found["works"] = passport.helps
        found["does_not_work"] = passport.does_not_help
        if not findings:
            found["barriers"] = passport.hard
    found |= _just_said(store, pupil_id)
    return {name: words for name, words in found.items() if words.strip()}


def _just_said(store: Store, pupil_id: str) -> dict[str, str]:
    """What pupil and parent carer said at a review that was held only now: the next plan starts from it."""
    oldest = store.clock.today() - FRESH
    review = next((one for one in reviews.reviews(store, pupil_id) if one.happened_on >= oldest), None)
    if review is None:
        return {}
    said = {"pupil_view": review.pupil_view, "parent_view": review.parent_view}
    if review.pupil_view.strip():
        said["pupil_view_how"] = f"At the review on {review.happened_on.day} {review.happened_on:%B %Y}"
    return {name: words for name, words in said.items() if words.strip()}


def strategies_of(store: Store, pupil_id: str) -> list[str]:
    """What adults do, sentence by sentence, from a pupil's newest plan, without a word that is about a person.

    A sentence that names the pupil, their family or any adult, or speaks of “he” or “she”, is left out.
    """
    found = plans.plans(store, pupil_id)
    if not found:
        return []
    page = plans.page(store, found[0].uuid)
    with store.read() as session:
        names = _names_around(session, pupil_id)
    sentences = [
        line.strip()
        for text in (*(target.how for target in page.targets), page.plan.provision)
        for line in re.split(r"\n|(?<=[.!?])\s+", text)
    ]
    return list(dict.fromkeys(line for line in sentences if len(line) > 8 and not _is_personal(line, names)))


def _is_personal(line: str, names: frozenset[str]) -> bool:
    if _PERSONAL.search(line):
        return True
    # A name of two letters may be a small word too; then a capital makes the difference.
    words = ((word, searchable(word)) for word in re.findall(r"\w+", line))
    return any(key in names and (len(key) > 2 or word[:1].isupper()) for word, key in words)


def _names_around(session: Session, pupil_id: str) -> frozenset[str]:
    pupil = session.get_one(Pupil, pupil_id)
    said = [pupil.search_text, *session.scalars(select(Contact.name).where(Contact.pupil_id == pupil_id))]
    said += session.scalars(select(StaffMember.name))
    in_class = select(Pupil.search_text).where(Pupil.class_name == pupil.class_name, Pupil.deleted_at.is_(None))
    said += session.scalars(in_class)
    return frozenset(word for name in said for word in re.split(r"\W+", searchable(name)) if len(word) > 1)


def _kind(store: Store, type_code: str) -> PlanType:
    with store.read() as session:
        kind = session.scalars(
            select(PlanType).where(PlanType.code == type_code, PlanType.deleted_at.is_(None))
        ).first()
    if kind is None:
        raise Refused("There is no such kind of plan; nothing was begun. Choose one from the list.")
    return kind


def _refuse_second(store: Store, pupil_id: str, kind: PlanType) -> None:
    for row in plans.plans(store, pupil_id):
        found = plans.page(store, row.uuid)
        if found.plan.state not in OPEN or found.kind.purpose != kind.purpose:
            continue
        if found.state == "draft":
            raise Refused(
                f"A draft of the {found.kind.label} is open already; nothing was begun. Go on with it or delete it."
            )
        if found.targets:
            raise Refused(
                f"The targets of the {found.kind.label} in force have no outcome yet; nothing was begun. Review it first."
            )
        raise Refused(f"A {found.kind.label} is in force already; nothing was begun. Put it away first.")


def _review_day(store: Store, pupil_id: str, day: date) -> date:
    current = cycles.current(store, pupil_id)
    if current is not None and current.cycle.review_due_on is not None and current.cycle.review_due_on > day:
        return current.cycle.review_due_on
    return usual_review_day(day, school.half_terms(store), school.stage_weeks(store))


def _last_reviewed(store: Store, pupil_id: str) -> PlanPage | None:
    for row in plans.plans(store, pupil_id):
        if row.state in ("reviewed", "archived"):
            found = plans.page(store, row.uuid)
            if found.kind.purpose == "learning":
                return found
    return None


def _carried(store: Store, last: PlanPage) -> tuple[Carried, ...]:
    with store.read() as session:
        rows = session.execute(
            select(TargetOutcome, Rating, Review)
            .join(Rating, Rating.uuid == TargetOutcome.rating_id)
            .join(Review, Review.uuid == TargetOutcome.review_id)
            .where(
                TargetOutcome.target_id.in_([target.uuid for target in last.targets]),
                TargetOutcome.deleted_at.is_(None),
                Review.recorded_on.is_not(None),
            )
        ).all()
        outcomes = {outcome.target_id: (outcome, rating, review) for outcome, rating, review in rows}
        numbers = {
            point.target_id: point.value
            for point in session.scalars(
                select(ProgressPoint)
                .where(ProgressPoint.target_id.in_(outcomes), ProgressPoint.deleted_at.is_(None))
                .order_by(ProgressPoint.happened_on, ProgressPoint.written_at)
            )
            if point.value is not None
        }
    found: list[Carried] = []
    for target in last.targets:
        if target.uuid in outcomes:
            outcome, rating, review = outcomes[target.uuid]
            if not rating.is_success:
                day = f"{review.happened_on.day} {review.happened_on:%B %Y}"
                said = f"{rating.label} on {day}. {outcome.evidence}".strip()[: editing.LONGEST]
                value = numbers.get(target.uuid, target.baseline_value)
                found.append(Carried(target, rating.label, said, value))
    return tuple(found)


def _mates(store: Store, pupil_id: str) -> list[tuple[str, str]]:
    with store.read() as session:
        pupil = session.get_one(Pupil, pupil_id)
        if not pupil.class_name:
            return []
        rows = session.scalars(
            select(Pupil)
            .where(
                Pupil.class_name == pupil.class_name,
                Pupil.uuid != pupil_id,
                Pupil.deleted_at.is_(None),
                Pupil.left_on.is_(None),
                select(Plan.uuid).where(Plan.pupil_id == Pupil.uuid, Plan.deleted_at.is_(None)).exists(),
            )
            .order_by(Pupil.sort_name)
        )
        return [(row.uuid, row.name) for row in rows]


def _lines(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())
