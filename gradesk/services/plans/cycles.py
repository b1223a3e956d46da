"""The assess-plan-do-review cycle: opened, moved on stage by stage, and closed by its review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, CycleStage, Review, TargetOutcome
from gradesk.model.plans.plan import Plan
from gradesk.model.rules.stages import next_stage, planned_stages, usual_review_day
from gradesk.model.vocabulary import STAGES
from gradesk.services import editing
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=366 * 3)  # how far ahead a review is ever planned; what lies further is a year mistyped


@dataclass(frozen=True)
class CyclePage:
    """A cycle with its four stages in order and its review with the outcomes, if one was recorded."""

    cycle: Cycle
    stages: tuple[CycleStage, ...]
    review: Review | None
    outcomes: tuple[TargetOutcome, ...]


def cycles(store: Store, pupil_id: str) -> list[CyclePage]:
    """All cycles of a pupil, oldest first."""
    with store.read() as session:
        query = select(Cycle).where(Cycle.pupil_id == pupil_id, Cycle.deleted_at.is_(None)).order_by(Cycle.number)
        return _whole(session, session.scalars(query).all())


def current(store: Store, pupil_id: str) -> CyclePage | None:
    """The open cycle, if there is one."""
    with store.read() as session:
        query = select(Cycle).where(Cycle.pupil_id == pupil_id, Cycle.deleted_at.is_(None), Cycle.closed_on.is_(None))
        return next(iter(_whole(session, session.scalars(query).all())), None)


def _whole(session: Session, found: Sequence[Cycle]) -> list[CyclePage]:
    """Some cycles of one pupil with their stages in order, their reviews and outcomes."""
    ids = [cycle.uuid for cycle in found]
    stages: dict[str, list[CycleStage]] = {}
    for stage in session.scalars(select(CycleStage).where(CycleStage.cycle_id.in_(ids))):
        stages.setdefault(stage.cycle_id, []).append(stage)
    reviews = {
        review.cycle_id: review
        for review in session.scalars(
            select(Review).where(Review.cycle_id.in_(ids), Review.deleted_at.is_(None), Review.recorded_on.is_not(None))
        )
    }
    outcomes: dict[str, list[TargetOutcome]] = {}
    review_ids = [review.uuid for review in reviews.values()]
    for outcome in session.scalars(
        select(TargetOutcome).where(TargetOutcome.review_id.in_(review_ids), TargetOutcome.deleted_at.is_(None))
    ):
        outcomes.setdefault(outcome.review_id, []).append(outcome)
    order = {code: place for place, code in enumerate(STAGES.codes)}
    return [
        CyclePage(
            cycle,
            tuple(sorted(stages.get(cycle.uuid, ()), key=lambda stage: order[stage.code])),
            reviews.get(cycle.uuid),
            tuple(outcomes.get(reviews[cycle.uuid].uuid, ())) if cycle.uuid in reviews else (),
        )
        for cycle in found
    ]


def open_cycle(
    store: Store,
    pupil_id: str,
    opened_on: date | None = None,
    review_due_on: date | None = None,
    plan_id: str | None = None,
) -> str:
    """Open the next cycle in its assess stage; stages are planned up to the review. Returns the cycle's uuid."""
    day = opened_on or store.clock.today()
    due = review_due_on or usual_review_day(day, school.half_terms(store), school.stage_weeks(store))
    if due < day:
        raise Refused("A cycle cannot be reviewed before it opens; nothing was opened. Check the two days.")
    _refuse_far(store, day, due)
    with store.work(f"Open a cycle for {pupils.first_name(store, pupil_id)}") as session:
        past = session.scalars(select(Cycle).where(Cycle.pupil_id == pupil_id, Cycle.deleted_at.is_(None))).all()
        if any(row.closed_on is None for row in past):
            raise Refused("A cycle is open already; nothing was opened. Review that one first.")
        latest = max((row.closed_on for row in past if row.closed_on), default=None)
        if latest is not None and day < latest:
            raise Refused(
                f"The cycle before ended only on {latest:%d/%m/%Y}; nothing was opened. Choose that day or a later one."
            )
        # Deleted cycles keep their number, so that a restored one never meets its double.
        number = (session.scalar(select(func.max(Cycle.number)).where(Cycle.pupil_id == pupil_id)) or 0) + 1
        lead = leads.on_day(session, pupil_id, day)
        cycle = Cycle(
            pupil_id=pupil_id, number=number, opened_on=day, happened_on=day, review_due_on=due, plan_id=plan_id,
            lead_id=lead.staff_id if lead is not None else None,
        )  # fmt: skip
        session.add(cycle)
        session.flush()
        for span in planned_stages(day, due, school.stage_weeks(store)):
            session.add(
                CycleStage(
                    pupil_id=pupil_id,
                    cycle_id=cycle.uuid,
                    code=span.name,
                    planned_from=span.starts_on,
                    planned_to=span.ends_on,
                    started_on=day if span.name == "assess" else None,
                    happened_on=day,
                )
            )
        return cycle.uuid


def move_on(store: Store, cycle_id: str, on: date | None = None) -> str:
    """End the current stage and start the next on a day (today). Returns the new stage; a review is ended by recording it."""
    day = on or store.clock.today()
    with store.work(f"Move {_whose(store, cycle_id)} cycle on") as session:
        cycle, stages = loaded(session, cycle_id)
        following = next_stage(cycle.stage)
        if following is None:
            raise Refused("This cycle is at its review; nothing was moved. Record the review to close it.")
        if day > store.clock.today():
            raise Refused("A stage cannot begin on a day to come; nothing was moved. Choose today or an earlier day.")
        here, there = stages[cycle.stage], stages[following]
        if here.started_on is not None and day < here.started_on:
            raise Refused(
                f"This stage began only on {here.started_on:%d/%m/%Y}; nothing was moved. Choose that day or a later one."
            )
        here.ended_on = max(day - timedelta(days=1), here.started_on or day)
        there.started_on = day
        cycle.stage = following
        session.flush()
        return following


def move_to(store: Store, cycle_id: str, wanted: str, on: date) -> None:
    """Move the cycle on to a stage, through those between; one that is there or further stays."""
    with store.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        rows = session.scalars(select(CycleStage).where(CycleStage.cycle_id == cycle_id)).all()
    begun = max((row.started_on for row in rows if row.started_on is not None), default=on)
    for _ in range(STAGES.codes.index(wanted) - STAGES.codes.index(cycle.stage)):
        move_on(store, cycle_id, max(on, begun))


def move_back(store: Store, cycle_id: str) -> str:
    """Take the last step back: the stage before becomes the current one again. Returns it."""
    with store.work(f"Move {_whose(store, cycle_id)} cycle back") as session:
        cycle, stages = loaded(session, cycle_id)
        place = STAGES.codes.index(cycle.stage)
        if place == 0:
            raise Refused("This cycle is at its first stage; nothing was moved.")
        stages[cycle.stage].started_on = None
        cycle.stage = STAGES.codes[place - 1]
        stages[cycle.stage].ended_on = None
        session.flush()
        return cycle.stage


def _refuse_far(store: Store, opened_on: date, due: date) -> None:
    if due > max(opened_on, store.clock.today()) + FURTHEST:
        raise Refused(f"A review on {due:%d/%m/%Y} is over three years ahead; nothing was changed. Check the year.")


def change_review_due(store: Store, cycle_id: str, day: date) -> None:
    """Move the day the review is due; the stages not yet begun are planned anew up to it."""
    editing.check(Cycle, {"review_due_on": day})
    with store.work(f"Change {_whose(store, cycle_id)} review date") as session:
        cycle, stages = loaded(session, cycle_id)
        if day < cycle.opened_on:
            raise Refused("A cycle cannot be reviewed before it opens; the old date was kept. Check the year.")
        _refuse_far(store, cycle.opened_on, day)
        cycle.review_due_on = day
        for span in planned_stages(cycle.opened_on, day, school.stage_weeks(store)):
            stage = stages[span.name]
            if stage.ended_on is None:
                stage.planned_from, stage.planned_to = span.starts_on, span.ends_on


def move_stage_end(store: Store, stage_id: str, day: date) -> None:
    """Move the planned end of a stage of the open cycle; the stages after it give way, up to the day of the review.

    Moving the end of the review stage moves the day the review is due.
    """
    with store.read() as session:
        stage = session.get_one(CycleStage, stage_id)
        cycle = session.get_one(Cycle, stage.cycle_id)
    editing.check(CycleStage, {"planned_to": day})
    if cycle.closed_on is not None or stage.ended_on is not None:
        raise Refused("This stage is over, so its plan stays as it was; nothing was moved.")
    if stage.code == STAGES.codes[-1]:
        change_review_due(store, cycle.uuid, day)
        return
    with store.work(f"Plan {_whose(store, cycle.uuid)} {STAGES.label(stage.code).lower()} stage anew") as work:
        cycle, stages = loaded(work, stage.cycle_id)
        begins = stages[stage.code].started_on or stages[stage.code].planned_from
        if day < begins:
            raise Refused(
                f"This stage begins on {begins:%d/%m/%Y} and cannot end before; nothing was moved. Choose a later day."
            )
        after = STAGES.codes[STAGES.codes.index(stage.code) + 1 :]
        last = stages[after[-1]].planned_to
        if day + timedelta(days=len(after)) > last:
            raise Refused(
                f"That leaves no day for the stages before the review on {last:%d/%m/%Y}; nothing was moved. "
                "Move the review first."
            )
        stages[stage.code].planned_to = day
        for place, code in enumerate(after):
            following = stages[code]
            following.planned_from = day + timedelta(days=1)
            left = len(after) - place - 1
            day = min(max(following.planned_to, following.planned_from), last - timedelta(days=left))
            following.planned_to = day


def change_lead(store: Store, cycle_id: str, staff_id: str | None, initiator: object | None = None) -> None:
    """Say who leads a cycle; it is printed on its record, and signs its invitations."""
    editing.change(
        store, Cycle, cycle_id, {"lead_id": staff_id}, f"Who leads {_whose(store, cycle_id)} cycle", initiator
    )


def awaits_plan(store: Store, cycle: Cycle) -> bool:
    """Whether a cycle has no plan to review: none was tied to it, or that one was deleted or put away."""
    if cycle.plan_id is None:
        return True
    with store.read() as session:
        plan = session.get(Plan, cycle.plan_id)
    return plan is None or plan.deleted_at is not None or plan.state == "archived"


def attach_plan(store: Store, cycle_id: str, plan_id: str) -> None:
    """Say which plan a cycle works on."""
    editing.change(store, Cycle, cycle_id, {"plan_id": plan_id}, "Tie a plan to the cycle")


def last_closed(store: Store, pupil_id: str) -> date | None:
    """The day the pupil's newest closed cycle ended."""
    with store.read() as session:
        return session.scalar(
            select(func.max(Cycle.closed_on)).where(Cycle.pupil_id == pupil_id, Cycle.deleted_at.is_(None))
        )


def close(session: Session, cycle_id: str, day: date) -> None:
    """End a cycle on the day of its review, and with it the plan it worked on."""
    cycle, stages = loaded(session, cycle_id)
    if cycle.closed_on is not None:
        raise Refused("This cycle was reviewed already; nothing was changed.")
    # A review held early ends the stages that were never begun on paper.
    for stage in stages.values():
        if stage.started_on is not None and stage.ended_on is None:
            stage.ended_on = max(day, stage.started_on)
    review_stage = stages["review"]
    review_stage.started_on = review_stage.started_on or day
    review_stage.ended_on = max(day, review_stage.started_on)
    cycle.stage = "review"
    cycle.closed_on = day
    if cycle.plan_id:
        session.get_one(Plan, cycle.plan_id).state = "reviewed"


def _whose(store: Store, cycle_id: str) -> str:
    with store.read() as session:
        return f"{pupils.first_name(store, session.get_one(Cycle, cycle_id).pupil_id)}’s"


def loaded(session: Session, cycle_id: str) -> tuple[Cycle, dict[str, CycleStage]]:
    """A cycle with its stages by code; refuses one that was deleted."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or cycle.deleted_at is not None:
        raise Refused("This cycle was deleted; nothing was changed. Restore it from the history.")
    rows = session.scalars(select(CycleStage).where(CycleStage.cycle_id == cycle_id))
    return cycle, {row.code: row for row in rows}
