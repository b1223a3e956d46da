"""One target of a plan: its sentence, its measure, who helps, and the small steps on the way."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import ADULTHOOD, AREAS, CRITERIA, PROMPTS


class Target(Entity):
    """One target of a plan, in the pupil's words and in the staff's."""

    __tablename__ = "target"

    pupil_id: Mapped[str] = link("pupil.uuid")
    plan_id: Mapped[str] = link("plan.uuid")
    carried_from_id: Mapped[str | None] = link("target.uuid", optional=True)
    position: Mapped[int] = field("Number", personal=False, default=1)
    pupil_wording: Mapped[str] = text("In the {pupil}’s words", help="I can ...", lines=3)
    learner: Mapped[str] = text("Who", help="the name, as the sentence begins")
    does: Mapped[str] = text("Will do what", help="something you can see or hear")
    given: Mapped[str] = text("When, or with what", help="the lesson, the prompt, the setting")
    standard: Mapped[str] = text("How well", help="with a number: in 4 of 5 tries")
    staff_wording: Mapped[str] = text("Target", help="who will do what, when, and how well", lines=3)
    baseline: Mapped[str] = text("Starting point", help="what happens now, with a number", lines=2)
    baseline_value: Mapped[float | None] = field("Starting point as a number", help="where the graph starts")
    criterion_form: Mapped[str] = field("Measured by", choices=CRITERIA, default="")
    criterion_goal: Mapped[float | None] = field("Goal", help="the number to reach")
    criterion_of: Mapped[float | None] = field("Out of", help="such as the 5 of “4 of 5”")
    criterion_prompt: Mapped[str] = field("Prompt at the goal", choices=PROMPTS, default="")
    success_criterion: Mapped[str] = text("We will know by", help="4 out of 5 tries, 3 days running ...", lines=2)
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    adulthood: Mapped[str] = field("Preparing for Adulthood", choices=ADULTHOOD, default="")
    how: Mapped[str] = text("What we do", help="the strategy or intervention", lines=2)
    who: Mapped[str] = text("Who helps")
    how_often: Mapped[str] = text("How often", help="3 times a week")
    how_long: Mapped[str] = text("How long", help="15 minutes")
    place: Mapped[str] = text("Where")
    home_part: Mapped[str] = text("Home’s part", lines=2, help="What helps at home, and how often.")
    by_when: Mapped[date | None] = field("By when")


class ProgressPoint(Entity):
    """One dated note between reviews on how a target goes, with a number or a level of prompt where there is one.

    `mark_id` is the mark on a register of support whose note it was.
    """

    __tablename__ = "progress_point"
    __table_args__ = (
        Index("ix_progress_point_target_day", "target_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
        Index(
            "uq_progress_point_mark", "target_id", "mark_id", unique=True,
            sqlite_where=sql("deleted_at IS NULL AND mark_id IS NOT NULL"),
        ),
    )  # fmt: skip

    pupil_id: Mapped[str] = link("pupil.uuid")
    target_id: Mapped[str] = link("target.uuid")
    mark_id: Mapped[str | None] = link("session_mark.uuid", optional=True)
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    value: Mapped[float | None] = field("Number")
    out_of: Mapped[float | None] = field("Out of")
    prompt: Mapped[str] = field("Level of prompt", choices=PROMPTS, default="")
    words: Mapped[str] = text("Note", lines=2)
