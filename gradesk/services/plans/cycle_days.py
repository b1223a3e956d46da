"""Correcting the days of a cycle: when a stage began and when the review was held. What is around them moves along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, CycleStage, Review
from gradesk.model.plans.plan import Plan
from gradesk.model.vocabulary import STAGES
from gradesk.services import editing
from gradesk.services.plans import cycles
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_DAY = timedelta(days=1)


def change_stage(store: Store, stage_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a stage's note, or the day it began; the stage before ends the day before, as when it was moved on."""
    checked = editing.check(CycleStage, values)
    with store.work("Change a stage", initiator) as session:
        if "started_on" in checked:
            _move_start(store, session, session.get_one(CycleStage, stage_id), checked.pop("started_on"))
        editing.change(store, CycleStage, stage_id, checked, "")


def correct_review(store: Store, review_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct the day a recorded review was held, or whether with the parent carer; its words stay as they were.

    The cycle ends on that day, and the next one, where it opened with the review, opens on it too.
    """
    if not set(values) <= {"happened_on", "with_home"}:
        raise Refused(
            "A recorded review stands; only its day, and who was there, can be corrected. Nothing was changed."
        )
    checked = editing.check(Review, values)
    with store.work("Correct a review", initiator) as session:
        review = session.get_one(Review, review_id)
        if review.recorded_on is None:
            raise Refused("This review is not recorded yet; nothing was changed. Write its day in the form.")
        if "happened_on" in checked:
            _move_review(store, session, review, checked.pop("happened_on"))
        editing.change(store, Review, review_id, checked, "")


def _move_start(store: Store, session: Session, stage: CycleStage, day: date | None) -> None:
    cycle, stages = cycles.loaded(session, stage.cycle_id)
    if day is None:
        raise Refused("A stage that has begun has a day; the old one was kept. Take the cycle back a stage instead.")
    if stage.started_on is None:
        raise Refused("This stage has not begun; nothing was changed. Move the cycle on instead.")
    if day > store.clock.today():
        raise Refused("A stage cannot have begun on a day to come; the old day was kept. Check the date.")
    before, after = _around(stages, stage.code)
    earliest = before.started_on if before is not None else _closed_before(session, cycle)
    latest = after.started_on if after is not None else cycle.closed_on
    if earliest is not None and day < earliest:
        raise Refused(
            f"What came before began or ended only on {earliest:%d/%m/%Y}; the old day was kept. Choose a later day."
        )
    if latest is not None and day > latest:
        raise Refused(
            f"What came after was on {latest:%d/%m/%Y}; the old day was kept. Choose that day or an earlier one."
        )
    stage.started_on = day
    if stage.ended_on is not None:
        stage.ended_on = max(stage.ended_on, day)
    if before is None:
        cycle.opened_on = cycle.happened_on = stage.planned_from = day
        stage.planned_to = max(stage.planned_to, day)
    else:
        before.ended_on = max(day - _DAY, before.started_on or day)
    session.flush()


def _move_review(store: Store, session: Session, review: Review, day: date) -> None:
    cycle, stages = cycles.loaded(session, review.cycle_id)
    if day > store.clock.today():
        raise Refused("A review cannot have been held on a day to come; the old day was kept. Check the date.")
    before, _ = _around(stages, "review")
    plan = session.get(Plan, cycle.plan_id) if cycle.plan_id else None
    known = (cycle.opened_on, before.started_on if before else None, plan.starts_on if plan else None)
    earliest = max(one for one in known if one is not None)
    if day < earliest:
        raise Refused(
            f"The cycle was still at work on {earliest:%d/%m/%Y}; the old day was kept. Choose that day or a later one."
        )
    _open_next_on(session, cycle, day)
    last = stages["review"]
    last.started_on, last.ended_on = min(last.started_on or day, day), day
    if before is not None and before.ended_on is not None:
        before.ended_on = max(min(before.ended_on, day), before.started_on or day)
    cycle.closed_on = review.happened_on = day
    session.flush()


def _open_next_on(session: Session, cycle: Cycle, day: date) -> None:
    """The cycle after this one opens with its review, or some days later; never before it."""
    following = session.scalars(
        select(Cycle)
        .where(Cycle.pupil_id == cycle.pupil_id, Cycle.deleted_at.is_(None), Cycle.number > cycle.number)
        .order_by(Cycle.number)
    ).first()
    if following is None or (following.opened_on != cycle.closed_on and following.opened_on >= day):
        return
    _, stages = cycles.loaded(session, following.uuid)
    _, second = _around(stages, "assess")
    latest = second.started_on if second is not None else following.closed_on
    if latest is not None and day > latest:
        raise Refused(
            f"The next cycle went on already on {latest:%d/%m/%Y}; the old day was kept. Choose that day or an earlier one."
        )
    following.opened_on = following.happened_on = day
    first = stages["assess"]
    first.started_on = first.planned_from = day
    first.planned_to = max(first.planned_to, day)
    if first.ended_on is not None:
        first.ended_on = max(first.ended_on, day)


def _around(stages: Mapping[str, CycleStage], code: str) -> tuple[CycleStage | None, CycleStage | None]:
    """The stages begun before and after one."""
    place = STAGES.codes.index(code)
    before = next((stages[one] for one in STAGES.codes[:place][::-1] if stages[one].started_on), None)
    after = next((stages[one] for one in STAGES.codes[place + 1 :] if stages[one].started_on), None)
    return before, after


def _closed_before(session: Session, cycle: Cycle) -> date | None:
    return session.scalar(
        select(func.max(Cycle.closed_on)).where(
            Cycle.pupil_id == cycle.pupil_id, Cycle.deleted_at.is_(None), Cycle.number < cycle.number
        )
    )
