"""The assess-plan-do-review cycle with its four stages and their planned and real dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import DECISIONS, NEXT_STEPS, PUPIL_RATINGS, STAGES


class Cycle(Entity):
    """One turn of the graduated approach for one pupil; one is open at a time (Code of Practice 6.44)."""

    __tablename__ = "cycle"
    __table_args__ = (
        Index("uq_cycle_open", "pupil_id", unique=True, sqlite_where=sql("closed_on IS NULL AND deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    number: Mapped[int] = field("Cycle", personal=False)
    opened_on: Mapped[date] = field("Opened on")
    closed_on: Mapped[date | None] = field("Closed on")
    stage: Mapped[str] = field("Stage", choices=STAGES, default="assess")
    review_due_on: Mapped[date | None] = field("Review due on")
    plan_id: Mapped[str | None] = link("plan.uuid", optional=True)
    lead_id: Mapped[str | None] = link("staff_member.uuid", optional=True, label="Led by")


class CycleStage(Entity):
    """One stage of a cycle: when it was meant to be, when it was, and what came of it."""

    __tablename__ = "cycle_stage"
    __table_args__ = (Index("uq_cycle_stage_code", "cycle_id", "code", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    cycle_id: Mapped[str] = link("cycle.uuid")
    code: Mapped[str] = field("Stage", choices=STAGES)
    planned_from: Mapped[date] = field("Planned from")
    planned_to: Mapped[date] = field("Planned to")
    started_on: Mapped[date | None] = field("Started on")
    ended_on: Mapped[date | None] = field("Ended on")
    note: Mapped[str] = text("Note", lines=3, help="evidence, adjustments, who was there")


class Review(Entity):
    """What was found at the end of a cycle and what was decided. `happened_on` is the day of the review.

    It is written as it is typed; from the day in `recorded_on` it stands, and the cycle is closed. One that was held in a
    meeting is that meeting, which counts for both.
    """

    __tablename__ = "review"
    __table_args__ = (Index("uq_review_cycle", "cycle_id", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    cycle_id: Mapped[str] = link("cycle.uuid")
    plan_id: Mapped[str | None] = link("plan.uuid", optional=True)
    meeting_id: Mapped[str | None] = link("meeting.uuid", optional=True)
    happened_on: Mapped[date] = field("Held on", default_factory=date.today)
    recorded_on: Mapped[date | None] = field("Recorded on", personal=False)
    with_home: Mapped[bool] = field(
        "Held with the parent carer", default=True, help="then it is a contact with home, and need not be logged"
    )
    pupil_view: Mapped[str] = text("{Pupil}’s own view, or why there is none", lines=2, help="Their words, as spoken.")
    parent_view: Mapped[str] = text("Parent carer’s view, or why there is none", lines=2)
    home_done: Mapped[str] = text("What was done at home", lines=2)
    staff_view: Mapped[str] = text("Staff’s view", lines=2)
    decision: Mapped[str] = field("Decision", choices=DECISIONS, default="")
    reason: Mapped[str] = text("Reason", lines=2)
    next_review_on: Mapped[date | None] = field("Next review on")


class TargetOutcome(Entity):
    """How one target stood at one review, on the school's scale, with the evidence."""

    __tablename__ = "target_outcome"
    __table_args__ = (Index("uq_target_outcome_target", "review_id", "target_id", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    review_id: Mapped[str] = link("review.uuid")
    target_id: Mapped[str] = link("target.uuid")
    rating_id: Mapped[str | None] = link("rating.uuid", optional=True, label="Outcome")
    pupil_rating: Mapped[str] = field("{Pupil}’s own rating", choices=PUPIL_RATINGS, default="")
    evidence: Mapped[str] = text("Evidence", lines=2, help="what shows it: numbers, work, who saw it")
    support_given: Mapped[str] = text("Support really given", help="sessions held and missed, and why", lines=2)


class NextStep(Entity):
    """What was decided after cycles without movement, and why. `happened_on` is the day of it."""

    __tablename__ = "next_step"
    __table_args__ = (Index("uq_next_step_cycle", "cycle_id", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    cycle_id: Mapped[str] = link("cycle.uuid")
    happened_on: Mapped[date] = field("Decided on", default_factory=date.today)
    choice: Mapped[str] = field("What comes next", choices=NEXT_STEPS, default="")
    reason: Mapped[str] = text("Reason", lines=2)
