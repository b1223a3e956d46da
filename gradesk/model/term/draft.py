"""A term that is being planned: bars beside those that run, until they are accepted or thrown away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS


class TermDraft(Entity):
    """A plan of the support of some weeks. Nothing of it counts until it is accepted."""

    __tablename__ = "term_draft"

    name: Mapped[str] = text("Name", help="such as Spring 1")
    starts_on: Mapped[date] = field("From", personal=False, default_factory=date.today)
    ends_on: Mapped[date] = field("To", personal=False, default_factory=date.today)
    accepted_on: Mapped[date | None] = field("Accepted on", personal=False)


class DraftBar(Entity):
    """Support as it is meant to be in a draft. `provision_id` is what it carries on; None for what is new."""

    __tablename__ = "draft_bar"

    draft_id: Mapped[str] = link("term_draft.uuid")
    provision_id: Mapped[str | None] = link("provision.uuid", optional=True)
    name: Mapped[str] = text("Support")
    intervention: Mapped[str] = field("Intervention", personal=False, default="")
    form: Mapped[str] = field("How", choices=PROVISION_FORMS, default="group")
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    led_by: Mapped[str] = text("Led by", people=True)
    stands_in: Mapped[str] = text("Can stand in", people=True)
    times_a_week: Mapped[float | None] = field("Times a week")
    minutes: Mapped[int | None] = field("Minutes each time")
    starts_on: Mapped[date] = field("From", default_factory=date.today)
    planned_to: Mapped[date] = field("Until", default_factory=date.today)
    weekdays: Mapped[str] = text("On which days", personal=False, help="such as: mon wed fri")
    begins_at: Mapped[str] = text("At what time", personal=False, help="such as 9:30, or mon 9:30, wed 10:15")
    room: Mapped[str] = text("Room")


class DraftMember(Entity):
    """A pupil who is meant to have support of a draft."""

    __tablename__ = "draft_member"
    __table_args__ = (
        Index("uq_draft_member", "bar_id", "pupil_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    bar_id: Mapped[str] = link("draft_bar.uuid")
    pupil_id: Mapped[str] = link("pupil.uuid", label="Pupil")
