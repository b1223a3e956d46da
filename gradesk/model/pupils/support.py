"""What support a pupil is on and since when: status, layer, needs and named lead, each with its history; adjustments."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import AREAS, LEAD_ROLES, NEEDS, STATUSES, WORKING

_OPEN = sql("ends_on IS NULL AND deleted_at IS NULL")


class StatusPeriod(Entity):
    """A span of one SEN status. One is open at a time; parents must be told (Children and Families Act 2014 s.68)."""

    __tablename__ = "status_period"
    __table_args__ = (Index("uq_status_period_open", "pupil_id", unique=True, sqlite_where=_OPEN),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    status: Mapped[str] = field("Status", choices=STATUSES)
    starts_on: Mapped[date] = field("From")
    ends_on: Mapped[date | None] = field("To")
    reason: Mapped[str] = text("Reason", lines=2)
    parents_told_on: Mapped[date | None] = field("Parents told on")


class LayerPeriod(Entity):
    """A span on one layer of the graduated approach."""

    __tablename__ = "layer_period"
    __table_args__ = (Index("uq_layer_period_open", "pupil_id", unique=True, sqlite_where=_OPEN),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    layer: Mapped[str] = field("Layer")
    starts_on: Mapped[date] = field("From")
    ends_on: Mapped[date | None] = field("To")
    reason: Mapped[str] = text("Reason", lines=2)
    parents_told_on: Mapped[date | None] = field("Parents told on")


class Need(Entity):
    """A type of need by DfE code. Rank 1 is the primary need."""

    __tablename__ = "need"
    __table_args__ = (Index("uq_need_open_rank", "pupil_id", "rank", unique=True, sqlite_where=_OPEN),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    code: Mapped[str] = field("Type of need", choices=NEEDS)
    rank: Mapped[int] = field("Rank", default=1, help="1 is the primary need, 2 the secondary")
    area: Mapped[str] = field(
        "Area of need", choices=AREAS, default="", help="follows from the type unless you say otherwise"
    )
    starts_on: Mapped[date] = field("From")
    ends_on: Mapped[date | None] = field("To")
    source: Mapped[str] = text("Source", help="who found it, and the report")


class LeadPeriod(Entity):
    """Who co-ordinates a pupil's support, and since when: key worker, class teacher or form tutor (founding guide, A7)."""

    __tablename__ = "lead_period"
    __table_args__ = (Index("uq_lead_period_open", "pupil_id", unique=True, sqlite_where=_OPEN),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    staff_id: Mapped[str] = link("staff_member.uuid", label="Named lead")
    role: Mapped[str] = field("As", choices=LEAD_ROLES, default="teacher")
    starts_on: Mapped[date] = field("From")
    ends_on: Mapped[date | None] = field("To")


class Adjustment(Entity):
    """A reasonable adjustment or everyday strategy: of the whole school, of a class, or of one pupil.

    Without pupil and class it is what every pupil gets; plans list only what is additional to or different from these
    (Children and Families Act 2014 s.21; Code of Practice 6.15).
    """

    __tablename__ = "adjustment"

    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    class_name: Mapped[str] = text("Class", help="empty for the whole school")
    words: Mapped[str] = text("What we do", lines=2, help="one thing an adult can be seen doing")
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    lessons: Mapped[str] = text("Where", help="lessons and places; empty for everywhere")
    starts_on: Mapped[date | None] = field("Since")
    ends_on: Mapped[date | None] = field("Until")
    working: Mapped[str] = field("Is it working", choices=WORKING, default="")
    checked_on: Mapped[date | None] = field("Looked at on")
