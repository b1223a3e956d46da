"""What else stands on a pupil's timeline: visits, referrals and reports, and the support that ran for a while."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import AREAS, HAPPENINGS, PROVISION_FORMS


class Happening(Entity):
    """One dated event. `happened_on` is its day, which may lie ahead for a visit that is arranged."""

    __tablename__ = "happening"
    __table_args__ = (
        Index("ix_happening_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    kind: Mapped[str] = field("Kind", choices=HAPPENINGS, default="visit")
    title: Mapped[str] = text("What", help="such as Speech and language therapy")
    who: Mapped[str] = text("Who", help="who came, or whom it went to or came from", people=True)
    note: Mapped[str] = text("What came of it", lines=3)


class Provision(Entity):
    """Support additional to or different from what every class does, as one pupil had it, from a day to a day."""

    __tablename__ = "provision"

    pupil_id: Mapped[str] = link("pupil.uuid")
    name: Mapped[str] = text("Support", help="such as Precision teaching, Lego club")
    form: Mapped[str] = field("How", choices=PROVISION_FORMS, default="group")
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    led_by: Mapped[str] = text("Led by", people=True)
    times_a_week: Mapped[float | None] = field("Times a week")
    minutes: Mapped[int | None] = field("Minutes each time")
    starts_on: Mapped[date] = field("From", default_factory=date.today)
    planned_to: Mapped[date | None] = field("Planned until")
    ends_on: Mapped[date | None] = field("Ended on")
    outcome: Mapped[str] = text("What came of it", lines=2)
