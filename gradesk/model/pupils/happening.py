"""What else stands on a pupil's timeline: visits of people outside, moves, and whatever else had its day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.vocabulary import HAPPENINGS


class Happening(StaffOnly, Entity):
    """One dated event. `happened_on` is its day, which may lie ahead."""

    __tablename__ = "happening"
    __table_args__ = (
        Index("ix_happening_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    kind: Mapped[str] = field("Kind", choices=HAPPENINGS, default="visit")
    title: Mapped[str] = text("What", help="such as Speech and language therapy")
    who: Mapped[str] = text("Who", help="who came, or whom it went to or came from", people=True)
    professional_id: Mapped[str | None] = link("professional.uuid", optional=True, label="From the directory")
    note: Mapped[str] = text("What came of it", lines=3)
