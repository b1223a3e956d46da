"""What was seen of a pupil in class: the evidence for Assess and Do."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text


class Observation(StaffOnly, Entity):
    """One observation of one pupil. `happened_on` is the day of it.

    On task is counted in equal intervals: `intervals_on_task` of `intervals`. What happened is written as antecedent,
    behaviour and consequence, then what it may be telling us (founding guide, A6 and S2).
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    started_at: Mapped[str] = text("From", help="time of day, such as 10:15")
    minutes: Mapped[int | None] = field("For how many minutes")
    place: Mapped[str] = text("Where", help="lesson, room, playground")
    observer: Mapped[str] = text("Who observed", people=True)
    focus: Mapped[str] = text("Focus", help="what we wanted to find out", lines=2)
    seen_well: Mapped[str] = text("What went well", lines=2)
    intervals: Mapped[int | None] = field("Times looked")
    intervals_on_task: Mapped[int | None] = field("Of these on task")
    interval_seconds: Mapped[int | None] = field("Seconds between two looks")
    tally_of: Mapped[str] = text("What was counted", help="such as calls out, leaves the seat")
    tally: Mapped[int | None] = field("How often")
    antecedent: Mapped[str] = text("What happened just before", lines=2)
    behaviour: Mapped[str] = text("What the {pupil} did", lines=2)
    consequence: Mapped[str] = text("What happened next", lines=2)
    may_tell: Mapped[str] = text("What it may be telling us", lines=2)
    finding: Mapped[str] = text("Finding", lines=2, help="in a sentence or two, for Assess")
