"""The plan: strengths, views and targets, and the versions that were agreed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import ADULTHOOD, AREAS, PLAN_STATES


class Plan(Entity):
    """One plan of one pupil, of a type the school names itself. Strengths stand first."""

    __tablename__ = "plan"

    pupil_id: Mapped[str] = link("pupil.uuid")
    type_id: Mapped[str] = link("plan_type.uuid")
    state: Mapped[str] = field("State", choices=PLAN_STATES, default="draft", personal=False)
    starts_on: Mapped[date] = field("Starts on")
    review_on: Mapped[date | None] = field("Review on")
    lead_id: Mapped[str | None] = link("staff_member.uuid", optional=True, label="Led by")
    strengths: Mapped[str] = text("Strengths and interests", lines=3, help="What they can do, like and are proud of.")
    aspirations: Mapped[str] = text("Hopes and aspirations", lines=2, help="What they want for this year and later.")
    barriers: Mapped[str] = text("What gets in the way", lines=3, help="Barriers to learning, not labels.")
    works: Mapped[str] = text("What works", lines=3)
    does_not_work: Mapped[str] = text("What does not work", lines=2)
    pupil_view: Mapped[str] = text("{Pupil}’s own view", lines=3, help="Their words, as spoken.")
    pupil_view_how: Mapped[str] = text("How we asked", help="talk, drawing, symbols, with whom")
    parent_view: Mapped[str] = text("Parent carer’s view", lines=3)
    parent_view_absent: Mapped[str] = text(
        "No parent carer’s view because", help="such as: invited on 3 and 10 March, no reply"
    )
    home_actions: Mapped[str] = text("What we do at home", lines=2)
    advice: Mapped[str] = text("Advice from professionals", lines=2, help="who, when, and what we do about it")


# Text blocks in the order the shipped plan shows them.
PLAN_SECTIONS = (
    "strengths",
    "aspirations",
    "pupil_view",
    "pupil_view_how",
    "parent_view",
    "parent_view_absent",
    "barriers",
    "works",
    "does_not_work",
    "home_actions",
    "advice",
)


class PlanVersion(Entity):
    """A plan as it was agreed: frozen words, who agreed, and why it was made anew."""

    __tablename__ = "plan_version"
    __table_args__ = (Index("uq_plan_version_number", "plan_id", "number", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    plan_id: Mapped[str] = link("plan.uuid")
    number: Mapped[int] = field("Version", personal=False)
    agreed_by: Mapped[str] = text("Agreed by")
    reason: Mapped[str] = text("Reason for this version")
    content: Mapped[str] = text("Words of this version", help="JSON of the plan and its targets, never changed")


class Target(Entity):
    """One target of a plan, in the pupil's words and in the staff's."""

    __tablename__ = "target"

    pupil_id: Mapped[str] = link("pupil.uuid")
    plan_id: Mapped[str] = link("plan.uuid")
    position: Mapped[int] = field("Number", personal=False, default=1)
    pupil_wording: Mapped[str] = text("In the {pupil}’s words", help="I can ...", lines=2)
    staff_wording: Mapped[str] = text("Target", help="who will do what, when, and how well", lines=2)
    baseline: Mapped[str] = text("Starting point", help="what happens now, with a number", lines=2)
    success_criterion: Mapped[str] = text("We will know by", help="4 out of 5 tries, 3 days running ...", lines=2)
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    adulthood: Mapped[str] = field("Preparing for Adulthood", choices=ADULTHOOD, default="")
    how: Mapped[str] = text("What we do", help="the strategy or intervention", lines=2)
    who: Mapped[str] = text("Who helps")
    how_often: Mapped[str] = text("How often and how long", help="15 minutes, 3 times a week")
    by_when: Mapped[date | None] = field("By when")
