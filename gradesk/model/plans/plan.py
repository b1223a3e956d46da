"""The plan: its blocks of words, and the versions that were agreed by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import AGREED_HOW, AGREERS, PLAN_STATES


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
    needs_learning: Mapped[str] = text("Needs: cognition and learning", lines=2, help="What they find hard, and when.")
    needs_communication: Mapped[str] = text("Needs: communication and interaction", lines=2)
    needs_feelings: Mapped[str] = text("Needs: social, emotional and mental health", lines=2)
    needs_senses: Mapped[str] = text("Needs: sensory and/or physical", lines=2)
    needs_independence: Mapped[str] = text("Needs: independence and self-care", lines=2)
    barriers: Mapped[str] = text("What gets in the way", lines=3, help="Barriers to learning, not labels.")
    works: Mapped[str] = text("What works", lines=3)
    does_not_work: Mapped[str] = text("What does not work", lines=2)
    pupil_view: Mapped[str] = text("{Pupil}’s own view", lines=3, help="Their words, as spoken.")
    pupil_view_how: Mapped[str] = text("How we asked", help="talk, drawing, symbols, with whom")
    parent_view: Mapped[str] = text("Parent carer’s view", lines=3)
    parent_view_absent: Mapped[str] = text(
        "No parent carer’s view because", help="such as: invited on 3 and 10 March, no reply"
    )
    happens: Mapped[str] = text("What we see, and what comes before it", lines=3, help="Early signs, triggers, places.")
    telling_us: Mapped[str] = text(
        "What it may be telling us", lines=2, help="Behaviour is communication: the need behind it."
    )
    response: Mapped[str] = text("What adults do", lines=3, help="At the first signs, in the moment, to keep safe.")
    afterwards: Mapped[str] = text("Afterwards", lines=2, help="Time to recover, putting things right, who is told.")
    provision: Mapped[str] = text(
        "Support beyond the targets", lines=2, help="What, how often, how long, with whom: only what is additional."
    )
    home_actions: Mapped[str] = text("What we do at home", lines=2)
    advice: Mapped[str] = text("Advice from professionals", lines=2, help="who, when, and what we do about it")


@dataclass(frozen=True)
class Block:
    """A part of a plan that a school may take in or leave out, with the fields it consists of."""

    code: str
    label: str
    fields: tuple[str, ...] = ()


# All parts a plan can be made of, in the order shipped plans use. Strengths always stand first; targets and agreement
# have records of their own.
BLOCKS = (
    Block("strengths", "Strengths and interests", ("strengths",)),
    Block("aspirations", "Hopes and aspirations", ("aspirations",)),
    Block("pupil_view", "{Pupil}’s own view", ("pupil_view", "pupil_view_how")),
    Block("parent_view", "Parent carer’s view", ("parent_view", "parent_view_absent")),
    Block(
        "needs",
        "Needs by area",
        ("needs_learning", "needs_communication", "needs_feelings", "needs_senses", "needs_independence"),
    ),
    Block("barriers", "What gets in the way", ("barriers",)),
    Block("works", "What works and what does not", ("works", "does_not_work")),
    Block("behaviour", "Behaviour and our response", ("happens", "telling_us", "response", "afterwards")),
    Block("targets", "Targets"),
    Block("provision", "Support beyond the targets", ("provision",)),
    Block("home_actions", "What we do at home", ("home_actions",)),
    Block("advice", "Advice from professionals", ("advice",)),
    Block("agreement", "Agreement"),
)
BLOCK_BY_CODE = {block.code: block for block in BLOCKS}
PLAN_SECTIONS = tuple(name for block in BLOCKS for name in block.fields)


class PlanVersion(Entity):
    """A plan as it was agreed: frozen words, the day, and why it was made anew."""

    __tablename__ = "plan_version"
    __table_args__ = (Index("uq_plan_version_number", "plan_id", "number", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    plan_id: Mapped[str] = link("plan.uuid")
    number: Mapped[int] = field("Version", personal=False)
    reason: Mapped[str] = text("Reason for this version")
    content: Mapped[str] = text("Words of this version", help="JSON of the plan and its targets, never changed")


class PlanAgreement(Entity):
    """Who agreed to a version of a plan, and how. `happened_on` is the day they did."""

    __tablename__ = "plan_agreement"

    pupil_id: Mapped[str] = link("pupil.uuid")
    version_id: Mapped[str] = link("plan_version.uuid")
    role: Mapped[str] = field("As", choices=AGREERS)
    name: Mapped[str] = text("Name")
    how: Mapped[str] = field("How", choices=AGREED_HOW, default="paper", personal=False)
    happened_on: Mapped[date] = field("Agreed on", default_factory=date.today)
