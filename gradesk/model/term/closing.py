"""A block that was closed: its minutes, its cost and what it did, as they were on that day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text


class ProvisionClosing(Entity):
    """The whole of a closed block. Sums are in pence; `rate` is pence an hour as an exact fraction, empty without any.

    Minutes are those of the adult, less the ones in which the same adult was with one child elsewhere.
    """

    __tablename__ = "provision_closing"
    __table_args__ = (
        Index("uq_provision_closing", "provision_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    provision_id: Mapped[str] = link("provision.uuid")
    rate: Mapped[str] = text("Rate", personal=False)
    planned_minutes: Mapped[int] = field("Minutes planned", personal=False, default=0)
    given_minutes: Mapped[int] = field("Minutes given", personal=False, default=0)
    planned_twice: Mapped[int] = field("Minutes planned twice", personal=False, default=0)
    given_twice: Mapped[int] = field("Minutes given twice", personal=False, default=0)
    planned_adults: Mapped[int] = field("Adults, planned", personal=False, default=0)
    given_adults: Mapped[int] = field("Adults, given", personal=False, default=0)
    planned_bought: Mapped[int] = field("Bought, planned", personal=False, default=0)
    given_bought: Mapped[int] = field("Bought, given", personal=False, default=0)
    planned_agency: Mapped[int] = field("Agency, planned", personal=False, default=0)
    given_agency: Mapped[int] = field("Agency, given", personal=False, default=0)


class MemberClosing(Entity):
    """One pupil of a closed block: minutes, pence, and the two results as they were.

    `said` is the change in words; results are in the unit of the measure.
    """

    __tablename__ = "member_closing"
    __table_args__ = (
        Index("uq_member_closing", "closing_id", "pupil_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    closing_id: Mapped[str] = link("provision_closing.uuid")
    pupil_id: Mapped[str] = link("pupil.uuid")
    planned: Mapped[int] = field("Minutes planned", default=0)
    delivered: Mapped[int] = field("Minutes given", default=0)
    missed: Mapped[int] = field("Minutes missed", default=0)
    owed: Mapped[int] = field("Minutes owed", default=0)
    planned_cost: Mapped[int] = field("Cost planned", default=0)
    delivered_cost: Mapped[int] = field("Cost given", default=0)
    measure: Mapped[str] = field("Measured by", personal=False, default="")
    informant: Mapped[str] = text("Filled in by", personal=False)
    question: Mapped[str] = text("Question")
    before_on: Mapped[date | None] = field("Before, on")
    before: Mapped[float | None] = field("Before")
    after_on: Mapped[date | None] = field("After, on")
    after: Mapped[float | None] = field("After")
    expected: Mapped[float | None] = field("Expected")
    said: Mapped[str] = text("Change")
