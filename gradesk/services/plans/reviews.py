"""The review of a cycle: written as it is typed, recorded as one deliberate act, followed by the next cycle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, CycleStage, Review, TargetOutcome
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.stages import usual_review_day
from gradesk.model.school.school import PlanType, Rating
from gradesk.model.vocabulary import DECISIONS
from gradesk.services import editing
from gradesk.services.plans import cycles, plans, progress
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.services.school.school import Label
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class ReviewLine:
    """One target to be rated, with what is said of it so far, its notes since it began, and how it stood last time."""

    target: Target
    outcome: TargetOutcome | None
    points: tuple[ProgressPoint, ...]
    last: str = ""


@dataclass(frozen=True)
class ReviewPage:
    """A cycle at its review. `review` is None until somebody writes the first word of it.

    `is_agreed` is False while the plan waits for somebody to agree to it.
    """

    cycle: Cycle
    plan: Plan | None
    review: Review | None
    lines: tuple[ReviewLine, ...]
    scale: tuple[Label, ...]
    is_agreed: bool = True

    def is_rated(self, line: ReviewLine) -> bool:
        """Whether a target has an outcome on the scale that its plan is rated on now."""
        return line.outcome is not None and line.outcome.rating_id in {label.uuid for label in self.scale}


@dataclass(frozen=True)
class Lack:
    """One thing a review lacks before it can be recorded, and the field that would cure it."""

    field: str
    words: str
    target_id: str | None = None


def page(store: Store, cycle_id: str) -> ReviewPage:
    """Everything the review of a cycle shows."""
    with store.read() as session:
        cycle = _cycle(session, cycle_id)
        review = _review_of(session, cycle_id)
        targets = plans.targets_of(session, cycle.plan_id)
        outcomes = _outcomes(session, review)
        points = points_of(session, targets)
        last = last_words(session, targets)
        plan = session.get(Plan, cycle.plan_id) if cycle.plan_id else None
        kind = session.get_one(PlanType, plan.type_id) if plan else None
    scale = tuple(school.ratings(store, plan.type_id)) if plan else ()
    lines = tuple(
        ReviewLine(
            target,
            outcomes.get(target.uuid),
            tuple(points.get(target.uuid, ())),
            last.get(target.carried_from_id or "", ""),
        )
        for target in targets
    )
    return ReviewPage(cycle, plan, review, lines, scale, not awaits_agreement(plan, kind))


def awaits_agreement(plan: Plan | None, kind: PlanType | None) -> bool:
    """Whether a plan is one that people agree to, and nobody has yet."""
    if plan is None or kind is None or plan.deleted_at is not None:
        return False
    return plan.state == "draft" and "agreement" in kind.sections.split()


def begin(store: Store, cycle_id: str) -> str:
    """The review of a cycle, begun when nobody has; returns its uuid. The next review is proposed at the usual time."""
    with store.read() as session:
        cycle = _cycle(session, cycle_id)
        found = _review_of(session, cycle_id)
    if found is not None:
        return found.uuid
    following = usual_review_day(store.clock.today(), school.half_terms(store), school.stage_weeks(store))
    fixed = {"pupil_id": cycle.pupil_id, "cycle_id": cycle_id, "plan_id": cycle.plan_id}
    values = {**fixed, "next_review_on": following}
    return editing.add(store, Review, values, f"Begin {pupils.first_name(store, cycle.pupil_id)}’s review")


def change(store: Store, cycle_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Write views, decision, reason or dates of a review; begins it with the first word."""
    if values.get("decision") == "request":
        _refuse_second_request(store, cycle_id)
    with store.work(f"Write {_whose(store, cycle_id)} review", initiator):
        review_id = begin(store, cycle_id)
        _refuse_recorded(store, review_id)
        editing.change(store, Review, review_id, values, "")


def rate(
    store: Store,
    cycle_id: str,
    target_id: str,
    values: Mapping[str, Any],
    initiator: object | None = None,
    *,
    from_notes: bool = True,
) -> None:
    """Write the outcome, evidence or pupil's own rating of one target; begins the review with the first of them.

    An outcome without a line of evidence takes what the notes since the plan began say, to be corrected by whoever reads;
    not where others look on, who would read a note of staff (`from_notes` is False).
    """
    found = page(store, cycle_id)
    line = next((line for line in found.lines if line.target.uuid == target_id), None)
    if line is None:
        raise Refused("This target is not in the plan under review; nothing was changed. Open its own review.")
    chosen = values.get("rating_id")
    if chosen and chosen not in {label.uuid for label in found.scale}:
        raise Refused("This outcome is not on the plan’s scale; nothing was changed. Choose one from the list.")
    written = line.outcome.evidence if line.outcome else ""
    if from_notes and chosen and "evidence" not in values and not written.strip():
        values = {**values, "evidence": progress.suggested_evidence(line.points)}
    label = f"Rate {pupils.first_name(store, found.cycle.pupil_id)}’s target {line.target.position}"
    with store.work(label, initiator):
        review_id = begin(store, cycle_id)
        _refuse_recorded(store, review_id)
        if line.outcome is not None:
            editing.change(store, TargetOutcome, line.outcome.uuid, values, "")
            return
        fixed = {"pupil_id": found.cycle.pupil_id, "review_id": review_id, "target_id": target_id}
        editing.add(store, TargetOutcome, {**values, **fixed}, "")


def lacks(found: ReviewPage, *, opens_next: bool = True) -> list[Lack]:
    """What a review lacks before it can be recorded (domain rule 4; Code of Practice 6.53-6.56).

    A plan that was agreed, an outcome on its scale and a line of evidence for every target, the views of pupil and
    parent carer (or why there are none), a decision with its reason, and the day of the next review, unless no cycle
    follows.
    """
    missing: list[Lack] = [] if found.is_agreed else [Lack("plan", "the plan: nobody agreed to it yet")]
    for number, line in enumerate(found.lines, start=1):
        if not found.is_rated(line):
            missing.append(Lack("rating_id", f"target {number}: its outcome", line.target.uuid))
        if line.outcome is None or not line.outcome.evidence.strip():
            missing.append(Lack("evidence", f"target {number}: a line of evidence", line.target.uuid))
    review = found.review
    for name, words in (
        ("pupil_view", "the pupil’s own view, or why there is none"),
        ("parent_view", "the parent carer’s view, or why there is none"),
        ("decision", "the decision"),
        ("reason", "the reason for it"),
    ):
        if review is None or not getattr(review, name).strip():
            missing.append(Lack(name, words))
    ends = review is not None and (review.decision == "step_off" or review.next_review_on is not None)
    if opens_next and not ends:
        missing.append(Lack("next_review_on", "the day of the next review"))
    return missing


def record(store: Store, cycle_id: str, *, opens_next: bool = True) -> str:
    """Record a review: it stands from now on, the cycle and its plan are closed, the next cycle opens with its findings.

    Refuses while something is missing, so that no cycle is passed by writing over it. Returns the review's uuid.
    """
    found = page(store, cycle_id)
    missing = lacks(found, opens_next=opens_next)
    if missing:
        named = ", ".join(lack.words for lack in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise Refused(f"The review is not complete; every word is kept. Still missing: {named}{more}.")
    review = found.review
    assert review is not None
    _refuse_recorded(store, review.uuid)
    _check_days(found, review, store.clock.today(), opens_next=opens_next)
    _refuse_taken_out(store, found)
    with store.work(f"Record {_whose(store, cycle_id)} review") as session:
        standing = session.get_one(Review, review.uuid)
        standing.recorded_on = store.clock.today()
        standing.plan_id = found.cycle.plan_id  # it may have been tied after the first word was written
        cycles.close(session, cycle_id, review.happened_on)
        session.flush()
        if opens_next and review.decision != "step_off":
            _open_next(store, session, found, review)
    return review.uuid


def _open_next(store: Store, session: Session, found: ReviewPage, review: Review) -> None:
    cycle_id = cycles.open_cycle(store, found.cycle.pupil_id, review.happened_on, review.next_review_on)
    stage = session.scalars(
        select(CycleStage).where(CycleStage.cycle_id == cycle_id, CycleStage.code == "assess")
    ).one()
    note = f"From the review of cycle {found.cycle.number}: {DECISIONS.label(review.decision)}. {review.reason}"
    stage.note = note[: editing.LONGEST]


def _refuse_taken_out(store: Store, found: ReviewPage) -> None:
    """Nobody passes a review by taking out of the plan what people agreed to."""
    if found.plan is None:
        return
    newest = next(iter(plans.page(store, found.plan.uuid).versions), None)
    agreed = {target["uuid"] for target in json.loads(newest.content)["targets"]} if newest is not None else set()
    if agreed - {line.target.uuid for line in found.lines}:
        raise Refused(
            "A target was taken out since the plan was agreed; nothing was closed. Agree the plan anew and say why, or "
            "bring the target back from the history."
        )


def _check_days(found: ReviewPage, review: Review, today: date, *, opens_next: bool) -> None:
    if review.happened_on > today:
        raise Refused("A review cannot have been held on a day to come; nothing was closed. Check the date.")
    if review.happened_on < found.cycle.opened_on:
        raise Refused("A cycle cannot be reviewed before it opened; nothing was closed. Check the date.")
    if found.plan is not None and review.happened_on < found.plan.starts_on:
        raise Refused("A plan cannot be reviewed before it starts; nothing was closed. Check the date.")
    if opens_next and review.next_review_on is not None and review.next_review_on <= review.happened_on:
        raise Refused("The next review comes after this one; nothing was closed. Check the two days.")


def reviews(store: Store, pupil_id: str) -> list[Review]:
    """The recorded reviews of a pupil, newest first."""
    with store.read() as session:
        query = select(Review).where(
            Review.pupil_id == pupil_id, Review.deleted_at.is_(None), Review.recorded_on.is_not(None)
        )
        return list(session.scalars(query.order_by(Review.happened_on.desc(), Review.written_at.desc())))


def outcomes_of(store: Store, plan_id: str) -> dict[str, tuple[TargetOutcome, str]]:
    """What the recorded review of a plan found of each target, with the words of its rating; empty before one is."""
    with store.read() as session:
        query = select(Review).where(
            Review.plan_id == plan_id, Review.deleted_at.is_(None), Review.recorded_on.is_not(None)
        )
        found = _outcomes(session, session.scalars(query.order_by(Review.happened_on.desc())).first())
    words = school.every_rating(store)
    return {
        target_id: (row, words[row.rating_id].words)
        for target_id, row in found.items()
        if row.rating_id is not None and row.rating_id in words
    }


def _refuse_second_request(store: Store, cycle_id: str) -> None:
    with store.read() as session:
        pupil_id = _cycle(session, cycle_id).pupil_id
    status = pupils.page(store, pupil_id).status
    if status is not None and status.status == "E":
        raise Refused("This child has an EHC plan already, so none is asked for; nothing was changed.")


def _refuse_recorded(store: Store, review_id: str) -> None:
    with store.read() as session:
        if session.get_one(Review, review_id).recorded_on is not None:
            raise Refused("This cycle was reviewed already; nothing was changed.")


def _cycle(session: Session, cycle_id: str) -> Cycle:
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or cycle.deleted_at is not None:
        raise Refused("This cycle was deleted; nothing was changed. Restore it from the history.")
    return cycle


def _review_of(session: Session, cycle_id: str) -> Review | None:
    return session.scalars(select(Review).where(Review.cycle_id == cycle_id, Review.deleted_at.is_(None))).first()


def _outcomes(session: Session, review: Review | None) -> dict[str, TargetOutcome]:
    if review is None:
        return {}
    query = select(TargetOutcome).where(TargetOutcome.review_id == review.uuid, TargetOutcome.deleted_at.is_(None))
    return {row.target_id: row for row in session.scalars(query)}


def points_of(session: Session, targets: Sequence[Target]) -> dict[str, list[ProgressPoint]]:
    """The notes on some targets, oldest first."""
    found: dict[str, list[ProgressPoint]] = {}
    query = select(ProgressPoint).where(
        ProgressPoint.target_id.in_([target.uuid for target in targets]), ProgressPoint.deleted_at.is_(None)
    )
    for point in session.scalars(query.order_by(ProgressPoint.happened_on, ProgressPoint.written_at)):
        found.setdefault(point.target_id, []).append(point)
    return found


def last_words(session: Session, targets: Sequence[Target]) -> dict[str, str]:
    """How the target each one was carried from stood at its review."""
    before = [target.carried_from_id for target in targets if target.carried_from_id]
    query = (
        select(TargetOutcome.target_id, Rating.label)
        .join(Rating, Rating.uuid == TargetOutcome.rating_id)
        .join(Review, Review.uuid == TargetOutcome.review_id)
        .where(TargetOutcome.target_id.in_(before), Review.recorded_on.is_not(None))
        .order_by(Review.happened_on)
    )
    return {row.target_id: row.label for row in session.execute(query)}


def _whose(store: Store, cycle_id: str) -> str:
    with store.read() as session:
        return f"{pupils.first_name(store, session.get_one(Cycle, cycle_id).pupil_id)}’s"
