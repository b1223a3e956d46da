"""Reviewing a class or a group at once: every open target in one list, and how each pupil's review is to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, Review, TargetOutcome
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.school import PlanType, Rating
from gradesk.services.plans import progress, reviews
from gradesk.services.plans.reviews import Lack, ReviewLine, ReviewPage
from gradesk.services.school.school import Label
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

SOON = timedelta(days=21)


@dataclass(frozen=True)
class Group:
    """Whose reviews: a class, or all; everybody, or only those whose review is due within three weeks."""

    class_name: str = ""
    due_soon: bool = False


@dataclass(frozen=True)
class PupilReview:
    """One pupil's review in hand with all that the lists show."""

    pupil_id: str
    name: str
    class_name: str
    page: ReviewPage

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing before it can be recorded; found once, because a long list asks after every key."""
        return tuple(reviews.lacks(self.page))

    @property
    def rated(self) -> int:
        """How many of its targets have an outcome."""
        return sum(self.page.is_rated(line) for line in self.page.lines)


def classes(store: Store) -> list[str]:
    """The classes in which somebody has an open cycle."""
    with store.read() as session:
        query = select(Pupil.class_name).join(Cycle, Cycle.pupil_id == Pupil.uuid).where(*_open(store.clock.today()))
        return sorted({name for name in session.scalars(query.distinct()) if name}, key=str.casefold)


def in_hand(store: Store, group: Group) -> list[PupilReview]:
    """The open cycles of a group with an agreed plan and targets to rate, by class and name; a handful of queries."""
    today = store.clock.today()
    with store.read() as session:
        query = (
            select(Cycle, Pupil, Plan).join(Pupil, Pupil.uuid == Cycle.pupil_id).join(Plan, Plan.uuid == Cycle.plan_id)
        )
        query = query.where(*_open(today), Plan.deleted_at.is_(None))
        if group.class_name:
            query = query.where(Pupil.class_name == group.class_name)
        if group.due_soon:
            query = query.where(Cycle.review_due_on <= today + SOON)
        rows = session.execute(query.order_by(Pupil.class_name, Pupil.sort_name)).all()
        found = _filled(session, [(cycle, pupil, plan) for cycle, pupil, plan in rows])
    return [one for one in found if one.page.lines and one.page.is_agreed]


def again(store: Store, one: PupilReview) -> PupilReview:
    """One pupil's review, read anew."""
    return PupilReview(one.pupil_id, one.name, one.class_name, reviews.page(store, one.page.cycle.uuid))


def record_complete(store: Store, found: Sequence[PupilReview]) -> list[str]:
    """Record every review that lacks nothing, as one step that one undo takes back; returns their pupils' uuids."""
    ready = [one for one in found if not one.lacks]
    if not ready:
        raise Refused("No review is complete yet; every word is kept. See what each one still needs.")
    with store.work(f"Record {len(ready)} reviews" if len(ready) > 1 else "Record a review"):
        for one in ready:
            try:
                reviews.record(store, one.page.cycle.uuid)
            except Refused as refusal:
                raise Refused(f"{one.name}: {refusal}") from None
    return [one.pupil_id for one in ready]


def seen(line: ReviewLine) -> progress.Line:
    """The line that the notes of a target make, and what they say in a few words."""
    return progress.line(line.target, line.points)


def _open(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Cycle.closed_on.is_(None),
        Cycle.deleted_at.is_(None),
        Pupil.deleted_at.is_(None),
        Pupil.left_on.is_(None) | (Pupil.left_on > today),
    )


def _filled(session: Session, rows: Sequence[tuple[Cycle, Pupil, Plan]]) -> list[PupilReview]:
    targets = _targets(session, [plan.uuid for _, _, plan in rows])
    every = [target for found in targets.values() for target in found]
    points = reviews.points_of(session, every)
    begun, outcomes = _begun(session, [cycle.uuid for cycle, _, _ in rows])
    last = reviews.last_words(session, every)
    scales = _scales(session)
    kinds = {kind.uuid: kind for kind in session.scalars(select(PlanType))}
    found: list[PupilReview] = []
    for cycle, pupil, plan in rows:
        review = begun.get(cycle.uuid)
        lines = tuple(
            ReviewLine(
                target,
                outcomes.get((review.uuid, target.uuid)) if review else None,
                tuple(points.get(target.uuid, ())),
                last.get(target.carried_from_id or "", ""),
            )
            for target in targets.get(plan.uuid, ())
        )
        is_agreed = not reviews.awaits_agreement(plan, kinds[plan.type_id])
        page = ReviewPage(cycle, plan, review, lines, tuple(scales.get(kinds[plan.type_id].scale_id, ())), is_agreed)
        found.append(PupilReview(pupil.uuid, pupil.name, pupil.class_name, page))
    return found


def _targets(session: Session, plan_ids: Sequence[str]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    query = select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None)).order_by(Target.position)
    for target in session.scalars(query):
        found.setdefault(target.plan_id, []).append(target)
    return found


def _begun(
    session: Session, cycle_ids: Sequence[str]
) -> tuple[dict[str, Review], dict[tuple[str, str], TargetOutcome]]:
    query = select(Review).where(Review.cycle_id.in_(cycle_ids), Review.deleted_at.is_(None))
    begun = {review.cycle_id: review for review in session.scalars(query)}
    rated = select(TargetOutcome).where(
        TargetOutcome.review_id.in_([review.uuid for review in begun.values()]), TargetOutcome.deleted_at.is_(None)
    )
    return begun, {(row.review_id, row.target_id): row for row in session.scalars(rated)}


def _scales(session: Session) -> Mapping[str, Sequence[Label]]:
    ratings: dict[str, list[Label]] = {}
    for row in session.scalars(select(Rating).order_by(Rating.position)):
        label = Label(row.uuid, row.code, row.label, row.symbol, row.is_success, row.is_movement)
        ratings.setdefault(row.scale_id, []).append(label)
    return ratings
