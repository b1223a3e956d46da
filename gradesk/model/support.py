"""What support a pupil is on and since when: status, layer and needs, each with its history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import AREAS, NEEDS, STATUSES

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
